"""RuleContext: the state or machine that a rule checks, the facts it may rely on, and how it reports a fault."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

from aslant.asl.checking.finding import SCHEMA, Finding, Severity
from aslant.asl.checking.report import Report
from aslant.asl.values import is_unresolved, string_at

__all__ = ["MachineType", "RuleContext", "is_unresolved", "located", "string_at"]

MachineType = Literal["STANDARD", "EXPRESS"]


def located(steps: Iterable[str | int]) -> str:
    """Return a place as AWS writes it: `/States/Pay/Retry[0]/ErrorEquals`, and `/` for the whole definition."""
    return "".join(f"[{step}]" if type(step) is int else f"/{step}" for step in steps) or "/"


class RuleContext:
    """The state that a rule checks, or the machine if `state` is None.

    `place` has the steps of its JSON Pointer, and `jsonata` and `express` say which rules apply.
    """

    __slots__ = (
        *("calls", "downgraded", "express", "has_result", "jsonata", "needs", "place", "reads", "report", "state"),
    )
    calls: set[str]
    """The variables that are called as functions (JSONata)."""
    downgraded: bool
    """Whether the state declares JSONPath in a JSONata machine. AWS then reports no field of another language."""
    has_result: bool
    """Whether the state has a result, as a Task, a Parallel or a Map."""
    reads: list[tuple[str, tuple[str | int, ...]]]
    """The variables that are read here, each with the steps to the string that reads it."""
    needs: list[tuple[str, tuple[str | int, ...]]]
    """The members of the context object that are read here and that only some states have, with such steps."""

    def __init__(
        self,
        report: Report,
        place: tuple[str | int, ...],
        state: str | None,
        jsonata: bool,
        express: bool,
    ) -> None:

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
        """Report a fault that AWS refuses; `steps` lead to it from this state or machine.

        `member` is the member of the object there that is wrong; AWS's location does not include it.
        """
        self._report(code, "ERROR", message, steps, repair, member)

    def warning(self, message: str, *steps: str | int, repair: str = "", code: str) -> None:
        """Report a fault that AWS accepts but that is probably a mistake."""
        self._report(code, "WARNING", message, steps, repair, None)

    def near(self, name: Any, known: Iterable[Any]) -> str:
        """Return a repair such as `Did you mean 'Check'?`; empty if no known name is close."""
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
