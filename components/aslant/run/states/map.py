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
from aslant.run.fiber import Effect, Fiber, Join
from aslant.run.flow import CompiledFlow
from aslant.run.history import iteration, plain
from aslant.run.limits import INLINE_CONCURRENCY
from aslant.run.maps.map_run import Distribution, MapRun
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
            return (yield from MapRun(self, distribution, fiber, arguments, at_once).steps(items))
        items = self._items(arguments, fiber)
        iterations = _Iterations(self, fiber, arguments)
        fiber.record("MapStateStarted", plain, {"length": len(items)})
        starts = [iterations.starter(index, item) for index, item in enumerate(items)]
        try:
            outputs = yield Join(starts, min(at_once or INLINE_CONCURRENCY, INLINE_CONCURRENCY))
        except Failure:
            iterations.abort()
            raise
        fiber.last = iterations.concluded or fiber.last
        fiber.note("MapStateSucceeded", fiber.last)
        return outputs

    def gave_up(self, fiber: Fiber) -> None:
        """Record that an iteration has failed and the Map is not tried again."""
        fiber.record("MapStateFailed")

    def input_of(self, fiber: Fiber, arguments: Json, item: Json) -> Json:
        """Return the input of the iteration that a fiber runs."""
        return item if self._item is None else self._item(arguments, fiber)


class _Iterations:
    """The iterations of an inline Map: fibers of the same execution."""

    def __init__(self, state: Map, fiber: Fiber, arguments: Json) -> None:
        self.state = state
        self.fiber = fiber
        self.arguments = arguments
        self.concluded = 0
        """The event that ended the last iteration."""
        self.running: dict[int, Fiber] = {}
        """The iterations that run, by their index."""

    def starter(self, index: int, item: Json) -> Callable[[int], Fiber]:
        parent = self.fiber

        def start(last: int) -> Fiber:
            fiber = Fiber(parent.session, parent.history, last, dict(parent.variables))
            fiber.item = {"Index": index, "Value": item}
            # ItemSelector, which runs before the first state is entered, sees the context of the Map.
            fiber.state, fiber.entered_at, fiber.retries = parent.state, parent.entered_at, parent.retries
            fiber.steps = self.steps(fiber, index, item)
            return fiber

        return start

    def abort(self) -> None:
        """Record that the running iterations were aborted, with their current states."""
        for index, fiber in self.running.items():
            fiber.abort()
            fiber.note("MapIterationAborted", fiber.last, iteration, self.state.name, index)

    def steps(self, fiber: Fiber, index: int, item: Json) -> Generator[Effect, Json, Json]:
        state = self.state
        data = state.input_of(fiber, self.arguments, item)
        fiber.record("MapIterationStarted", iteration, state.name, index)
        self.running[index] = fiber
        try:
            output = yield from state.flows[0].walk(fiber, data)
        except Failure:
            fiber.note("MapIterationFailed", fiber.last, iteration, state.name, index)
            del self.running[index]
            raise
        del self.running[index]
        self.concluded = fiber.note("MapIterationSucceeded", fiber.last, iteration, state.name, index)
        return output
