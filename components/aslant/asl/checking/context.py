"""The members of the context object (developer guide, "Accessing execution data from the Context object")."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from aslant.errors import suggestion

__all__ = ["CONTEXT", "SOMETIMES_PRESENT", "context_fault"]

_TEXT: Final = None  # a string, or any value whose members are unknown

CONTEXT: Final[dict[str, Any]] = {
    "Execution": dict.fromkeys(("Id", "Input", "Name", "RedriveCount", "RedriveTime", "RoleArn", "StartTime"), _TEXT),
    "Map": {"Item": dict.fromkeys(("Index", "Key", "Source", "Value"), _TEXT)},
    "State": dict.fromkeys(("EnteredTime", "Name", "RetryCount"), _TEXT),
    "StateMachine": dict.fromkeys(("Id", "Name"), _TEXT),
    "Task": {"Token": _TEXT},
}
"""The members of the context object; None for a member whose own members are unknown."""
SOMETIMES_PRESENT: Final = frozenset({"Map", "Task"})
"""The members that only some states have."""


def context_fault(steps: Iterable[object]) -> tuple[str, str] | None:
    """Return why a place in the context object does not exist, and what to write instead; None if it may exist."""
    known: dict[str, Any] | None = CONTEXT
    place = ""
    for step in steps:
        if known is None or type(step) is not str:
            return None
        if step not in known:
            where = f"the context object's {place}" if place else "the context object"
            near = suggestion(step[:40], known)
            return f"'{step}' is not a member of {where}", near or f"The members are {', '.join(known)}."
        known = known[step]
        place = f"{place}.{step}" if place else step
    return None
