"""The rules for arguments of a function that Lambda defines."""

from __future__ import annotations

import re
from typing import Any

import pulumi

from aslant.aws.rules import any_text, known, mapping_of, texts

__all__ = ["bucket", "dead_letters", "environment", "layers", "runtime"]


def runtime(value: Any) -> str | None:
    """Check a Python runtime."""
    if isinstance(value, str) and re.fullmatch(r"python3\.(9|1\d)", value):
        return None
    return f"must be a Python runtime such as 'python3.13', not {value!r}"


def bucket(value: Any) -> str | None:
    """Return what is wrong with a bucket, which is a resource or a name (S3 user guide, "Bucket naming rules")."""
    if isinstance(value, pulumi.Resource):
        return None if hasattr(value, "bucket") else f"must be an S3 bucket, not a {type(value).__name__}"
    if isinstance(value, str) and re.fullmatch(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", value):
        return None
    return f"must be an S3 bucket or its name, which has lower-case letters, digits, '-' and '.', not {value!r}"


def environment(value: Any) -> str | None:
    """Check environment variables: names that Lambda allows and does not set itself.

    Lambda Developer Guide, "Defined runtime environment variables".
    """
    wrong = mapping_of(any_text, "environment variables to strings")(value)
    for name in value if wrong is None else ():
        if (
            not re.fullmatch(r"[A-Za-z]\w+", name, re.ASCII)
            or name.startswith(("AWS_LAMBDA_", "LAMBDA_"))
            or name in _SET
        ):
            return f"has {name!r}, which Lambda reserves or does not allow as a name. Use another name."
    return wrong


_SET = frozenset(
    {
        *("_HANDLER", "_X_AMZN_TRACE_ID", "AWS_DEFAULT_REGION", "AWS_REGION", "AWS_EXECUTION_ENV"),
        *("AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"),
    }
)


def layers(value: Any) -> str | None:
    """Check the ARNs of up to five layer versions."""
    if fault := texts(value):
        return fault
    if len(value) > 5:
        return f"has {len(value)} members, and Lambda allows 5 layers"
    pattern = re.compile(r"arn:[^:]+:lambda:[^:]+:[^:]+:layer:[^:]+:\d+")
    wrong = [arn for arn in value if known(arn) and not pattern.fullmatch(arn)]
    if not wrong:
        return None
    return f"has {wrong[0]!r}, which is not the ARN of a layer version, arn:aws:lambda:…:layer:NAME:1"


def dead_letters(value: Any) -> str | None:
    """Check the ARN of a queue or topic for failed events."""
    if isinstance(value, str) and re.fullmatch(r"arn:[^:]+:(sqs|sns):[^:]+:\d{12}:[^:]+", value):
        return None
    return f"must be the ARN of an SQS queue or an SNS topic, not {value!r}"
