"""Parallel: runs branches at the same time (ASL specification, section 'Parallel State')."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from typing import Any

from aslant.errors import DefinitionError
from aslant.json_value import Json
from aslant.run.failure import Failure
from aslant.run.fiber import Effect, Fiber, Join
from aslant.run.flow import CompiledFlow
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
        fiber.record("ParallelStateStarted")
        lines: list[Fiber] = []
        try:
            outputs = yield Join([_starter(fiber, flow, arguments, lines) for flow in self.flows], len(self.flows))
        except Failure:
            for line in lines:  # recorded on AWS: the failed state is aborted, too
                line.abort()
            raise
        fiber.note("ParallelStateSucceeded", fiber.last)
        return outputs

    def gave_up(self, fiber: Fiber) -> None:
        """Record that a branch has failed and the Parallel is not tried again."""
        fiber.record("ParallelStateFailed")


def _starter(parent: Fiber, flow: FlowOfStates, data: Json, lines: list[Fiber]) -> Callable[[int], Fiber]:
    def start(last: int) -> Fiber:
        fiber = Fiber(parent.session, parent.history, last, dict(parent.variables))
        fiber.item = parent.item
        fiber.steps = flow.walk(fiber, data)
        lines.append(fiber)
        return fiber

    return start
