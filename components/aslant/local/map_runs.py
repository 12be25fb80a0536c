"""The Map Runs of all executions, and their child executions."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from aslant.local.child_run import ChildRun
from aslant.local.map_run_record import MapRunRecord
from aslant.local.retention import MAX_ENDED_RUNS
from aslant.local.run_store import RunStore

if TYPE_CHECKING:
    from aslant.local.run_record import RunRecord
    from aslant.run.execution import Execution, Session
    from aslant.run.fiber import Fiber
    from aslant.run.maps.map_run import MapRun

__all__ = ["MapRuns"]


class MapRuns:
    """The Map Runs of the kept executions, and the latest child executions. Safe to use from several threads."""

    def __init__(self, kept: int = MAX_ENDED_RUNS) -> None:
        """Keep at most `kept` ended child executions of all Map Runs."""
        self.children: RunStore[ChildRun] = RunStore(kept)
        """The child executions by ARN."""
        self._runs: dict[str, MapRunRecord] = {}
        self._lock = threading.Lock()

    def watch(self, run: RunRecord) -> MapRunWatch:
        """Return the watcher for an execution's Map Runs; see `aslant.run.maps.map_run`."""
        return MapRunWatch(self, run)

    def get(self, arn: str) -> MapRunRecord | None:
        """Return the Map Run with an ARN; None if it is not kept."""
        return self._runs.get(arn)

    def of(self, execution_arn: str) -> list[MapRunRecord]:
        """Return the Map Runs of an execution, latest first."""
        with self._lock:
            return [run for run in reversed(self._runs.values()) if run.execution_arn == execution_arn]

    def children_of(self, arn: str) -> list[ChildRun]:
        """Return the kept child executions of a Map Run, latest first."""
        return self.children.select(lambda child: child.map_run is not None and child.map_run.arn == arn)

    def forget(self, execution_arn: str) -> None:
        """Remove the Map Runs of an execution that is no longer kept, with their child executions."""
        arns = [run.arn for run in self.of(execution_arn)]
        for arn in arns:
            for child in self.children_of(arn):
                self.children.discard(child)
                self.forget(child.arn)
            with self._lock:
                self._runs.pop(arn, None)

    def note(self, run: MapRun) -> MapRunRecord:
        """Note that a Map Run starts or is redriven, and return its record."""
        with self._lock:
            record = self._runs.get(run.arn)
            if record is None:
                record = self._runs[run.arn] = MapRunRecord(run)
            else:
                record.redriven(run)
            return record


class MapRunWatch:
    """Notes the Map Runs of one execution, in the thread that runs its steps."""

    def __init__(self, maps: MapRuns, run: RunRecord) -> None:
        self._maps = maps
        self._run = run

    def started(self, run: MapRun) -> None:
        """Note a Map Run that starts or is redriven."""
        self._maps.note(run)

    def ended(self, run: MapRun) -> None:
        """Note the end of a Map Run."""
        record = self._maps.get(run.arn)
        if record is not None:
            record.ended(run)

    def child_started(self, run: MapRun, number: int, session: Session, fiber: Fiber, items: int) -> None:
        """Note a child execution that starts or is redriven."""
        children = self._maps.children
        child = children.get(session.arn)
        if child is not None:
            children.revive(child)
        else:
            child = ChildRun(self._run.machine, self._run.route, self._maps.note(run), number, session)
        child.started(session, fiber, items)
        children.add(child)

    def child_ended(self, run: MapRun, number: int, execution: Execution, fiber: Fiber) -> None:
        """Note the end of a child execution. Its events are packed, and dropped where no redrive needs them."""
        child = self._maps.children.get(execution.arn)
        if child is not None:
            child.ended(execution, fiber.history)
        if execution.status == "SUCCEEDED":
            execution.forget_events()
        record = self._maps.get(run.arn)
        if record is not None and record.live is None:  # children are stopped after a stopped Map Run
            record.ended(run)
