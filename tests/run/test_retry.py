"""Retry and Catch."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest

from aslant.errors import DefinitionError
from aslant.run import FakeClock, TaskError, run
from aslant.run.failure import Failure
from aslant.run.retry import Retrier
from tests.run.machines import machine, task


def failing(*errors: str | None) -> Callable[[Any], Any]:
    """Return a mock that fails with each error in turn and then succeeds."""
    rest = iter(errors)

    def play(event: Any) -> Any:
        error = next(rest, None)
        if error is not None:
            raise TaskError(error, "why")
        return "done"

    return play


@pytest.mark.parametrize(
    ("retry", "errors", "status", "elapsed"),
    [
        ([{"ErrorEquals": ["E"]}], ["E"], "SUCCEEDED", 1),
        ([{"ErrorEquals": ["E"]}], ["E"] * 3, "SUCCEEDED", 1 + 2 + 4),
        ([{"ErrorEquals": ["E"]}], ["E"] * 4, "FAILED", 1 + 2 + 4),
        ([{"ErrorEquals": ["E"], "MaxAttempts": 0}], ["E"], "FAILED", 0),
        ([{"ErrorEquals": ["E"], "IntervalSeconds": 5, "BackoffRate": 1}], ["E"] * 2, "SUCCEEDED", 10),
        ([{"ErrorEquals": ["E"], "BackoffRate": 10, "MaxDelaySeconds": 7}], ["E"] * 3, "SUCCEEDED", 1 + 7 + 7),
        ([{"ErrorEquals": ["F"]}], ["E"], "FAILED", 0),
        ([{"ErrorEquals": ["States.ALL"]}], ["E"], "SUCCEEDED", 1),
        ([{"ErrorEquals": ["States.TaskFailed"]}], ["E"], "SUCCEEDED", 1),
        ([{"ErrorEquals": ["States.TaskFailed"]}], ["States.Timeout"], "FAILED", 0),
        ([{"ErrorEquals": ["States.Timeout"]}], ["States.Timeout"], "SUCCEEDED", 1),
        ([{"ErrorEquals": ["States.ALL"]}], ["States.Runtime"], "FAILED", 0),
        # Each retrier counts for itself: E, E and F take one interval after another of their own.
        (
            [{"ErrorEquals": ["E"], "MaxAttempts": 2}, {"ErrorEquals": ["F"], "IntervalSeconds": 10}],
            ["E", "F", "E", "F"],
            "SUCCEEDED",
            1 + 10 + 2 + 20,
        ),
        ([{"ErrorEquals": ["E"], "MaxAttempts": 1}, {"ErrorEquals": ["States.ALL"]}], ["E", "E"], "FAILED", 1),
    ],
)
def test_when_a_task_is_tried_again(retry: list[Any], errors: list[str], status: str, elapsed: float) -> None:
    clock = FakeClock()
    execution = run(task(Retry=retry), tasks={"work": failing(*errors)}, clock=clock)
    assert (execution.status, clock.elapsed) == (status, elapsed)


def test_full_jitter_is_anywhere_below_and_the_same_for_a_seed() -> None:
    retrier = Retrier({"ErrorEquals": ["E"], "IntervalSeconds": 100, "JitterStrategy": "FULL"})
    sources = [random.Random(1), random.Random(1), random.Random(2)]  # noqa: S311
    first, again, other = (retrier.delay(2, lambda source=source: source) for source in sources)  # type: ignore[misc]
    assert first == again != other
    assert 0 <= first <= 400


def test_a_delay_that_no_number_holds_is_the_longest_one() -> None:
    assert Retrier({"ErrorEquals": ["E"], "MaxAttempts": 99_999_999}).delay(10**6, random.Random) == 99_999_999


def test_the_attempts_are_counted_in_the_context_object() -> None:
    definition = task(Parameters={"n.$": "$$.State.RetryCount"}, Retry=[{"ErrorEquals": ["E"]}])
    seen = []

    def play(event: Any) -> Any:
        seen.append(event)
        if len(seen) < 3:
            raise TaskError("E")
        return event

    assert run(definition, tasks={"work": play}).output == {"n": 2}
    assert seen == [{"n": 0}, {"n": 1}, {"n": 2}]


@pytest.mark.parametrize(
    ("catch", "error", "output"),
    [
        ({"ErrorEquals": ["E"]}, "E", {"Error": "E", "Cause": "why"}),
        ({"ErrorEquals": ["E"], "ResultPath": "$.e"}, "E", {"in": 1, "e": {"Error": "E", "Cause": "why"}}),
        ({"ErrorEquals": ["E"], "ResultPath": None}, "E", {"in": 1}),
        ({"ErrorEquals": ["F", "States.TaskFailed"]}, "E", {"Error": "E", "Cause": "why"}),
        ({"ErrorEquals": ["States.ALL"]}, "States.Timeout", {"Error": "States.Timeout", "Cause": "why"}),
    ],
)
def test_a_catcher_passes_on_the_error(catch: dict[str, Any], error: str, output: Any) -> None:
    definition = machine({"Try": {**task()["States"]["Only"], "Catch": [{**catch, "Next": "Caught"}]}, "Caught": {}})
    execution = run(definition, {"in": 1}, tasks={"work": failing(error)})
    assert (execution.output, execution.visited) == (output, ["Try", "Caught"])


@pytest.mark.parametrize(("names", "error"), [(["F"], "E"), (["States.ALL"], "States.Runtime"), ([], "E")])
def test_an_uncaught_error_fails_the_execution(names: list[str], error: str) -> None:
    definition = machine(
        {"Try": {**task()["States"]["Only"], "Catch": [{"ErrorEquals": names, "Next": "Caught"}]}, "Caught": {}}
    )
    execution = run(definition, tasks={"work": failing(error)})
    assert (execution.status, execution.error, execution.cause) == ("FAILED", error, "why")


def test_the_wildcards_do_not_match_an_output_that_is_too_large() -> None:
    failure = Failure("States.DataLimitExceeded", by_name_only=True)
    names = [["States.ALL"], ["States.TaskFailed"], ["States.DataLimitExceeded"]]
    assert [Retrier({"ErrorEquals": errors}).matches(failure) for errors in names] == [False, False, True]


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"Retry": {}}, None),
        ({"Retry": 5}, "Retry must be an array of objects"),
        ({"Retry": [{}]}, "must have ErrorEquals"),
        ({"Retry": [{"ErrorEquals": ["E"], "MaxAttempts": -1}]}, "MaxAttempts must be a number of at least 0"),
        ({"Retry": [{"ErrorEquals": ["E"], "BackoffRate": 0.5}]}, "BackoffRate must be a number of at least 1"),
        ({"Retry": [{"ErrorEquals": ["E"], "JitterStrategy": "SOME"}]}, "must be NONE or FULL"),
        ({"Catch": [{"ErrorEquals": ["E"]}]}, "must have Next"),
        ({"Catch": [{"ErrorEquals": ["E"], "Next": "Onli"}]}, "Did you mean 'Only'?"),
        ({"Catch": [{"ErrorEquals": "E", "Next": "Only"}]}, "must have ErrorEquals"),
    ],
)
def test_a_wrong_entry_is_refused(fields: dict[str, Any], rule: str | None) -> None:
    if rule is None:
        assert run(task(**fields), tasks={"work": 1}).output == 1
        return
    with pytest.raises(DefinitionError) as refused:
        run(task(**fields), tasks={"work": 1})
    assert rule in str(refused.value)
