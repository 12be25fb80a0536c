"""The rules of a function's arguments that are Lambda's own."""

from __future__ import annotations

import re
from typing import Any

import pulumi

from aslant.aws.rules import any_text, known, mapping_of, texts

__all__ = ["bucket", "dead_letters", "environment", "layers", "runtime"]


def runtime(value: Any) -> str | None:
    """A runtime of Python."""
    if isinstance(value, str) and re.fullmatch(r"python3\.(9|1\d)", value):
        return None
    return f"must be a runtime of Python such as 'python3.13', not {value!r}"


def bucket(value: Any) -> str | None:
    """Return what is wrong with a bucket, which is a resource or a name (S3 user guide, "Bucket naming rules")."""
    if isinstance(value, pulumi.Resource):
        return None if hasattr(value, "bucket") else f"must be a bucket of S3, not a {type(value).__name__}"
    if isinstance(value, str) and re.fullmatch(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", value):
        return None
    return f"must be a bucket of S3 or its name, of lower-case letters, digits, '-' and '.', not {value!r}"


def environment(value: Any) -> str | None:
    """Names that Lambda takes and does not set itself.

    Lambda Developer Guide, "Defined runtime environment variables".
    """
    wrong = mapping_of(any_text, "environment variables to texts")(value)
    for name in value if wrong is None else ():
        if (
            not re.fullmatch(r"[A-Za-z]\w+", name, re.ASCII)
            or name.startswith(("AWS_LAMBDA_", "LAMBDA_"))
            or name in _SET
        ):
            return f"has {name!r}, which Lambda sets itself or takes for no name; name it otherwise"
    return wrong


_SET = frozenset(
    {
        *("_HANDLER", "_X_AMZN_TRACE_ID", "AWS_DEFAULT_REGION", "AWS_REGION", "AWS_EXECUTION_ENV"),
        *("AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"),
    }
)


def layers(value: Any) -> str | None:
    """The ARNs of up to five versions of layers."""
    if wrong := texts(value):
        return wrong
    if len(value) > 5:
        return f"has {len(value)} members, and Lambda takes 5 layers"
    arns = [
        one for one in value if known(one) and not re.fullmatch(r"arn:[^:]+:lambda:[^:]+:[^:]+:layer:[^:]+:\d+", one)
    ]
    return f"has {arns[0]!r}, which is no ARN of a layer's version, arn:aws:lambda:…:layer:NAME:1" if arns else None


def dead_letters(value: Any) -> str | None:
    """What takes events that failed."""
    if isinstance(value, str) and re.fullmatch(r"arn:[^:]+:(sqs|sns):[^:]+:\d{12}:[^:]+", value):
        return None
    return f"must be the ARN of an SQS queue or an SNS topic, not {value!r}"
