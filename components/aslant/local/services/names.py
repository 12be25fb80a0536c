"""Names of services, actions and errors as Step Functions has them: those of AWS's SDKs for Java.

`aws-sdk:` integrations speak version 2 of that SDK (`Sqs.QueueDoesNotExistException`), optimized ones version 1
(`SQS.AmazonSQSException`): recorded on AWS, and the developer guide's "Supported service integrations for AWS SDKs".
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping

__all__ = ["OPTIMIZED", "Speech", "botocore_name", "optimized_error", "sdk_error", "sdk_name"]

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
"""What botocore calls the services that it does not call as the SDK for Java does."""


@dataclasses.dataclass(frozen=True, slots=True)
class Speech:
    """How an optimized integration tells of its errors."""

    prefix: str
    """What the names of errors begin with."""
    base: str
    """The error that stands for all that have no name of their own."""
    service: str
    """What the cause calls the service."""
    botocore: str


OPTIMIZED: Mapping[str, Speech] = {
    "dynamodb": Speech("DynamoDB", "AmazonDynamoDBException", "AmazonDynamoDBv2", "dynamodb"),
    "events": Speech("EventBridge", "AmazonEventBridgeException", "AmazonEventBridge", "events"),
    "lambda": Speech("Lambda", "AWSLambdaException", "AWSLambda", "lambda"),
    "sns": Speech("SNS", "AmazonSNSException", "AmazonSNS", "sns"),
    "sqs": Speech("SQS", "AmazonSQSException", "AmazonSQS", "sqs"),
    "states": Speech("StepFunctions", "AWSStepFunctionsException", "AWSStepFunctions", "stepfunctions"),
}
"""The optimized integrations that are served, by the name in `arn:aws:states:::NAME:action`."""


def botocore_name(sdk: str, known: Iterable[str]) -> str | None:
    """What botocore calls the service of `aws-sdk:SERVICE:action`, one of those that it knows; None for no service."""
    name = OTHERS.get(sdk)
    return name or next((other for other in known if other.replace("-", "") == sdk), None)


def sdk_name(botocore: str) -> str:
    """The name in `aws-sdk:SERVICE:action` of a service that botocore has another one for."""
    return next((sdk for sdk, name in OTHERS.items() if name == botocore), botocore.replace("-", ""))


def _pascal(text: str) -> str:
    """Words in the SDK's case, where an abbreviation is a word: `DynamoDB` is `DynamoDb`, `SFN` is `Sfn`."""
    return "".join(word.capitalize() for word in WORDS.findall(text))


def sdk_error(service_id: str, shape: str | None) -> str:
    """An error's name in an SDK integration; `shape` is what the service's model calls it, if it does."""
    prefix = _pascal(service_id.removesuffix(" Service"))
    if shape is None:
        return f"{prefix}.{prefix}Exception"
    name = _pascal(shape)
    if not name.endswith("Exception"):
        name = f"{name.removesuffix('Fault')}Exception"
    return f"{prefix}.{name}"


def optimized_error(speech: Speech, shape: str | None) -> str:
    """An error's name in an optimized integration."""
    if shape is None:
        return f"{speech.prefix}.{speech.base}"
    return f"{speech.prefix}.{shape if shape.endswith('Exception') else f'{shape}Exception'}"
