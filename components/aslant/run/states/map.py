"""Map: runs a processor for each item (ASL specification, section 'Map State').

The iterations of an inline Map are in the history of the execution. A distributed Map runs a child execution with its
own history for each item or batch of items; see `aslant.run.maps.map_run`.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from typing import Any

from aslant.errors import DefinitionError
from aslant.json_value import Json
from aslant.run.failure import Failure
from aslant.run.fiber import Effect, Fiber, Join, Parts
from aslant.run.flow import CompiledFlow
from aslant.run.history import iteration, plain
from aslant.run.limits import INLINE_CONCURRENCY
from aslant.run.maps.distribution import Distribution
from aslant.run.maps.map_run import MapRun
from aslant.run.position import PastParts, Position
from aslant.run.state import FlowOfStates, Guarded, whole_number
from aslant.walk import PROCESSORS, is_distributed

__all__ = ["Map"]

_DISTRIBUTED = ("ItemReader", "ItemBatcher", "ResultWriter")


class Map(Guarded):
    """A Map. Its raw result is the array of the outputs of its iterations. Too many failures stop it."""

    kind = "Map"
    template = None

    def __init__(self, name: str, definition: Mapping[str, Any], flow: FlowOfStates) -> None:
        """Compile a state of a flow, and raise DefinitionError for an invalid definition."""
        super().__init__(name, definition, flow)
        field = next((key for key in PROCESSORS if key in definition), None)
        if field is None:
            raise DefinitionError("ItemProcessor, the states for each item, is required")
        processor = definition[field]
        self.processor = processor
        """The definition of the states for each item."""
        self.flows = [CompiledFlow(processor, flow.language, field)]
        self._items = self.language.items(definition)
        self._item = self.language.item(definition)
        self._at_once = self.language.value(definition, "MaxConcurrency")
        self._distribution: Distribution | None = None
        if is_distributed(definition):
            self._distribution = Distribution(name, definition, processor["ProcessorConfig"], self.language)
        for distributed in _DISTRIBUTED if self._distribution is None else ():
            if distributed in definition:
                raise DefinitionError(
                    f"{distributed} requires a distributed Map. "
                    f'Add a ProcessorConfig with "Mode": "DISTRIBUTED" to {field}.'
                )

    def attempt(self, fiber: Fiber, data: Json, arguments: Json) -> Generator[Effect, Json, Json]:
        """Do the work once, and return the raw result or raise Failure."""
        at_once = 0 if self._at_once is None else whole_number(self._at_once(arguments, fiber), "MaxConcurrency")
        distribution = self._distribution
        if distribution is not None:
            items = None if distribution.reader is not None else self._items(arguments, fiber)
            past, fiber.past = fiber.past, None
            run = MapRun(self, distribution, fiber, arguments, at_once, None if past is None else past.map_run)
            return (yield from run.steps(items, 0 if past is None else past.started_id))
        items = self._items(arguments, fiber)
        past, fiber.past = fiber.past, None
        if past is not None and past.length != len(items):  # the items depend on something that has changed since
            past = None
        if past is None:
            fiber.record("MapStateStarted", plain, {"length": len(items)})
        else:  # recorded on AWS: a redrive runs only the iterations that did not succeed
            fiber.last = past.started_id
        iterations = _Iterations(self, fiber, arguments, len(items), past)
        starts = [
            iterations.starter(index, item)
            for index, item in enumerate(items)
            if past is None or index not in past.outputs
        ]
        try:
            yield Join(starts, min(at_once or INLINE_CONCURRENCY, INLINE_CONCURRENCY))
        except Failure:
            iterations.abort()
            raise
        fiber.parts = None
        fiber.last = iterations.concluded or fiber.last
        fiber.note("MapStateSucceeded", fiber.last)
        return iterations.outputs()

    def gave_up(self, fiber: Fiber) -> None:
        """Record that an iteration has failed and the Map is not tried again."""
        fiber.record("MapStateFailed")

    def input_of(self, fiber: Fiber, arguments: Json, item: Json) -> Json:
        """Return the input of the iteration that a fiber runs."""
        return item if self._item is None else self._item(arguments, fiber)


class _Iterations:
    """The iterations of an inline Map: fibers of the same execution."""

    def __init__(self, state: Map, fiber: Fiber, arguments: Json, length: int, past: PastParts | None) -> None:
        self.state = state
        self.fiber = fiber
        self.arguments = arguments
        self.concluded = 0
        """The event that ended the last iteration."""
        self.failed: set[int] = set()
        """The indexes of the iterations that have failed."""
        self.parts = fiber.parts = Parts(fiber, fiber.last, length)
        self.positions: Mapping[int, Position] = {}
        if past is not None:
            self.parts.outputs = dict(past.outputs)
            self.positions = past.positions

    def outputs(self) -> list[Json]:
        return [self.parts.outputs[index] for index in range(self.parts.length)]

    def starter(self, index: int, item: Json) -> Callable[[int], Fiber]:
        parent = self.fiber

        def start(last: int) -> Fiber:
            fiber = parent.part(last, self.positions.get(index))
            fiber.item = {"Index": index, "Value": item}
            # ItemSelector, which runs before the first state is entered, sees the context of the Map.
            fiber.state, fiber.entered_at, fiber.retries = parent.state, parent.entered_at, parent.retries
            fiber.steps = self.steps(fiber, index, item)
            return fiber

        return start

    def abort(self) -> None:
        """Record that the running iterations were aborted, with their current states."""
        for index, fiber in self.parts.fibers.items():
            if index not in self.failed:
                fiber.abort()
                fiber.note("MapIterationAborted", fiber.last, iteration, self.state.name, index)

    def steps(self, fiber: Fiber, index: int, item: Json) -> Generator[Effect, Json, Json]:
        state = self.state
        data: Json = None
        if fiber.resume is None:  # otherwise it goes on in a state that was entered with its own input
            data = state.input_of(fiber, self.arguments, item)
            fiber.record("MapIterationStarted", iteration, state.name, index)
        self.parts.fibers[index] = fiber
        try:
            output = yield from state.flows[0].walk(fiber, data)
        except Failure:
            fiber.note("MapIterationFailed", fiber.last, iteration, state.name, index)
            self.failed.add(index)
            raise
        self.parts.succeeded(index, output)
        self.concluded = fiber.note("MapIterationSucceeded", fiber.last, iteration, state.name, index)
        return output
