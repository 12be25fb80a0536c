"""The resource of a task."""

from __future__ import annotations

from typing import Any

import pytest

from aslant.asl.checking import MachineType
from aslant.asl.checking.resources import resource_facts
from tests.asl.checking.machines import FUNCTION, a, alone, finding_lines, machine

AWS = "arn:aws:states:::"
ACTIVITY = "arn:aws:states:us-east-1:123456789012:activity:work"
QUEUE = {"QueueUrl": "https://sqs.us-east-1.amazonaws.com/123456789012/q", "MessageBody": "b"}


def task(resource: Any, **fields: Any) -> dict[str, Any]:
    return alone("Task", Resource=resource, **fields)


RESOURCE: list[tuple[dict[str, Any], list[str]]] = [
    (
        task("pay"),
        [
            (
                "/States/A/Resource: Value is not a valid resource ARN | Write an ARN, or a symbolic name "
                "such as ${pineapple_check}."
            )
        ],
    ),
    (
        task(""),
        [
            (
                "/States/A/Resource: Value is not a valid resource ARN | Write an ARN, or a symbolic name "
                "such as ${pineapple_check}."
            )
        ],
    ),
    (task(5), ["/States/A/Resource: Expected value of type [STRING] | Write an ARN, not 5."]),
    (
        task(f"{FUNCTION}:a b"),
        [
            (
                "/States/A/Resource: Value is not a valid resource ARN | Use only letters, digits, - and _ "
                "in a version or alias."
            )
        ],
    ),
    (
        task(f"{AWS}lambda:invoke.sync", Parameters={"FunctionName": "f"}),
        [
            (
                "/States/A/Resource: The resource provided arn:aws:states:::lambda:invoke.sync is not "
                "recognized. The value is not a valid resource ARN, or the resource is not available in "
                "this region. | lambda:invoke supports .waitForTaskToken."
            )
        ],
    ),
    (
        task(f"{AWS}dynamodb:query", Parameters={}),
        [
            (
                "/States/A/Resource: The resource provided arn:aws:states:::dynamodb:query is not "
                "recognized. The value is not a valid resource ARN, or the resource is not available in "
                "this region. | Did you mean 'dynamodb:putItem'?"
            )
        ],
    ),
    (
        task(f"{AWS}sqs:sendMesage", Parameters={}),
        [
            (
                "/States/A/Resource: The resource provided arn:aws:states:::sqs:sendMesage is not "
                "recognized. The value is not a valid resource ARN, or the resource is not available in "
                "this region. | Did you mean 'sqs:sendMessage'?"
            )
        ],
    ),
    (
        task(f"{AWS}glue:startJobRun.sync:2", Parameters={"JobName": "j"}),
        [
            (
                "/States/A/Resource: The resource provided arn:aws:states:::glue:startJobRun.sync:2 is not "
                "recognized. The value is not a valid resource ARN, or the resource is not available in "
                "this region. | glue:startJobRun supports .sync."
            )
        ],
    ),
    (
        task(f"{AWS}aws-sdk:s3:getObject.sync", Parameters={}),
        [
            (
                "/States/A/Resource: The resource provided arn:aws:states:::aws-sdk:s3:getObject.sync is "
                "not recognized. The value is not a valid resource ARN, or the resource is not available "
                "in this region. | Write it as aws-sdk:service:action, such as aws-sdk:s3:getObject."
            )
        ],
    ),
    (
        task(f"{AWS}aws-sdk:S3:GetObject", Parameters={}),
        [
            (
                "/States/A/Resource: The resource provided arn:aws:states:::aws-sdk:S3:GetObject is not "
                "recognized. The value is not a valid resource ARN, or the resource is not available in "
                "this region. | Write it as aws-sdk:service:action, such as aws-sdk:s3:getObject."
            )
        ],
    ),
    (
        task(f"{AWS}aws-sdk:sts:assumeRole", Parameters={}),
        [
            (
                "/States/A/Resource: The resource provided arn:aws:states:::aws-sdk:sts:assumeRole is not "
                "recognized. The value is not a valid resource ARN, or the resource is not available in "
                "this region. | Step Functions does not support this call. Use a Lambda function for it."
            )
        ],
    ),
    (
        task(f"{AWS}x", Parameters={}),
        [
            (
                "/States/A/Resource: The resource provided arn:aws:states:::x is not recognized. The value "
                "is not a valid resource ARN, or the resource is not available in this region. | Write an "
                "integration as arn:aws:states:::service:action."
            )
        ],
    ),
]


@pytest.mark.parametrize(("definition", "findings"), RESOURCE)
def test_a_resource_that_is_none_is_refused(definition: dict[str, Any], findings: list[str]) -> None:
    assert finding_lines(definition) == findings


PARAMETERS: list[tuple[dict[str, Any], list[str]]] = [
    (
        task(f"{AWS}lambda:invoke"),
        [
            (
                "/States/A/Resource: Parameters field is required for resource ARN: "
                "arn:aws:states:::lambda:invoke | Write Parameters, which may be {}."
            )
        ],
    ),
    (
        task(f"{AWS}aws-sdk:s3:listBuckets"),
        [
            (
                "/States/A/Resource: Parameters field is required for resource ARN: "
                "arn:aws:states:::aws-sdk:s3:listBuckets | Write Parameters, which may be {}."
            )
        ],
    ),
    (
        task(f"{AWS}lambda:invoke", QueryLanguage="JSONata"),
        [
            (
                "/States/A/Resource: Arguments field is required for resource ARN: "
                "arn:aws:states:::lambda:invoke | Write Arguments, which may be {}."
            )
        ],
    ),
    (
        task(f"{AWS}sqs:sendMessage", Parameters={"MessageBody": "b"}),
        ["/States/A/Parameters: The field 'QueueUrl' is required but was missing"],
    ),
    (
        task(f"{AWS}sqs:sendMessage", Parameters={**QUEUE, "DelaySecond": 5}),
        [
            (
                '/States/A/Parameters: The field "DelaySecond" is not supported by Step Functions | Did '
                "you mean 'DelaySeconds'?"
            )
        ],
    ),
    (
        task(f"{AWS}lambda:invoke", Parameters={"FunctionName": "f", "Payload": 5}),
        [
            (
                "/States/A/Parameters: The value for 'Payload' must be a string, an object, a list or null "
                "| Put the value into an object."
            )
        ],
    ),
    (
        task(f"{AWS}lambda:invoke", QueryLanguage="JSONata", Arguments={"FunctionName": "f", "Payload": True}),
        [
            (
                "/States/A/Arguments: The value for 'Payload' must be a string, an object, a list or null "
                "| Put the value into an object."
            )
        ],
    ),
    (
        task(ACTIVITY, Credentials={"RoleArn": "arn:aws:iam::1:role/r"}),
        [
            (
                "/States/A: The field 'Credentials' is not supported for activities | Remove it. An "
                "activity's worker uses the permissions of its own account."
            )
        ],
    ),
]


@pytest.mark.parametrize(("definition", "findings"), PARAMETERS)
def test_an_integration_is_given_what_it_needs(definition: dict[str, Any], findings: list[str]) -> None:
    assert finding_lines(definition) == findings


EXPRESS: list[tuple[dict[str, Any], MachineType, list[str]]] = [
    (
        task(ACTIVITY),
        "EXPRESS",
        [
            (
                "/States/A/Resource: Express state machine does not support Activity ARN | Make the state "
                "machine STANDARD."
            )
        ],
    ),
    (
        task(f"{AWS}glue:startJobRun.sync", Parameters={"JobName": "j"}),
        "EXPRESS",
        [
            (
                "/States/A/Resource: Express state machine does not support '.sync' service integration  | "
                "Make the state machine STANDARD, or do not wait for the result."
            )
        ],
    ),
    (
        task(f"{AWS}states:startExecution.sync:2", Parameters={"StateMachineArn": "m"}),
        "EXPRESS",
        [
            (
                "/States/A/Resource: Express state machine does not support '.sync' service integration  | "
                "Make the state machine STANDARD, or do not wait for the result."
            )
        ],
    ),
    (
        task(f"{AWS}sqs:sendMessage.waitForTaskToken", Parameters={"QueueUrl": "q", "MessageBody.$": "$$.Task.Token"}),
        "EXPRESS",
        [
            (
                "/States/A/Resource: Express state machine does not support '.waitForTaskToken' service "
                "integration  | Make the state machine STANDARD, or do not wait for the result."
            )
        ],
    ),
]


@pytest.mark.parametrize(("definition", "type", "findings"), EXPRESS)
def test_an_express_machine_does_not_wait(definition: dict[str, Any], type: Any, findings: list[str]) -> None:
    assert finding_lines(definition, type) == findings


TOKEN: list[tuple[dict[str, Any], list[str]]] = [
    (
        task(f"{AWS}sqs:sendMessage.waitForTaskToken", Parameters=QUEUE),
        [
            (
                "warning MISSING_TASK_TOKEN /States/A/Parameters: The task waits for a task token, but "
                'never passes it on | Pass "TaskToken.$": "$$.Task.Token" in MessageBody.'
            )
        ],
    ),
    (
        task(f"{AWS}aws-sdk:sns:publish.waitForTaskToken", QueryLanguage="JSONata", Arguments={"Message": "m"}),
        [
            (
                "warning MISSING_TASK_TOKEN /States/A/Arguments: The task waits for a task token, but "
                'never passes it on | Pass "TaskToken": "{% $states.context.Task.Token %}" in Message.'
            )
        ],
    ),
]


@pytest.mark.parametrize(("definition", "findings"), TOKEN)
def test_a_token_that_is_never_sent_gives_a_warning(definition: dict[str, Any], findings: list[str]) -> None:
    assert finding_lines(definition) == findings


def waiting(body: Any, **fields: Any) -> dict[str, Any]:
    return task(f"{AWS}sqs:sendMessage.waitForTaskToken", Parameters={"QueueUrl": "q", "MessageBody": body, **fields})


@pytest.mark.parametrize(
    "definition",
    [
        task(FUNCTION),
        task(f"{FUNCTION}:$LATEST"),
        task(f"{FUNCTION}:live-1"),
        task(ACTIVITY),
        task("${pay}"),
        task("arn:${AWS::Partition}:states:::lambda:invoke"),
        task({"Fn::GetAtt": ["Pay", "Arn"]}),
        task("arn:aws-us-gov:lambda:us-gov-west-1:123456789012:function:f"),
        task("arn:aws:swf:us-east-1:123456789012:task:x"),
        task(f"{AWS}lambda:invoke", Parameters={"FunctionName.$": "$.f", "Payload": {"a.$": "$"}, "Qualifier": "1"}),
        task(f"{AWS}lambda:invoke", Parameters={"FunctionName": "f", "Payload": None}),
        task(f"{AWS}lambda:invoke", QueryLanguage="JSONata", Arguments="{% $states.input %}"),
        task(f"{AWS}lambda:invoke", Parameters={"Ref": "Parameters"}),
        task(f"{AWS}aws-sdk:s3:listBuckets", Parameters={}),
        task(f"{AWS}aws-sdk:s3:getObject", Parameters={"Bucket": "b", "Key.$": "$.key"}),
        task(f"{AWS}states:startExecution.sync:2", Parameters={"StateMachineArn": "m", "Input.$": "$"}),
        waiting({"Token.$": "$$.Task.Token"}),
        waiting("", **{"MessageAttributes.$": "States.Array($$.Task)"}),
        waiting([{"all.$": "$$"}]),
        waiting({"Ref": "Body"}),
        task(
            f"{AWS}sqs:sendMessage.waitForTaskToken",
            QueryLanguage="JSONata",
            Arguments={**QUEUE, "MessageBody": {"t": "{% $states.context.Task.Token %}"}},
        ),
    ],
)
def test_a_valid_task_has_no_findings(definition: dict[str, Any]) -> None:
    assert finding_lines(definition) == []


def test_an_opaque_body_may_hold_the_token(leaf: Any) -> None:
    assert finding_lines(waiting(leaf)) == []
    assert finding_lines(waiting({"a": [leaf]})) == []


def test_an_arn_has_facts_about_its_call() -> None:
    assert resource_facts(f"{AWS}sqs:sendMessage.waitForTaskToken")[2:] == (
        "sqs:sendMessage",
        "waitForTaskToken",
        False,
    )
    assert resource_facts("arn:aws-cn:states:::aws-sdk:s3:getObject")[2:] == ("aws-sdk:s3:getObject", "", False)
    assert resource_facts(ACTIVITY)[2:] == ("", "", True)
    assert resource_facts(FUNCTION) == ("", "", "", "", False)


def test_a_task_in_an_express_child_is_held_to_its_type() -> None:
    child = {
        "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"},
        **machine(B=a("Task", Resource=ACTIVITY)),
    }
    assert finding_lines(machine(M=a("Map", ItemProcessor=child))) == [
        (
            "/States/M/ItemProcessor/States/B/Resource: Express state machine does not support "
            "Activity ARN | Make the state machine STANDARD."
        )
    ]
