"""The facts that the API shows of a Map Run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from aslant.run.maps.map_run import MapRun

__all__ = ["MapRunRecord"]


class MapRunRecord:
    """A Map Run as the API shows it. After its end it holds no data of its items."""

    def __init__(self, run: MapRun) -> None:
        """Create the record of a Map Run that starts."""
        self.arn = run.arn
        self.execution_arn = run.execution_arn
        """The ARN of the execution that has started it."""
        self.machine_arn = run.machine_arn
        """The ARN of its processor, as that of a state machine."""
        self.label = run.label
        self.type = run.type
        """The type of the child executions."""
        self.processor: Mapping[str, Any] = run.processor
        """The definition of its processor."""
        self.start_date = run.start_date
        self._live: MapRun | None = run
        self._members: dict[str, Any] = {}

    @property
    def live(self) -> MapRun | None:
        """The Map Run while it runs; None after its end."""
        return self._live

    @property
    def stop_date(self) -> float | None:
        """The instant of its end."""
        stop_date: float | None = self.members()["stopDate"]
        return stop_date

    def redriven(self, run: MapRun) -> None:
        """Note that the Map Run goes on."""
        self._live = run

    def ended(self, run: MapRun) -> None:
        """Note the end of the Map Run."""
        self._members = _members(run)
        self._live = None

    def members(self) -> dict[str, Any]:
        """Return the members of DescribeMapRun that change, with instants in epoch seconds."""
        run = self._live
        return self._members if run is None else _members(run)


def _members(run: MapRun) -> dict[str, Any]:
    tolerance = run.tolerance
    return {
        "executionCounts": run.tally.executions(),
        "itemCounts": run.tally.items(),
        "maxConcurrency": run.max_concurrency,
        "redriveCount": run.redrive_count,
        "redriveDate": run.redrive_date,
        "status": run.status,
        "stopDate": run.stop_date,
        "toleratedFailureCount": tolerance.count or 0,
        "toleratedFailurePercentage": float(tolerance.percentage or 0),
    }
