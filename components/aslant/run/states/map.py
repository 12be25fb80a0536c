"""Map: runs a processor for each item (ASL specification, section 'Map State').

An inline Map's iterations stand in the history. A distributed one runs an execution for each item or batch of items,
which has a history of its own: that is `aslant.run.maps.map_run`.
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
    """Its raw result is the array of the iterations' outputs; failures beyond what is tolerated stop it."""

    kind = "Map"
    template = None

    def __init__(self, name: str, definition: Mapping[str, Any], flow: FlowOfStates) -> None:
        """Compile a state of a flow; DefinitionError says what is wrong with it."""
        super().__init__(name, definition, flow)
        field = next((key for key in PROCESSORS if key in definition), None)
        if field is None:
            raise DefinitionError("it has no ItemProcessor, the states that each item goes through")
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
                    f'{distributed} is of a distributed Map; give {field} a ProcessorConfig with "Mode": "DISTRIBUTED"'
                )

    def attempt(self, fiber: Fiber, data: Json, arguments: Json) -> Generator[Effect, Json, Json]:
        """Do the work once: the raw result, or Failure."""
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
        """Called when an iteration has failed and they are not tried again."""
        fiber.record("MapStateFailed")

    def input_of(self, fiber: Fiber, arguments: Json, item: Json) -> Json:
        """The input of the iteration that a fiber is."""
        return item if self._item is None else self._item(arguments, fiber)


class _Iterations:
    """The iterations of an inline Map: lines of the same execution."""

    def __init__(self, state: Map, fiber: Fiber, arguments: Json) -> None:
        self.state = state
        self.fiber = fiber
        self.arguments = arguments
        self.concluded = 0
        """The event that ended the last one."""
        self.running: dict[int, Fiber] = {}
        """Those that have started and have not ended, by their index."""

    def starter(self, index: int, item: Json) -> Callable[[int], Fiber]:
        parent = self.fiber

        def start(last: int) -> Fiber:
            fiber = Fiber(parent.session, parent.history, last, dict(parent.variables))
            fiber.item = {"Index": index, "Value": item}
            # Until its first state is entered, an iteration stands in the Map: ItemSelector sees its context.
            fiber.state, fiber.entered_at, fiber.retries = parent.state, parent.entered_at, parent.retries
            fiber.steps = self.steps(fiber, index, item)
            return fiber

        return start

    def abort(self) -> None:
        """Record that the iterations which are still running were aborted, with the states that they are in."""
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
