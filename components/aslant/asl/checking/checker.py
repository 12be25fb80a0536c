"""The pass: every machine of a definition, every state, every member, once."""

from __future__ import annotations

from typing import Any, NamedTuple

from aslant.asl.checking.choices import check_default
from aslant.asl.checking.fields import EXCLUSIVE, REQUIRED, TABLES
from aslant.asl.checking.finding import SCHEMA, Finding
from aslant.asl.checking.limits import check_size
from aslant.asl.checking.maps import of_distributed_only, processor_config
from aslant.asl.checking.names import StateNames
from aslant.asl.checking.objects import Members, members, unsupported
from aslant.asl.checking.report import Report
from aslant.asl.checking.resources import task
from aslant.asl.checking.rule_context import MachineType, RuleContext, opaque, said
from aslant.asl.checking.scopes import Scope, Scopes
from aslant.asl.checking.times import check_task_times
from aslant.asl.checking.transitions import TERMINAL, Joined, check_transitions
from aslant.asl.checking.unavailable import check_context
from aslant.asl.checking.values import exclusive, one_needed, one_of, required, text, whole, wrong_kind
from aslant.asl.states import KINDS
from aslant.json_value import Json
from aslant.walk import PROCESSORS, is_distributed, processor_of

__all__ = ["Checker"]

_INNER: Members = {"Comment": text, "StartAt": text, "States": None, "ProcessorConfig": processor_config}
_LANGUAGE = one_of(("JSONPath", "JSONata"))
_WHOLE: Members = {
    "Comment": text,
    "QueryLanguage": _LANGUAGE,
    "StartAt": text,
    "States": None,
    "TimeoutSeconds": whole(0, 99_999_999, jsonata=False),
    "Version": one_of(("1.0",)),
}
_TYPES = ", ".join(("Task", "Wait", "Pass", "Succeed", "Fail", "Choice", "Parallel", "Map"))  # in AWS's order
_WITH_RESULT = frozenset({"Task", "Parallel", "Map"})
_WITHOUT_FOLLOWER = TERMINAL | {"Choice"}
_DURATIONS = EXCLUSIVE["Wait"][0]


class _Machine(NamedTuple):
    """One machine that is still to be looked at."""

    document: Json
    steps: tuple[str | int, ...]
    state: str | None
    """The state that it is inside of."""
    express: bool
    scope: Scope
    in_map: bool = False
    """Whether it is inside a Map."""


class Checker:
    """Looks at one definition; `findings` are what it found, `scopes` which variables are read where."""

    def __init__(self, definition: Json, machine_type: MachineType) -> None:
        """Look at any JSON document."""
        self._report = Report(definition)
        self.findings: list[Finding] = self._report.findings
        self.scopes = Scopes()
        self.top = RuleContext(self._report, (), None, jsonata=False, express=machine_type == "EXPRESS")
        self._names = StateNames()
        self._waiting: list[_Machine] = []
        self._joined: list[Joined] = []
        if type(definition) is not dict:
            self._jsonata = False
            self.top.error("Definition must be a valid JSON object", repair="a definition has StartAt and States")
            return
        # Whatever is not exactly 'JSONPath' is JSONata to AWS.
        self._jsonata = "QueryLanguage" in definition and said(definition, "QueryLanguage") != "JSONPath"
        self._waiting.append(_Machine(definition, (), None, self.top.express, self.scopes.top))
        while self._waiting:
            machine = self._waiting.pop()
            inside = len(self._waiting)
            self._machine(machine)
            self._waiting[inside:] = reversed(self._waiting[inside:])
        check_transitions(self._joined)
        self.scopes.check()
        check_size(self.top, definition)

    def _site(self, machine: _Machine, *steps: str, state: str | None) -> RuleContext:
        return RuleContext(self._report, (*machine.steps, *steps), state, self._jsonata, machine.express)

    def _machine(self, machine: _Machine) -> None:
        """Look at one machine; those inside its states then wait."""
        document = machine.document
        site = self._site(machine, state=machine.state)
        if type(document) is not dict or opaque(document):
            wrong_kind(site, document, "OBJECT", (), "an object with StartAt and States")
            return
        table = _INNER if machine.steps else _WHOLE
        members(site, document, table)
        required(site, document, ("States", "StartAt"), table=table)
        if "States" not in document:
            return
        states = document["States"]
        if type(states) is not dict:
            wrong_kind(site, states, "OBJECT", ("States",), "an object of states by name")
            return
        if not states:
            site.error("Value cannot be empty", "States", repair="a machine has at least one state")
        sites: dict[str, RuleContext] = {}
        for name, state in states.items():
            here = self._site(machine, "States", name, state=name)
            self._names.state(here, name)
            if type(state) is dict and not opaque(state):
                sites[name] = here
                self._state(here, state, machine)
            else:
                wrong_kind(here, state, "OBJECT", (), "an object with Type")
        self._joined.append(Joined(site, document, sites))

    def _state(self, site: RuleContext, state: dict[str, Any], machine: _Machine) -> None:
        kind = state.get("Type")
        if type(kind) is not str or kind not in KINDS:
            if "Type" not in state:
                written = [key for key in state if site.near(key, ("Type",))]
                repair = f"it is written 'Type', not {written[0]!r}" if written else f"it is one of {_TYPES}"
                site.error("The field 'Type' is required", repair=repair)
            elif not opaque(kind):
                near = site.near(kind, KINDS)
                site.error(f"The field 'Type' should have one of these values: [{_TYPES}]", "Type", repair=near)
            return
        if "QueryLanguage" in state:
            self._speak(site, said(state, "QueryLanguage"), inside=bool(machine.steps))
        site.has_result = kind in _WITH_RESULT
        table = TABLES[site.jsonata][kind]
        for key, value in state.items():
            try:
                test = table[key]
            except (KeyError, TypeError):
                unsupported(site, key, table)
                continue
            if test is not None:
                test(site, value, key)
        if "QueryLanguage" in state:
            _LANGUAGE(site, state["QueryLanguage"], "QueryLanguage")
        if kind in REQUIRED:
            required(site, state, REQUIRED[kind], table=table)
        if kind in EXCLUSIVE:
            for group in EXCLUSIVE[kind]:
                exclusive(site, state, group)
        if kind not in _WITHOUT_FOLLOWER:
            _follower(site, state, table)
        if kind == "Task":
            task(site, state)
            check_task_times(site, state)
        elif kind == "Choice":
            check_default(site, state, table)
        elif kind == "Wait" and not any(name in state for name in _DURATIONS):
            one_needed(site, state, _DURATIONS, table=table, repair="say how long, such as 'Seconds': 10")
        elif kind == "Parallel":
            self._parallel(site, state, machine)
        elif kind == "Map":
            self._map(site, state, machine, table)
        if site.needs:
            check_context(site, state, in_map=machine.in_map)
        machine.scope.note(site, state)

    def _speak(self, site: RuleContext, language: str, *, inside: bool) -> None:
        """Take the query language that a state names."""
        site.jsonata = language != "JSONPath"
        if self._jsonata and not site.jsonata:
            site.downgraded = True
            message = "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine"
            repair = "leave QueryLanguage away at the top, and say 'JSONata' in the states that are in it"
            if inside:  # published machines have it there
                site.warning(message, code=SCHEMA, repair=repair)
            else:
                site.error(message, repair=repair)

    def _parallel(self, site: RuleContext, state: dict[str, Any], machine: _Machine) -> None:
        branches = state.get("Branches")
        if type(branches) is list:
            if not branches:
                site.error("Value cannot be empty", "Branches", repair="a Parallel has at least one branch")
            for index, branch in enumerate(branches):
                self._enter(site, branch, ("Branches", index), machine, apart=False, express=machine.express)
        elif "Branches" in state:
            wrong_kind(site, branches, "ARRAY", ("Branches",), "a list of machines")

    def _map(self, site: RuleContext, state: dict[str, Any], machine: _Machine, table: Members) -> None:
        self._names.label(site, state.get("Label"))
        keys = [key for key in PROCESSORS if key in state]
        if not keys:
            repair = "write an ItemProcessor, the machine for each item"
            one_needed(site, state, PROCESSORS, table=table, repair=repair)
            return
        of_distributed_only(site, state)
        apart, express = is_distributed(state), machine.express
        if apart:
            if express:
                site.error(
                    "The field 'Mode' with value 'DISTRIBUTED' is not supported inside 'EXPRESS' state machines",
                    keys[0],
                    "ProcessorConfig",
                    "Mode",
                    repair="make the machine STANDARD, or the mode INLINE",
                )
            express = said(processor_of(state)["ProcessorConfig"], "ExecutionType") == "EXPRESS"
        for key in keys:
            self._enter(site, state[key], (key,), machine, apart=apart, express=express)

    def _enter(
        self,
        site: RuleContext,
        document: Json,
        steps: tuple[str | int, ...],
        machine: _Machine,
        *,
        apart: bool,
        express: bool,
    ) -> None:
        scope = self.scopes.enter(machine.scope, site.state, apart=apart)
        in_map = machine.in_map or steps[0] != "Branches"
        self._waiting.append(_Machine(document, (*site.place, *steps), site.state, express, scope, in_map))


def _follower(site: RuleContext, state: dict[str, Any], table: Members) -> None:
    """Report a state that goes on and ends, or does neither."""
    end = state.get("End")
    if "Next" in state:
        if end is True:
            exclusive(site, state, ("Next", "End"))
    elif "End" not in state or end is False:
        one_needed(site, state, ("Next", "End"), table=table, repair='say "Next", or "End": true')
