"""Checker: one pass over every machine, state and member of a definition."""

from __future__ import annotations

from typing import Any, NamedTuple

from aslant.asl.checking.choices import check_default
from aslant.asl.checking.fields import EXCLUSIVE, REQUIRED, TABLES
from aslant.asl.checking.finding import SCHEMA, Finding
from aslant.asl.checking.limits import check_size
from aslant.asl.checking.maps import check_map_mode, processor_config
from aslant.asl.checking.names import StateNames
from aslant.asl.checking.objects import Members, members, unsupported
from aslant.asl.checking.report import Report
from aslant.asl.checking.resources import task
from aslant.asl.checking.rule_context import MachineType, RuleContext, is_unresolved, string_at
from aslant.asl.checking.scopes import Scope, Scopes
from aslant.asl.checking.times import check_task_times
from aslant.asl.checking.transitions import TERMINAL, Joined, check_transitions
from aslant.asl.checking.unavailable import check_context
from aslant.asl.checking.values import exclusive, integer, one_of, one_required, required, string, wrong_type
from aslant.asl.states import KINDS
from aslant.json_value import Json
from aslant.walk import PROCESSORS, is_distributed, processor_of

__all__ = ["Checker"]

_INNER: Members = {"Comment": string, "StartAt": string, "States": None, "ProcessorConfig": processor_config}
_LANGUAGE = one_of(("JSONPath", "JSONata"))
_TOP: Members = {
    "Comment": string,
    "QueryLanguage": _LANGUAGE,
    "StartAt": string,
    "States": None,
    "TimeoutSeconds": integer(0, 99_999_999, jsonata=False),
    "Version": one_of(("1.0",)),
}
_TYPES = ", ".join(("Task", "Wait", "Pass", "Succeed", "Fail", "Choice", "Parallel", "Map"))  # in AWS's order
_WITH_RESULT = frozenset({"Task", "Parallel", "Map"})
_WITHOUT_FOLLOWER = TERMINAL | {"Choice"}
_DURATIONS = EXCLUSIVE["Wait"][0]


class _Machine(NamedTuple):
    """A machine that has not been checked yet."""

    document: Json
    steps: tuple[str | int, ...]
    state: str | None
    """The name of the state that contains it; None for the whole definition."""
    express: bool
    scope: Scope
    in_map: bool = False
    """Whether a Map contains it, directly or further out."""


class Checker:
    """The check of one definition: `findings` has its faults, `scopes` its variables and the states that read them."""

    def __init__(self, definition: Json, machine_type: MachineType) -> None:
        """Check a JSON document."""
        self._report = Report(definition)
        self.findings: list[Finding] = self._report.findings
        self.scopes = Scopes()
        self.top = RuleContext(self._report, (), None, jsonata=False, express=machine_type == "EXPRESS")
        self._names = StateNames()
        self._waiting: list[_Machine] = []
        self._joined: list[Joined] = []
        if type(definition) is not dict:
            self._jsonata = False
            self.top.error("Definition must be a valid JSON object", repair="Write an object with StartAt and States.")
            return
        # AWS treats every value other than 'JSONPath' as JSONata.
        self._jsonata = "QueryLanguage" in definition and string_at(definition, "QueryLanguage") != "JSONPath"
        self._waiting.append(_Machine(definition, (), None, self.top.express, self.scopes.top))
        while self._waiting:
            machine = self._waiting.pop()
            inside = len(self._waiting)
            self._machine(machine)
            self._waiting[inside:] = reversed(self._waiting[inside:])
        check_transitions(self._joined)
        self.scopes.check()
        check_size(self.top, definition)

    def _context_at(self, machine: _Machine, *steps: str, state: str | None) -> RuleContext:
        return RuleContext(self._report, (*machine.steps, *steps), state, self._jsonata, machine.express)

    def _machine(self, machine: _Machine) -> None:
        """Check one machine, and queue the machines nested in its states."""
        document = machine.document
        ctx = self._context_at(machine, state=machine.state)
        if type(document) is not dict or is_unresolved(document):
            wrong_type(ctx, document, "OBJECT", (), "an object with StartAt and States")
            return
        table = _INNER if machine.steps else _TOP
        members(ctx, document, table)
        required(ctx, document, ("States", "StartAt"), table=table)
        if "States" not in document:
            return
        states = document["States"]
        if type(states) is not dict:
            wrong_type(ctx, states, "OBJECT", ("States",), "an object of states by name")
            return
        if not states:
            ctx.error("Value cannot be empty", "States", repair="Add at least one state.")
        contexts: dict[str, RuleContext] = {}
        for name, state in states.items():
            here = self._context_at(machine, "States", name, state=name)
            self._names.state(here, name)
            if type(state) is dict and not is_unresolved(state):
                contexts[name] = here
                self._state(here, state, machine)
            else:
                wrong_type(here, state, "OBJECT", (), "an object with Type")
        self._joined.append(Joined(ctx, document, contexts))

    def _state(self, ctx: RuleContext, state: dict[str, Any], machine: _Machine) -> None:
        kind = state.get("Type")
        if type(kind) is not str or kind not in KINDS:
            if "Type" not in state:
                written = [key for key in state if ctx.near(key, ("Type",))]
                repair = f"Write 'Type', not {written[0]!r}." if written else f"Write one of {_TYPES}."
                ctx.error("The field 'Type' is required", repair=repair)
            elif not is_unresolved(kind):
                near = ctx.near(kind, KINDS)
                ctx.error(f"The field 'Type' should have one of these values: [{_TYPES}]", "Type", repair=near)
            return
        if "QueryLanguage" in state:
            self._set_query_language(ctx, string_at(state, "QueryLanguage"), inside=bool(machine.steps))
        ctx.has_result = kind in _WITH_RESULT
        table = TABLES[ctx.jsonata][kind]
        for key, value in state.items():
            try:
                test = table[key]
            except (KeyError, TypeError):
                unsupported(ctx, key, table)
                continue
            if test is not None:
                test(ctx, value, key)
        if "QueryLanguage" in state:
            _LANGUAGE(ctx, state["QueryLanguage"], "QueryLanguage")
        if kind in REQUIRED:
            required(ctx, state, REQUIRED[kind], table=table)
        if kind in EXCLUSIVE:
            for group in EXCLUSIVE[kind]:
                exclusive(ctx, state, group)
        if kind not in _WITHOUT_FOLLOWER:
            _follower(ctx, state, table)
        if kind == "Task":
            task(ctx, state)
            check_task_times(ctx, state)
        elif kind == "Choice":
            check_default(ctx, state, table)
        elif kind == "Wait" and not any(name in state for name in _DURATIONS):
            one_required(ctx, state, _DURATIONS, table=table, repair="Write the duration, such as 'Seconds': 10.")
        elif kind == "Parallel":
            self._parallel(ctx, state, machine)
        elif kind == "Map":
            self._map(ctx, state, machine, table)
        if ctx.needs:
            check_context(ctx, state, in_map=machine.in_map)
        machine.scope.note(ctx, state)

    def _set_query_language(self, ctx: RuleContext, language: str, *, inside: bool) -> None:
        """Set the query language that a state declares."""
        ctx.jsonata = language != "JSONPath"
        if self._jsonata and not ctx.jsonata:
            ctx.downgraded = True
            message = "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine"
            repair = "Remove QueryLanguage at the top, and write QueryLanguage 'JSONata' in the states that use it."
            if inside:  # published workflows do this, and AWS accepts them
                ctx.warning(message, code=SCHEMA, repair=repair)
            else:
                ctx.error(message, repair=repair)

    def _parallel(self, ctx: RuleContext, state: dict[str, Any], machine: _Machine) -> None:
        branches = state.get("Branches")
        if type(branches) is list:
            if not branches:
                ctx.error("Value cannot be empty", "Branches", repair="Add at least one branch.")
            for index, branch in enumerate(branches):
                self._enter(ctx, branch, ("Branches", index), machine, isolated=False, express=machine.express)
        elif "Branches" in state:
            wrong_type(ctx, branches, "ARRAY", ("Branches",), "a list of machines")

    def _map(self, ctx: RuleContext, state: dict[str, Any], machine: _Machine, table: Members) -> None:
        self._names.label(ctx, state.get("Label"))
        keys = [key for key in PROCESSORS if key in state]
        if not keys:
            repair = "Write an ItemProcessor with the machine that runs for each item."
            one_required(ctx, state, PROCESSORS, table=table, repair=repair)
            return
        check_map_mode(ctx, state)
        isolated, express = is_distributed(state), machine.express
        if isolated:
            if express:
                ctx.error(
                    "The field 'Mode' with value 'DISTRIBUTED' is not supported inside 'EXPRESS' state machines",
                    keys[0],
                    "ProcessorConfig",
                    "Mode",
                    repair="Make the state machine STANDARD, or use mode INLINE.",
                )
            express = string_at(processor_of(state)["ProcessorConfig"], "ExecutionType") == "EXPRESS"
        for key in keys:
            self._enter(ctx, state[key], (key,), machine, isolated=isolated, express=express)

    def _enter(
        self,
        ctx: RuleContext,
        document: Json,
        steps: tuple[str | int, ...],
        machine: _Machine,
        *,
        isolated: bool,
        express: bool,
    ) -> None:
        scope = self.scopes.enter(machine.scope, ctx.state, isolated=isolated)
        in_map = machine.in_map or steps[0] != "Branches"
        self._waiting.append(_Machine(document, (*ctx.place, *steps), ctx.state, express, scope, in_map))


def _follower(ctx: RuleContext, state: dict[str, Any], table: Members) -> None:
    """Report a state with both Next and End, or with neither."""
    end = state.get("End")
    if "Next" in state:
        if end is True:
            exclusive(ctx, state, ("Next", "End"))
    elif "End" not in state or end is False:
        one_required(
            ctx, state, ("Next", "End"), table=table, repair='Write "Next" with a state\'s name, or "End": true.'
        )
