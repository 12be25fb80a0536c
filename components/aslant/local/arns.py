"""The ARNs of Step Functions in requests, checked with AWS's messages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from aslant.local.answers import AwsError

__all__ = ["check_arn"]

_BODIES: Final[Mapping[str, str]] = {
    "activity": r"[^:]+",
    "execution": r"[^:]+:[^:]+",
    "mapRun": r"[^:]+:[^:]+",
    "stateMachine": r"[^:]+(?::[^:]+)?",
}
"""The pattern of the part after the resource type in the ARN of each type."""

_FORMS: Final = {
    type: re.compile(rf"arn:aws[\w-]*:states:[a-z0-9-]+:\d{{12}}:{type}:{body}") for type, body in _BODIES.items()
}


def check_arn(arn: str, *types: str) -> None:
    """Raise AwsError unless an ARN has one of these resource types."""
    if any(_FORMS[type].fullmatch(arn) for type in types):
        return
    if not arn.startswith("arn:"):
        raise _invalid(f"Invalid ARN prefix: {arn}")
    parts = arn.split(":")
    if len(parts) > 5 and parts[5] in types:
        raise _invalid(f"Invalid ARN: {arn}")
    raise _invalid(f"Resource type not valid in this context: {parts[5] if len(parts) > 5 else arn}")


def _invalid(problem: str) -> AwsError:
    return AwsError("InvalidArn", f"Invalid Arn: '{problem}'")
