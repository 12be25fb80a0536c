"""The needs of integrations that take logic, a row per case."""

from typing import Any

import pytest

from aslant.errors import PermissionsError
from aslant.iam import Account, needs, permissions

HERE = Account("aws", "eu-west-1", "111122223333")
CHECK = "arn:aws:lambda:eu-west-1:111122223333:function:check"
ORDERS = "arn:aws:states:eu-west-1:111122223333:stateMachine:orders"
RULE = "arn:aws:events:eu-west-1:111122223333:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule"


def machine(**states: dict[str, Any]) -> dict[str, Any]:
    return {"StartAt": next(iter(states), ""), "States": states}


def task(resource: Any, **parameters: Any) -> dict[str, Any]:
    return {"Type": "Task", "Resource": resource, "Parameters": parameters, "End": True}


def rights(definition: dict[str, Any], **options: Any) -> list[tuple[list[str], list[Any]]]:
    found = permissions(definition, account=HERE, **options)
    return [(list(statement.actions), list(statement.resources)) for statement in found]


@pytest.mark.parametrize(
    ("resource", "expected"),
    [
        (CHECK, [CHECK, f"{CHECK}:*"]),
        (f"{CHECK}:prod", [f"{CHECK}:prod"]),
        (f"{CHECK}:7", [f"{CHECK}:7"]),
        ("${check}", ["${check}", "${check}:*"]),
        ("${check}:live", ["${check}:live"]),
        (
            "arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:check",
            [
                "arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:check",
                "arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:check:*",
            ],
        ),
    ],
)
def test_a_function_named_as_resource(resource: str, expected: list[str]) -> None:
    assert rights(machine(Check=task(resource))) == [(["lambda:InvokeFunction"], expected)]


@pytest.mark.parametrize("pattern", ["", ".waitForTaskToken"])
@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"FunctionName": "check"}, [CHECK, f"{CHECK}:*"]),
        ({"FunctionName": "check:prod"}, [f"{CHECK}:prod"]),
        ({"FunctionName": "check", "Qualifier": "prod"}, [f"{CHECK}:prod"]),
        ({"FunctionName": f"{CHECK}:prod", "Qualifier": "prod"}, [f"{CHECK}:prod"]),
        ({"FunctionName": "check", "Qualifier.$": "$.stage"}, [CHECK, f"{CHECK}:*"]),
        ({"FunctionName": CHECK}, [CHECK, f"{CHECK}:*"]),
        ({"FunctionName": "${check}"}, ["${check}", "${check}:*"]),
        (
            {"FunctionName": "444455556666:function:check"},
            [
                "arn:aws:lambda:eu-west-1:444455556666:function:check",
                "arn:aws:lambda:eu-west-1:444455556666:function:check:*",
            ],
        ),
    ],
)
def test_a_function_named_for_lambda_invoke(parameters: dict[str, str], pattern: str, expected: list[str]) -> None:
    definition = machine(Check=task(f"arn:aws:states:::lambda:invoke{pattern}", **parameters))
    assert rights(definition) == [(["lambda:InvokeFunction"], expected)]


@pytest.mark.parametrize(
    ("resource", "parameters", "what"),
    [
        (f"{CHECK[:-5]}*", {}, "would match more than one"),
        ("arn:aws:states:::lambda:invoke", {"FunctionName": "f", "Qualifier": "*"}, "would match more than one"),
        ("arn:aws:states:::lambda:invoke", {"FunctionName": "*"}, "would match more than one"),
        ("arn:aws:states:::lambda:invoke", {"FunctionName.$": "States.Format('arn:{}', $.a)"}, "chosen at run time"),
        ("arn:aws:states:::states:startExecution", {"StateMachineArn": "*"}, "would match more than one"),
        ("arn:aws:states:::states:startExecution", {"StateMachineArn": "orders"}, "not an ARN that names its service"),
        ("arn:aws:states:::sns:publish", {"TopicArn": "*"}, "would match more than one"),
        ("arn:aws:states:::sns:publish", {"TopicArn": "TOPIC"}, "not an ARN that names its service"),
        ("arn:aws:states:::events:putEvents", {"Entries": [{"EventBusName": "{% 'arn:' & $b %}"}]}, "at run time"),
    ],
)
def test_a_name_that_would_match_more_than_its_resource_is_unknown(
    resource: str, parameters: dict[str, Any], what: str
) -> None:
    with pytest.raises(PermissionsError, match=what):
        rights(machine(Go=task(resource, **parameters)))


@pytest.mark.parametrize(
    ("resource", "parameters", "expected"),
    [
        ("arn:aws:states:eu-west-1:111122223333:activity:bake", {}, []),
        ("states:startExecution", {"StateMachineArn": ORDERS}, [(["states:StartExecution"], [ORDERS])]),
        (
            "states:startExecution.waitForTaskToken",
            {"StateMachineArn": ORDERS},
            [(["states:StartExecution"], [ORDERS])],
        ),
        *(
            (
                f"states:startExecution.{sync}",
                {"StateMachineArn": f"{ORDERS}{version}"},
                [
                    (["events:DescribeRule", "events:PutRule", "events:PutTargets"], [RULE]),
                    (
                        ["states:DescribeExecution", "states:StopExecution"],
                        ["arn:aws:states:eu-west-1:111122223333:execution:orders:*"],
                    ),
                    (["states:StartExecution"], [ORDERS]),
                ],
            )
            for sync, version in (("sync", ""), ("sync:2", ""), ("sync:2", ":3"))
        ),
        (
            "sqs:sendMessage",
            {"QueueUrl": "https://sqs.us-east-2.amazonaws.com/444455556666/orders.fifo"},
            [(["sqs:SendMessage"], ["arn:aws:sqs:us-east-2:444455556666:orders.fifo"])],
        ),
        (
            "sqs:sendMessage",
            {"QueueUrl": "http://localhost:4566/111122223333/orders"},
            [(["sqs:SendMessage"], ["arn:aws:sqs:eu-west-1:111122223333:orders"])],
        ),
        (
            "sns:publish",
            {"TopicArn": "arn:aws:sns:eu-west-1:111122223333:orders"},
            [(["sns:Publish"], ["arn:aws:sns:eu-west-1:111122223333:orders"])],
        ),
        (
            "sns:publish",
            {"TargetArn": "arn:aws:sns:eu-west-1:111122223333:endpoint/x"},
            [(["sns:Publish"], ["arn:aws:sns:eu-west-1:111122223333:endpoint/x"])],
        ),
        *(
            (
                f"dynamodb:{action[0].lower()}{action[1:]}",
                {"TableName": name},
                [([f"dynamodb:{action}"], ["arn:aws:dynamodb:eu-west-1:111122223333:table/orders"])],
            )
            for action in ("GetItem", "PutItem", "UpdateItem", "DeleteItem")
            for name in ("orders", "arn:aws:dynamodb:eu-west-1:111122223333:table/orders")
        ),
        (
            "events:putEvents",
            {"Entries": [{"Source": "pizza"}, {"EventBusName": "shop"}]},
            [
                (
                    ["events:PutEvents"],
                    [
                        "arn:aws:events:eu-west-1:111122223333:event-bus/default",
                        "arn:aws:events:eu-west-1:111122223333:event-bus/shop",
                    ],
                )
            ],
        ),
    ],
)
def test_integrations_need_their_action_on_the_named_resource(
    resource: str, parameters: dict[str, Any], expected: list[tuple[list[str], list[str]]]
) -> None:
    arn = resource if resource.startswith("arn:") else f"arn:aws:states:::{resource}"
    assert rights(machine(Go=task(arn, **parameters))) == expected
    jsonata = {"QueryLanguage": "JSONata", **task(arn)}
    del jsonata["Parameters"]
    assert rights(machine(Go={**jsonata, "Arguments": parameters})) == expected


@pytest.mark.parametrize(
    ("resource", "action"),
    [
        ("states:startExecution", "states:StartExecution"),
        ("aws-sdk:sfn:startExecution", "states:StartExecution"),
        ("aws-sdk:sfn:startSyncExecution", "states:StartSyncExecution"),
    ],
)
@pytest.mark.parametrize(
    ("arn", "condition"),
    [
        (ORDERS, None),
        (f"{ORDERS}:3", {"ForAnyValue:StringEquals": {"states:StateMachineQualifier": ["3"]}}),
        (f"{ORDERS}:live", {"ForAnyValue:StringEquals": {"states:StateMachineQualifier": ["live"]}}),
        (f"{{% '{ORDERS}:v' & $n %}}", {"ForAnyValue:StringLike": {"states:StateMachineQualifier": ["v*"]}}),
    ],
)
def test_the_resource_for_a_version_is_the_machine(resource: str, action: str, arn: str, condition: Any) -> None:
    call = task(f"arn:aws:states:::{resource}", StateMachineArn=arn)
    (found,) = permissions(machine(Go=call), account=HERE)
    assert (found.actions, found.resources, found.condition) == ((action,), (ORDERS,), condition)


@pytest.mark.parametrize(
    ("resource", "arguments"),
    [
        ("bedrock:invokeModel", {"ModelId": "anthropic.c", "GuardrailIdentifier": "g1"}),
        (
            "aws-sdk:bedrockruntime:converse",
            {"ModelId": "anthropic.c", "GuardrailConfig": {"GuardrailIdentifier": "g1"}},
        ),
    ],
)
def test_a_guardrail_needs_a_separate_right(resource: str, arguments: dict[str, Any]) -> None:
    found = rights(machine(Go=task(f"arn:aws:states:::{resource}", **arguments)))
    assert (["bedrock:ApplyGuardrail"], ["arn:aws:bedrock:eu-west-1:111122223333:guardrail/g1"]) in found


def test_the_model_of_an_application_profile_has_a_condition() -> None:
    profile = "arn:aws:bedrock:eu-west-1:111122223333:application-inference-profile/p1"
    found = permissions(machine(Go=task("arn:aws:states:::bedrock:invokeModel", ModelId=profile)), account=HERE)
    assert [(statement.resources, statement.condition) for statement in found] == [
        ((profile,), None),
        (("arn:aws:bedrock:*::foundation-model/*",), {"StringLike": {"bedrock:InferenceProfileArn": profile}}),
    ]


@pytest.mark.parametrize(
    ("arguments", "tags"),
    [
        ({}, False),
        ({"EnableECSManagedTags": False}, False),
        ({"EnableECSManagedTags": True}, True),
        ({"PropagateTags": "TASK_DEFINITION"}, True),
        ({"Tags": [{"Key": "k", "Value": "v"}]}, True),
    ],
)
def test_tagging_an_ecs_task_needs_a_separate_right(arguments: dict[str, Any], tags: bool) -> None:
    roles = {"TaskRoleArn": "arn:aws:iam::111122223333:role/t", "ExecutionRoleArn": "arn:aws:iam::111122223333:role/e"}
    call = task("arn:aws:states:::ecs:runTask", TaskDefinition="oven:1", Overrides=roles, **arguments)
    assert any(actions == ["ecs:TagResource"] for actions, _ in rights(machine(Go=call))) is tags


CLUSTER = "arn:aws:ecs:eu-west-1:111122223333:cluster"


@pytest.mark.parametrize("action", ["ecs:runTask", "aws-sdk:ecs:runTask", "aws-sdk:ecs:startTask"])
@pytest.mark.parametrize(
    ("arguments", "condition"),
    [
        ({"Cluster": "shop"}, {"ArnEquals": {"ecs:cluster": f"{CLUSTER}/shop"}}),
        ({"Cluster": f"{CLUSTER}/shop"}, {"ArnEquals": {"ecs:cluster": f"{CLUSTER}/shop"}}),
        ({"Cluster": "${Cluster}"}, {"ArnEquals": {"ecs:cluster": f"{CLUSTER}/${{Cluster}}"}}),
        ({"Cluster.$": "States.Format('shop-{}', $.x)"}, {"ArnLike": {"ecs:cluster": f"{CLUSTER}/shop-*"}}),
        ({"Cluster.$": "$.cluster"}, None),
        ({}, None),
    ],
)
def test_a_task_of_ecs_runs_in_the_cluster_that_the_definition_names(
    action: str, arguments: dict[str, Any], condition: Any
) -> None:
    call = task(f"arn:aws:states:::{action}", TaskDefinition="oven:1", **arguments)
    found, _ = needs(machine(Go=call), account=HERE)
    [statement] = [statement for statement in found if statement.actions[0] in ("ecs:RunTask", "ecs:StartTask")]
    assert statement.condition == condition


def test_a_cluster_known_at_deployment_is_the_condition() -> None:
    later = object()
    call = task("arn:aws:states:::ecs:runTask", TaskDefinition="oven:1", Cluster=later)
    found, _ = needs(machine(Go=call), account=HERE)
    assert found[0].condition == {"ArnEquals": {"ecs:cluster": later}}


def test_a_text_message_has_no_topic() -> None:
    call = task("arn:aws:states:::sns:publish", PhoneNumber="+4930123456", Message="ready")
    assert rights(machine(Go=call)) == [(["sns:Publish"], ["*"])]


def test_a_sagemaker_name_is_also_in_lower_case() -> None:
    call = task("arn:aws:states:::aws-sdk:sagemakerruntime:invokeEndpoint", EndpointName="MyOven")
    arn = "arn:aws:sagemaker:eu-west-1:111122223333:endpoint"
    assert rights(machine(Go=call)) == [(["sagemaker:InvokeEndpoint"], [f"{arn}/MyOven", f"{arn}/myoven"])]
