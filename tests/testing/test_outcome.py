"""Expectations of an execution, and their failure messages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from unittest.mock import ANY

import pytest

from aslant.run import run, takes, trace
from aslant.testing import Outcome, UnexpectedExecution, answers, expect, fails
from tests.run.machines import machine
from workflows.pizza import pizza

MADE = run(pizza, {"flavour": "pepperoni"})
REFUSED = run(pizza, {"flavour": "hawaiian"})
LATE = run(machine({"Wait": {"Type": "Wait", "Seconds": 9}}, TimeoutSeconds=5), {})
NOTIFY = "arn:aws:states:::sns:publish"
ORDERS = machine(
    {
        "Pay": {"Type": "Task", "Resource": "${pay}", "Retry": [{"ErrorEquals": ["Busy"]}], "ResultPath": None},
        "Tell": {"Type": "Task", "Resource": NOTIFY, "Parameters": {"Message.$": "$.id"}},
    }
)
PAID = run(ORDERS, {"id": "x"}, tasks={"pay": answers(fails("Busy"), 1), "Tell": takes(5, {"MessageId": "1"})})


def test_expectations_are_chained() -> None:
    outcome = expect(MADE)
    assert (
        outcome.succeeded()
        .succeeded_with({"containsPineapple": False})
        .succeeded_with({"containsPineapple": ANY})
        .visited("Order Pizza Job", "Lets make your pizza")
        .visited_exactly("Order Pizza Job", "With Pineapple?", "Lets make your pizza")
        .never_visited("Sorry, We Dont add Pineapple")
        .took(0)
        .called("Order Pizza Job", times=1, with_arguments="pepperoni")
        is outcome
    )
    expect(REFUSED).failed().failed_with("Failed To Make Pizza").failed_with(ANY, "They asked for Pineapple")
    expect(LATE).timed_out().took(5)
    expect(PAID).succeeded().took(6).took(at_least=6, at_most=6)


def test_calls_are_counted_by_state_by_resource_and_by_action() -> None:
    expect(PAID).called("Pay").called("Pay", times=2).called("${pay}", times=2, with_arguments={"id": "x"})
    expect(PAID).called("Tell", with_arguments={"Message": "x"}).called(NOTIFY, times=1).called("sns:publish")
    expect(MADE).never_called("sns:publish")


def test_an_outcome_has_the_attributes_of_its_execution() -> None:
    outcome = expect(REFUSED)
    assert (outcome.status, outcome.output) == ("FAILED", None)
    assert (outcome.error, outcome.cause) == ("Failed To Make Pizza", "They asked for Pineapple")
    assert outcome.way == REFUSED.visited
    assert expect(PAID).seconds == 6
    assert outcome.execution is REFUSED
    assert expect(outcome) is outcome
    assert repr(outcome) == f"Outcome({REFUSED!r})"


Expectation = Callable[[Outcome], Any]


@pytest.mark.parametrize(
    ("execution", "expectation", "message"),
    [
        (
            REFUSED,
            lambda outcome: outcome.succeeded(),
            "the execution should have succeeded, but it failed with Failed To Make Pizza: They asked for Pineapple",
        ),
        (
            LATE,
            lambda outcome: outcome.succeeded_with({}),
            "the execution should have succeeded, but it timed out after 5 s",
        ),
        (
            MADE,
            lambda outcome: outcome.succeeded_with({"containsPineapple": True, "cheese": 1}),
            "the output differs from the expected one\n"
            "  /cheese: missing, expected 1\n"
            "  /containsPineapple: false, expected true",
        ),
        (
            MADE,
            lambda outcome: outcome.failed_with("E"),
            "the execution should have failed with 'E', but it succeeded with {\"containsPineapple\":false}",
        ),
        (
            MADE,
            lambda outcome: outcome.failed(),
            'the execution should have failed, but it succeeded with {"containsPineapple":false}',
        ),
        (
            REFUSED,
            lambda outcome: outcome.failed_with("Other"),
            "the execution failed with 'Failed To Make Pizza', expected 'Other'",
        ),
        (
            REFUSED,
            lambda outcome: outcome.failed_with("Failed To Make Pizza", "cheese"),
            "the cause differs from the expected one\n  got      'They asked for Pineapple'\n  expected 'cheese'",
        ),
        (
            MADE,
            lambda outcome: outcome.timed_out(),
            'the execution should have timed out, but it succeeded with {"containsPineapple":false}',
        ),
        (
            REFUSED,
            lambda outcome: outcome.visited("Lets make your pizza"),
            "state 'Lets make your pizza' was not visited\n"
            "  states visited: Order Pizza Job → With Pineapple? → Sorry, We Dont add Pineapple",
        ),
        (
            MADE,
            lambda outcome: outcome.visited("With Pineapple?", "Order Pizza Job"),
            "state 'Order Pizza Job' was not visited after 'With Pineapple?'\n"
            "  states visited: Order Pizza Job → With Pineapple? → Lets make your pizza",
        ),
        (MADE, lambda outcome: outcome.visited("Order"), "state 'Order' does not exist"),
        (
            MADE,
            lambda outcome: outcome.never_visited("Lets make a pizza"),
            "state 'Lets make a pizza' does not exist. Did you mean 'Lets make your pizza'?",
        ),
        (
            MADE,
            lambda outcome: outcome.never_visited("With Pineapple?"),
            "state 'With Pineapple?' was visited\n"
            "  states visited: Order Pizza Job → With Pineapple? → Lets make your pizza",
        ),
        (
            MADE,
            lambda outcome: outcome.visited_exactly("With Pineapple?"),
            "the states visited differ from the expected ones\n"
            "  got      Order Pizza Job → With Pineapple? → Lets make your pizza\n"
            "  expected With Pineapple?",
        ),
        (PAID, lambda outcome: outcome.took(7), "the execution took 6 s, expected 7 s"),
        (PAID, lambda outcome: outcome.took(at_least=7), "the execution took 6 s, expected at least 7 s"),
        (PAID, lambda outcome: outcome.took(at_most=5), "the execution took 6 s, expected at most 5 s"),
        (PAID, lambda outcome: outcome.called("Pay", times=1), "'Pay' was called 2 times, expected once"),
        (PAID, lambda outcome: outcome.never_called("Tell"), "'Tell' was called once, expected never"),
        (PAID, lambda outcome: outcome.called("Tel"), "'Tel' was not called. Did you mean 'Tell'?"),
        (REFUSED, lambda outcome: outcome.called("With Pineapple?"), "'With Pineapple?' was not called"),
        (
            PAID,
            lambda outcome: outcome.called("Tell", with_arguments={"Message": "y"}),
            '\'Tell\' was not called with the expected arguments\n  /Message: "x", expected "y"',
        ),
        (
            PAID,
            lambda outcome: outcome.called("Pay", with_arguments=1),
            '\'Pay\' was not called with the expected arguments\n  call 1: {"id":"x"}\n  call 2: {"id":"x"}',
        ),
    ],
)
def test_a_failure_message_ends_with_the_trace(execution: Any, expectation: Expectation, message: str) -> None:
    with pytest.raises(UnexpectedExecution) as caught:
        expectation(expect(execution))
    message_part, _, trace_part = str(caught.value).partition("\n\n")
    assert message_part == message
    assert trace_part == trace(execution)
    assert caught.value.execution is execution
    assert isinstance(caught.value, AssertionError)
