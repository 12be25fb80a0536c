"""Doubles that remember their calls."""

from __future__ import annotations

from typing import Any

import pytest

from aslant.errors import RunError
from aslant.run import Execution, TaskCall, run, takes
from aslant.testing import Double, answers, fails, raises, spy
from tests.run.machines import INVOKE, only, task

RETRIED = task(Retry=[{"ErrorEquals": ["States.ALL"], "MaxAttempts": 3}])


def play(double: Any, definition: Any = RETRIED, input: Any = None) -> Execution:
    return run(definition, input, tasks={"work": double})


def test_a_spy_plays_as_another_double_and_remembers_what_it_was_given() -> None:
    pay = spy({"paid": True})
    assert not pay.called
    assert play(pay, input={"a": 1}).output == {"paid": True}
    assert pay.calls == [{"a": 1}]
    assert pay.called
    assert repr(pay) == "Double(calls=[{'a': 1}])"
    assert play(spy(lambda event: event + 1), input=1).output == 2
    assert play(spy(lambda event, context: context.function_name), input=1).output == "work"
    assert play(spy(), input=1).output is None


def test_what_a_double_was_given_stays_as_it_was() -> None:
    def changes(event: dict[str, Any]) -> None:
        event["a"] = 2

    double = spy(changes)
    play(double, input={"a": 1})
    assert double.calls == [{"a": 1}]


def test_contexts_stand_beside_the_calls() -> None:
    double = spy()
    play(double)
    assert [context.function_name for context in double.contexts] == ["work"]


def test_answers_are_given_one_for_each_call() -> None:
    double = answers(fails("Busy"), raises(ValueError("no")), {"paid": True})
    assert play(double).output == {"paid": True}
    assert len(double.calls) == 3


def test_an_answer_too_few_is_no_failure_of_the_task() -> None:
    with pytest.raises(RunError) as caught:
        play(answers(fails("Busy")))
    assert str(caught.value) == (
        "a double with 1 answer was called 2 times; give it an answer for each call, or repeat_last=True"
    )
    with pytest.raises(RunError, match="a double with 2 answers was called 3 times"):
        play(answers(fails("Busy"), fails("Busy")))


def test_the_last_answer_may_be_repeated() -> None:
    double = answers({"paid": False}, {"paid": True}, repeat_last=True)
    assert [play(double).output["paid"] for _ in range(4)] == [False, True, True, True]


def test_no_answers_are_refused() -> None:
    with pytest.raises(RunError, match="answers\\(\\) needs at least one answer"):
        answers()


def test_an_answer_may_take_time() -> None:
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


def test_a_double_may_play_every_task() -> None:
    double = Double(lambda call, context: call.state)
    assert run(task(), 1, tasks=double).output == "Only"
    [call] = double.calls
    assert isinstance(call, TaskCall)
    assert call.arguments == 1
