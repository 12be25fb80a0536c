"""The table of services: what each integration needs, a row per case."""

from typing import Any

import pytest

from aslant.errors import PermissionsError
from aslant.iam import Account, permissions

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
    return [(list(one.actions), list(one.resources)) for one in found]


@pytest.mark.parametrize(
    ("resource", "expected"),
    [
        (CHECK, [CHECK, f"{CHECK}:*"]),
        (f"{CHECK}:prod", [f"{CHECK}:prod"]),
        (f"{CHECK}:7", [f"{CHECK}:7"]),
        ("${check}", ["${check}", "${check}:*"]),
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
        (f"{CHECK[:-5]}*", {}, "would stand for more than one"),
        ("arn:aws:states:::lambda:invoke", {"FunctionName": "f", "Qualifier": "*"}, "would stand for more than one"),
        ("arn:aws:states:::lambda:invoke", {"FunctionName": "*"}, "would stand for more than one"),
        ("arn:aws:states:::lambda:invoke", {"FunctionName.$": "States.Format('arn:{}', $.a)"}, "no ARN of a function"),
        ("arn:aws:states:::states:startExecution", {"StateMachineArn": "*"}, "would stand for more than one"),
        ("arn:aws:states:::states:startExecution", {"StateMachineArn": "orders"}, "no ARN that says its service"),
        ("arn:aws:states:::sns:publish", {"TopicArn": "*"}, "would stand for more than one"),
        ("arn:aws:states:::sns:publish", {"TopicArn": "TOPIC"}, "no ARN that says its service"),
        ("arn:aws:states:::events:putEvents", {"Entries": [{"EventBusName": "{% 'arn:' & $b %}"}]}, "no ARN that says"),
    ],
)
def test_what_would_stand_for_more_than_its_resource_is_unknown(
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
                    (["states:StartExecution"], [f"{ORDERS}{version}"]),
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
