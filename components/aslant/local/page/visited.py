"""The visits of states in an execution, as the page lists them: their paths, times, status and variables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

from aslant.json_value import Json
from aslant.run.history import Event
from aslant.run.report.state_visits import Attempt, Visit, visits

__all__ = ["Visited", "visited"]

_WHOLE: Final = frozenset({"MapStateFailed", "MapStateSucceeded", "ParallelStateFailed", "ParallelStateSucceeded"})

VisitStatus: TypeAlias = Literal["RUNNING", "SUCCEEDED", "CAUGHT", "FAILED", "ABORTED"]


@dataclass(frozen=True, slots=True)
class Visited:
    """One visit of a state."""

    visit: Visit
    path: tuple[str, ...]
    """The names of the states that contain the state, and its own."""
    status: VisitStatus
    variables: Mapping[str, str]
    """The variables that the state could read, each as JSON."""
    iteration: int | None
    """The index of the innermost Map's item."""
    stop: float | None
    """The time at which the state was left, or at which it failed; None while it runs."""

    @property
    def id(self) -> int:
        """The ID of the event that entered the state."""
        return self.visit.entered.id

    def summary(self) -> dict[str, Json]:
        """Return what a list and a timeline of visits show."""
        visit = self.visit
        return {
            "id": self.id,
            "parent": None if visit.parent is None else visit.parent.entered.id,
            "path": list(self.path),
            "name": visit.name,
            "kind": visit.kind,
            "iteration": self.iteration,
            "status": self.status,
            "previous": visit.entered.previous_event_id,
            "exit": None if visit.exited is None else visit.exited.id,
            "start": visit.entered.timestamp,
            "stop": self.stop,
            "attempts": [_attempt(attempt) for attempt in visit.attempts],
        }


def _attempt(attempt: Attempt) -> dict[str, Json]:
    ended = attempt.ended
    return {
        "start": attempt.scheduled.timestamp,
        "stop": None if ended is None else ended.timestamp,
        "status": "RUNNING" if ended is None else "SUCCEEDED" if attempt.succeeded else "FAILED",
    }


def visited(
    events: Sequence[Event],
    status: str,
    stop_date: float | None,
    first_variables: Mapping[str, str] = MappingProxyType({}),
) -> list[Visited]:
    """Return the visits of an execution with a status, in the order of entry.

    `first_variables` are assigned before the first state, each as JSON.
    """
    found = visits(events)
    by_id = {visit.entered.id: visit for visit in found}
    variables = _variables(events, found, first_variables)
    aborted, failed = _aborted_and_failed(events, by_id)
    paths: dict[int, tuple[str, ...]] = {}
    statuses: dict[int, VisitStatus] = {}
    stops: dict[int, float | None] = {}
    iterations: dict[int, int | None] = {}
    by_exit = {visit.exited.id: visit.entered.id for visit in found if visit.exited is not None}
    for visit in found:
        id = visit.entered.id
        outer = visit.parent.entered.id if visit.parent is not None else 0
        paths[id] = (*paths.get(outer, ()), visit.name)
        over = status != "RUNNING" or statuses.get(outer, "RUNNING") != "RUNNING"
        statuses[id] = _status(visit, over=over, aborted=id in aborted, failed=id in failed, execution=status)
        before = by_exit.get(visit.entered.previous_event_id)
        iterations[id] = visit.iteration if before is None else iterations[before]
        end = stops.get(outer) if outer else stop_date
        stops[id] = visit.exited.timestamp if visit.exited is not None else end if over else None
    return [
        Visited(visit, paths[id], statuses[id], variables.get(id, {}), iterations[id], stops[id])
        for id, visit in by_id.items()
    ]


def _status(visit: Visit, *, over: bool, aborted: bool, failed: bool, execution: str) -> VisitStatus:
    lost = failed or (
        bool(visit.attempts) and visit.attempts[-1].ended is not None and not visit.attempts[-1].succeeded
    )
    if visit.exited is not None:
        return "CAUGHT" if lost else "SUCCEEDED"
    if not (over or aborted or visit.failed):
        return "RUNNING"
    if lost or visit.evaluation is not None:
        return "FAILED"
    if visit.failed and not aborted and not visit.attempts and execution not in ("ABORTED", "TIMED_OUT"):
        return "FAILED"
    return "ABORTED"


def _aborted_and_failed(events: Sequence[Event], by_id: Mapping[int, Visit]) -> tuple[set[int], set[int]]:
    """Return the IDs of two sorts of visits.

    The failure of another branch or iteration has aborted the first. The second are Parallels and Maps whose last
    attempt has failed.
    """
    owners: dict[int, Visit | None] = {0: None}
    aborted: set[int] = set()
    failed: set[int] = set()
    for event in events:
        owner = by_id.get(event.id) or owners.get(event.previous_event_id)
        owners[event.id] = owner
        if event.type.endswith("StateAborted") and owner is not None:
            aborted.add(owner.entered.id)
        elif event.type in _WHOLE:
            kind = "Map" if event.type.startswith("Map") else "Parallel"
            while owner is not None and owner.kind != kind:
                owner = owner.parent
            if owner is not None:
                (failed.add if event.type.endswith("Failed") else failed.discard)(owner.entered.id)
    return aborted, failed


def _variables(
    events: Sequence[Event], found: Sequence[Visit], first: Mapping[str, str]
) -> dict[int, Mapping[str, str]]:
    """Return the variables at each entry, which are those after the previous event on its path.

    Where a Parallel or a Map is left, the variables of its branches are gone, and its own are assigned.
    """
    left = {visit.exited.id: visit.entered.id for visit in found if visit.exited is not None}
    entries = {visit.entered.id for visit in found}
    after: dict[int, Mapping[str, str]] = {0: first}
    at_entry: dict[int, Mapping[str, str]] = {}
    for event in events:
        known = after.get(event.previous_event_id, {})
        if event.id in entries:
            at_entry[event.id] = known
        elif event.id in left:
            known = at_entry.get(left[event.id], {})
            assigned = event.details.get("assignedVariables")
            known = {**known, **assigned} if assigned else known
        after[event.id] = known
    return at_entry
