"""The shapes of the data that the arrows of a drawing carry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aslant.asl.machine import StateMachine
from aslant.walk import Place

__all__ = ["output_shapes"]


def output_shapes(machine: StateMachine | Mapping[str, Any]) -> dict[Place, Mapping[str | None, str]]:
    """Return the shape of each state's output, by the state's place and the name of the next state."""
    from aslant.asl.explaining import explain  # most drawings do not need it

    found = machine.explain() if isinstance(machine, StateMachine) else explain(machine)
    return {state.place: state.outputs for state in found.states}
