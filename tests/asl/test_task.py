"""Tests for Task and the simple states: each field has its ASL name."""

from datetime import UTC, datetime
from typing import Any

import pytest

from aslant.asl import UNSET, Fail, Pass, State, StateMachine, Succeed, Task, Wait, context, this
from aslant.asl.integrations import aws_sdk, sqs, stepfunctions
from aslant.errors import DefinitionError
from functions.pineapple_check.handler import pineapple_check


def written(state: Any) -> dict[str, Any]:
    document: dict[str, Any] = StateMachine(state).to_dict()["States"]["A"]
    assert document.pop("End", True) is True
    return document


@pytest.mark.parametrize(
    ("resource", "document"),
    [
        (pineapple_check, "${pineapple_check}"),
        ("pineapple_check", "${pineapple_check}"),
        ("pay-order", "${pay-order}"),
        ("arn:aws:states:::lambda:invoke", "arn:aws:states:::lambda:invoke"),
        ("arn:${partition}:lambda:eu:1:function:f", "arn:${partition}:lambda:eu:1:function:f"),
    ],
)
def test_a_task_has_a_resource(resource: Any, document: str) -> None:
    task = Task("A", resource)
    assert written(task) == {"Type": "Task", "Resource": document}
    assert task.resource == document


@pytest.mark.parametrize(
    ("fields", "document"),
    [
        ({"input_path": this.order}, {"InputPath": "$.order"}),
        ({"output_path": "$.order"}, {"OutputPath": "$.order"}),
        ({"result_path": None}, {"ResultPath": None}),
        ({"parameters": {"a": this.b, "c": 1}}, {"Parameters": {"a.$": "$.b", "c": 1}}),
        ({"result_selector": {"a": this.Payload}}, {"ResultSelector": {"a.$": "$.Payload"}}),
        ({"assign": {"a": this.b}}, {"Assign": {"a.$": "$.b"}}),
        ({"timeout_seconds": 5}, {"TimeoutSeconds": 5}),
        ({"timeout_seconds_path": this.t}, {"TimeoutSecondsPath": "$.t"}),
        ({"heartbeat_seconds": 5}, {"HeartbeatSeconds": 5}),
        ({"heartbeat_seconds_path": context.Execution.Input.t}, {"HeartbeatSecondsPath": "$$.Execution.Input.t"}),
        ({"credentials": {"RoleArn": this.role}}, {"Credentials": {"RoleArn.$": "$.role"}}),
        (
            {"arguments": {"a": "{% $x %}"}, "output": "{% $y %}", "query_language": "JSONata"},
            {"Arguments": {"a": "{% $x %}"}, "Output": "{% $y %}", "QueryLanguage": "JSONata"},
        ),
    ],
)
def test_each_field_of_a_task_has_its_asl_name(fields: dict[str, Any], document: dict[str, Any]) -> None:
    task: Task[Any, Any] = Task("A", "work", **fields)
    assert written(task) == {"Type": "Task", "Resource": "${work}", **document}
    assert {name: getattr(task, name) for name in fields} == dict(zip(fields, document.values(), strict=True))


@pytest.mark.parametrize(
    ("state", "document"),
    [
        (Pass("A"), {"Type": "Pass"}),
        (Pass("A", result=None), {"Type": "Pass", "Result": None}),
        (
            Pass("A", result={"a": "$.not a path"}, result_path=this.b, assign={"c": 1}),
            {"Type": "Pass", "Result": {"a": "$.not a path"}, "ResultPath": "$.b", "Assign": {"c": 1}},
        ),
        (Pass("A", parameters={"a": this.b}), {"Type": "Pass", "Parameters": {"a.$": "$.b"}}),
        (Wait("A", seconds=5), {"Type": "Wait", "Seconds": 5}),
        (Wait("A", seconds_path=this.s), {"Type": "Wait", "SecondsPath": "$.s"}),
        (
            Wait("A", timestamp=datetime(2030, 1, 2, tzinfo=UTC)),
            {"Type": "Wait", "Timestamp": "2030-01-02T00:00:00Z"},
        ),
        (Wait("A", timestamp="2030-01-02T00:00:00Z"), {"Type": "Wait", "Timestamp": "2030-01-02T00:00:00Z"}),
        (Wait("A", timestamp_path=this.t), {"Type": "Wait", "TimestampPath": "$.t"}),
        (Succeed("A"), {"Type": "Succeed"}),
        (
            Succeed("A", input_path=this.a, output_path=None),
            {"Type": "Succeed", "InputPath": "$.a", "OutputPath": None},
        ),
        (Fail("A"), {"Type": "Fail"}),
        (Fail("A", error="E", cause="why"), {"Type": "Fail", "Error": "E", "Cause": "why"}),
        (
            Fail("A", error_path=this.e, cause_path="States.Format('no {}', $.c)"),
            {"Type": "Fail", "ErrorPath": "$.e", "CausePath": "States.Format('no {}', $.c)"},
        ),
    ],
)
def test_the_other_states_are_written_as_asl(state: State, document: dict[str, Any]) -> None:
    assert written(state) == document


def test_a_service_call_is_written_as_resource_and_arguments() -> None:
    task = Task("A", aws_sdk("s3", "getObject", Bucket="b", Key=this.key), timeout_seconds=5, result_path=this.object)
    assert written(task) == {
        "Type": "Task",
        "Resource": "arn:aws:states:::aws-sdk:s3:getObject",
        "Parameters": {"Bucket": "b", "Key.$": "$.key"},
        "TimeoutSeconds": 5,
        "ResultPath": "$.object",
    }
    assert list(written(task))[:3] == ["Type", "Resource", "Parameters"]
    assert (task.parameters, task.arguments) == ({"Bucket": "b", "Key.$": "$.key"}, UNSET)


@pytest.mark.parametrize(
    ("resource", "message"),
    [
        (
            sqs.send_message(queue_url="q", message_body="m").wait_for_task_token,
            "state 'A': wait_for_task_token of sqs:sendMessage was not called. Write .wait_for_task_token().",
        ),
        (
            stepfunctions.start_execution(state_machine_arn="m").sync,
            "state 'A': sync of states:startExecution was not called. Write .sync().",
        ),
        (sqs.send_message, "state 'A': send_message is a function that creates the call. Write send_message(…)."),
    ],
)
def test_a_function_that_makes_a_call_must_be_called(resource: Any, message: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        Task("A", resource)
    assert str(refused.value) == message


def test_fields_keep_the_order_of_the_arguments() -> None:
    assert list(written(Task("A", "work", result_path=None, comment="why", input_path=this.a))) == [
        "Type",
        "Resource",
        "ResultPath",
        "Comment",
        "InputPath",
    ]
