"""The names of services, actions and errors in Step Functions, which are those of AWS's SDKs for Java.

`aws-sdk:` integrations use the names of version 2 of that SDK (`Sqs.QueueDoesNotExistException`), optimized ones those
of version 1 (`SQS.AmazonSQSException`). The sources are recordings on AWS, and the developer guide's "Supported
service integrations for AWS SDKs".
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping

__all__ = ["OPTIMIZED", "ErrorNames", "botocore_name", "optimized_error", "sdk_error", "sdk_name"]

WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[A-Z]|\d+")

OTHERS: Mapping[str, str] = {
    "applicationdiscovery": "discovery",
    "cloudwatchlogs": "logs",
    "cognitoidentityprovider": "cognito-idp",
    "costandusagereport": "cur",
    "costexplorer": "ce",
    "databasemigration": "dms",
    "directory": "ds",
    "elasticloadbalancing": "elb",
    "elasticloadbalancingv2": "elbv2",
    "elasticsearch": "es",
    "eventbridge": "events",
    "iotdataplane": "iot-data",
    "iotjobsdataplane": "iot-jobs-data",
    "lexmodelbuilding": "lex-models",
    "lexmodelsv2": "lexv2-models",
    "lexruntime": "lex-runtime",
    "lexruntimev2": "lexv2-runtime",
    "marketplaceentitlement": "marketplace-entitlement",
    "marketplacemetering": "meteringmarketplace",
    "migrationhub": "mgh",
    "pinpointsmsvoice": "sms-voice",
    "serverlessapplicationrepository": "serverlessrepo",
    "sfn": "stepfunctions",
}
"""botocore's name by the SDK for Java's name, for services where the two differ by more than hyphens."""


@dataclasses.dataclass(frozen=True, slots=True)
class ErrorNames:
    """The names that an optimized integration uses in its errors."""

    prefix: str
    """The prefix of error names."""
    base: str
    """The error for all failures without a specific name."""
    service: str
    """The name of the service in a cause."""
    botocore: str


OPTIMIZED: Mapping[str, ErrorNames] = {
    "dynamodb": ErrorNames("DynamoDB", "AmazonDynamoDBException", "AmazonDynamoDBv2", "dynamodb"),
    "events": ErrorNames("EventBridge", "AmazonEventBridgeException", "AmazonEventBridge", "events"),
    "lambda": ErrorNames("Lambda", "AWSLambdaException", "AWSLambda", "lambda"),
    "sns": ErrorNames("SNS", "AmazonSNSException", "AmazonSNS", "sns"),
    "sqs": ErrorNames("SQS", "AmazonSQSException", "AmazonSQS", "sqs"),
    "states": ErrorNames("StepFunctions", "AWSStepFunctionsException", "AWSStepFunctions", "stepfunctions"),
}
"""The supported optimized integrations, by the name in `arn:aws:states:::NAME:action`."""


def botocore_name(sdk: str, known: Iterable[str]) -> str | None:
    """Return botocore's name of the service in `aws-sdk:SERVICE:action`; None if it is not one of `known`."""
    name = OTHERS.get(sdk)
    return name or next((other for other in known if other.replace("-", "") == sdk), None)


def sdk_name(botocore: str) -> str:
    """Return the name in `aws-sdk:SERVICE:action` for botocore's name of a service."""
    return next((sdk for sdk, name in OTHERS.items() if name == botocore), botocore.replace("-", ""))


def _pascal(text: str) -> str:
    """Return a name in the SDK's case, which treats an abbreviation as a word: `DynamoDb`, `Sfn`."""
    return "".join(word.capitalize() for word in WORDS.findall(text))


def sdk_error(service_id: str, shape: str | None) -> str:
    """Return an error's name in an SDK integration; `shape` is its name in the service's model, if it has one."""
    prefix = _pascal(service_id.removesuffix(" Service"))
    if shape is None:
        return f"{prefix}.{prefix}Exception"
    name = _pascal(shape)
    if not name.endswith("Exception"):
        name = f"{name.removesuffix('Fault')}Exception"
    return f"{prefix}.{name}"


def optimized_error(names: ErrorNames, shape: str | None) -> str:
    """Return an error's name in an optimized integration."""
    if shape is None:
        return f"{names.prefix}.{names.base}"
    return f"{names.prefix}.{shape if shape.endswith('Exception') else f'{shape}Exception'}"
