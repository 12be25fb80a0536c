"""The visits of states in an execution, from its events."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from aslant.json_value import Json
from aslant.run.history import Decision, Event
from aslant.run.values import loads

__all__ = ["Attempt", "Visit", "visits"]

_CALLED = frozenset({"LambdaFunctionScheduled", "TaskScheduled", "ActivityScheduled"})
_ENDED_BY = frozenset({"ExecutionFailed", "ParallelStateFailed", "MapIterationFailed", "MapStateFailed"})
_ANSWERED = frozenset({"LambdaFunctionSucceeded", "TaskSucceeded", "ActivitySucceeded"})


@dataclass(slots=True)
class Attempt:
    """One call of a task."""

    scheduled: Event
    """The event with the called resource and its arguments."""
    ended: Event | None = None
    """The event that ended the call; None if it has not ended."""

    @property
    def arguments(self) -> Json:
        """The task's arguments."""
        details = self.scheduled.details
        return loads(details.get("parameters", details.get("input", "null")))

    @property
    def resource(self) -> str:
        """The called function as in the state, or the service's action such as `sqs:sendMessage`."""
        details = self.scheduled.details
        service = details.get("resourceType")
        return f"{service}:{details['resource']}" if service else str(details.get("resource", ""))

    @property
    def succeeded(self) -> bool:
        """Whether the call succeeded."""
        return self.ended is not None and self.ended.type in _ANSWERED

    @property
    def answer(self) -> Json:
        """The raw result of a successful call."""
        return None if self.ended is None else loads(self.ended.details.get("output", "null"))


@dataclass(eq=False)
class Visit:
    """A visit of a state, from its entry to its exit."""

    entered: Event
    parent: Visit | None = None
    """The visit of the Parallel or Map that contains this one."""
    iteration: int | None = None
    """The index of the Map item whose iteration starts with this visit; None for other visits."""
    exited: Event | None = None
    """The event of its exit; None if the state was never left."""
    attempts: list[Attempt] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    evaluation: Event | None = None
    """The event of an expression that could not be evaluated."""
    failed: bool = False
    """Whether its failure ended the states that contain it."""

    @cached_property
    def name(self) -> str:
        """The state's name."""
        return str(self.entered.details["name"])

    @property
    def kind(self) -> str:
        """The state's Type."""
        return self.entered.type.removesuffix("StateEntered")

    @property
    def enclosing(self) -> list[Visit]:
        """The visits of the Parallels and Maps that contain it, the innermost first."""
        enclosing: list[Visit] = []
        visit = self.parent
        while visit is not None:
            enclosing.append(visit)
            visit = visit.parent
        return enclosing

    @property
    def input(self) -> Json:
        """The state's input."""
        return loads(self.entered.details["input"])

    @property
    def output(self) -> Json:
        """The state's output; None if it was never left."""
        return None if self.exited is None else loads(self.exited.details["output"])


def visits(history: Sequence[Event], decisions: Sequence[Decision] = ()) -> list[Visit]:
    """Return every visit, in the order of entry."""
    made: dict[int, Visit] = {}
    inside: dict[int, Visit | None] = {0: None}
    starts: dict[int, int] = {}
    for event in history:
        visit = inside.get(event.previous_event_id)
        if event.type == "EvaluationFailed":
            visit = _evaluated(visit, event.details.get("state"), made.values())
        if visit is not None and event.type in _ENDED_BY:
            visit.failed = True
        if event.type.endswith("StateEntered"):
            visit = made[event.id] = Visit(event, visit, starts.get(event.previous_event_id))
        elif event.type.endswith("StateExited"):
            visit = _up(visit, event.type.removesuffix("StateExited"))
            if visit is not None:
                visit.exited = event
                visit = visit.parent
        elif event.type.startswith(("Map", "Parallel")):
            visit = _up(visit, "Map" if event.type.startswith("Map") else "Parallel")
            if event.type == "MapIterationStarted":
                starts[event.id] = event.details["index"]
        elif visit is not None:
            _add(visit, event)
        inside[event.id] = visit
    for decision in decisions:
        if decision.entered_id in made:
            made[decision.entered_id].decisions.append(decision)
    return list(made.values())


def _up(visit: Visit | None, kind: str) -> Visit | None:
    """Return the innermost visit of a Type, from this one outwards, because a failure leaves inner visits open."""
    while visit is not None and visit.kind != kind:
        visit = visit.parent
    return visit


def _evaluated(visit: Visit | None, name: str | None, made: Iterable[Visit]) -> Visit | None:
    """Return the visit whose expression failed. Its event does not follow the one that entered the state."""
    if visit is not None and visit.name == name:
        return visit
    return next((other for other in reversed(list(made)) if other.name == name and other.exited is None), visit)


def _add(visit: Visit, event: Event) -> None:
    if event.type in _CALLED:
        visit.attempts.append(Attempt(event))
    elif event.type == "EvaluationFailed":
        visit.evaluation = event
    elif visit.attempts and event.type.endswith(("Succeeded", "Failed", "TimedOut")):
        visit.attempts[-1].ended = event
