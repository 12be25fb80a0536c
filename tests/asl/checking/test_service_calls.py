"""Calls of services: their actions, and the names and values of their arguments."""

from __future__ import annotations

from typing import Any

import pytest

from aslant.asl import Pass, StateMachine, Task, check, from_dict, this
from aslant.asl.integrations import aws_sdk, ecs, lambda_
from aslant.asl.services.table import version

SDK = "aws-sdk:"


def findings(resource: str, arguments: Any, language: str = "JSONPath") -> list[str]:
    """Return the findings about a call, each with its severity, its place in the state, its message and its repair."""
    field = "Arguments" if language == "JSONata" else "Parameters"
    task = {"Type": "Task", "Resource": f"arn:aws:states:::{resource}", field: arguments, "End": True}
    definition = {"QueryLanguage": language, "StartAt": "A", "States": {"A": task}}
    return [
        f"{found.severity} {found.location.removeprefix('/States/A/')}: {found.message} | {found.repair}"
        for found in check(definition)
        if found.code in ("INVALID_ARGUMENT", "UNKNOWN_ACTION", "SCHEMA_VALIDATION_FAILED", "TYPE_MISMATCH")
    ]


def refused(call: str, repair: str) -> str:
    return (
        f"ERROR Resource: The resource provided arn:aws:states:::{call} is not recognized. The value is not a valid "
        f"resource ARN, or the resource is not available in this region. | {repair}"
    )


@pytest.mark.parametrize(
    ("call", "repair"),
    [
        ("aws-sdk:dynamodbb:getItem", "Write 'dynamodb' instead of 'dynamodbb'."),
        ("aws-sdk:dyanmodb:getItem", "Write 'dynamodb' instead of 'dyanmodb'."),
        ("aws-sdk:stepfunctions:listExecutions", "Write 'sfn' instead of 'stepfunctions'."),
        ("aws-sdk:logs:putLogEvents", "Write 'cloudwatchlogs' instead of 'logs'."),
        ("aws-sdk:dynamodb:getItm", "Write 'getItem' instead of 'getItm'."),
        ("aws-sdk:s3:listobjectsv2", "Write 'listObjectsV2' instead of 'listobjectsv2'."),
        ("aws-sdk:ec2:describeInstance", "Write 'describeInstances' instead of 'describeInstance'."),
        (
            "aws-sdk:bedrockruntime:converseStream",
            "Step Functions does not support this call. Use a Lambda function for it.",
        ),
        ("aws-sdk:sts:assumeRole", "Step Functions does not support this call. Use a Lambda function for it."),
    ],
)
@pytest.mark.parametrize("pattern", ["", ".waitForTaskToken"])
def test_a_misspelled_or_unsupported_action_is_refused(call: str, repair: str, pattern: str) -> None:
    found = findings(f"{call}{pattern}", {"Token.$": "$$.Task.Token"})
    assert [line for line in found if " Resource: " in line] == [refused(f"{call}{pattern}", repair)]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ("aws-sdk:oven:bake", f"The AWS SDK has no service 'oven' in botocore {version()}"),
        ("aws-sdk:dynamodb:bakeBread", f"dynamodb has no action 'bakeBread' in botocore {version()}"),
    ],
)
def test_an_action_that_may_be_new_is_a_warning(call: str, message: str) -> None:
    [finding] = findings(call, {"Anything": 1})
    assert finding.startswith(f"WARNING Resource: {message} | ")


@pytest.mark.parametrize("service", ["qldb", "lookoutvision", "opsworks"])
def test_a_service_that_aws_has_ended_is_not_reported(service: str) -> None:
    assert findings(f"aws-sdk:{service}:doAnything", {"Anything": 1}) == []


MISTAKES = [
    (
        "aws-sdk:dynamodb:getItem",
        {"TableNme": "t", "Key": {}},
        [
            "ERROR Parameters: The field \"TableNme\" is not supported by Step Functions | Did you mean 'TableName'?",
            "ERROR Parameters: The field 'TableName' is required but was missing | ",
        ],
    ),
    ("aws-sdk:s3:listBuckets", {"buckets": 1}, 'The field "buckets" is not supported by Step Functions'),
    (
        "aws-sdk:dynamodb:getItem",
        {"tableName": "t", "Key": {}},
        ['ERROR Parameters: The field "tableName" is not supported by Step Functions | Write TableName.'],
    ),
    (
        "aws-sdk:rds:deleteDBInstance",
        {"DBInstanceIdentifier": "d"},
        [
            "WARNING Parameters/DBInstanceIdentifier: Step Functions has the API's DBInstanceIdentifier as "
            "DbInstanceIdentifier | Write DbInstanceIdentifier."
        ],
    ),
    (
        "aws-sdk:rds:deleteDBInstance",
        {"DbInstanceIdentifier": "d", "SkipFinalSnapshot": "yes"},
        ["ERROR Parameters/SkipFinalSnapshot: SkipFinalSnapshot must be a boolean, not the string 'yes' | "],
    ),
    (
        "aws-sdk:ec2:describeInstances",
        {"InstanceIds": "i-1"},
        ["ERROR Parameters/InstanceIds: InstanceIds must be a list, not the string 'i-1' | Write a list."],
    ),
    (
        "aws-sdk:ec2:describeInstances",
        {"InstanceIds": "$.ids"},
        ["ERROR Parameters/InstanceIds: InstanceIds must be a list, not the string '$.ids' | Name the argument"],
    ),
    (
        "aws-sdk:ec2:describeInstances",
        {"Filters": [{"Name": "n", "Value": ["v"]}]},
        [
            'ERROR Parameters/Filters[0]: The field "Value" is not supported by Step Functions | Did you mean '
            "'Values'?"
        ],
    ),
    (
        "aws-sdk:ecs:updateService",
        {"Service": "s", "DesiredCount": "two"},
        ["ERROR Parameters/DesiredCount: DesiredCount must be a number, not the string 'two' | Write a number."],
    ),
    (
        "aws-sdk:ecs:updateService",
        {"Service": "s", "DesiredCount": True},
        ["ERROR Parameters/DesiredCount: DesiredCount must be a number, not a boolean | Write a number."],
    ),
    ("aws-sdk:ecs:updateService", {"DesiredCount": 1}, "The field 'Service' is required but was missing"),
    (
        "aws-sdk:scheduler:createSchedule",
        {"Name": "n", "ScheduleExpression": "at(1)", "FlexibleTimeWindow": {"Mode": "OF"}, "Target": {"Arn": "a"}},
        [
            "ERROR Parameters/Target: The field 'RoleArn' is required but was missing | ",
            "ERROR Parameters/FlexibleTimeWindow/Mode: Mode must be one of OFF, FLEXIBLE, not 'OF' | Write 'OFF'.",
        ],
    ),
    (
        "aws-sdk:sqs:createQueue",
        {"QueueName": "q", "Attributes": {"DelaySecond": "1"}},
        "A key of Attributes must be one of",
    ),
    (
        "aws-sdk:lambda:updateFunctionConfiguration",
        {"FunctionName": "f", "MemorySize": 64},
        ["WARNING Parameters/MemorySize: MemorySize must be at least 128"],
    ),
    (
        "aws-sdk:lambda:updateFunctionConfiguration",
        {"FunctionName": "f", "Runtime": "python3.99"},
        ["WARNING Parameters/Runtime: Runtime must be one of"],
    ),
    (
        "ecs:runTask",
        {"TaskDefinition": "t", "LaunchType": "FARGAT"},
        ["ERROR Parameters/LaunchType: LaunchType must be one of EC2, FARGATE, EXTERNAL"],
    ),
    (
        "ecs:runTask",
        {"TaskDefinition": "t", "NetworkConfiguration": {"AwsVpcConfiguration": {"Subnets": ["s"]}}},
        [
            'ERROR Parameters/NetworkConfiguration: The field "AwsVpcConfiguration" is not supported by Step Functions '
            "| Write AwsvpcConfiguration."
        ],
    ),
    (
        "ecs:runTask",
        {"TaskDefinition": "t", "NetworkConfiguration": {"AwsvpcConfiguration": {"subnets": ["s"]}}},
        [
            'ERROR Parameters/NetworkConfiguration/AwsvpcConfiguration: The field "subnets" is not supported by Step '
            "Functions | Write Subnets."
        ],
    ),
    (
        "ecs:runTask",
        {"TaskDefinition": "t", "Overrides": {"ContainerOverrides": [{"Enviroment": []}]}},
        [
            'ERROR Parameters/Overrides/ContainerOverrides[0]: The field "Enviroment" is not supported by Step '
            "Functions | Did you mean 'Environment'?"
        ],
    ),
    (
        "dynamodb:putItem",
        {"TableName": "t", "Item": {"id": {"Sx": "1"}}},
        ['ERROR Parameters/Item/id: The field "Sx" is not supported by Step Functions'],
    ),
    (
        "dynamodb:putItem",
        {"TableName": "t", "Item": {"id": 5}},
        ["ERROR Parameters/Item/id: Item must be an object, not a number | Write an object."],
    ),
    (
        "batch:submitJob",
        {"JobName": "j", "JobQueue": "q", "JobDefinition": "d", "ArrayProperties": {"size": 2}},
        ['ERROR Parameters/ArrayProperties: The field "size" is not supported by Step Functions | Write Size.'],
    ),
    (
        "sqs:sendMessage",
        {"QueueUrl": "q", "MessageBody": "m", "DelaySeconds": "soon"},
        ["ERROR Parameters/DelaySeconds: DelaySeconds must be a number, not the string 'soon' | Write a number."],
    ),
    (
        "events:putEvents",
        {"Entries": {"Source": "s"}},
        ["ERROR Parameters/Entries: Entries must be a list, not an object | Write a list."],
    ),
]


@pytest.mark.parametrize(("resource", "arguments", "expected"), MISTAKES)
@pytest.mark.parametrize("language", ["JSONPath", "JSONata"])
def test_a_wrong_argument_is_found(resource: str, arguments: Any, expected: list[str] | str, language: str) -> None:
    found = [line.replace(" Arguments", " Parameters", 1) for line in findings(resource, arguments, language)]
    if isinstance(expected, str):
        assert any(expected in line for line in found)
        return
    assert len(found) == len(expected)
    for line, start in zip(sorted(found), sorted(expected), strict=True):
        assert line.startswith(start) or (language == "JSONata" and "$.ids" in line)


SOUND: list[tuple[str, Any]] = [
    ("aws-sdk:s3:listBuckets", {}),
    ("aws-sdk:s3:getObject", {"Bucket.$": "$.b", "Key.$": "States.Format('{}', $.k)"}),
    ("aws-sdk:s3:putObject", {"Bucket": "b", "Key": "k", "Body": {"any": ["JSON"]}, "SsekmsKeyId": "k"}),
    ("aws-sdk:sfn:sendTaskSuccess", {"TaskToken.$": "$.t", "Output": {"a": 1}}),
    ("aws-sdk:rds:describeDBInstances", {"DbInstanceIdentifier": "d"}),
    ("aws-sdk:ec2:modifyInstanceAttribute", {"InstanceId": "i", "DisableApiTermination": {"Value": "true"}}),
    ("aws-sdk:ecs:updateService", {"Service": "s", "DesiredCount": "2"}),
    ("aws-sdk:ecs:updateService", {"Service": "s", "DesiredCount": "${count}"}),
    ("aws-sdk:ecs:updateService", {"Service": "s", "DesiredCount": "var-count"}),
    ("aws-sdk:ecs:updateService", {"Service": "s", "DesiredCount": {"Ref": "Count"}}),
    ("aws-sdk:ecs:updateService", {"Service": "s", "DesiredCount": None}),
    ("aws-sdk:dynamodb:putItem", {"TableName": "t", "Item": {"a": {"BOOL": True}, "b": {"Nul": True}, "c": {"N": 5}}}),
    ("aws-sdk:dynamodb:query", {"TableName": "t", "ExclusiveStartKey": {"a": {"SS": ["x"]}}}),
    ("aws-sdk:sqs:createQueue", {"QueueName": "q", "Attributes": {"DelaySeconds.$": "$.d"}}),
    ("aws-sdk:cloudwatch:putMetricData", {"Namespace": "n", "MetricData": [{"MetricName": "m", "Value.$": "$.v"}]}),
    ("aws-sdk:elasticache:describeCacheClusters", {"CacheClusterId": "c", "MaxRecords": 20}),
    ("aws-sdk:cloudfront:createInvalidation", {"DistributionId": "d", "InvalidationBatch.$": "$.b"}),
    ("ecs:runTask", {"TaskDefinition": "t", "LaunchType.$": "$.type", "Count": 2, "NetworkConfiguration.$": "$.n"}),
    ("ecs:runTask", {"TaskDefinition": "t", "Overrides": {"ContainerOverrides": [{"Name": "c", "Command.$": "$.c"}]}}),
    (
        "dynamodb:updateItem",
        {"TableName": "t", "Key": {"id": {"S.$": "$.id"}, "l": {"L": ["a"]}}},
    ),
    (
        "sqs:sendMessage",
        {
            "QueueUrl": "q",
            "MessageBody": {"a": 1},
            "MessageAttributes": {"a": {"DataType": "String", "StringValue": "x"}},
        },
    ),
    (
        "events:putEvents",
        {"Entries": [{"Detail": {"a": 1}, "DetailType": "d", "Source": "s", "Time": "2026-01-01T00:00:00Z"}]},
    ),
    ("lambda:invoke", {"FunctionName": "f", "Payload": {"anything": 1}, "InvocationType": "Event"}),
    (
        "eks:call",
        {
            "ClusterName": "c",
            "CertificateAuthority": "a",
            "Endpoint": "e",
            "Method": "GET",
            "Path": "/",
            "RequestBody": {},
        },
    ),
    ("glue:startJobRun", {"JobName": "j", "Arguments": {"--key.$": "$.k"}, "NumberOfWorkers": 2}),
]


@pytest.mark.parametrize(("resource", "arguments"), SOUND)
def test_a_sound_call_has_no_finding(resource: str, arguments: Any) -> None:
    assert findings(resource, arguments) == []


@pytest.mark.parametrize(
    "arguments",
    [
        "{% $states.input %}",
        {"Service": "{% $s %}", "DesiredCount": "{% $n %}", "NetworkConfiguration": "{% $c %}"},
        {"Service": "s", "NetworkConfiguration": {"AwsvpcConfiguration": {"Subnets": "{% $ids %}"}}},
        {"Service": "s", "ForceNewDeployment": "{% true %}", "PropagateTags": "{% $from %}"},
    ],
)
def test_an_expression_may_have_any_type(arguments: Any) -> None:
    found = findings("aws-sdk:ecs:updateService", arguments, "JSONata")
    assert not any("must be" in line or "is not supported" in line for line in found)


def test_a_call_of_the_builder_is_checked() -> None:
    calls = [
        Task("Typo", aws_sdk("dynamodb", "getItm", TableName="t", Key={}), result_path=None),
        Task("Argument", aws_sdk("dynamodb", "getItem", TableNam="t", Key={"id": {"S": this.id}}), result_path=None),
        Task("Launch", ecs.run_task(task_definition="t", launch_type="FARGAT"), result_path=None),
        Task("Sound", lambda_.invoke(function_name="f", payload={"order": this.order}, invocation_type="Event")),
    ]
    flow: Any = Pass("Start")
    for call in calls:
        flow = flow >> call
    machine = StateMachine(flow)
    found = [finding.state for finding in check(machine) if finding.code != "TYPE_MISMATCH"]
    assert found == ["Typo", "Argument", "Argument", "Launch"]
    assert check(from_dict(machine.to_dict())) == check(machine)


def test_an_error_that_aws_reports_late_fails_late() -> None:
    [finding] = check(StateMachine(Task("A", aws_sdk("dynamodb", "listTables", Limit="all"))))
    assert (finding.code, finding.severity, finding.fails_late) == ("INVALID_ARGUMENT", "ERROR", True)
    assert finding.pointer == "/States/A/Parameters/Limit"


def test_deeply_nested_values_are_checked_without_recursion() -> None:
    value: dict[str, Any] = {"S": "x"}
    for _ in range(3_000):
        value = {"M": {"a": value}}
    assert findings("dynamodb:putItem", {"TableName": "t", "Item": {"id": value}}) == []
