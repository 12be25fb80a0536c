"""Machines nested in states: the branches of a Parallel, the processor of a Map."""

from __future__ import annotations

from typing import Any

from aslant.asl.flow import Step
from aslant.asl.machine import StateMachine
from aslant.errors import DefinitionError

__all__ = ["adopt", "view"]


def adopt(given: Any, place: str) -> StateMachine:
    """Return the nested machine for a flow. A `StateMachine` is returned unchanged."""
    if isinstance(given, StateMachine):
        return given
    if isinstance(given, Step):
        return StateMachine._inside(given)
    raise DefinitionError(f"{place} must be a state or a flow, not {given!r}")


def view(document: dict[str, Any]) -> StateMachine:
    """Return the machine that a nested ASL object defines."""
    return StateMachine._of(document)
