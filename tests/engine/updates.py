"""A table of updates: components of one stack, created in one run of the engine and changed in the next."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pulumi
from pulumi.automation import CommandError

from aslant.aws import StateMachineApi
from tests.engine.engine import Engine, Program, Steps, left_open
from workflows import pizza

__all__ = ["FUNCTION", "HTTP", "Args", "Results", "Update", "component", "errors_of", "run_updates"]

Args = Mapping[str, Any]

FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:check"
HTTP: Args = {"workflow": pizza.pizza, "functions": {"pineapple_check": FUNCTION}}

# The engine's own summary of a run that failed, after the error that says why.
SUMMARY = ("error: update failed", "error: preview failed", "error: an unhandled error")


@dataclass(frozen=True)
class Update:
    """One change of a component's arguments from `before` to `before` with `change`, and the steps that follow from it.

    The component is called `shop` in the steps. Resources without a step stay as they are.
    """

    option: str
    change: Args
    update: Iterable[str] = ()
    create: Iterable[str] = ()
    delete: Iterable[str] = ()
    replace: Iterable[str] = ()
    before: Args = field(default_factory=lambda: HTTP)

    @property
    def steps(self) -> dict[str, set[str]]:
        """The expected steps of the engine."""
        wanted = {"update": self.update, "create": self.create, "delete": self.delete, "replace": self.replace}
        return {step: set(labels) for step, labels in wanted.items() if labels}


@dataclass
class Results:
    """The results of a table: the engine's runs without the rows that failed, and the errors of those."""

    runs: dict[str, Steps] = field(default_factory=dict)
    errors: dict[int, str] = field(default_factory=dict)
    """The first error of a row, by the row's number."""


def component(number: int) -> str:
    """Return the name of the component of a row."""
    return f"shop{number:02}"


def run_updates(engine: Engine, rows: Sequence[Update]) -> Results:
    """Create, change and delete the components of all rows; leave out a row that fails, and record its error."""
    results = Results()

    def program(*, changed: bool) -> Program:
        return _program(rows, results.errors, changed=changed)

    while True:
        known, refused = len(results.errors), ""
        with left_open():
            try:
                made = engine.up(program(changed=False))
                changed = engine.up(program(changed=True))
                again = engine.preview(program(changed=True))
                results.runs = {"made": made, "changed": changed, "changed again": again}
            except CommandError as why:
                refused = str(why)
        results.errors |= dict(errors_of(refused, len(rows)))
        if len(results.errors) == known:
            assert not refused, refused
            with left_open():  # threads of a refused run may have kept its loop until now
                results.runs["deleted"] = engine.destroy(program(changed=True))
            return results


def _program(rows: Sequence[Update], errors: dict[int, str], *, changed: bool) -> Program:
    """Return a program with the components of all rows without an error so far."""

    def program() -> None:
        for number, row in enumerate(rows):
            args: Any = {**row.before, **row.change} if changed else row.before
            if number not in errors:
                try:
                    StateMachineApi(component(number), args)
                except pulumi.RunError as why:
                    errors[number] = str(why)

    return program


def errors_of(output: str, count: int) -> Iterator[tuple[int, str]]:
    """Yield the number of each row to which the CLI's diagnostics attribute an error, with the error."""
    header = ""
    for line in map(str.strip, output.partition("Diagnostics:")[2].splitlines()):
        if not line.startswith("error: "):
            header = line if line.endswith(":") else header
        elif not line.startswith(SUMMARY):
            for number in range(count):
                if re.search(rf"\b{component(number)}\b", f"{header} {line}"):
                    yield number, line.removeprefix("error: ")
