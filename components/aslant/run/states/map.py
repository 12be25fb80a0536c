"""Map: runs a processor for each item (ASL specification, section 'Map State').

An inline Map's iterations stand in the history. A distributed one runs an execution for each item, which has a
history of its own; here it takes its items from its input, and Readers, Writers and batches are still to come.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from typing import Any

from aslant.errors import DefinitionError, RunError
from aslant.run.failure import Failure
from aslant.run.fiber import Effect, Fiber, Join
from aslant.run.flow import Flow
from aslant.run.history import History, failed, iteration, plain
from aslant.run.limits import INLINE_CONCURRENCY
from aslant.run.state import Guarded, whole_number
from aslant.run.values import Json

__all__ = ["Map"]

_UNTOLD = ("ItemReader", "ItemBatcher", "ResultWriter")


class Map(Guarded):
    """Its raw result is the array of the iterations' outputs; failures beyond what is tolerated stop it."""

    kind = "Map"
    template = None

    def __init__(self, name: str, definition: Mapping[str, Any], flow: Flow) -> None:
        """Compile a state of a flow; DefinitionError says what is wrong with it."""
        super().__init__(name, definition, flow)
        field = "ItemProcessor" if "ItemProcessor" in definition else "Iterator"
        if field not in definition:
            raise DefinitionError("it has no ItemProcessor, the states that each item goes through")
        processor = definition[field]
        self.flows = [Flow(processor, flow.language, field)]
        config = processor.get("ProcessorConfig")
        self._distributed = isinstance(config, Mapping) and config.get("Mode") == "DISTRIBUTED"
        for untold in _UNTOLD:
            if untold in definition:
                raise RunError(f"{untold} is not run yet; give the Map its items by ItemsPath")
        self._items = self.language.items(definition)
        self._item = self.language.item(definition)
        self._at_once = self.language.value(definition, "MaxConcurrency")
        self._tolerated = self.language.value(definition, "ToleratedFailureCount")
        self._percentage = self.language.value(definition, "ToleratedFailurePercentage")

    def attempt(self, fiber: Fiber, data: Json, arguments: Json) -> Generator[Effect, Json, Json]:
        """Do the work once: the raw result, or Failure."""
        items = self._items(arguments, fiber)
        at_once = 0 if self._at_once is None else whole_number(self._at_once(arguments, fiber), "MaxConcurrency")
        run = (_MapRun if self._distributed else _Iterations)(self, fiber, arguments, len(items))
        fiber.record("MapStateStarted", plain, {"length": len(items)})
        starts = [run.starter(index, item) for index, item in enumerate(items)]
        outputs = yield from run.join(Join(starts, min(at_once or run.most_at_once, run.most_at_once)))
        return outputs

    def gave_up(self, fiber: Fiber) -> None:
        """Called when an iteration has failed and they are not tried again."""
        fiber.record("MapStateFailed")

    def input_of(self, fiber: Fiber, arguments: Json, item: Json) -> Json:
        """The input of the iteration that a fiber is."""
        return item if self._item is None else self._item(arguments, fiber)

    def tolerates(self, failures: int, items: int, arguments: Json, fiber: Fiber) -> bool:
        """Whether a distributed Map goes on after so many failures among so many items."""
        count = (
            0 if self._tolerated is None else whole_number(self._tolerated(arguments, fiber), "ToleratedFailureCount")
        )
        if failures <= count and (count or self._percentage is None):
            return True
        if self._percentage is None:
            return False
        share = self._percentage(arguments, fiber)
        try:
            return failures * 100 <= float(share) * items
        except (TypeError, ValueError):
            return False


class _Iterations:
    """The iterations of an inline Map: lines of the same execution."""

    most_at_once = INLINE_CONCURRENCY

    def __init__(self, state: Map, fiber: Fiber, arguments: Json, items: int) -> None:
        self.state = state
        self.fiber = fiber
        self.arguments = arguments
        self.items = items
        self.concluded = 0

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

    def steps(self, fiber: Fiber, index: int, item: Json) -> Generator[Effect, Json, Json]:
        state = self.state
        data = state.input_of(fiber, self.arguments, item)
        fiber.record("MapIterationStarted", iteration, state.name, index)
        try:
            output = yield from state.flows[0].walk(fiber, data)
        except Failure:
            fiber.note("MapIterationFailed", fiber.last, iteration, state.name, index)
            raise
        self.concluded = fiber.note("MapIterationSucceeded", fiber.last, iteration, state.name, index)
        return output

    def join(self, join: Join) -> Generator[Effect, Json, Json]:
        outputs = yield join
        self.fiber.last = self.concluded or self.fiber.last
        self.fiber.note("MapStateSucceeded", self.fiber.last)
        return outputs


class _MapRun(_Iterations):
    """The child executions of a distributed Map. They see no variables of the machine's."""

    most_at_once = 1000
    failures = 0

    def starter(self, index: int, item: Json) -> Callable[[int], Fiber]:
        begin = super().starter(index, item)

        def start(last: int) -> Fiber:
            fiber = begin(0)
            fiber.history = History(self.fiber.history.limit, standard=self.fiber.history.standard)
            return fiber

        return start

    def steps(self, fiber: Fiber, index: int, item: Json) -> Generator[Effect, Json, Json]:
        state = self.state
        data = state.input_of(fiber, self.arguments, item)
        fiber.variables = {}
        try:
            output = yield from state.flows[0].walk(fiber, data)
        except Failure as failure:
            self.failures += 1
            if not state.tolerates(self.failures, self.items, self.arguments, self.fiber):
                raise Failure(
                    "States.ExceedToleratedFailureThreshold", "The specified tolerated failure threshold was exceeded"
                ) from None
            return {"Status": "FAILED", "Error": failure.error, "Cause": failure.cause}
        return output

    def join(self, join: Join) -> Generator[Effect, Json, Json]:
        fiber = self.fiber
        session = fiber.session
        arn = session.machine_arn.replace(":stateMachine:", ":mapRun:", 1)
        begun = fiber.record("MapRunStarted", plain, {"mapRunArn": f"{arn}/{self.state.name}:{session.uuid()}"})
        try:
            outputs = yield join
        except Failure as failure:
            fiber.last = begun
            fiber.record("MapRunFailed", failed, failure)
            raise
        fiber.last = begun
        fiber.note("MapStateSucceeded", fiber.note("MapRunSucceeded", begun))
        return outputs
