"""RuleContext: the state or machine that a rule checks, the facts it may rely on, and how it reports a fault."""

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
    """Return whether a value is known only at deployment.

    It is a value that is not JSON, a string with a `${Substitution}`, or an object such as `{"Ref": …}`. Rules skip
    such values instead of guessing.
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
    """Return a member that is a string; an empty string if it is missing or another type."""
    value = document.get(name)
    return value if type(value) is str else ""


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
