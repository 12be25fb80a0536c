"""Generated inputs for whole workflows."""

from __future__ import annotations

from typing import Any, Literal, TypedDict

import pytest
from hypothesis import given, settings

from aslant.asl import StateMachine, Succeed
from aslant.errors import DefinitionError
from aslant.run import run
from aslant.testing import inputs_for
from tests.run.machines import machine
from workflows.pizza import pizza

SETTINGS = settings(max_examples=60, database=None, deadline=None, derandomize=True)
CHOICE = machine(
    {
        "Which?": {
            "Type": "Choice",
            "Choices": [
                {
                    "And": [
                        {"Variable": "$.order.total", "NumericGreaterThan": 100},
                        {"Variable": "$.order.tier", "StringEquals": "gold"},
                    ],
                    "Next": "Gold",
                },
                {"Variable": "$.coupon", "IsPresent": True, "Next": "Coupon"},
                {"Variable": "$.order.late", "BooleanEquals": True, "Next": "Late"},
            ],
            "Default": "Plain",
        },
        **{name: {"Type": "Succeed"} for name in ("Gold", "Coupon", "Late", "Plain")},
    }
)


def final_states(definition: Any) -> set[str]:
    found: set[str] = set()

    @SETTINGS
    @given(inputs_for(definition))
    def look(input: Any) -> None:
        execution = run(definition, input)
        assert execution.error not in ("States.Runtime", "TypeError")
        found.add(execution.visited[-1])

    look()
    return found


def test_an_input_has_the_members_that_handlers_read() -> None:
    assert "Lets make your pizza" in final_states(pizza)


def test_every_branch_is_taken() -> None:
    assert final_states(CHOICE) == {"Gold", "Coupon", "Late", "Plain"}


def test_a_workflow_that_reads_nothing_gets_an_empty_object() -> None:
    assert final_states(machine({"A": {}})) == {"A"}


def test_a_workflow_that_cannot_be_run_is_refused() -> None:
    with pytest.raises(DefinitionError):
        inputs_for({"StartAt": "A", "States": {}})


class Order(TypedDict):
    flavour: Literal["margherita", "pepperoni"]


@given(inputs_for(StateMachine(Succeed("Done"), input_type=Order)))
@settings(max_examples=20)
def test_a_workflow_with_an_input_type_gets_values_of_it(value: Any) -> None:
    assert value in ({"flavour": "margherita"}, {"flavour": "pepperoni"})
