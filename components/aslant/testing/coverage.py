"""Coverage: the states, rules, retriers and catchers of workflows that a test session reached.

The targets are each state, each rule of a Choice and its Default, each entry of Retry (reached when it matches an
error) and each entry of Catch.
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

__all__ = ["CATEGORIES", "Coverage", "MachineCoverage", "Target"]

CATEGORIES: Final = {"states": "State", "branches": "Choices", "retriers": "Retry", "catchers": "Catch"}
"""The categories of targets, in the order of the columns, with the field that has such targets."""


class Target(NamedTuple):
    """A part of a workflow that a test can reach."""

    state: str
    field: str
    """The field with the entry: Choices, Default, Retry or Catch; `State` for the state itself."""
    place: int = 0
    """The index of the entry in the field."""

    def __str__(self) -> str:
        if self.field == "State":
            return f"state {self.state!r}"
        entry = self.field if self.field == "Default" else f"{self.field}[{self.place}]"
        return f"{entry} of {self.state!r}"

    @property
    def category(self) -> str:
        """The category of `CATEGORIES`."""
        return next((category for category, name in CATEGORIES.items() if name == self.field), "branches")


@dataclass
class MachineCoverage:
    """The coverage of one workflow."""

    name: str
    """The name that it is imported by, `workflows.pizza:pizza`, or else its Comment or its first state."""
    targets: dict[Target, bool]
    """The targets, in the order of the definition, each with whether it was reached."""
    runs: int = 0
    """The number of executions."""

    def count(self, category: str) -> tuple[int, int]:
        """Return how many targets of a category were reached, and how many there are."""
        reached = [reached for target, reached in self.targets.items() if target.category == category]
        return sum(reached), len(reached)

    @property
    def percent(self) -> float:
        """The percentage of targets that were reached."""
        return _percent(self.targets.values())

    @property
    def missed(self) -> list[Target]:
        """The targets that were not reached, without the entries of states that were not reached."""
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
    """The coverage of all workflows that a test session ran."""

    only: list[str] = field(default_factory=list)
    """The names of the workflows that count, in which `*` matches anything; if empty, all of them."""
    _machines: dict[str, MachineCoverage] = field(default_factory=dict)
    _of_program: WeakKeyDictionary[CompiledWorkflow, MachineCoverage] = field(default_factory=WeakKeyDictionary)
    _workflows: dict[str, list[Any]] = field(default_factory=dict)

    def watch(self, execution: Execution) -> None:
        """Count an execution and the child executions of its distributed Maps; nested ones are watched separately."""
        program = execution.program
        machine = self._of_program.get(program) or self._begin(program)
        machine.runs += 1
        stack = [execution]
        while stack:
            current = stack.pop()
            stack += [child for child in current.children if child.program is program]
            for name in current.visited:
                machine.targets[Target(name, "State")] = True
            for decision in current.decisions:
                machine.targets[Target(decision.state, decision.field, decision.place)] = True

    @property
    def machines(self) -> list[MachineCoverage]:
        """The workflows that count, sorted by name."""
        self._name()
        counted = [machine for machine in self._machines.values() if self._counts(machine.name)]
        return sorted(counted, key=lambda machine: machine.name)

    @property
    def unseen(self) -> list[str]:
        """The names in `only`, without those that contain `*`, whose workflow never ran."""
        names = {machine.name for machine in self.machines}
        return [name for name in self.only if "*" not in name and name not in names]

    @property
    def percent(self) -> float:
        """The percentage of targets that were reached in all workflows.

        100 if there are no targets, but 0 if that is because the workflows in `only` never ran.
        """
        reached = [is_reached for machine in self.machines for is_reached in machine.targets.values()]
        return 0.0 if self.unseen and not reached else _percent(reached)

    def to_data(self) -> _Data:
        """Return the coverage as JSON, for the process that merges the results of several workers."""
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
        """Add the coverage of another process."""
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
            key, MachineCoverage(_description(document), dict.fromkeys(_targets(document), False))
        )
        self._of_program[program] = machine
        self._workflows.setdefault(key, []).append(program.workflow)
        return machine

    def _name(self) -> None:
        """Set the names that workflows are imported by, preferably those outside of test modules."""
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


def _description(document: Mapping[str, Any]) -> str:
    """Return what to call a workflow without a name."""
    comment = document.get("Comment")
    if isinstance(comment, str) and comment.strip():
        return comment.strip().splitlines()[0]
    return f"the workflow that starts at {document.get('StartAt')!r}"
