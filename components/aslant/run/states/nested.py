"""Parallel and Map: several flows at once, each a fiber of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from aslant.errors import DefinitionError
from aslant.run.expression import Expression, compile_path
from aslant.run.failure import EvaluationFailure, Failure
from aslant.run.fiber import Fiber, Join, Steps
from aslant.run.limits import INLINE_CONCURRENCY
from aslant.run.path import NoResult
from aslant.run.states.state import WorkState, whole
from aslant.run.template import compile_template
from aslant.run.values import Json

if TYPE_CHECKING:
    from aslant.run.program import Body

__all__ = ["Map", "Parallel"]

MakeBody = Callable[[Json], "Body"]


class Parallel(WorkState):
    """Runs its branches at once."""

    type = "Parallel"

    def __init__(self, name: str, definition: dict[str, Json], body: MakeBody) -> None:
        """Compile the state and its branches."""
        super().__init__(name, definition)
        self._branches = [body(branch) for branch in definition["Branches"]]
        parameters = definition.get("Parameters")
        self._parameters = None if parameters is None else compile_template(parameters)

    def attempt(self, fiber: Fiber, data: Json, effective: Json) -> Steps:
        """Run every branch once; the list of their outputs."""
        given = effective if self._parameters is None else self._parameters(effective, fiber)
        fiber.history.add(fiber, "ParallelStateStarted")

        def start(branch: Body) -> Callable[[Fiber], None]:
            def begin(child: Fiber) -> None:
                child.steps = branch.steps(child, given)

            return begin

        try:
            results = yield Join([start(branch) for branch in self._branches], max(1, len(self._branches)))
        except Failure:
            fiber.state = self.name
            fiber.history.add(fiber, "ParallelStateFailed")
            raise
        fiber.history.add(fiber, "ParallelStateSucceeded")
        return results


class Map(WorkState):
    """Runs its processor for each item."""

    type = "Map"

    def __init__(self, name: str, definition: dict[str, Json], body: MakeBody) -> None:
        """Compile the state and its processor."""
        super().__init__(name, definition)
        processor = definition.get("ItemProcessor") or definition.get("Iterator")
        if not isinstance(processor, dict):
            raise DefinitionError(f"state {name!r}: a Map has an ItemProcessor, the machine for each item")
        if processor.get("ProcessorConfig", {}).get("Mode") == "DISTRIBUTED":
            raise DefinitionError(f"state {name!r}: a DISTRIBUTED Map does not run here yet; test its processor alone")
        self._body = body(processor)
        self._items_path: str = definition.get("ItemsPath", "$")
        self._items = compile_path(self._items_path)
        selector = definition.get("ItemSelector", definition.get("Parameters"))
        self._selector_of_item = None if selector is None else compile_template(selector)
        self._bound = definition.get("MaxConcurrency", 0)
        path = definition.get("MaxConcurrencyPath")
        self._bound_path: Expression | None = None if path is None else compile_path(path)

    def attempt(self, fiber: Fiber, data: Json, effective: Json) -> Steps:
        """Run the processor for each item; the list of its outputs."""
        items = self._found(self._items, self._items_path, effective, fiber)
        if not isinstance(items, list):
            raise EvaluationFailure(f"Reference path \"{self._items_path}\" must point to array.")
        bound = self._bound
        if self._bound_path is not None:
            bound = self._found(self._bound_path, "MaxConcurrencyPath", effective, fiber)
        if not whole(bound):
            raise EvaluationFailure(f"MaxConcurrency must be a positive integer or zero, and is {bound!r}")
        fiber.history.add(fiber, "MapStateStarted", "mapStateStartedEventDetails", length=len(items))
        starts = [self._start(index, item, effective) for index, item in enumerate(items)]
        try:
            results = yield Join(starts, min(int(bound) or INLINE_CONCURRENCY, INLINE_CONCURRENCY))
        except Failure:
            fiber.state = self.name
            fiber.history.add(fiber, "MapStateFailed")
            raise
        fiber.history.add(fiber, "MapStateSucceeded")
        return results

    def _start(self, index: int, item: Json, effective: Json) -> Callable[[Fiber], None]:
        def begin(child: Fiber) -> None:
            child.item = {"Index": index, "Value": item}
            child.state = self.name
            child.steps = self._iteration(child, index, item, effective)

        return begin

    def _iteration(self, child: Fiber, index: int, item: Json, effective: Json) -> Steps:
        details = {"index": index, "name": self.name}
        given = item if self._selector_of_item is None else self._selector_of_item(effective, child)
        child.history.add(child, "MapIterationStarted", "mapIterationStartedEventDetails", **details)
        try:
            output = yield from self._body.steps(child, given)
        except Failure:
            last = child.last
            child.history.add(child, "MapIterationFailed", "mapIterationFailedEventDetails", **details)
            child.last = last  # as AWS counts: the Map fails behind what failed, beside the iteration's event
            raise
        child.history.add(child, "MapIterationSucceeded", "mapIterationSucceededEventDetails", **details)
        return output

    def _found(self, select: Expression, path: str, data: Json, fiber: Fiber) -> Json:
        try:
            return select(data, fiber)
        except NoResult as why:
            raise EvaluationFailure(f"Invalid path '{path}' : {why}") from None
