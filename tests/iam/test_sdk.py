"""`aws-sdk:*`: the table of the reference, and the overrides."""

from __future__ import annotations

import re
from typing import Any

import pytest

from aslant.errors import PermissionsError
from aslant.iam.need import FORMS
from aslant.iam.optimized import OPTIMIZED
from aslant.iam.sdk import operations
from aslant.iam.sdk_overrides import SAME_AS, SDK_OVERRIDES
from aslant.iam.services import SERVICES
from tests.iam.sdk_rights import HOME, rights

QUEUE = "https://sqs.eu-west-1.amazonaws.com/111122223333/orders"
IDENTITY = f"arn:aws:ses:{HOME}:identity/example.com"
ROLE = "arn:aws:iam::111122223333:role/r"


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
def test_a_service_has_its_java_name_and_its_iam_prefix(service: str, prefix: str) -> None:
    known = operations(service)
    assert known is not None
    assert known.prefix == prefix


def test_an_unknown_service_has_no_line() -> None:
    assert operations("pizza") is None


@pytest.mark.parametrize(
    ("action", "arguments", "expected"),
    [
        ("s3:getObject", {"Bucket": "b", "Key": "k"}, [("s3:GetObject", "arn:aws:s3:::b/k")]),
        ("s3:headObject", {"Bucket": "b", "Key": "k"}, [("s3:GetObject", "arn:aws:s3:::b/k")]),
        (
            "s3:getObject",
            {"Bucket": "b", "Key": "k", "VersionId": "7"},
            [("s3:GetObjectVersion", "arn:aws:s3:::b/k")],
        ),
        (
            "s3:headObject",
            {"Bucket": "b", "Key": "k", "VersionId": "7"},
            [("s3:GetObjectVersion", "arn:aws:s3:::b/k")],
        ),
        (
            "s3:deleteObject",
            {"Bucket": "b", "Key": "k", "VersionId": "7"},
            [("s3:DeleteObjectVersion", "arn:aws:s3:::b/k")],
        ),
        (
            "s3:putObject",
            {"Bucket": "b", "Key": "k", "ACL": "private", "Tagging": "a=b"},
            [
                ("s3:PutObject", "arn:aws:s3:::b/k"),
                ("s3:PutObjectAcl", "arn:aws:s3:::b/k"),
                ("s3:PutObjectTagging", "arn:aws:s3:::b/k"),
            ],
        ),
        (
            "cloudwatchlogs:startQuery",
            {"LogGroupNames": ["a", "b"]},
            [("logs:StartQuery", f"arn:aws:logs:{HOME}:log-group:{name}:*") for name in "ab"],
        ),
        (
            "cloudwatchlogs:filterLogEvents",
            {"LogGroupIdentifier": "a"},
            [("logs:FilterLogEvents", f"arn:aws:logs:{HOME}:log-group:a:*")],
        ),
        (
            "kinesis:describeStreamSummary",
            {"StreamARN": f"arn:aws:kinesis:{HOME}:stream/s"},
            [("kinesis:DescribeStreamSummary", f"arn:aws:kinesis:{HOME}:stream/s")],
        ),
        (
            "secretsmanager:createSecret",
            {"Name": "db"},
            [("secretsmanager:CreateSecret", f"arn:aws:secretsmanager:{HOME}:secret:db-??????")],
        ),
        (
            "eventbridge:putTargets",
            {"Rule": "r", "EventBusName": "b", "Targets": [{"Arn": "x", "RoleArn": ROLE}]},
            [("events:PutTargets", f"arn:aws:events:{HOME}:rule/b/r"), ("iam:PassRole", ROLE)],
        ),
        (
            "ssm:getDocument",
            {"Name": "AWS-RunShellScript"},
            [("ssm:GetDocument", "arn:aws:ssm:eu-west-1::document/AWS-RunShellScript")],
        ),
        (
            "ssm:startAutomationExecution",
            {"DocumentName": "AWS-StopEC2Instance"},
            [
                ("ssm:StartAutomationExecution", "arn:aws:ssm:eu-west-1::document/AWS-StopEC2Instance"),
                (
                    "ssm:StartAutomationExecution",
                    "arn:aws:ssm:eu-west-1::automation-definition/AWS-StopEC2Instance:$DEFAULT",
                ),
                ("ssm:StartAutomationExecution", f"arn:aws:ssm:{HOME}:automation-execution/*"),
            ],
        ),
        (
            "batch:submitJob",
            {"JobQueue": "q", "JobDefinition": "d"},
            [
                ("batch:SubmitJob", f"arn:aws:batch:{HOME}:job-definition/d"),
                ("batch:SubmitJob", f"arn:aws:batch:{HOME}:job-definition/d:*"),
                ("batch:SubmitJob", f"arn:aws:batch:{HOME}:job-queue/q"),
            ],
        ),
        (
            "ec2:copySnapshot",
            {"SourceSnapshotId": "snap-1"},
            [("ec2:CopySnapshot", "arn:aws:ec2:eu-west-1::snapshot/*")],
        ),
        (
            "glue:createTable",
            {"DatabaseName": "d", "TableInput": {"Name": "t"}},
            [("glue:CreateTable", f"arn:aws:glue:{HOME}:{one}") for one in ("catalog", "database/d", "table/d/t")],
        ),
        ("polly:startSpeechSynthesisTask", {"Text": "x"}, [("polly:StartSpeechSynthesisTask", "*")]),
        (
            "macie2:createClassificationJob",
            {"Name": "n"},
            [("macie2:CreateClassificationJob", f"arn:aws:macie2:{HOME}:classification-job/*")],
        ),
        (
            "ecs:registerTaskDefinition",
            {"Family": "f", "TaskRoleArn": ROLE},
            [
                ("ecs:RegisterTaskDefinition", f"arn:aws:ecs:{HOME}:task-definition/*:*"),
                ("iam:PassRole", ROLE),
            ],
        ),
        (
            "glue:createJob",
            {"Name": "j", "Role": "r"},
            [("glue:CreateJob", f"arn:aws:glue:{HOME}:job/j"), ("iam:PassRole", "arn:aws:iam::111122223333:role/r")],
        ),
        (
            "cloudformation:createStack",
            {"StackName": "s", "RoleARN": ROLE},
            [("cloudformation:CreateStack", f"arn:aws:cloudformation:{HOME}:stack/s/*"), ("iam:PassRole", ROLE)],
        ),
        (
            "lambda:updateFunctionConfiguration",
            {"FunctionName": "f", "Role": ROLE},
            [("iam:PassRole", ROLE), ("lambda:UpdateFunctionConfiguration", f"arn:aws:lambda:{HOME}:function:f")],
        ),
        (
            "comprehend:startEntitiesDetectionJob",
            {"DataAccessRoleArn": ROLE},
            [
                ("comprehend:StartEntitiesDetectionJob", f"arn:aws:comprehend:{HOME}:entities-detection-job/*"),
                ("iam:PassRole", ROLE),
            ],
        ),
        ("sts:assumeRole", {"RoleArn": ROLE}, [("sts:AssumeRole", ROLE)]),
        (
            "rdsdata:executeStatement",
            {"ResourceArn": "arn:aws:rds:r:1:cluster:c", "SecretArn": "arn:aws:secretsmanager:r:1:secret:s-AbCdEf"},
            [
                ("rds-data:ExecuteStatement", "arn:aws:rds:r:1:cluster:c"),
                ("secretsmanager:GetSecretValue", "arn:aws:secretsmanager:r:1:secret:s-AbCdEf"),
            ],
        ),
        (
            "redshiftdata:executeStatement",
            {"ClusterIdentifier": "c", "Database": "d"},
            [
                ("redshift-data:ExecuteStatement", f"arn:aws:redshift:{HOME}:cluster:c"),
                ("redshift:GetClusterCredentialsWithIAM", f"arn:aws:redshift:{HOME}:dbname:c/d"),
            ],
        ),
        (
            "ec2:createSnapshot",
            {"VolumeId": "v", "TagSpecifications": []},
            [
                (f"ec2:{action}", resource)
                for action in ("CreateSnapshot", "CreateTags")
                for resource in (f"arn:aws:ec2:{HOME}:volume/v", "arn:aws:ec2:eu-west-1::snapshot/*")
            ],
        ),
        *(
            ("sfn:describeExecution", {"ExecutionArn": arn}, [("states:DescribeExecution", arn)])
            for arn in (f"arn:aws:states:{HOME}:execution:m:1", f"arn:aws:states:{HOME}:express:m:1:2")
        ),
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
            [("dynamodb:Query", f"arn:aws:dynamodb:{HOME}:table/t/index/i")],
        ),
        (
            "s3:copyObject",
            {"Bucket": "b", "Key": "k", "CopySource": "src/a%20b.txt"},
            [("s3:GetObject", "arn:aws:s3:::src/a b.txt"), ("s3:PutObject", "arn:aws:s3:::b/k")],
        ),
        (
            "s3:uploadPartCopy",
            {"Bucket": "b", "Key": "k", "CopySource": "src/a?versionId=7"},
            [("s3:GetObjectVersion", "arn:aws:s3:::src/a"), ("s3:PutObject", "arn:aws:s3:::b/k")],
        ),
        (
            "s3:deleteObjects",
            {"Bucket": "b", "Delete": {"Objects": [{"Key": "k"}, {"Key": "l", "VersionId": "7"}]}},
            [("s3:DeleteObject", "arn:aws:s3:::b/*"), ("s3:DeleteObjectVersion", "arn:aws:s3:::b/*")],
        ),
        (
            "s3:deleteObjects",
            {"Bucket": "b", "Delete.$": "$.d"},
            [
                ("s3:DeleteObject", "arn:aws:s3:::b/*"),
                ("s3:DeleteObjectVersion", "arn:aws:s3:::b/*"),
            ],
        ),
        (
            "s3:putObject",
            {"Bucket": "b", "Key": "k", "ObjectLockMode": "GOVERNANCE", "ObjectLockLegalHoldStatus": "ON"},
            [
                ("s3:PutObject", "arn:aws:s3:::b/k"),
                ("s3:PutObjectLegalHold", "arn:aws:s3:::b/k"),
                ("s3:PutObjectRetention", "arn:aws:s3:::b/k"),
            ],
        ),
        (
            "s3:getObject",
            {"Bucket": "menus--use1-az4--x-s3", "Key": "k"},
            [("s3express:CreateSession", f"arn:aws:s3express:{HOME}:bucket/menus--use1-az4--x-s3")],
        ),
        (
            "ssm:getParametersByPath",
            {"Path": "/oven/"},
            [
                ("ssm:GetParametersByPath", f"arn:aws:ssm:{HOME}:parameter/oven"),
                ("ssm:GetParametersByPath", f"arn:aws:ssm:{HOME}:parameter/oven/*"),
            ],
        ),
        (
            "ssm:getParameters",
            {"Names": ["/oven/heat", "flour"]},
            [
                ("ssm:GetParameters", f"arn:aws:ssm:{HOME}:parameter/flour"),
                ("ssm:GetParameters", f"arn:aws:ssm:{HOME}:parameter/oven/heat"),
            ],
        ),
        (
            "sesv2:sendEmail",
            {"FromEmailAddress": "Shop <shop@example.com>", "ConfigurationSetName": "c"},
            [
                ("ses:SendEmail", f"arn:aws:ses:{HOME}:configuration-set/c"),
                ("ses:SendEmail", f"arn:aws:ses:{HOME}:identity/example.com"),
                ("ses:SendEmail", f"arn:aws:ses:{HOME}:identity/shop@example.com"),
            ],
        ),
        (
            "iam:attachRolePolicy",
            {"RoleName": "r", "PolicyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess"},
            [("iam:AttachRolePolicy", ROLE)],
        ),
        (
            "dynamodb:batchGetItem",
            {"RequestItems": {"orders": {"Keys": []}, f"arn:aws:dynamodb:{HOME}:table/menu": {"Keys": []}}},
            [
                ("dynamodb:BatchGetItem", f"arn:aws:dynamodb:{HOME}:table/menu"),
                ("dynamodb:BatchGetItem", f"arn:aws:dynamodb:{HOME}:table/orders"),
            ],
        ),
        (
            "dynamodb:batchWriteItem",
            {"RequestItems": {"orders.$": "$.requests"}},
            [("dynamodb:BatchWriteItem", f"arn:aws:dynamodb:{HOME}:table/orders")],
        ),
        ("translate:translateText", {"Text": "x"}, [("translate:TranslateText", "*")]),
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
        (
            "ses:sendEmail",
            {"Source": "Pizza <shop@example.com>", "ConfigurationSetName": "c"},
            [
                ("ses:SendEmail", f"arn:aws:ses:{HOME}:configuration-set/c"),
                ("ses:SendEmail", f"arn:aws:ses:{HOME}:identity/example.com"),
                ("ses:SendEmail", f"arn:aws:ses:{HOME}:identity/shop@example.com"),
            ],
        ),
        (
            "ses:sendRawEmail",
            {"Source": "shop@example.com", "SourceArn": IDENTITY, "RawMessage": {}},
            [("ses:SendRawEmail", IDENTITY)],
        ),
        (
            "ses:sendTemplatedEmail",
            {"SourceArn": IDENTITY, "Source": "shop@example.com", "Template": "ready"},
            [("ses:SendTemplatedEmail", IDENTITY), ("ses:SendTemplatedEmail", f"arn:aws:ses:{HOME}:template/ready")],
        ),
        (
            "ses:sendBulkTemplatedEmail",
            {"SourceArn": IDENTITY, "Source": "shop@example.com", "Template": "ready"},
            [
                ("ses:SendBulkTemplatedEmail", IDENTITY),
                ("ses:SendBulkTemplatedEmail", f"arn:aws:ses:{HOME}:template/ready"),
            ],
        ),
        ("ses:sendBounce", {"BounceSenderArn": IDENTITY}, [("ses:SendBounce", IDENTITY)]),
        ("ses:getSendQuota", {}, [("ses:GetSendQuota", "*")]),
        ("iam:getRole", {"RoleName": "r"}, [("iam:GetRole", "arn:aws:iam::111122223333:role/r")]),
        ("iam:getPolicy", {"PolicyArn": "${Policy}"}, [("iam:GetPolicy", "${Policy}")]),
        ("iam:listUserTags", {"UserName": "u"}, [("iam:ListUserTags", "arn:aws:iam::111122223333:user/u")]),
        ("iam:listRoles", {}, [("iam:ListRoles", "*")]),
        (
            "iam:createRole",
            {"RoleName": "r", "Path": "/shop/"},
            [("iam:CreateRole", "arn:aws:iam::111122223333:role/shop/r")],
        ),
        ("iam:createRole", {"RoleName": "r"}, [("iam:CreateRole", "arn:aws:iam::111122223333:role/r")]),
        (
            "apigateway:getStage",
            {"RestApiId": "a1", "StageName": "v1"},
            [("apigateway:GET", "arn:aws:apigateway:eu-west-1::/restapis/a1/stages/v1")],
        ),
        ("apigateway:getRestApis", {}, [("apigateway:GET", "arn:aws:apigateway:eu-west-1::/restapis")]),
        (
            "apigateway:getDomainName",
            {"DomainName": "shop.example.com"},
            [("apigateway:GET", "arn:aws:apigateway:eu-west-1::/domainnames/shop.example.com")],
        ),
        (
            "apigatewayv2:getRoute",
            {"ApiId": "a1", "RouteId": "r1"},
            [("apigateway:GET", "arn:aws:apigateway:eu-west-1::/apis/a1/routes/r1")],
        ),
        (
            "timestreamwrite:writeRecords",
            {"DatabaseName": "d", "TableName": "t"},
            [
                ("timestream:DescribeEndpoints", "*"),
                ("timestream:WriteRecords", f"arn:aws:timestream:{HOME}:database/d/table/t"),
            ],
        ),
        (
            "timestreamquery:describeScheduledQuery",
            {"ScheduledQueryArn": f"arn:aws:timestream:{HOME}:scheduled-query/q"},
            [
                ("timestream:DescribeEndpoints", "*"),
                ("timestream:DescribeScheduledQuery", f"arn:aws:timestream:{HOME}:scheduled-query/q"),
            ],
        ),
        (
            "rds:startExportTask",
            {"SourceArn": f"arn:aws:rds:{HOME}:cluster:c", "IamRoleArn": ROLE, "KmsKeyId": "k1"},
            [
                ("iam:PassRole", ROLE),
                ("kms:CreateGrant", f"arn:aws:kms:{HOME}:key/k1"),
                ("kms:DescribeKey", f"arn:aws:kms:{HOME}:key/k1"),
                ("rds:StartExportTask", f"arn:aws:rds:{HOME}:cluster:c"),
            ],
        ),
        (
            "accessanalyzer:listFindings",
            {"AnalyzerArn": "${Analyzer}"},
            [("access-analyzer:ListFindings", "${Analyzer}")],
        ),
    ],
)
def test_calls_need_their_action_on_the_resources_that_they_name(
    action: str, arguments: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert rights(action, arguments) == sorted(expected)


@pytest.mark.parametrize(
    ("action", "arguments", "what"),
    [
        ("kinesis:describeStreamSummary", {"StreamId": "x"}, "StreamName or StreamARN is missing"),
        ("ssm:sendCommand", {"DocumentName": "d", "Targets": []}, "Targets choose the instances"),
        ("timestreamquery:query", {"QueryString": "SELECT 1"}, "only the statement contains its tables"),
        ("timestreamquery:prepareQuery", {"QueryString": "SELECT 1"}, "only the statement contains its tables"),
        ("ses:sendEmail", {"Source.$": "$.from"}, "Source is chosen at run time"),
        ("ses:sendRawEmail", {"RawMessage": {}}, "Source is missing"),
        ("iam:getUser", {}, "UserName is missing"),
        ("apigateway:createRestApi", {"Name": "a"}, "no table entry"),
        ("apigateway:getTags", {"ResourceArn": "a"}, "no table entry"),
        ("ecs:registerTaskDefinition", {"TaskRoleArn.$": "$.role"}, "TaskRoleArn is chosen at run time"),
    ],
)
def test_needs_that_a_call_does_not_contain_are_unknown(action: str, arguments: dict[str, Any], what: str) -> None:
    with pytest.raises(PermissionsError, match=what):
        rights(action, arguments)


def test_waiting_for_a_token_adds_nothing() -> None:
    arguments = {"TableName": "t", "Item": {}}
    assert rights("dynamodb:putItem.waitForTaskToken", arguments) == rights("dynamodb:putItem", arguments)


def test_the_tables_have_existing_actions_and_forms() -> None:
    assert set(SAME_AS.values()) <= {*OPTIMIZED, *SERVICES}
    assert not SAME_AS.keys() & SDK_OVERRIDES.keys()
    rows = [need for row in (*SDK_OVERRIDES.values(), *OPTIMIZED.values()) for need in row]
    used = {form for need in rows for text in need.resources for form in re.findall(r"\{[\w.|]+:(\w+)", text)}
    assert used <= FORMS.keys()
    assert all(re.fullmatch(r"[a-z0-9-]+:[A-Za-z0-9]+", action) for need in rows for action in need.actions)
