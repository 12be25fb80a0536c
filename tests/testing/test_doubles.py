"""Mocks that record their calls."""

from __future__ import annotations

from typing import Any

import pytest

from aslant.errors import RunError
from aslant.run import Execution, TaskCall, run, takes
from aslant.testing import Double, answers, fails, raises, spy
from tests.run.machines import INVOKE, only, task

RETRIED = task(Retry=[{"ErrorEquals": ["States.ALL"], "MaxAttempts": 3}])


def play(mock: Any, definition: Any = RETRIED, input: Any = None) -> Execution:
    return run(definition, input, tasks={"work": mock})


def test_a_spy_acts_like_another_mock_and_records_its_calls() -> None:
    pay = spy({"paid": True})
    assert not pay.called
    assert play(pay, input={"a": 1}).output == {"paid": True}
    assert pay.calls == [{"a": 1}]
    assert pay.called
    assert repr(pay) == "Double(calls=[{'a': 1}])"
    assert play(spy(lambda event: event + 1), input=1).output == 2
    assert play(spy(lambda event, context: context.function_name), input=1).output == "work"
    assert play(spy(), input=1).output is None


def test_recorded_arguments_do_not_change() -> None:
    def changes(event: dict[str, Any]) -> None:
        event["a"] = 2

    mock = spy(changes)
    play(mock, input={"a": 1})
    assert mock.calls == [{"a": 1}]


def test_contexts_are_recorded_with_the_calls() -> None:
    mock = spy()
    play(mock)
    assert [context.function_name for context in mock.contexts] == ["work"]


def test_answers_has_one_result_for_each_call() -> None:
    mock = answers(fails("Busy"), raises(ValueError("no")), {"paid": True})
    assert play(mock).output == {"paid": True}
    assert len(mock.calls) == 3


def test_a_call_without_a_result_does_not_fail_the_task() -> None:
    with pytest.raises(RunError) as caught:
        play(answers(fails("Busy")))
    assert str(caught.value) == (
        "a mock with 1 result was called 2 times. Pass a result for each call, or repeat_last=True."
    )
    with pytest.raises(RunError, match="a mock with 2 results was called 3 times"):
        play(answers(fails("Busy"), fails("Busy")))


def test_the_last_result_may_be_repeated() -> None:
    mock = answers({"paid": False}, {"paid": True}, repeat_last=True)
    assert [play(mock).output["paid"] for _ in range(4)] == [False, True, True, True]


def test_answers_without_results_is_refused() -> None:
    with pytest.raises(RunError, match="answers\\(\\) needs at least one result"):
        answers()


def test_a_result_may_take_time() -> None:
    execution = play(answers(takes(5, fails("Busy")), takes(7, 1)))
    assert (execution.output, execution.duration) == (1, 13)


@pytest.mark.parametrize("definition", [task(), only("Task", Resource=INVOKE, Parameters={"FunctionName": "work"})])
def test_an_error_has_its_name_and_cause(definition: Any) -> None:
    execution = play(fails("Pay.Declined", "no money"), definition)
    assert (execution.error, execution.cause) == ("Pay.Declined", "no money")
    assert play(fails("E"), definition).error == "E"


@pytest.mark.parametrize("exception", [KeyError("x"), KeyError])
def test_an_exception_is_reported_as_lambda_does(exception: Any) -> None:
    execution = play(raises(exception), task())
    assert execution.error == "KeyError"
    assert '"errorType"' in (execution.cause or "")


def test_a_mock_may_handle_every_task() -> None:
    mock = Double(lambda call, context: call.state)
    assert run(task(), 1, tasks=mock).output == "Only"
    [call] = mock.calls
    assert isinstance(call, TaskCall)
    assert call.arguments == 1
