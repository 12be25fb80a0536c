"""The configurations of a state machine or an activity in a request, with AWS's rules and defaults."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from aslant.local.answers import AwsError
from aslant.local.machines import AWS_OWNED_KEY, NO_LOGGING
from aslant.local.stepfunctions.service import Parameters, Service
from aslant.run.limits import FORBIDDEN_IN_NAMES

__all__ = ["check_name", "encryption_of", "logging_of", "role_of", "tags_of", "tracing_of"]

ROLE = re.compile(r"arn:aws[\w-]*:iam::\d{12}:role/.+")
LOG_GROUP = re.compile(r"arn:aws[\w-]*:logs:[a-z0-9-]+:\d{12}:log-group:[^:*]+:\*")
MOST_TAGS = 50
DATA_KEY_SECONDS = 300
"""The default of `kmsDataKeyReusePeriodSeconds` (API reference)."""


def check_name(name: str) -> None:
    """Raise AwsError for a name with a character that is not allowed."""
    if FORBIDDEN_IN_NAMES.search(name):
        raise AwsError("InvalidName", f"Invalid Name: '{name}'")


def role_of(service: Service, arn: str) -> str:
    """Return the ARN of a role that Step Functions may assume.

    The trust policy of a role that is not registered here is not known, so that every such role is accepted.
    """
    if not ROLE.fullmatch(arn):
        raise AwsError("InvalidArn", f"Invalid Role Arn: '{arn}'")
    if not service.trusts(arn):
        raise AwsError(
            "AccessDeniedException",
            "Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume "
            "the provided role.",
        )
    return arn


def logging_of(given: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """Return a logging configuration with its defaults. Unless the level is OFF, it has exactly one destination."""
    if given is None:
        return NO_LOGGING
    destinations, level = given.get("destinations"), given.get("level", "OFF")
    if len(destinations or ()) > 1 or (level != "OFF" and not destinations):
        raise _invalid_logging("Must specify exactly one Log Destination.")
    for destination in destinations or ():
        arn = (destination.get("cloudWatchLogsLogGroup") or {}).get("logGroupArn")
        if arn is None or not LOG_GROUP.fullmatch(arn):
            raise _invalid_logging(
                "The destination must be the ARN of a CloudWatch Logs log group that ends with ':*', "
                f"not {'nothing' if arn is None else repr(arn)}."
            )
    shown = {"includeExecutionData": given.get("includeExecutionData", False), "level": level}
    return shown if destinations is None else {"destinations": destinations, **shown}


def _invalid_logging(problem: str) -> AwsError:
    return AwsError("InvalidLoggingConfiguration", f"Invalid Logging Configuration: {problem}")


def tracing_of(given: Mapping[str, Any] | None) -> bool:
    """Return whether a tracing configuration turns X-Ray on."""
    if given is None:
        return False
    if "enabled" not in given:
        raise AwsError(
            "InvalidTracingConfiguration",
            "Invalid Tracing Configuration: enabled must be set to true or false.",
        )
    return bool(given["enabled"])


def encryption_of(given: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """Return an encryption configuration with its defaults."""
    if given is None:
        return AWS_OWNED_KEY
    key, seconds = given.get("kmsKeyId"), given.get("kmsDataKeyReusePeriodSeconds")
    if given["type"] == "AWS_OWNED_KEY":
        if key is not None or seconds is not None:
            raise _invalid_encryption(
                "kmsKeyId and kmsDataKeyReusePeriodSeconds are only allowed with CUSTOMER_MANAGED_KMS_KEY."
            )
        return AWS_OWNED_KEY
    if key is None:
        raise _invalid_encryption("kmsKeyId is required with CUSTOMER_MANAGED_KMS_KEY.")
    return {
        "kmsDataKeyReusePeriodSeconds": DATA_KEY_SECONDS if seconds is None else seconds,
        "kmsKeyId": key,
        "type": given["type"],
    }


def _invalid_encryption(problem: str) -> AwsError:
    return AwsError("InvalidEncryptionConfiguration", f"Invalid Encryption Configuration: {problem}")


def tags_of(parameters: Parameters, arn: str, existing: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the tags of a request, by key. Raise AwsError if the resource would have too many."""
    tags = {tag["key"]: tag.get("value", "") for tag in parameters.get("tags", ()) if "key" in tag}
    if len({*tags, *(existing or ())}) > MOST_TAGS:
        raise AwsError("TooManyTags", f"The number of tags of '{arn}' would exceed {MOST_TAGS}.")
    reserved = next((key for key in tags if key.lower().startswith("aws:")), None)
    if reserved is not None:
        raise AwsError("ValidationException", f"Tag keys that start with 'aws:' are reserved: '{reserved}'")
    return tags
