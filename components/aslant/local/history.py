"""An execution's events as GetExecutionHistory answers them."""

from __future__ import annotations

from typing import Any

from aslant.local.answers import Date
from aslant.local.machines import Run

__all__ = ["events"]


def events(run: Run, with_data: bool) -> list[dict[str, Any]]:
    """The events so far, the first one first: of a running execution its start alone."""
    if run.execution is None or run.status == "ABORTED":
        return [*_started(run), *_aborted(run)]
    found = [{**event, "timestamp": Date(event["timestamp"])} for event in run.execution.history]
    return found if with_data else [_without_data(event) for event in found]


def _started(run: Run) -> list[dict[str, Any]]:
    details = {"input": run.input, "inputDetails": {"truncated": False}}
    role = run.machine.resource.inputs.get("roleArn")
    return [
        {
            "timestamp": Date(run.start_date),
            "type": "ExecutionStarted",
            "id": 1,
            "previousEventId": 0,
            "executionStartedEventDetails": {**details, "roleArn": role},
        }
    ]


def _aborted(run: Run) -> list[dict[str, Any]]:
    if run.stop_date is None:
        return []
    details = {"error": run.error, "cause": run.cause}
    return [
        {
            "timestamp": Date(run.stop_date),
            "type": "ExecutionAborted",
            "id": 2,
            "previousEventId": 1,
            "executionAbortedEventDetails": {key: text for key, text in details.items() if text is not None},
        }
    ]


def _without_data(event: dict[str, Any]) -> dict[str, Any]:
    return {
        key: {name: item for name, item in value.items() if name not in ("input", "output")}
        if isinstance(value, dict)
        else value
        for key, value in event.items()
    }
