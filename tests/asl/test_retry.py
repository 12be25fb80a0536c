"""Tests for Retry."""

from typing import Any

import pytest

from aslant.asl import UNSET, Map, Parallel, Pass, Retry, StateMachine, Task
from aslant.errors import DefinitionError

ALL = Retry("States.ALL")


@pytest.mark.parametrize(
    ("retry", "document"),
    [
        (ALL, {"ErrorEquals": ["States.ALL"]}),
        (Retry(["A", "B"]), {"ErrorEquals": ["A", "B"]}),
        (Retry(("A",), max_attempts=0), {"ErrorEquals": ["A"], "MaxAttempts": 0}),
        (
            Retry(
                "States.TaskFailed",
                interval_seconds=2,
                max_attempts=3,
                backoff_rate=1.5,
                max_delay_seconds=10,
                jitter_strategy="FULL",
                comment="why",
            ),
            {
                "ErrorEquals": ["States.TaskFailed"],
                "IntervalSeconds": 2,
                "MaxAttempts": 3,
                "BackoffRate": 1.5,
                "MaxDelaySeconds": 10,
                "JitterStrategy": "FULL",
                "Comment": "why",
            },
        ),
    ],
)
def test_a_retrier_is_written_as_asl(retry: Retry, document: dict[str, Any]) -> None:
    machine = StateMachine(Task("A", "work", retry=retry))
    assert machine.to_dict()["States"]["A"]["Retry"] == [document]
    assert machine.states["A"].retry == (retry,)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "state",
    [
        Task("A", "work", retry=[Retry("E"), ALL]),
        Parallel("A", Pass("B"), retry=(Retry("E"), ALL)),
        Map("A", Pass("B"), retry=[Retry("E"), ALL]),
    ],
)
def test_every_work_state_accepts_several_retriers(state: Any) -> None:
    assert state.retry == (Retry("E"), ALL)
    written = StateMachine(state).to_dict()["States"]["A"]["Retry"]
    assert written == [{"ErrorEquals": ["E"]}, {"ErrorEquals": ["States.ALL"]}]


def test_fields_can_be_read() -> None:
    retry = Retry("E", max_attempts=2)
    assert (retry.error_equals, retry.max_attempts, retry.backoff_rate) == (["E"], 2, UNSET)
    assert repr(retry) == "Retry(error_equals=['E'], max_attempts=2)"


def test_the_error_names_are_a_copy() -> None:
    names: Any = ALL.error_equals
    names.append("Other")
    assert ALL.error_equals == ["States.ALL"]


@pytest.mark.parametrize(
    ("retry", "message"),
    [
        (5, "state 'A': retry must be a Retry(…) or a list of them, not 5"),
        (["E"], "state 'A': retry must be a Retry(…) or a list of them, not ['E']"),
    ],
)
def test_an_invalid_retrier_is_refused(retry: Any, message: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        Task("A", "work", retry=retry)
    assert str(refused.value) == message


def test_an_unknown_field_is_refused_with_a_suggestion() -> None:
    fields: dict[str, Any] = {"max_attempt": 1}
    with pytest.raises(DefinitionError) as refused:
        Retry("E", **fields)
    assert str(refused.value) == "Retry has no field 'max_attempt'. Did you mean 'max_attempts'?"


def test_a_retrier_needs_an_error() -> None:
    with pytest.raises(DefinitionError) as refused:
        Retry([])
    assert str(refused.value) == "Retry: error_equals must name at least one error, such as 'States.ALL', not []"
