"""Reads the places at which the flows of an execution ended from its fibers."""

from __future__ import annotations

from aslant.run.fiber import Fiber, Parts
from aslant.run.position import PastParts, Position

__all__ = ["capture"]


def capture(root: Fiber) -> Position | None:
    """Return the place of a flow that did not succeed, with the places of all flows in it; None if it is unknown.

    The fibers must not run meanwhile. A flow that has not entered a state yet has no place, because it starts anew.
    """
    position = _place(root)
    waiting = [] if position is None else [(root, position)]
    while waiting:
        fiber, place = waiting.pop()
        parts = fiber.parts
        if parts is None or parts.entered_id != place.entered_id:
            continue
        place.parts = past = _past(parts)
        for index, part in parts.fibers.items():
            inner = _place(part)
            if inner is not None:
                past.positions[index] = inner
                waiting.append((part, inner))
    return position


def _place(fiber: Fiber) -> Position | None:
    entered = fiber.entered_id
    if entered:
        data = fiber.history.input_of(entered)
        return Position(fiber.state, data, entered, fiber.entered_at, fiber.last, dict(fiber.variables))
    if fiber.entering is not None:
        state, data = fiber.entering
        return Position(state, data, 0, 0.0, fiber.last, dict(fiber.variables))
    return None


def _past(parts: Parts) -> PastParts:
    run = None if parts.map_run is None else parts.map_run.past()
    return PastParts(parts.started_id, parts.length, dict(parts.outputs), {}, run)
