"""The data at each stage of a state, as TestState shows it (API reference, InspectionData).

A state under test runs as in an execution. `Stages` records the data that its fields produce, replaces its work by a
mock, and stops it where a retrier would try again.
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
    """A retrier would try again, which ends a test of one state."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.error)
        self.failure = failure


class Stages:
    """The recorder of a state under test."""

    def __init__(
        self, state: State, definition: Mapping[str, Any], fiber: Fiber, *, jsonata: bool, retries: int
    ) -> None:
        """Prepare a state that has been tried again a number of times."""
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
        """The failure that a catcher matched, if there is one."""
        return None if self._recovery is None else self._recovery.caught

    def replace_work(self, mock: Mock, failures: int, read: Json) -> None:
        """Replace the work by a mock. In a Map, `failures` iterations failed, and its ItemReader read `read`."""
        state = self._state
        assert isinstance(state, Guarded)  # noqa: S101 - only these have mocks

        def attempt(fiber: Fiber, data: Json, arguments: Json) -> Generator[Effect, Json, Json]:
            items = self._items(failures, read, arguments) if state.kind == "Map" else 0
            if mock.error is not None:
                raise Failure(mock.error, mock.cause)
            if failures and not self._tolerates(failures, items):
                raise Failure(
                    "States.ExceedToleratedFailureThreshold", "The specified tolerated failure threshold was exceeded"
                )
            return mock.result
            yield  # makes this a generator

        state.work = attempt

    def inspection(self) -> dict[str, Json]:
        """Return the stages that were reached, and the entry that handled an error."""
        made, kind = self._flow.made, self._state.kind
        stages = (self._jsonata_stages if self._jsonata else self._jsonpath_stages)(made, kind)
        first = {stage: value for stage, value in stages.items() if stage == "afterInputPath"}
        shown: dict[str, Json] = {"input": self._fiber.session.input, **first, **self._map, **stages}
        if self._fiber.variables:
            shown["variables"] = self._fiber.variables
        details: dict[str, Json] = {}
        for decision in self._fiber.history.decisions:
            if decision.field == "Catch":
                details["catchIndex"] = decision.place
            elif decision.field == "Retry":
                details["retryIndex"] = decision.place
                if decision.seconds is not None:
                    details["retryBackoffIntervalSeconds"] = decision.seconds
        return {**shown, "errorDetails": details} if details else shown

    def _jsonata_stages(self, made: dict[str, Json], kind: str) -> dict[str, Json]:
        # Recorded on AWS: neither is in the response for a Parallel or a Map.
        names = {"arguments": "afterArguments", "raw": "result"} if kind == "Task" else {}
        return {names[stage]: value for stage, value in made.items() if stage in names}

    def _jsonpath_stages(self, made: dict[str, Json], kind: str) -> dict[str, Json]:
        if kind == "Fail":  # it has no such fields, but AWS shows the first stage
            return {"afterInputPath": self._fiber.session.input}
        shown: dict[str, Json] = {}
        stages = _SHOWN["Result" if kind == "Pass" and "Result" in self._definition else kind]
        if "arguments" in made:
            shown["afterInputPath"] = self._after_field("InputPath")
            shown["afterParameters"] = made["arguments"]
        if "raw" in made:
            shown["result"] = made["raw"]
        if "result" in made:
            shown["afterResultSelector"] = made["result"]
        if "effective" in made:
            shown.setdefault("result", made["effective"])
            shown.setdefault("afterResultSelector", made["effective"])
            shown["afterResultPath"] = self._after_field("ResultPath", made["effective"])
        return {stage: value for stage, value in shown.items() if stage in stages}

    def _after_field(self, field: str, result: Json = None) -> Json:
        """Return the input after one field, which has been evaluated before and cannot fail."""
        definition = {field: self._definition[field]} if field in self._definition else {}
        flow = language_of("JSONPath").data_flow(definition)
        data = self._fiber.session.input
        return flow.arguments(data, self._fiber) if field == "InputPath" else flow.output(data, result, self._fiber)

    def _items(self, failures: int, read: Json, arguments: Json) -> int:
        """Record the stages of a Map, and return the number of its items. MockError if more should have failed."""
        definition, language, fiber = self._definition, self._state.language, self._fiber
        items = self._read(read) if "ItemReader" in definition else language.items(definition)(arguments, fiber)
        if failures > len(items):
            raise MockError("Map iteration failure count must be less than or equal to the number of Map iterations")
        shown = self._map
        if not self._jsonata and "ItemReader" not in definition:
            shown["afterItemsPath"] = items
        shown["maxConcurrency"] = 0
        item_of = language.item(definition)
        if isinstance(items, dict):
            items = [{"Key": key, "Value": value} for key, value in items.items()]
        inputs = list(items)
        if item_of is not None:
            for index, item in enumerate(items):
                fiber.item = {"Index": index, "Value": item}
                inputs[index] = item_of(arguments, fiber)
            fiber.item = None
            shown["afterItemSelector"] = inputs
        if "ItemBatcher" in definition:
            batcher = ItemBatcher(definition["ItemBatcher"], language)
            shown["afterItemBatcher"] = [batch for batch, _ in batcher.batches(inputs, arguments, fiber)]
        for field in ("MaxConcurrency", "ToleratedFailureCount", "ToleratedFailurePercentage"):
            evaluate = language.value(definition, field)
            if evaluate is not None:
                shown[f"{field[0].lower()}{field[1:]}"] = evaluate(arguments, fiber)
        return len(items)

    def _read(self, read: Json) -> list[Json] | dict[str, Json]:
        """Return the items in the data of an ItemReader, and record the stage of its ItemsPointer."""
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
        """Return whether a Map tolerates a number of failures among a number of items."""
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
    """A data flow that records the data after each stage, by the name of the stage."""

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
