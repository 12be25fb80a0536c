"""The pizza workflow: its definition, and the way that every order takes."""

from __future__ import annotations

from typing import Any

import pytest

from aslant.run import run
from workflows.pizza import pizza

MADE = ["Order Pizza Job", "With Pineapple?", "Lets make your pizza"]
REFUSED = ["Order Pizza Job", "With Pineapple?", "Sorry, We Dont add Pineapple"]


def test_the_definition_is_the_pattern() -> None:
    assert pizza.to_dict() == {
        "TimeoutSeconds": 300,
        "StartAt": "Order Pizza Job",
        "States": {
            "Order Pizza Job": {
                "Type": "Task",
                "Resource": "${pineapple_check}",
                "InputPath": "$.flavour",
                "ResultPath": "$.pineappleAnalysis",
                "Next": "With Pineapple?",
            },
            "With Pineapple?": {
                "Type": "Choice",
                "Choices": [
                    {
                        "Variable": "$.pineappleAnalysis.containsPineapple",
                        "BooleanEquals": True,
                        "Next": "Sorry, We Dont add Pineapple",
                    }
                ],
                "Default": "Lets make your pizza",
            },
            "Sorry, We Dont add Pineapple": {
                "Type": "Fail",
                "Error": "Failed To Make Pizza",
                "Cause": "They asked for Pineapple",
            },
            "Lets make your pizza": {"Type": "Succeed", "OutputPath": "$.pineappleAnalysis"},
        },
    }


@pytest.mark.parametrize("flavour", ["pepperoni", "margherita", ""])
def test_an_order_without_pineapple_is_made(flavour: str) -> None:
    execution = run(pizza, {"flavour": flavour})
    assert (execution.status, execution.output) == ("SUCCEEDED", {"containsPineapple": False})
    assert execution.visited == MADE


@pytest.mark.parametrize("flavour", ["pineapple", "hawaiian"])
def test_an_order_with_pineapple_is_refused(flavour: str) -> None:
    execution = run(pizza, {"flavour": flavour})
    assert (execution.status, execution.output) == ("FAILED", None)
    assert (execution.error, execution.cause) == ("Failed To Make Pizza", "They asked for Pineapple")
    assert execution.visited == REFUSED


@pytest.mark.parametrize("order", [{}, [], None, {"flavor": "pepperoni"}, "pepperoni"])
def test_an_order_without_a_flavour_fails_before_the_function_is_called(order: Any) -> None:
    execution = run(pizza, order)
    assert (execution.status, execution.error) == ("FAILED", "States.Runtime")
    assert [event["type"] for event in execution.history] == ["ExecutionStarted", "TaskStateEntered", "ExecutionFailed"]


def test_a_flavour_that_is_no_text_is_the_functions_failure() -> None:
    execution = run(pizza, {"flavour": 42})
    assert (execution.status, execution.error) == ("FAILED", "TypeError")
    assert "flavour must be a string such as 'pepperoni', not int" in (execution.cause or "")
