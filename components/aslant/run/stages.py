"""The data at each stage of a state, as TestState shows it (API reference, InspectionData).

A state under test runs as ever. What stands about it remembers what its fields made of the data, takes the place of
its work where that is mocked, and stops it where a retrier would try again.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Any

from aslant.json_value import Json
from aslant.run.failure import Failure
from aslant.run.fiber import Effect, Fiber
from aslant.run.language import DataFlow, Language, language_of
from aslant.run.maps.item_batcher import ItemBatcher
from aslant.run.maps.json_pointer import at_pointer
from aslant.run.mock import Mock, MockError
from aslant.run.retry import Catcher, Recovery
from aslant.run.state import Guarded, State

__all__ = ["Retriable", "Stages"]

_SHOWN = {
    "Choice": ("afterInputPath",),
    "Map": ("afterInputPath", "afterResultSelector", "afterResultPath"),
    "Parallel": ("afterResultSelector", "afterResultPath"),
    "Pass": ("afterInputPath", "afterParameters", "afterResultSelector", "afterResultPath"),
    "Result": ("result", "afterResultSelector", "afterResultPath"),
    "Succeed": ("afterInputPath",),
    "Task": ("afterInputPath", "afterParameters", "result", "afterResultSelector", "afterResultPath"),
    "Wait": ("afterInputPath",),
}
"""The stages that a state in JSONPath shows, as recorded on AWS; `Result` is a Pass that has a Result."""


class Retriable(Exception):
    """A retrier tries again, which is where a test of one state ends."""

    def __init__(self, failure: Failure) -> None:
        """Stop after a failure."""
        super().__init__(failure.error)
        self.failure = failure


class Stages:
    """What stands about a state under test."""

    def __init__(
        self, state: State, definition: Mapping[str, Any], fiber: Fiber, *, jsonata: bool, retries: int
    ) -> None:
        """Surround a state, which its retrier has tried again so often."""
        self._state = state
        self._definition = definition
        self._fiber = fiber
        self._jsonata = jsonata
        self._flow = state.data_flow = _Recorder(state.data_flow)
        self._map: dict[str, Json] = {}
        self._recovery: _OneAttempt | None = None
        if isinstance(state, Guarded):
            state.recovery = self._recovery = _OneAttempt(definition, state.language, retries)

    @property
    def caught(self) -> Failure | None:
        """The failure that a catcher took, if there is one."""
        return None if self._recovery is None else self._recovery.caught

    def play(self, mock: Mock, failures: int, read: Json) -> None:
        """Let a mock take the place of the work. Of a Map, so many iterations failed and these items were read."""
        state = self._state
        assert isinstance(state, Guarded)  # noqa: S101 - no other takes a mock

        def attempt(fiber: Fiber, data: Json, arguments: Json) -> Generator[Effect, Json, Json]:
            items = self._items(failures, read, arguments) if state.kind == "Map" else 0
            if mock.error is not None:
                raise Failure(mock.error, mock.cause)
            if failures and not self._tolerates(failures, items):
                raise Failure(
                    "States.ExceedToleratedFailureThreshold", "The specified tolerated failure threshold was exceeded"
                )
            return mock.result
            yield  # a generator, though it waits for nothing

        state.work = attempt

    def inspection(self) -> dict[str, Json]:
        """The stages that were reached, and what handled an error."""
        made, kind = self._flow.made, self._state.kind
        stages = (self._jsonata_stages if self._jsonata else self._jsonpath_stages)(made, kind)
        first = {stage: value for stage, value in stages.items() if stage == "afterInputPath"}
        told: dict[str, Json] = {"input": self._fiber.session.input, **first, **self._map, **stages}
        if self._fiber.variables:
            told["variables"] = self._fiber.variables
        details: dict[str, Json] = {}
        for decision in self._fiber.history.decisions:
            if decision.field == "Catch":
                details["catchIndex"] = decision.place
            elif decision.field == "Retry":
                details["retryIndex"] = decision.place
                if decision.seconds is not None:
                    details["retryBackoffIntervalSeconds"] = decision.seconds
        return {**told, "errorDetails": details} if details else told

    def _jsonata_stages(self, made: dict[str, Json], kind: str) -> dict[str, Json]:
        # Recorded on AWS: a Parallel and a Map show neither.
        names = {"arguments": "afterArguments", "raw": "result"} if kind == "Task" else {}
        return {names[stage]: value for stage, value in made.items() if stage in names}

    def _jsonpath_stages(self, made: dict[str, Json], kind: str) -> dict[str, Json]:
        if kind == "Fail":  # which has no such fields, but shows the first stage
            return {"afterInputPath": self._fiber.session.input}
        told: dict[str, Json] = {}
        stages = _SHOWN["Result" if kind == "Pass" and "Result" in self._definition else kind]
        if "arguments" in made:
            told["afterInputPath"] = self._alone("InputPath")
            told["afterParameters"] = made["arguments"]
        if "raw" in made:
            told["result"] = made["raw"]
        if "result" in made:
            told["afterResultSelector"] = made["result"]
        if "effective" in made:
            told.setdefault("result", made["effective"])
            told.setdefault("afterResultSelector", made["effective"])
            told["afterResultPath"] = self._alone("ResultPath", made["effective"])
        return {stage: value for stage, value in told.items() if stage in stages}

    def _alone(self, field: str, result: Json = None) -> Json:
        """The input after one field alone, which has been evaluated before and so cannot fail."""
        definition = {field: self._definition[field]} if field in self._definition else {}
        flow = language_of("JSONPath").data_flow(definition)
        data = self._fiber.session.input
        return flow.arguments(data, self._fiber) if field == "InputPath" else flow.output(data, result, self._fiber)

    def _items(self, failures: int, read: Json, arguments: Json) -> int:
        """How many items a Map has, whose stages are noted; MockError where more than that should have failed."""
        definition, language, fiber = self._definition, self._state.language, self._fiber
        items = self._read(read) if "ItemReader" in definition else language.items(definition)(arguments, fiber)
        if failures > len(items):
            raise MockError("Map iteration failure count must be less than or equal to the number of Map iterations")
        told = self._map
        if not self._jsonata and "ItemReader" not in definition:
            told["afterItemsPath"] = items
        told["maxConcurrency"] = 0
        item_of = language.item(definition)
        if isinstance(items, dict):
            items = [{"Key": key, "Value": value} for key, value in items.items()]
        inputs = list(items)
        if item_of is not None:
            for index, item in enumerate(items):
                fiber.item = {"Index": index, "Value": item}
                inputs[index] = item_of(arguments, fiber)
            fiber.item = None
            told["afterItemSelector"] = inputs
        if "ItemBatcher" in definition:
            batcher = ItemBatcher(definition["ItemBatcher"], language)
            told["afterItemBatcher"] = [batch for batch, _ in batcher.batches(inputs, arguments, fiber)]
        for field in ("MaxConcurrency", "ToleratedFailureCount", "ToleratedFailurePercentage"):
            evaluate = language.value(definition, field)
            if evaluate is not None:
                told[f"{field[0].lower()}{field[1:]}"] = evaluate(arguments, fiber)
        return len(items)

    def _read(self, read: Json) -> list[Json] | dict[str, Json]:
        """The items in what an ItemReader read; the stage of its ItemsPointer is noted."""
        pointer = self._definition["ItemReader"].get("ReaderConfig", {}).get("ItemsPointer")
        if isinstance(pointer, str) and pointer:
            try:
                read = self._map["afterItemsPointer"] = at_pointer(read, pointer)
            except LookupError:
                raise Failure(
                    "States.ItemReaderFailed", f"The ItemsPointer '{pointer}' does not exist in the file."
                ) from None
        return read if isinstance(read, list | dict) else []

    def _tolerates(self, failures: int, items: int) -> bool:
        """Whether a Map goes on after so many failures among so many items."""
        count, share = self._map.get("toleratedFailureCount"), self._map.get("toleratedFailurePercentage")
        return (count is None or failures <= count) and (share is None or failures * 100 <= share * items)


class _OneAttempt(Recovery):
    """Retry and Catch of a state that is tried once, after a number of earlier attempts."""

    def __init__(self, definition: Mapping[str, Any], language: Language, retries: int) -> None:
        super().__init__(definition, language)
        self._retries = retries
        self.caught: Failure | None = None

    def delay(self, failure: Failure, attempts: list[int], fiber: Fiber) -> None:
        """Raise Retriable where a retrier would try again."""
        if super().delay(failure, [self._retries] * len(attempts), fiber) is not None:
            raise Retriable(failure)

    def catcher(self, failure: Failure, fiber: Fiber) -> Catcher | None:
        """Return the catcher that matches a failure, and remember the failure."""
        catcher = super().catcher(failure, fiber)
        if catcher is not None:
            self.caught = failure
        return catcher


class _Recorder:
    """A data flow that remembers what it made: by the name of the stage."""

    def __init__(self, flow: DataFlow) -> None:
        self._flow = flow
        self.made: dict[str, Json] = {}

    def arguments(self, data: Json, fiber: Fiber) -> Json:
        self.made = {"arguments": self._flow.arguments(data, fiber)}
        return self.made["arguments"]

    def result(self, raw: Json, fiber: Fiber) -> Json:
        self.made["raw"] = raw
        self.made["result"] = self._flow.result(raw, fiber)
        return self.made["result"]

    def output(self, data: Json, result: Json, fiber: Fiber) -> Json:
        output = self._flow.output(data, result, fiber)
        self.made["effective"] = result
        return output

    def variables(self, data: Json, result: Json, fiber: Fiber) -> dict[str, Json] | None:
        return self._flow.variables(data, result, fiber)
