"""The input types of the workflows that components have registered in this process.

AWS does not store them. The page of the local AWS, which runs the program in its own process, makes forms of them.
"""

from __future__ import annotations

from typing import Any

from aslant.asl import StateMachine

__all__ = ["input_type_of", "keep_input_type"]

_TYPES: dict[str, Any] = {}
"""The types by the name of the state machine in the program."""


def keep_input_type(name: str, workflow: Any) -> None:
    """Remember the input type of a workflow, or forget that of an earlier one, by the name of its state machine."""
    # A workflow that is known only at deployment would return another such value for any attribute.
    annotation = workflow.input_type if isinstance(workflow, StateMachine) else None
    if annotation is None:
        _TYPES.pop(name, None)
    else:
        _TYPES[name] = annotation


def input_type_of(name: str) -> Any:
    """Return the input type of the state machine with a name in the program; None if it is not known."""
    return _TYPES.get(name)
