"""A Map Run: the child executions of a distributed Map (developer guide, section 'Distributed mode')."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from typing import Any, Literal, Protocol, TypeAlias

from aslant.json_value import Json
from aslant.run.execution import Execution, Session
from aslant.run.failure import Failure, Stopped
from aslant.run.fiber import CallTask, Effect, Fiber, Join, Parts
from aslant.run.history import failed, plain
from aslant.run.lifecycle import child
from aslant.run.limits import DISTRIBUTED_CONCURRENCY, MAP_RUN_REDRIVES
from aslant.run.maps.distribution import Distribution
from aslant.run.maps.item_reader import Dataset
from aslant.run.maps.result_writer import shaped
from aslant.run.maps.s3_objects import S3Objects
from aslant.run.maps.tally import Tally
from aslant.run.position import PastExecution, PastMapRun
from aslant.run.state import FlowOfStates

__all__ = ["MapRun", "MapRunStatus", "MapRunWatcher"]

MapRunStatus: TypeAlias = Literal["RUNNING", "SUCCEEDED", "FAILED", "ABORTED"]


class MapState(Protocol):
    """The part of a Map that its runs use; `aslant.run.states.map.Map` implements it."""

    name: str
    flows: Sequence[FlowOfStates]
    processor: Any

    def input_of(self, fiber: Fiber, arguments: Json, item: Json) -> Json:
        """Return the input of the iteration that a fiber runs."""
        ...  # pragma: no cover


class MapRunWatcher(Protocol):
    """An object that is notified of Map Runs and their child executions, in the scheduler's thread."""

    def started(self, run: MapRun) -> None:
        """Note a Map Run that starts or is redriven."""
        ...  # pragma: no cover

    def ended(self, run: MapRun) -> None:
        """Note the end of a Map Run."""
        ...  # pragma: no cover

    def child_started(self, run: MapRun, number: int, session: Session, fiber: Fiber, items: int) -> None:
        """Note a child execution that starts or is redriven; `fiber` becomes its main flow."""
        ...  # pragma: no cover

    def child_ended(self, run: MapRun, number: int, execution: Execution, fiber: Fiber) -> None:
        """Note the end of a child execution."""
        ...  # pragma: no cover


class MapRun:
    """One run of a distributed Map. Its child executions see no variables and have separate histories."""

    def __init__(
        self,
        state: MapState,
        distribution: Distribution,
        fiber: Fiber,
        arguments: Json,
        at_once: int,
        past: PastMapRun | None = None,
    ) -> None:
        """Prepare a run, or the redrive of one that did not succeed."""
        self._state = state
        self._flow = state.flows[0]
        self._distribution = distribution
        self._fiber = fiber
        self._arguments = arguments
        session = fiber.session
        label = distribution.label(session.machine_arn)
        machine = session.machine_arn.replace(":stateMachine:", ":mapRun:", 1)
        self.arn = f"{machine}/{label}:{session.uuid()}" if past is None else past.arn
        """The ARN of the Map Run."""
        self.machine_arn = f"{session.machine_arn}/{label}"
        """The ARN of the processor, as that of a state machine."""
        self.label = label
        self.type = distribution.type
        """The type of the child executions."""
        self.execution_arn = session.arn
        """The ARN of the execution that has started the Map Run."""
        self.processor: Any = state.processor
        """The definition of the processor."""
        self.status: MapRunStatus = "RUNNING"
        self.start_date = session.clock.now() if past is None else past.start_date
        self.stop_date: float | None = None
        self.max_concurrency = at_once
        """The number of child executions that may run at the same time; 0 for no limit."""
        self.redrive_count = 0 if past is None else past.redrive_count + 1
        self.redrive_date = None if past is None else session.clock.now()
        self.tally = Tally()
        self._past: dict[int, PastExecution] = {} if past is None else past.children
        self._exported: list[Json] = [] if past is None else list(past.exported)
        self._executions: dict[int, Execution] = {}
        self._running: dict[int, Fiber] = {}
        self._batches: list[tuple[Json, int]] | None = None
        self._failures = 0
        self._watcher: MapRunWatcher | None = session.world.map_run_watcher

    def steps(self, items: list[Json] | dict[str, Json] | None, started_id: int = 0) -> Generator[Effect, Json, Json]:
        """Run to the end, and return the raw result or raise Failure. Without items, the ItemReader reads them.

        A redrive continues after the event MapStateStarted with the id `started_id`.
        """
        fiber = self._fiber
        length = 0 if items is None else len(items)
        if started_id:
            fiber.last = started_id
        else:
            fiber.record("MapStateStarted", plain, {"length": length})
        self.tolerance = self._distribution.tolerated(self._arguments, fiber)
        if self.redrive_count > MAP_RUN_REDRIVES:
            raise Failure("States.Runtime", f"The Map Run has reached the maximum of {MAP_RUN_REDRIVES} redrives.")
        fiber.parts = Parts(fiber, fiber.last, length, self)
        if self.redrive_count:
            details = {"mapRunArn": self.arn, "redriveCount": self.redrive_count}
            begun = fiber.record("MapRunRedriven", plain, details)
        else:
            begun = fiber.record("MapRunStarted", plain, {"mapRunArn": self.arn})
        if self._watcher is not None:
            self._watcher.started(self)
        try:
            outputs = yield from self._outputs(items)
        except Failure as failure:
            self._end("FAILED")
            fiber.last = begun
            fiber.record("MapRunFailed", failed, failure)
            raise
        except BaseException:
            self._end("ABORTED")
            raise
        self._end("SUCCEEDED")
        fiber.parts = None
        fiber.last = begun
        fiber.note("MapStateSucceeded", fiber.note("MapRunSucceeded", begun))
        return outputs

    def update(self, at_once: int | None, count: int | None, percentage: float | None) -> None:
        """Change the limits of the run, at once or in the scheduler's thread soon. Omitted ones stay."""
        if at_once is not None:
            self.max_concurrency = at_once
        if count is not None:
            self.tolerance.count = count
        if percentage is not None:
            self.tolerance.percentage = percentage
        scheduler = self._fiber.session.scheduler

        def limit() -> None:
            if self._fiber.joining is not None:
                scheduler.limit(self._fiber.joining, self._limit())

        scheduler.post(limit)

    def stop(self, number: int, error: str | None, cause: str | None) -> None:
        """Stop a child execution soon, in the scheduler's thread."""
        scheduler = self._fiber.session.scheduler

        def stop() -> None:
            fiber = self._running.get(number)
            if fiber is not None:
                scheduler.interrupt(fiber, Stopped(error, cause))

        scheduler.post(stop)

    def past(self) -> PastMapRun:
        """Return what a redrive needs to know of the run, which has ended."""
        children = {number: ended.past(self._items_of(number)) for number, ended in self._executions.items()}
        return PastMapRun(self.arn, self.start_date, self.redrive_count, {**self._past, **children}, self._exported)

    def _end(self, status: MapRunStatus) -> None:
        self.stop_date = self._fiber.session.clock.now()
        self.status = status
        self.tally.written = True
        if self._watcher is not None:
            self._watcher.ended(self)

    def _limit(self) -> int:
        return min(self.max_concurrency or DISTRIBUTED_CONCURRENCY, DISTRIBUTED_CONCURRENCY)

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
        kept = set(self._executions)
        try:
            yield Join(starts, self._limit())
        except Failure:
            if place is not None:
                yield from self._written(place, kept, self._pending())
            raise
        if place is not None:
            return (yield from self._written(place, kept, []))
        return shaped(self._ended(), "COMPACT") if writer is None else writer.preview(self._ended())

    def _starts(self) -> list[Callable[[int], Fiber]]:
        """Return the functions that start the child executions, except for those that succeeded before a redrive."""
        batcher = self._distribution.batcher
        if batcher is not None:
            scratch = self._map_fiber()
            inputs = [self._item_input(scratch, index) for index in range(self._total)]
            self._batches = batcher.batches(inputs, self._arguments, self._fiber)
        starts = []
        for number in range(self._total if self._batches is None else len(self._batches)):
            past, items = self._past.get(number), self._items_of(number)
            if past is not None and past.status == "SUCCEEDED":
                self.tally.add("SUCCEEDED", items)
                self._keep(number, self._kept(past))
                continue
            self.tally.add("PENDING" if past is None else "PENDING_REDRIVE", items)
            starts.append(self._starter(number, items))
        return starts

    def _items_of(self, number: int) -> int:
        return 1 if self._batches is None else self._batches[number][1]

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

    def _session(self, input: Json, past: PastExecution | None) -> Session:
        """Return the session of a child execution, which keeps its identity when it is redriven."""
        parent = self._fiber.session
        name = None if past is None else past.name
        session = parent.child(input, self.type, None, name=name, machine_arn=self.machine_arn)
        session.redrive_count = 0
        if past is not None:
            session.arn = past.arn
            if self.type == "STANDARD":
                session.start = past.start_date
        return session

    def _kept(self, past: PastExecution) -> Execution:
        """Return a child execution that succeeded before the redrive."""
        session = self._session(past.input, past)
        session.start, session.redrive_count, session.redriven_at = (
            past.start_date,
            past.redrive_count,
            past.redrive_date,
        )
        parent = self._fiber.session
        parent.children[parent.begun] = execution = Execution.restored(session, past)
        parent.begun += 1
        return execution

    def _child(self, fiber: Fiber, number: int, items: int) -> Generator[Effect, Json, Json]:
        past = self._past.get(number)
        session = self._session(self._input(fiber, number) if past is None else past.input, past)
        if past is not None:
            session.redrive_count, session.redriven_at = past.redrive_count + 1, session.clock.now()
        self.tally.move("PENDING" if past is None else "PENDING_REDRIVE", "RUNNING", items)
        self._running[number] = fiber
        if self._watcher is not None:
            self._watcher.child_started(self, number, session, fiber, items)

        def ended(execution: Execution) -> None:
            self.tally.move("RUNNING", execution.status, items)
            del self._running[number]
            self._keep(number, execution)
            if self._watcher is not None:
                self._watcher.child_ended(self, number, execution, fiber)

        execution = yield from child(self._fiber.session, session, fiber, self._flow, ended, past)
        if execution.status != "SUCCEEDED":
            self._failures += items
            if self.tolerance.is_exceeded(self._failures, self._total):
                raise Failure(
                    "States.ExceedToleratedFailureThreshold", "The specified tolerated failure threshold was exceeded"
                )
        return execution

    def _keep(self, number: int, execution: Execution) -> None:
        self._executions[number] = execution

    def _ended(self) -> list[Execution]:
        return [self._executions[number] for number in sorted(self._executions)]

    def _pending(self) -> list[Json]:
        """Return the inputs of the child executions that were never started."""
        scratch = self._map_fiber()
        total = self._total if self._batches is None else len(self._batches)
        known = self._executions.keys() | self._past.keys()
        return [self._input(scratch, number) for number in range(total) if number not in known]

    def _written(self, place: tuple[str, str], kept: set[int], pending: list[Json]) -> Generator[Effect, Json, Json]:
        """Write the results of this run, without those that were written before a redrive."""
        writer, store, count = self._distribution.writer, self._store(), self.redrive_count
        ended = [self._executions[number] for number in sorted(self._executions) if number not in kept]
        return (
            yield CallTask(lambda: writer.write(store, place, self.arn, ended, pending, self._exported, count), None)
        )

    def _store(self) -> S3Objects:
        fiber = self._fiber
        session = fiber.session
        return S3Objects(session.doubles, session.world.written, self._state.name, fiber.context, session.clock.now())
