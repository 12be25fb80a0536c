"""Which states, rules, retriers and catchers of workflows a test session reached.

What counts: each state, each rule of a Choice and its Default, each entry of Retry (reached when it is for an error)
and each entry of Catch.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any, Final, NamedTuple, TypeAlias
from weakref import WeakKeyDictionary

from aslant.run import Execution
from aslant.run.definition import CompiledWorkflow
from aslant.walk import states_of

__all__ = ["SORTS", "Coverage", "MachineCoverage", "Target"]

SORTS: Final = {"states": "State", "branches": "Choices", "retriers": "Retry", "catchers": "Catch"}
"""What is counted, in the order of the columns, with the field that such a target stands in."""


class Target(NamedTuple):
    """One thing to reach."""

    state: str
    field: str
    """The field it is an entry of: Choices, Default, Retry or Catch; `State` for the state itself."""
    place: int = 0
    """Its place in the field, counted from 0."""

    def __str__(self) -> str:
        if self.field == "State":
            return f"state {self.state!r}"
        entry = self.field if self.field == "Default" else f"{self.field}[{self.place}]"
        return f"{entry} of {self.state!r}"

    @property
    def sort(self) -> str:
        """Under which of `SORTS` it is counted."""
        return next((sort for sort, name in SORTS.items() if name == self.field), "branches")


@dataclass
class MachineCoverage:
    """What was reached of one workflow."""

    name: str
    """As it is imported, `workflows.pizza:pizza`; its Comment or its first state where it is not."""
    targets: dict[Target, bool]
    """Each target, in the order of the definition, and whether it was reached."""
    runs: int = 0
    """How often it ran."""

    def count(self, sort: str) -> tuple[int, int]:
        """How many targets of a sort were reached, and how many there are."""
        reached = [reached for target, reached in self.targets.items() if target.sort == sort]
        return sum(reached), len(reached)

    @property
    def percent(self) -> float:
        """The share of targets that was reached."""
        return _percent(self.targets.values())

    @property
    def missed(self) -> list[Target]:
        """What was not reached. Of a state that was not, its entries are left out."""
        unseen = {target.state for target, reached in self.targets.items() if target.field == "State" and not reached}
        return [
            target
            for target, reached in self.targets.items()
            if not reached and (target.field == "State" or target.state not in unseen)
        ]


_IN_TESTS: Final = re.compile(r"(^|\.)(test_[^.]*|[^.:]*_test|conftest|__main__):")

_Data: TypeAlias = dict[str, Any]


@dataclass
class Coverage:
    """What a test session reached, over all workflows that it ran."""

    only: list[str] = field(default_factory=list)
    """Names of workflows, in which `*` stands for anything; with none, every workflow counts."""
    _machines: dict[str, MachineCoverage] = field(default_factory=dict)
    _of_program: WeakKeyDictionary[CompiledWorkflow, MachineCoverage] = field(default_factory=WeakKeyDictionary)
    _workflows: dict[str, list[Any]] = field(default_factory=dict)

    def watch(self, execution: Execution) -> None:
        """Count an execution, with the child executions of its distributed Maps; nested ones are watched themselves."""
        program = execution.program
        machine = self._of_program.get(program) or self._begin(program)
        machine.runs += 1
        stack = [execution]
        while stack:
            one = stack.pop()
            stack += [child for child in one.children if child.program is program]
            for name in one.visited:
                machine.targets[Target(name, "State")] = True
            for decision in one.decisions:
                machine.targets[Target(decision.state, decision.field, decision.place)] = True

    @property
    def machines(self) -> list[MachineCoverage]:
        """The workflows that count, by name."""
        self._name()
        counted = [machine for machine in self._machines.values() if self._counts(machine.name)]
        return sorted(counted, key=lambda machine: machine.name)

    @property
    def unseen(self) -> list[str]:
        """The names asked for, without any `*`, under which nothing ran."""
        names = {machine.name for machine in self.machines}
        return [name for name in self.only if "*" not in name and name not in names]

    @property
    def percent(self) -> float:
        """The share of targets that was reached, over all workflows; 100 where there are none, 0 for what is unseen."""
        reached = [one for machine in self.machines for one in machine.targets.values()]
        return 0.0 if self.unseen and not reached else _percent(reached)

    def to_data(self) -> _Data:
        """As JSON, for the process that puts together what several workers saw."""
        self._name()
        return {
            key: {
                "name": machine.name,
                "runs": machine.runs,
                "targets": [[*target, reached] for target, reached in machine.targets.items()],
            }
            for key, machine in self._machines.items()
        }

    def merge(self, data: _Data) -> None:
        """Add what another process saw."""
        for key, entry in data.items():
            machine = self._machines.setdefault(key, MachineCoverage(entry["name"], {}))
            machine.runs += entry["runs"]
            for state, field_name, place, reached in entry["targets"]:
                target = Target(state, field_name, place)
                machine.targets[target] = machine.targets.get(target, False) or reached

    def _counts(self, name: str) -> bool:
        return not self.only or any(fnmatchcase(name, pattern) for pattern in self.only)

    def _begin(self, program: CompiledWorkflow) -> MachineCoverage:
        document = program.document
        text = json.dumps(document, default=lambda leaf: type(leaf).__name__)
        key = hashlib.sha256(text.encode()).hexdigest()
        machine = self._machines.setdefault(
            key, MachineCoverage(_described(document), dict.fromkeys(_targets(document), False))
        )
        self._of_program[program] = machine
        self._workflows.setdefault(key, []).append(program.workflow)
        return machine

    def _name(self) -> None:
        """Give the workflows the names that they are imported under, rather not those of a test module."""
        names: dict[int, list[str]] = {}
        for module_name, module in list(sys.modules.items()):
            for name, value in list(getattr(module, "__dict__", {}).items()):
                if not name.startswith("_") and (type(value) is dict or hasattr(type(value), "to_dict")):
                    names.setdefault(id(value), []).append(f"{module_name}:{name}")
        for key, workflows in self._workflows.items():
            found = [name for workflow in workflows for name in names.get(id(workflow), [])]
            if found:
                self._machines[key].name = min(found, key=lambda name: (bool(_IN_TESTS.search(name)), name))
        self._workflows.clear()


def _percent(reached: Collection[bool]) -> float:
    return 100.0 * sum(reached) / len(reached) if reached else 100.0


def _targets(document: Mapping[str, Any]) -> Iterator[Target]:
    for name, state in states_of(document):
        yield Target(name, "State")
        for field_name in ("Choices", "Default", "Retry", "Catch"):
            entries = state.get(field_name)
            count = len(entries) if isinstance(entries, (list, tuple)) else int(field_name in state)
            yield from (Target(name, field_name, place) for place in range(count))


def _described(document: Mapping[str, Any]) -> str:
    """What to call a workflow that has no name."""
    comment = document.get("Comment")
    if isinstance(comment, str) and comment.strip():
        return comment.strip().splitlines()[0]
    return f"the workflow that starts at {document.get('StartAt')!r}"
