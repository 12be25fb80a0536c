"""The way that one execution took, from its history."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from aslant.cost.usage import ChildExecutions, Usage
from aslant.run.report.state_visits import Attempt, visits
from aslant.walk import nested_machines, states_of

if TYPE_CHECKING:
    from aslant.run.execution import Execution
    from aslant.run.history import Event

__all__ = ["taken"]

_FATAL: Final = frozenset({"ExecutionAborted", "ExecutionFailed", "ExecutionTimedOut"})
_ERRORS: Final = ("Aborted", "Failed", "TimedOut", "FailStateEntered")
"""The endings of what is logged at the level ERROR."""


def taken(execution: Execution, milliseconds: float) -> Usage:
    """What an execution did.

    A task whose double took no time is counted as `milliseconds`, one after another.
    """
    attempts = [attempt for visit in visits(execution.history, execution.decisions) for attempt in visit.attempts]
    called = [attempt for attempt in attempts if _is_call(attempt.scheduled)]
    others = Counter(_service(one) for one in attempts if not _is_call(one.scheduled))
    unplayed = sum(milliseconds for attempt in attempts if not _lasted(attempt))
    types = [event.type for event in execution.history]
    return Usage(
        names=tuple(execution.visited),
        states=len(execution.visited),
        retries=sum(one.field == "Retry" and one.seconds is not None for one in execution.decisions),
        calls=len(called),
        call_milliseconds=sum(_lasted(attempt) or milliseconds for attempt in called),
        others=dict(others),
        milliseconds=execution.duration * 1_000 + unplayed,
        copies=types.count("MapIterationStarted") + _branches(execution),
        events={
            "ALL": len(types),
            "ERROR": sum(type.endswith(_ERRORS) for type in types),
            "FATAL": sum(type in _FATAL for type in types),
        },
        children=tuple(ChildExecutions(child.type, taken(child, milliseconds)) for child in execution.children),
    )


def _is_call(scheduled: Event) -> bool:
    return scheduled.type == "LambdaFunctionScheduled" or scheduled.details.get("resourceType") == "lambda"


def _service(attempt: Attempt) -> str:
    return "activity" if attempt.scheduled.type == "ActivityScheduled" else attempt.resource.partition(".")[0]


def _lasted(attempt: Attempt) -> float:
    """Milliseconds."""
    return 0 if attempt.ended is None else (attempt.ended.timestamp - attempt.scheduled.timestamp) * 1_000


def _branches(execution: Execution) -> int:
    counts = {
        name: len(nested_machines(state))
        for name, state in states_of(execution.program.document)
        if state.get("Type") == "Parallel"
    }
    return sum(counts.get(name, 0) for name in execution.visited)
