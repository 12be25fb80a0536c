"""The context object: what it holds (developer guide, "Accessing execution data from the Context object")."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from aslant.errors import did_you_mean

__all__ = ["CONTEXT", "SOMETIMES_PRESENT", "context_fault"]

_TEXT: Final = None  # also whatever else the members are not known of

CONTEXT: Final[dict[str, Any]] = {
    "Execution": dict.fromkeys(("Id", "Input", "Name", "RedriveCount", "RedriveTime", "RoleArn", "StartTime"), _TEXT),
    "Map": {"Item": dict.fromkeys(("Index", "Key", "Source", "Value"), _TEXT)},
    "State": dict.fromkeys(("EnteredTime", "Name", "RetryCount"), _TEXT),
    "StateMachine": dict.fromkeys(("Id", "Name"), _TEXT),
    "Task": {"Token": _TEXT},
}
"""The members of the context object; None where those of a member are not known."""
SOMETIMES_PRESENT: Final = frozenset({"Map", "Task"})
"""The members that only some states have."""


def context_fault(steps: Iterable[object]) -> tuple[str, str] | None:
    """Why there is nothing at a place in the context object, and what to write instead; None where there may be."""
    known: dict[str, Any] | None = CONTEXT
    place = ""
    for step in steps:
        if known is None or type(step) is not str:
            return None
        if step not in known:
            where = f"the context object's {place}" if place else "the context object"
            near = did_you_mean(step[:40], known).removeprefix("; ")
            return f"There is no '{step}' in {where}", near or f"there are {', '.join(known)}"
        known = known[step]
        place = f"{place}.{step}" if place else step
    return None
