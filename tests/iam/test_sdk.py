"""`aws-sdk:*`: the reference's table, and what stands beside it."""

from __future__ import annotations

import re
from typing import Any

import pytest

from aslant.iam import Account, permissions
from aslant.iam.need import FORMS
from aslant.iam.optimized import OPTIMIZED
from aslant.iam.sdk import BY_HAND, SAME_AS, operations
from aslant.iam.services import SERVICES

HERE = Account("aws", "eu-west-1", "111122223333")
QUEUE = "https://sqs.eu-west-1.amazonaws.com/111122223333/orders"
HOME = "eu-west-1:111122223333"


def rights(action: str, arguments: dict[str, Any]) -> list[tuple[str, str]]:
    task = {"Type": "Task", "Resource": f"arn:aws:states:::aws-sdk:{action}", "Parameters": arguments, "End": True}
    found = permissions({"StartAt": "Go", "States": {"Go": task}}, account=HERE)
    return sorted((action, resource) for one in found for action in one.actions for resource in one.resources)


@pytest.mark.parametrize(
    ("service", "prefix"),
    [
        ("bedrockagent", "bedrock"),
        ("cloudwatchlogs", "logs"),
        ("cognitoidentityprovider", "cognito-idp"),
        ("databasemigration", "dms"),
        ("dynamodb", "dynamodb"),
        ("efs", "elasticfilesystem"),
        ("elasticloadbalancingv2", "elasticloadbalancing"),
        ("eventbridge", "events"),
        ("mwaa", "airflow"),
        ("resourcegroupstaggingapi", "tag"),
        ("sesv2", "ses"),
        ("sfn", "states"),
    ],
)
def test_a_service_goes_by_its_java_name_and_has_iams_prefix(service: str, prefix: str) -> None:
    known = operations(service)
    assert known is not None
    assert known.prefix == prefix


def test_a_service_that_is_not_known_has_no_line() -> None:
    assert operations("pizza") is None


@pytest.mark.parametrize(
    ("action", "arguments", "expected"),
    [
        ("s3:getObject", {"Bucket": "b", "Key": "k"}, [("s3:GetObject", "arn:aws:s3:::b/k")]),
        ("s3:headObject", {"Bucket": "b", "Key": "k"}, [("s3:GetObject", "arn:aws:s3:::b/k")]),
        ("s3:listObjectsV2", {"Bucket": "b"}, [("s3:ListBucket", "arn:aws:s3:::b")]),
        ("s3:listBuckets", {}, [("s3:ListAllMyBuckets", "*")]),
        ("s3:deleteBucket", {"Bucket": "b"}, [("s3:DeleteBucket", "arn:aws:s3:::b")]),
        (
            "s3:copyObject",
            {"Bucket": "b", "Key": "k", "CopySource": "a/x"},
            [("s3:GetObject", "arn:aws:s3:::a/x"), ("s3:PutObject", "arn:aws:s3:::b/k")],
        ),
        (
            "s3:putObject",
            {"Bucket": "b", "Key": "k", "Body": "x", "SSEKMSKeyId": "7"},
            [
                ("kms:Decrypt", f"arn:aws:kms:{HOME}:key/7"),
                ("kms:GenerateDataKey", f"arn:aws:kms:{HOME}:key/7"),
                ("s3:PutObject", "arn:aws:s3:::b/k"),
            ],
        ),
        (
            "lambda:invoke",
            {"FunctionName": "f"},
            [
                ("lambda:InvokeFunction", f"arn:aws:lambda:{HOME}:function:f"),
                ("lambda:InvokeFunction", f"arn:aws:lambda:{HOME}:function:f:*"),
            ],
        ),
        (
            "dynamodb:query",
            {"TableName": "t", "IndexName": "i"},
            [
                ("dynamodb:Query", f"arn:aws:dynamodb:{HOME}:table/t"),
                ("dynamodb:Query", f"arn:aws:dynamodb:{HOME}:table/t/index/i"),
            ],
        ),
        ("dynamodb:query", {"TableName": "t"}, [("dynamodb:Query", f"arn:aws:dynamodb:{HOME}:table/t")]),
        (
            "dynamodb:transactWriteItems",
            {"TransactItems": [{"Put": {"TableName": "t"}}, {"Delete": {"TableName": "u"}}]},
            [
                ("dynamodb:DeleteItem", f"arn:aws:dynamodb:{HOME}:table/u"),
                ("dynamodb:PutItem", f"arn:aws:dynamodb:{HOME}:table/t"),
            ],
        ),
        ("sqs:receiveMessage", {"QueueUrl": QUEUE}, [("sqs:ReceiveMessage", f"arn:aws:sqs:{HOME}:orders")]),
        ("sqs:sendMessageBatch", {"QueueUrl": QUEUE}, [("sqs:SendMessage", f"arn:aws:sqs:{HOME}:orders")]),
        ("sfn:sendTaskSuccess", {"TaskToken": "t", "Output": "{}"}, [("states:SendTaskSuccess", "*")]),
        (
            "sfn:startSyncExecution",
            {"StateMachineArn": f"arn:aws:states:{HOME}:stateMachine:m"},
            [("states:StartSyncExecution", f"arn:aws:states:{HOME}:stateMachine:m")],
        ),
        (
            "secretsmanager:getSecretValue",
            {"SecretId": "db"},
            [("secretsmanager:GetSecretValue", f"arn:aws:secretsmanager:{HOME}:secret:db-??????")],
        ),
        ("ssm:getParameter", {"Name": "/a/b"}, [("ssm:GetParameter", f"arn:aws:ssm:{HOME}:parameter/a/b")]),
        (
            "ecs:updateService",
            {"Service": "s"},
            [("ecs:UpdateService", f"arn:aws:ecs:{HOME}:service/default/s")],
        ),
        (
            "cloudwatchlogs:filterLogEvents",
            {"LogGroupName": "/shop"},
            [("logs:FilterLogEvents", f"arn:aws:logs:{HOME}:log-group:/shop:*")],
        ),
        (
            "scheduler:createSchedule",
            {"Name": "n", "Target": {"Arn": "x", "RoleArn": "arn:aws:iam::1:role/r"}},
            [
                ("iam:PassRole", "arn:aws:iam::1:role/r"),
                ("scheduler:CreateSchedule", f"arn:aws:scheduler:{HOME}:schedule/default/n"),
            ],
        ),
        ("rds:describeDBInstances", {}, [("rds:DescribeDBInstances", f"arn:aws:rds:{HOME}:db:*")]),
        (
            "rds:describeDBInstances",
            {"DbInstanceIdentifier": "d"},
            [("rds:DescribeDBInstances", f"arn:aws:rds:{HOME}:db:d")],
        ),
        (
            "ec2:createSnapshot",
            {"VolumeId": "vol-1"},
            [
                ("ec2:CreateSnapshot", f"arn:aws:ec2:{HOME}:volume/vol-1"),
                ("ec2:CreateSnapshot", "arn:aws:ec2:eu-west-1::snapshot/*"),
            ],
        ),
        ("glue:startCrawler", {"Name": "c"}, [("glue:StartCrawler", f"arn:aws:glue:{HOME}:crawler/c")]),
        (
            "autoscaling:setDesiredCapacity",
            {"AutoScalingGroupName": "g"},
            [
                (
                    "autoscaling:SetDesiredCapacity",
                    f"arn:aws:autoscaling:{HOME}:autoScalingGroup:*:autoScalingGroupName/g",
                )
            ],
        ),
        (
            "redshiftdata:executeStatement",
            {"ClusterIdentifier": "c", "DbUser": "u", "Sql": "select 1"},
            [
                ("redshift-data:ExecuteStatement", f"arn:aws:redshift:{HOME}:cluster:c"),
                ("redshift:GetClusterCredentials", f"arn:aws:redshift:{HOME}:dbuser:c/u"),
            ],
        ),
        ("rekognition:detectLabels", {"Image": {}}, [("rekognition:DetectLabels", "*")]),
    ],
)
def test_calls_need_iams_action_on_what_they_name(
    action: str, arguments: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert rights(action, arguments) == sorted(expected)


def test_waiting_for_a_token_adds_nothing() -> None:
    arguments = {"TableName": "t", "Item": {}}
    assert rights("dynamodb:putItem.waitForTaskToken", arguments) == rights("dynamodb:putItem", arguments)


def test_the_tables_name_actions_and_forms_that_there_are() -> None:
    assert set(SAME_AS.values()) <= {*OPTIMIZED, *SERVICES}
    assert not SAME_AS.keys() & BY_HAND.keys()
    rows = [need for row in (*BY_HAND.values(), *OPTIMIZED.values()) for need in row]
    used = {form for need in rows for text in need.resources for form in re.findall(r"\{[\w.|]+:(\w+)", text)}
    assert used <= FORMS.keys()
    assert all(re.fullmatch(r"[a-z0-9-]+:[A-Za-z0-9]+", action) for need in rows for action in need.actions)
