"""A Map Run: the child executions of a distributed Map (developer guide, section 'Distributed mode')."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Generator, Mapping, Sequence
from typing import Any, Protocol

from aslant.errors import DefinitionError
from aslant.json_value import Json
from aslant.run.execution import Execution, MachineType
from aslant.run.failure import EvaluationFailure, Failure
from aslant.run.fiber import CallTask, Effect, Fiber, Join
from aslant.run.history import failed, plain
from aslant.run.language import Language
from aslant.run.lifecycle import child
from aslant.run.limits import DISTRIBUTED_CONCURRENCY
from aslant.run.maps.item_batcher import ItemBatcher
from aslant.run.maps.item_reader import Dataset, ItemReader
from aslant.run.maps.result_writer import ResultWriter, shaped
from aslant.run.maps.s3_objects import S3Objects
from aslant.run.state import FlowOfStates, whole_number

__all__ = ["Distribution", "MapRun"]


class Distribution:
    """The fields of a distributed Map that other Maps do not have."""

    def __init__(self, name: str, definition: Mapping[str, Any], config: Mapping[str, Any], language: Language) -> None:
        """Read the fields, and raise DefinitionError for an invalid one."""
        type = config.get("ExecutionType", "STANDARD")
        if type not in ("STANDARD", "EXPRESS"):
            raise DefinitionError(f"ExecutionType must be STANDARD or EXPRESS, not {type!r}")
        self.type: MachineType = type
        label = definition.get("Label")
        if label is not None and not isinstance(label, str):
            raise DefinitionError(f"Label must be a string, not {label!r}")
        self._label = label
        self._name = name
        self.reader = _made(ItemReader, definition, language)
        self.batcher = _made(ItemBatcher, definition, language)
        self.writer = _made(ResultWriter, definition, language)
        self._count = language.value(definition, "ToleratedFailureCount")
        self._percentage = language.value(definition, "ToleratedFailurePercentage")

    def label(self, machine_arn: str) -> str:
        """Return the name of the state in the ARNs of the Map Run and its executions. AWS generates one, too."""
        return self._label or str(uuid.uuid3(uuid.NAMESPACE_URL, f"{machine_arn}/{self._name}"))

    def tolerated(self, arguments: Json, fiber: Fiber) -> tuple[int, float]:
        """Return the tolerated number and percentage of failed items. The first that is exceeded fails the Map."""
        share = 100.0 if self._percentage is None else _percentage(self._percentage(arguments, fiber))
        if self._count is not None:
            return whole_number(self._count(arguments, fiber), "ToleratedFailureCount"), share
        return (0 if self._percentage is None else 1 << 62), share


def _percentage(value: Json) -> float:
    """Return a number from 0 to 100. A string of digits is accepted as well, as on AWS."""
    if isinstance(value, str):
        value = whole_number(value, "ToleratedFailurePercentage")
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 100:
        raise EvaluationFailure(f"The ToleratedFailurePercentage must be a number from 0 to 100: {value!r}")
    return value


def _made(kind: Callable[[Any, Language], Any], definition: Mapping[str, Any], language: Language) -> Any:
    """Return an instance for the field with the name of the class; None if it is not set."""
    field = kind.__name__
    try:
        return kind(definition[field], language) if field in definition else None
    except DefinitionError as problem:
        raise DefinitionError(f"{field}: {problem}") from None


class MapState(Protocol):
    """The part of a Map that its runs use; `aslant.run.states.map.Map` implements it."""

    name: str
    flows: Sequence[FlowOfStates]

    def input_of(self, fiber: Fiber, arguments: Json, item: Json) -> Json:
        """Return the input of the iteration that a fiber runs."""
        ...  # pragma: no cover


class MapRun:
    """One run of a distributed Map. Its child executions see no variables and have separate histories."""

    def __init__(
        self, state: MapState, distribution: Distribution, fiber: Fiber, arguments: Json, at_once: int
    ) -> None:
        """Prepare a run."""
        self._state = state
        self._flow = state.flows[0]
        self._distribution = distribution
        self._fiber = fiber
        self._arguments = arguments
        self._at_once = min(at_once or DISTRIBUTED_CONCURRENCY, DISTRIBUTED_CONCURRENCY)
        session = fiber.session
        self._label = distribution.label(session.machine_arn)
        machine = session.machine_arn.replace(":stateMachine:", ":mapRun:", 1)
        self.arn = f"{machine}/{self._label}:{session.uuid()}"
        self._executions: dict[int, Execution] = {}
        self._batches: list[tuple[Json, int]] | None = None
        self._failures = 0

    def steps(self, items: list[Json] | dict[str, Json] | None) -> Generator[Effect, Json, Json]:
        """Run to the end, and return the raw result or raise Failure. Without items, the ItemReader reads them."""
        fiber = self._fiber
        fiber.record("MapStateStarted", plain, {"length": 0 if items is None else len(items)})
        self._count, self._share = self._distribution.tolerated(self._arguments, fiber)
        begun = fiber.record("MapRunStarted", plain, {"mapRunArn": self.arn})
        try:
            outputs = yield from self._outputs(items)
        except Failure as failure:
            fiber.last = begun
            fiber.record("MapRunFailed", failed, failure)
            raise
        fiber.last = begun
        fiber.note("MapStateSucceeded", fiber.note("MapRunSucceeded", begun))
        return outputs

    def _outputs(self, items: list[Json] | dict[str, Json] | None) -> Generator[Effect, Json, Json]:
        fiber, arguments, writer = self._fiber, self._arguments, self._distribution.writer
        place = writer.place(arguments, fiber) if writer is not None and writer.exports else None
        if items is None:
            reader = self._distribution.reader
            request, most = reader.request(arguments, fiber)
            store = self._store()
            self._dataset = yield CallTask(lambda: reader.read(store, request, most), None)
        else:
            self._dataset = Dataset(items) if isinstance(items, list) else Dataset.of_object(items)
        self._total = len(self._dataset.values)
        starts = self._starts()
        try:
            executions = yield Join(starts, self._at_once)
        except Failure:
            if place is not None:
                yield from self._written(place, self._ended(), self._pending(len(starts)))
            raise
        if place is not None:
            return (yield from self._written(place, executions, []))
        return shaped(executions, "COMPACT") if writer is None else writer.preview(executions)

    def _starts(self) -> list[Callable[[int], Fiber]]:
        """Return the functions that start the child executions."""
        batcher = self._distribution.batcher
        if batcher is None:
            return [self._starter(number, 1) for number in range(self._total)]
        scratch = self._map_fiber()
        inputs = [self._item_input(scratch, index) for index in range(self._total)]
        self._batches = batcher.batches(inputs, self._arguments, self._fiber)
        return [self._starter(number, items) for number, (_, items) in enumerate(self._batches)]

    def _input(self, fiber: Fiber, number: int) -> Json:
        """Return the input of a child execution, on the fiber that becomes its main flow."""
        return self._item_input(fiber, number) if self._batches is None else self._batches[number][0]

    def _item_input(self, fiber: Fiber, index: int) -> Json:
        fiber.item = self._dataset.item(index)
        return self._state.input_of(fiber, self._arguments, self._dataset.values[index])

    def _map_fiber(self) -> Fiber:
        """Return a fiber in the Map itself, because ItemSelector sees the context of the Map."""
        parent = self._fiber
        fiber = Fiber(parent.session, parent.history, parent.last, parent.variables)
        fiber.state, fiber.entered_at, fiber.retries = parent.state, parent.entered_at, parent.retries
        fiber.entered_id = parent.entered_id
        return fiber

    def _starter(self, number: int, items: int) -> Callable[[int], Fiber]:
        def start(last: int) -> Fiber:
            fiber = self._map_fiber()
            fiber.steps = self._child(fiber, number, items)
            return fiber

        return start

    def _child(self, fiber: Fiber, number: int, items: int) -> Generator[Effect, Json, Json]:
        parent = self._fiber.session
        machine = f"{parent.machine_arn}/{self._label}"
        input = self._input(fiber, number)
        session = parent.child(input, self._distribution.type, None, name=None, machine_arn=machine)
        execution = yield from child(parent, session, fiber, self._flow, lambda ended: self._keep(number, ended))
        if execution.status != "SUCCEEDED":
            self._failures += items
            if self._failures > self._count or self._failures * 100 > self._share * self._total:
                raise Failure(
                    "States.ExceedToleratedFailureThreshold", "The specified tolerated failure threshold was exceeded"
                )
        return execution

    def _keep(self, number: int, execution: Execution) -> None:
        self._executions[number] = execution

    def _ended(self) -> list[Execution]:
        return [self._executions[number] for number in sorted(self._executions)]

    def _pending(self, total: int) -> list[Json]:
        """Return the inputs of the child executions that were never started."""
        scratch = self._map_fiber()
        return [self._input(scratch, number) for number in range(total) if number not in self._executions]

    def _written(
        self, place: tuple[str, str], executions: list[Execution], pending: list[Json]
    ) -> Generator[Effect, Json, Json]:
        writer, store = self._distribution.writer, self._store()
        return (yield CallTask(lambda: writer.write(store, place, self.arn, executions, pending), None))

    def _store(self) -> S3Objects:
        fiber = self._fiber
        session = fiber.session
        return S3Objects(session.doubles, session.world.written, self._state.name, fiber.context, session.clock.now())
