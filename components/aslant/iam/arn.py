"""ARNs in definitions, where a part may be a `${symbol}`; CloudFormation's symbols contain colons."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["ACTIVITY_ARN", "FUNCTION_ARN", "FUNCTION_SYMBOL", "MACHINE_ARN", "PART", "is_arn", "split_arn"]

PART: Final = r"(?:\$\{[^{}]+\}|[^:])"
"""A character of one part, or a whole symbol."""

ACTIVITY_ARN: Final = re.compile(rf"arn:{PART}+:states:{PART}*:{PART}*:activity:.+")
FUNCTION_ARN: Final = re.compile(rf"arn:{PART}+:lambda:{PART}*:{PART}*:function:{PART}+(:{PART}+)?")
FUNCTION_SYMBOL: Final = re.compile(rf"\$\{{[^{{}}]+\}}(:{PART}+)?")
"""A `${symbol}` for a function's ARN, optionally followed by a version or an alias."""
MACHINE_ARN: Final = re.compile(
    rf"(?P<scope>arn:{PART}+:states:{PART}*:{PART}*):stateMachine:(?P<name>{PART}+)(:(?P<qualifier>{PART}+))?"
)
_ARN: Final = re.compile(r"arn:(\$\{[^{}]+\}|[a-z-]+):(\$\{[^{}]+\}|[a-z0-9-]+):")


def is_arn(text: str) -> bool:
    """Return whether a string is an ARN, or a pattern of ARNs, that names its service."""
    return _ARN.match(text) is not None


def split_arn(text: str) -> list[str]:
    """Return the parts of an ARN, at most six, so that the last may contain colons."""
    return re.split(r":(?![^{}]*\})", text, maxsplit=5)
