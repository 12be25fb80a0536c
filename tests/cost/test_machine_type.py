"""The type of state machine that an estimate is for."""

from __future__ import annotations

from typing import Any

import pytest

from aslant.cost import cost, machine_type
from aslant.errors import ArgsError
from tests.run.machines import machine

TOKEN = {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken", "Parameters": {}}
SYNC = {"Type": "Task", "Resource": "arn:aws:states:::glue:startJobRun.sync", "Parameters": {"JobName": "j"}}
ACTIVITY = {"Type": "Task", "Resource": "arn:aws:states:us-east-1:111122223333:activity:bake"}
SPREAD = {
    "Type": "Map",
    "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"}, **machine({"B": {}})},
}


@pytest.mark.parametrize(
    ("state", "why"),
    [
        (TOKEN, "state 'A': Express state machine does not support '.waitForTaskToken' service integration"),
        (SYNC, "state 'A': Express state machine does not support '.sync' service integration"),
        (ACTIVITY, "state 'A': Express state machine does not support Activity ARN"),
        (
            SPREAD,
            "state 'A': The field 'Mode' with value 'DISTRIBUTED' is not supported inside 'EXPRESS' state machines",
        ),
        (
            {"Type": "Wait", "Seconds": 301},
            "The shortest path through the workflow waits 301 seconds, but an execution may last 300",
        ),
    ],
)
def test_a_workflow_that_cannot_be_express_is_standard(state: dict[str, Any], why: str) -> None:
    definition = machine({"A": state})
    sentence = f"the type is STANDARD, because the workflow cannot be EXPRESS: {why}"
    assert machine_type(definition) == ("STANDARD", sentence)
    assert machine_type(definition, "STANDARD") == ("STANDARD", None)
    with pytest.raises(ArgsError) as refused:
        machine_type(definition, "EXPRESS")
    assert str(refused.value) == f"type must be STANDARD for this workflow, not 'EXPRESS': {why}. Leave the type out."
    found = cost(definition, 1)
    assert (found.options.type, found.options.level, found.notes[-1]) == ("STANDARD", "ERROR", sentence)


@pytest.mark.parametrize(
    "definition",
    [
        machine({"A": {}}),
        machine({"A": {"Type": "Task", "Resource": "${f}"}}),
        machine({"A": {"Type": "Wait", "Seconds": 10}}),
        machine({"A": {"Type": "Unknown"}}),
    ],
)
def test_other_workflows_are_express(definition: dict[str, Any]) -> None:
    sentence = "the type is EXPRESS, the component's default; STANDARD is priced differently"
    assert machine_type(definition) == ("EXPRESS", sentence)
    assert machine_type(definition, "EXPRESS") == ("EXPRESS", None)


def test_services_that_child_executions_call_are_noted_at_every_depth() -> None:
    send = {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "Parameters": {}}
    inner = {"Type": "Map", "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED"}, **machine({"S": send})}}
    outer = {"Type": "Map", "Iterator": {"ProcessorConfig": {"Mode": "DISTRIBUTED"}, **machine({"I": inner})}}
    from aslant.cost import Options

    found = cost(machine({"O": outer}), 1, Options(items=3))
    assert "the cost of other services is not included: sqs:sendMessage (9 an execution)" in found.notes
