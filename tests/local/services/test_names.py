from __future__ import annotations

import pytest
from botocore.session import Session

from aslant.local.services.names import OPTIMIZED, botocore_name, optimized_error, sdk_error, sdk_name

KNOWN = Session().get_available_services()


@pytest.mark.parametrize(
    ("sdk", "botocore"),
    [
        ("sqs", "sqs"),
        ("sfn", "stepfunctions"),
        ("eventbridge", "events"),
        ("cloudwatchlogs", "logs"),
        ("cognitoidentityprovider", "cognito-idp"),
        ("secretsmanager", "secretsmanager"),
        ("iotdataplane", "iot-data"),
        ("bedrockruntime", "bedrock-runtime"),
    ],
)
def test_a_service_has_a_name_in_the_sdk_and_one_in_botocore(sdk: str, botocore: str) -> None:
    assert botocore_name(sdk, KNOWN) == botocore
    assert sdk_name(botocore) == sdk


def test_an_unknown_service_has_no_name() -> None:
    assert botocore_name("oven", KNOWN) is None


@pytest.mark.parametrize(
    ("service_id", "shape", "name"),
    [
        ("SQS", None, "Sqs.SqsException"),
        ("SQS", "QueueDoesNotExist", "Sqs.QueueDoesNotExistException"),
        ("DynamoDB", None, "DynamoDb.DynamoDbException"),
        ("DynamoDB", "ConditionalCheckFailedException", "DynamoDb.ConditionalCheckFailedException"),
        ("S3", "NoSuchBucket", "S3.NoSuchBucketException"),
        ("SFN", "InvalidToken", "Sfn.InvalidTokenException"),
        ("EC2", None, "Ec2.Ec2Exception"),
        ("RDS", "DBInstanceNotFoundFault", "Rds.DbInstanceNotFoundException"),
        ("CloudWatch Logs", None, "CloudWatchLogs.CloudWatchLogsException"),
        ("Config Service", None, "Config.ConfigException"),
    ],
)
def test_an_sdk_integration_names_an_error_by_its_class(service_id: str, shape: str | None, name: str) -> None:
    assert sdk_error(service_id, shape) == name


@pytest.mark.parametrize(
    ("service", "shape", "name"),
    [
        ("dynamodb", None, "DynamoDB.AmazonDynamoDBException"),
        ("dynamodb", "ConditionalCheckFailedException", "DynamoDB.ConditionalCheckFailedException"),
        ("sqs", None, "SQS.AmazonSQSException"),
        ("sqs", "QueueDoesNotExist", "SQS.QueueDoesNotExistException"),
        ("sns", "NotFoundException", "SNS.NotFoundException"),
        ("lambda", None, "Lambda.AWSLambdaException"),
        ("states", "ExecutionAlreadyExists", "StepFunctions.ExecutionAlreadyExistsException"),
    ],
)
def test_an_optimized_integration_names_an_error_as_version_1(service: str, shape: str | None, name: str) -> None:
    assert optimized_error(OPTIMIZED[service], shape) == name
