"""Machines inside states: the branches of a Parallel, the processor of a Map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aslant.errors import DefinitionError

if TYPE_CHECKING:
    from aslant.asl.machine import StateMachine

__all__ = ["adopt", "view"]


def adopt(given: Any, place: str) -> StateMachine:
    """The machine that a flow makes inside a state; a machine that was made already stays itself."""
    from aslant.asl.flow import Step
    from aslant.asl.machine import StateMachine

    if isinstance(given, StateMachine):
        return given
    if isinstance(given, Step):
        return StateMachine._inside(given)
    raise DefinitionError(f"{place} is a state or a flow, not {given!r}")


def view(document: dict[str, Any]) -> StateMachine:
    """The machine that a state's ASL object holds."""
    from aslant.asl.machine import StateMachine

    return StateMachine._of(document)
