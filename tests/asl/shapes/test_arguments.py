"""Data that does not fit the arguments of a service."""

from typing import Any, Literal, TypedDict

import pytest

from aslant.asl import StateMachine, Task, check, intrinsics, this
from aslant.asl import jsonata as j
from aslant.asl.integration import Integration
from aslant.asl.integrations import aws_sdk, dynamodb, ecs, sqs


class Order(TypedDict):
    id: str
    count: int
    paid: bool
    lines: list[str]
    kind: Literal["FARGAT", "EC"]
    launch: Literal["EC2", "FARGATE"]
    network: dict[str, Any]


def found(call: Integration) -> list[str]:
    return [
        f"{finding.severity} {finding.message}"
        for finding in check(StateMachine(Task("A", call), input_type=Order))
        if "MISMATCH" in finding.code
    ]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            sqs.send_message(queue_url="q", message_body="m", delay_seconds=this.lines),
            "ERROR DelaySeconds must be a number, not an array",
        ),
        (
            sqs.send_message(queue_url="q", message_body="m", delay_seconds=this.id),
            "ERROR DelaySeconds must be a number, not a string",
        ),
        (
            ecs.run_task(task_definition="t", overrides=this.id),
            "ERROR Overrides must be an object, not a string",
        ),
        (
            ecs.run_task(task_definition="t", network_configuration={"AwsvpcConfiguration": {"Subnets": this.id}}),
            "ERROR NetworkConfiguration.AwsvpcConfiguration.Subnets must be an array, not a string",
        ),
        (
            ecs.run_task(task_definition="t", launch_type=this.kind),
            'ERROR LaunchType must be one of EC2, FARGATE, EXTERNAL, MANAGED_INSTANCES, not "EC" | "FARGAT"',
        ),
        (
            aws_sdk("dynamodb", "listTables", Limit=this.paid),
            "ERROR Limit must be a number, not a boolean",
        ),
        (
            dynamodb.get_item(table_name="t", key=this.lines),
            "ERROR Key must be an object, not an array",
        ),
    ],
)
def test_data_of_another_type_is_found(call: Integration, message: str) -> None:
    assert found(call) == [message]


@pytest.mark.parametrize(
    "call",
    [
        sqs.send_message(queue_url=this.id, message_body=this.lines, delay_seconds=this.count),
        sqs.send_message(queue_url=this.id, message_body=this, delay_seconds=intrinsics.math_add(this.count, 1)),
        ecs.run_task(task_definition=this.id, launch_type=this.launch, network_configuration=this.network),
        ecs.run_task(
            task_definition=this.count, network_configuration={"AwsvpcConfiguration": {"Subnets": this.lines}}
        ),
        aws_sdk("ec2", "describeInstances", InstanceIds=intrinsics.array(this.id), DryRun=this.paid),
        aws_sdk("ec2", "bakeBread", InstanceIds=this.id),
    ],
)
def test_data_that_step_functions_converts_is_accepted(call: Integration) -> None:
    assert found(call) == []


def test_expressions_are_followed_as_well() -> None:
    order = j.states.input
    calls = [
        sqs.send_message(queue_url=order.id, message_body=order.lines, delay_seconds=order.id),
        ecs.run_task(task_definition=order.id, count=order.count, overrides={"Cpu": order.count, "Memory": order.id}),
        ecs.run_task(task_definition="t", network_configuration={"AwsvpcConfiguration": {"Subnets": order.id}}),
    ]
    findings = [
        finding.pointer
        for call in calls
        for finding in check(StateMachine(Task("A", call), input_type=Order, query_language="JSONata"))
    ]
    arguments = "/States/A/Arguments"
    assert findings == [
        f"{arguments}/DelaySeconds",
        f"{arguments}/NetworkConfiguration/AwsvpcConfiguration/Subnets",
    ]


def test_the_place_is_that_of_the_argument() -> None:
    call = ecs.run_task(task_definition="t", network_configuration={"AwsvpcConfiguration": {"Subnets": this.id}})
    [finding] = check(StateMachine(Task("A", call), input_type=Order))
    assert finding.pointer == "/States/A/Parameters/NetworkConfiguration/AwsvpcConfiguration/Subnets.$"


def test_the_result_of_a_service_is_followed() -> None:
    read = Task("Read", dynamodb.get_item(table_name="t", key={"id": {"S": this.id}}), result_path=this.read)
    flow = read >> Task("Write", sqs.send_message(queue_url="q", message_body=this.read.Itm))
    [finding] = check(StateMachine(flow, input_type=Order))
    assert finding.message == "The path $.read.Itm does not exist: 'Itm' is not a member of the result of state 'Read'"
    assert finding.repair == "Did you mean 'Item'?"
