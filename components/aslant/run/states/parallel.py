"""Parallel: runs branches at the same time (ASL specification, section 'Parallel State')."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from typing import Any

from aslant.errors import DefinitionError
from aslant.json_value import Json
from aslant.run.failure import Failure
from aslant.run.fiber import Effect, Fiber, Join, Parts
from aslant.run.flow import CompiledFlow
from aslant.run.position import Position
from aslant.run.state import FlowOfStates, Guarded

__all__ = ["Parallel"]


class Parallel(Guarded):
    """A Parallel. Its raw result is the array of the outputs of its branches. The first failure stops all of them."""

    kind = "Parallel"

    def __init__(self, name: str, definition: Mapping[str, Any], flow: FlowOfStates) -> None:
        """Compile a state of a flow, and raise DefinitionError for an invalid definition."""
        super().__init__(name, definition, flow)
        branches = definition.get("Branches")
        if not isinstance(branches, (list, tuple)) or not branches:
            raise DefinitionError("Branches must be an array with at least one branch")
        self.flows = [
            CompiledFlow(branch, flow.language, f"Branches[{number}]") for number, branch in enumerate(branches)
        ]

    def attempt(self, fiber: Fiber, data: Json, arguments: Json) -> Generator[Effect, Json, Json]:
        """Do the work once, and return the raw result or raise Failure."""
        past, fiber.past = fiber.past, None
        if past is None:
            fiber.record("ParallelStateStarted")
        else:  # recorded on AWS: a redrive runs only the branches that did not succeed, and does not start them again
            fiber.last = past.started_id
        parts = fiber.parts = Parts(fiber, fiber.last, len(self.flows))
        if past is not None:
            parts.outputs = dict(past.outputs)
        starts = [
            _starter(fiber, flow, arguments, parts, index, None if past is None else past.positions.get(index))
            for index, flow in enumerate(self.flows)
            if index not in parts.outputs
        ]
        try:
            yield Join(starts, len(starts))
        except Failure:
            for line in parts.fibers.values():  # recorded on AWS: the failed state is aborted, too
                line.abort()
            raise
        fiber.parts = None
        fiber.note("ParallelStateSucceeded", fiber.last)
        return [parts.outputs[index] for index in range(parts.length)]

    def gave_up(self, fiber: Fiber) -> None:
        """Record that a branch has failed and the Parallel is not tried again."""
        fiber.record("ParallelStateFailed")


def _starter(
    parent: Fiber, flow: FlowOfStates, data: Json, parts: Parts, index: int, position: Position | None
) -> Callable[[int], Fiber]:
    def steps(fiber: Fiber) -> Generator[Effect, Json, Json]:
        output = yield from flow.walk(fiber, data)
        parts.succeeded(index, output)
        return output

    def start(last: int) -> Fiber:
        fiber = parent.part(last, position)
        fiber.item = parent.item
        fiber.steps = steps(fiber)
        parts.fibers[index] = fiber
        return fiber

    return start
