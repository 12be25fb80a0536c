"""AWS is the oracle: executions that it recorded go the same way here."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from aslant.run import run
from aslant.run.tasks import TaskCall, TaskError
from tests.corpus import MISSING, rows

DIFFERENT: dict[str, str] = {}
"""Executions that go another way here, and why."""


def is_jsonpath(row: dict[str, Any]) -> bool:
    return "JSONata" not in json.dumps(row["definition"])


def is_playable(row: dict[str, Any]) -> bool:
    """Whether the recording says all that the run needs: an answer for every task, no distributed Map."""
    return bool(row["mocks_complete"]) and not row["distributed_map"] and row["expected_status"] != "ABORTED"


EXECUTIONS = [row for row in rows("executions.jsonl") if is_jsonpath(row) and is_playable(row)]


def player(mocks: dict[str, list[Any]]) -> Callable[[TaskCall], Any]:
    """Plays the recorded answers of each state, in order."""
    left = {state: list(answers) for state, answers in mocks.items()}

    def play(call: TaskCall) -> Any:
        answer = left[call.state].pop(0)
        if "Throw" in answer:
            cause = answer["Throw"].get("Cause", "")
            raise TaskError(answer["Throw"]["Error"], cause if isinstance(cause, str) else json.dumps(cause))
        return answer["Return"]

    return play


def mask(value: Any, row: dict[str, Any], root: str) -> Any:
    """A result in which what the recorder replaced matches anything."""
    text = json.dumps(value)
    return None if any(pointer.startswith(root) for pointer in row["placeholders"]) else json.loads(text)


def likened(value: Any) -> Any:
    """A text that starts with `{` as the recorder decoded it, one level."""
    if isinstance(value, str) and value.startswith("{"):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


@pytest.mark.skipif(not EXECUTIONS, reason=MISSING)
@pytest.mark.parametrize("row", EXECUTIONS, ids=[row["id"] for row in EXECUTIONS])
def test_a_recorded_execution_goes_the_same_way_here(row: dict[str, Any]) -> None:
    if row["id"] in DIFFERENT:
        pytest.xfail(DIFFERENT[row["id"]])
    execution = run(row["definition"], row["input"], tasks=player(row.get("mocks") or {}), type=row["type"])
    assert execution.status == row["expected_status"], (execution.error, execution.cause)
    if row["history_event_types"] and not row["concurrent"]:
        assert [event["type"] for event in execution.history] == row["history_event_types"]
    if row["states_entered"] is not None and not row["concurrent"]:
        assert execution.visited == row["states_entered"]
    if row["nondeterministic"] or row["placeholders"]:
        return
    if execution.status == "SUCCEEDED":
        expected = row["expected_output"]
        assert execution.output == expected or likened(execution.output) == expected
    else:
        assert execution.error == row.get("expected_error")
        cause = row.get("expected_cause")
        assert execution.cause == cause or likened(execution.cause) == cause
