"""Report: the findings of one definition, and facts about the whole definition that several rules need."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Any

from aslant.asl.checking.finding import Finding
from aslant.errors import suggestion
from aslant.json_value import Json

__all__ = ["MOST_COMPARISONS", "Report"]

MOST_COMPARISONS = 20_000
"""The most name comparisons per definition; after that, findings have no "Did you mean" hints."""

_LONGEST = 100  # characters of a name that is compared; the time grows with their square


class Report:
    """The findings of one definition."""

    __slots__ = ("_definition", "_left", "_raised", "findings", "sound")
    findings: list[Finding]
    sound: set[bytes]
    """The values in which a rule found no fault, written by `marshal`. It need not check an equal one again."""

    def __init__(self, definition: Json = None) -> None:
        self.findings = []
        self.sound = set()
        self._definition = definition
        self._left = MOST_COMPARISONS
        self._raised: frozenset[str] | None = None

    def near(self, name: Any, known: Iterable[Any]) -> str:
        """Return a repair such as `Did you mean 'Check'?`; empty if no known name is close or too many are known."""
        if type(name) is not str or len(name) > _LONGEST or not self._left:
            return ""
        names = [*islice(known, self._left + 1)]
        if len(names) > self._left:
            self._left = 0
            return ""
        self._left -= len(names)
        compared = (other for other in names if type(other) is str and len(other) <= _LONGEST)
        return suggestion(name, compared)

    def raises(self, error: str) -> bool:
        """Return whether a Fail state anywhere in the definition raises an error."""
        if self._raised is None:
            self._raised = frozenset(_raised(self._definition))
        return error in self._raised


def _raised(definition: Json) -> Iterable[str]:
    stack: list[Any] = [definition]
    while stack:
        value = stack.pop()
        if type(value) is dict:
            kind, error = value.get("Type"), value.get("Error")
            if type(kind) is str and kind == "Fail" and type(error) is str:
                yield error
            stack.extend(value.values())
        elif type(value) is list:
            stack.extend(value)
