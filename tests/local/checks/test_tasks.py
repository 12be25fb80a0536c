from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from aslant.errors import LocalError
from aslant.local.checks.tasks import check_mocks, task_notes
from aslant.local.mocks import Mocks
from aslant.local.nicknames import nicknames_of
from aslant.provider.registry import Registry
from tests.test_walk import DEPLOYABLE, each, names_in

Load = Callable[..., Registry]

ELSEWHERE = "arn:aws:lambda:us-east-1:123456789012:function:elsewhere"
JOBS = """
import json
import pulumi_aws as aws

trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}
role = aws.iam.Role("role", assume_role_policy=json.dumps({"Statement": [trust]}))
check = aws.lambda_.Function("check", name="check", role=role.arn, runtime="python3.13", handler="handler.handle")
FIRST = {"Type": "Task", "Resource": %r, "Parameters": %r, "Next": "Each"}
PARAMETERS = {"TaskDefinition": "t"}
RUN = {"Type": "Task", "Resource": "arn:aws:states:::ecs:runTask.sync", "Parameters": PARAMETERS, "End": True}
EACH = {
    "Type": "Map",
    "ItemReader": {"Resource": "arn:aws:states:::s3:getObject", "Parameters": {"Bucket": "b", "Key": "k"}},
    "ItemProcessor": {
        "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
        "StartAt": "Run",
        "States": {"Run": RUN},
    },
    "End": True,
}
definition = {"StartAt": "First", "States": {"First": FIRST, "Each": EACH}}
aws.sfn.StateMachine("jobs", role_arn=role.arn, type="STANDARD", definition=json.dumps(definition))
"""
INVOKE = "arn:aws:states:::lambda:invoke"
SHOP = """
import json
import pulumi
import pulumi_aws as aws

shop = pulumi.ComponentResource("x:y:Shop", "shop")
inside = pulumi.ResourceOptions(parent=shop)
trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}
role = aws.iam.Role("role", assume_role_policy=json.dumps({"Statement": [trust]}))
runs = {"role": role.arn, "runtime": "python3.13", "handler": "handler.handle"}
check = aws.lambda_.Function("shop-check", name="shop-check-1a2b3c4", **runs, opts=inside)
parameters = {"FunctionName": "shop-check-1a2b3c4"}
task = {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": parameters, "End": True}
definition = {"StartAt": "Check", "States": {"Check": task}}
aws.sfn.StateMachine("jobs", role_arn=role.arn, definition=json.dumps(definition))
"""


def jobs(resource: str = ELSEWHERE, parameters: dict[str, Any] | None = None) -> str:
    return JOBS % (resource, parameters or {})


@pytest.mark.parametrize(
    "name",
    [
        "First",
        ELSEWHERE,
        "elsewhere",
        "Run",
        "ecs:runTask.sync",
        "arn:aws:states:::ecs:runTask.sync",
        "Each",
        "s3:getObject",
    ],
)
def test_a_mock_is_named_after_a_state_or_its_resource(load_program: Load, name: str) -> None:
    check_mocks(Mocks({name: {"Return": 1}}), load_program(jobs()))


@pytest.mark.parametrize("name", ["shop-check-1a2b3c4", "shop-check", "check", INVOKE, "lambda:invoke"])
def test_a_mock_can_have_any_name_of_a_function(load_program: Load, name: str) -> None:
    registry = load_program(SHOP)
    check_mocks(Mocks({name: {"Return": 1}}, nicknames_of(registry)), registry)


def test_any_mock_is_accepted_if_the_function_is_chosen_at_run_time(load_program: Load) -> None:
    check_mocks(Mocks({"anybody": {"Return": 1}}), load_program(jobs(INVOKE, {"FunctionName.$": "$.name"})))


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("Frist", "'Frist' is not the name of a task in this program's state machines. Did you mean 'First'?"),
        ("ecs:runTask", "'ecs:runTask' is not the name .*. Did you mean 'ecs:runTask.sync'?"),
        ("check", r"'check' is not the name .*\. The names are: 'First', "),
        (
            "zzzz",
            f"'zzzz' is not the name of a task in .* state machines. The names are: 'First', '{ELSEWHERE}', 'e",
        ),
    ],
)
def test_a_mock_for_no_task_is_refused(load_program: Load, name: str, message: str) -> None:
    with pytest.raises(LocalError, match=f"^aslant:mocks: {message}"):
        check_mocks(Mocks({name: {"Return": 1}}), load_program(jobs()))


def test_a_mock_of_a_program_without_machines_is_refused(load_program: Load) -> None:
    with pytest.raises(LocalError, match=r"'Check' is not the name of a task in .* machines, which have no tasks\.$"):
        check_mocks(Mocks({"Check": {"Return": 1}}), load_program(""))


@pytest.mark.parametrize(
    ("resource", "parameters", "called"),
    [
        (ELSEWHERE, {}, ELSEWHERE),
        (f"{ELSEWHERE}:live", {}, f"{ELSEWHERE}:live"),
        (INVOKE, {"FunctionName": ELSEWHERE}, ELSEWHERE),
        (INVOKE, {"FunctionName": "elsewhere"}, "elsewhere"),
        (INVOKE, {"FunctionName": ELSEWHERE.replace("us-east-1:", "eu-west-1:")}, "arn:aws:lambda:eu-west-1:"),
        (ELSEWHERE.replace("123456789012:function:elsewhere", "111122223333:function:check"), {}, "arn:aws:lambda:us"),
    ],
)
def test_a_function_that_the_program_does_not_create_is_noted(
    load_program: Load, resource: str, parameters: dict[str, Any], called: str
) -> None:
    registry = load_program(jobs(resource, parameters))
    (note,) = task_notes(Mocks({}), registry)
    assert f": state 'First' calls {called}" in note
    assert note.endswith(
        ', which this program does not create. Mock it with aslant:mocks in the stack\'s file: {"First": '
        '{"Return": ...}}.'
    )
    assert list(task_notes(Mocks({"First": {"Return": 1}}), registry)) == []


@pytest.mark.parametrize(
    ("resource", "parameters"),
    [
        (ELSEWHERE.replace("elsewhere", "check"), {}),
        (ELSEWHERE.replace("elsewhere", "check:live"), {}),
        (INVOKE, {"FunctionName": "check"}),
        (INVOKE, {"FunctionName.$": "$.function"}),
        ("arn:aws:states:::sqs:sendMessage", {"QueueUrl": "q", "MessageBody": "m"}),
    ],
)
def test_a_registered_or_dynamic_function_is_not_noted(
    load_program: Load, resource: str, parameters: dict[str, Any]
) -> None:
    assert list(task_notes(Mocks({}), load_program(jobs(resource, parameters)))) == []


@pytest.mark.parametrize(("fields", "apart"), DEPLOYABLE)
def test_the_states_of_every_kind_of_map_can_be_mocked(load_program: Load, fields: dict[str, Any], apart: bool) -> None:
    registry = load_program(
        "import json\nimport pulumi_aws as aws\n"
        'aws.sfn.StateMachine("m", role_arn="arn:aws:iam::111122223333:role/r", type="STANDARD", '
        f"definition=json.dumps({each(fields)!r}))\n"
    )
    mocked = [*names_in(fields), *["Each"] * bool({"ItemReader", "ResultWriter"} & fields.keys())]
    check_mocks(Mocks({name: {"Return": 1} for name in mocked}), registry)
    with pytest.raises(LocalError, match="'Nobody' is not the name of a task"):
        check_mocks(Mocks({"Nobody": {"Return": 1}}), registry)
