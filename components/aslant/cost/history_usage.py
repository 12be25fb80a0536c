"""The usage of an execution, from its history."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from aslant.cost.usage import ChildExecutions, Usage
from aslant.run.report.state_visits import Attempt, visits
from aslant.walk import nested_machines, states_of

if TYPE_CHECKING:
    from aslant.run.execution import Execution
    from aslant.run.history import Event

__all__ = ["usage_of"]

_FATAL: Final = frozenset({"ExecutionAborted", "ExecutionFailed", "ExecutionTimedOut"})
_ERRORS: Final = ("Aborted", "Failed", "TimedOut", "FailStateEntered")
"""The endings of the event types that are logged at the level ERROR."""


def usage_of(execution: Execution, milliseconds: float) -> Usage:
    """Return the usage of an execution.

    A task whose mock took no time counts as `milliseconds`; these durations are added up.
    """
    attempts = [attempt for visit in visits(execution.history, execution.decisions) for attempt in visit.attempts]
    calls = [attempt for attempt in attempts if _is_function_call(attempt.scheduled)]
    others = Counter(_service(attempt) for attempt in attempts if not _is_function_call(attempt.scheduled))
    assumed = sum(milliseconds for attempt in attempts if not _duration(attempt))
    types = [event.type for event in execution.history]
    return Usage(
        names=tuple(execution.visited),
        states=len(execution.visited),
        retries=sum(decision.field == "Retry" and decision.seconds is not None for decision in execution.decisions),
        calls=len(calls),
        call_milliseconds=sum(_duration(attempt) or milliseconds for attempt in calls),
        others=dict(others),
        milliseconds=execution.duration * 1_000 + assumed,
        copies=types.count("MapIterationStarted") + _branches(execution),
        events={
            "ALL": len(types),
            "ERROR": sum(type.endswith(_ERRORS) for type in types),
            "FATAL": sum(type in _FATAL for type in types),
        },
        children=tuple(ChildExecutions(child.type, usage_of(child, milliseconds)) for child in execution.children),
    )


def _is_function_call(scheduled: Event) -> bool:
    return scheduled.type == "LambdaFunctionScheduled" or scheduled.details.get("resourceType") == "lambda"


def _service(attempt: Attempt) -> str:
    return "activity" if attempt.scheduled.type == "ActivityScheduled" else attempt.resource.partition(".")[0]


def _duration(attempt: Attempt) -> float:
    """Return the milliseconds that an attempt took."""
    return 0 if attempt.ended is None else (attempt.ended.timestamp - attempt.scheduled.timestamp) * 1_000


def _branches(execution: Execution) -> int:
    counts = {
        name: len(nested_machines(state))
        for name, state in states_of(execution.program.document)
        if state.get("Type") == "Parallel"
    }
    return sum(counts.get(name, 0) for name in execution.visited)
