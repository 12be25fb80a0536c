"""Where a rule looks: one state or machine, what it may assume there, and how it reports a fault."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from aslant.asl.checking.finding import SCHEMA, Finding, Severity
from aslant.asl.checking.report import Report
from aslant.asl.values import ATOMS
from aslant.json_value import Json

__all__ = ["MachineType", "RuleContext", "is_unresolved", "located", "string_at"]

MachineType = Literal["STANDARD", "EXPRESS"]

_CONTAINERS = frozenset({dict, list})


def is_unresolved(value: Json) -> bool:
    """Whether a value is known only at deployment: no JSON by its type, `${Substitution}` in text, or `{"Ref": …}`.

    Such a value is skipped, never guessed.
    """
    kind = type(value)
    if kind is str:
        return "${" in value
    if kind is dict:
        if len(value) != 1:
            return False
        (name,) = value
        return type(name) is str and (name == "Ref" or name.startswith("Fn::"))
    return kind not in ATOMS and kind not in _CONTAINERS


def string_at(document: dict[str, Any], name: str) -> str:
    """The text of a member; empty where there is none, so that nothing but text is ever compared."""
    value = document.get(name)
    return value if type(value) is str else ""


def located(steps: Iterable[str | int]) -> str:
    """A place as AWS writes it: `/States/Pay/Retry[0]/ErrorEquals`, and `/` for the definition itself."""
    return "".join(f"[{step}]" if type(step) is int else f"/{step}" for step in steps) or "/"


class RuleContext:
    """One state, or a machine where `state` is None."""

    __slots__ = (
        *("calls", "downgraded", "express", "has_result", "jsonata", "needs", "place", "reads", "report", "state"),
    )
    calls: set[str]
    """Those of the variables that are called as a function is (JSONata)."""
    downgraded: bool
    """Whether it says JSONPath in a JSONata machine: of its fields AWS then says nothing."""
    has_result: bool
    """Whether the state has a result: it is a Task, a Parallel or a Map."""
    reads: list[tuple[str, tuple[str | int, ...]]]
    """The variables that were read here, each with the steps to the text that reads it."""
    needs: list[tuple[str, tuple[str | int, ...]]]
    """The members of the context object that only some states have and that were read here, with such steps."""

    def __init__(
        self,
        report: Report,
        place: tuple[str | int, ...],
        state: str | None,
        jsonata: bool,
        express: bool,
    ) -> None:
        """Stand at a place, the steps of a JSON Pointer."""
        self.report = report
        self.place = place
        self.state = state
        self.jsonata = jsonata
        self.express = express
        self.downgraded = False
        self.has_result = False
        self.reads = []
        self.needs = []
        self.calls = set()

    def error(
        self, message: str, *steps: str | int, repair: str = "", code: str = SCHEMA, member: str | int | None = None
    ) -> None:
        """Report what AWS refuses, `steps` being the way from here.

        `member` is what is wrong of the object there; AWS's location does not name it.
        """
        self._report(code, "ERROR", message, steps, repair, member)

    def warning(self, message: str, *steps: str | int, repair: str = "", code: str) -> None:
        """Report what AWS accepts, though it may not be what was meant."""
        self._report(code, "WARNING", message, steps, repair, None)

    def near(self, name: Any, known: Iterable[Any]) -> str:
        """A repair such as `did you mean 'Check'?`; empty where no known name is near."""
        return self.report.near(name, known)

    def _report(
        self,
        code: str,
        severity: Severity,
        message: str,
        steps: tuple[str | int, ...],
        repair: str,
        member: str | int | None,
    ) -> None:
        steps = (*self.place, *steps)
        location = located(steps)
        if member is not None:
            steps = (*steps, member)
        self.report.findings.append(Finding(code, severity, location, self.state, message, repair, steps))
