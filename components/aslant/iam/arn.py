"""ARNs as definitions write them: a part may be a `${symbol}`, and one of CloudFormation's has colons of its own."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["ACTIVITY_ARN", "FUNCTION_ARN", "FUNCTION_SYMBOL", "MACHINE_ARN", "PART", "is_arn", "split_arn"]

PART: Final = r"(?:\$\{[^{}]+\}|[^:])"
"""A character of one part, or a whole symbol."""

ACTIVITY_ARN: Final = re.compile(rf"arn:{PART}+:states:{PART}*:{PART}*:activity:.+")
FUNCTION_ARN: Final = re.compile(rf"arn:{PART}+:lambda:{PART}*:{PART}*:function:{PART}+(:{PART}+)?")
FUNCTION_SYMBOL: Final = re.compile(rf"\$\{{[^{{}}]+\}}(:{PART}+)?")
"""A `${symbol}` that stands for a function's ARN, with a version or an alias behind it at times."""
MACHINE_ARN: Final = re.compile(
    rf"(?P<scope>arn:{PART}+:states:{PART}*:{PART}*):stateMachine:(?P<name>{PART}+)(:(?P<qualifier>{PART}+))?"
)
_ARN: Final = re.compile(r"arn:(\$\{[^{}]+\}|[a-z-]+):(\$\{[^{}]+\}|[a-z0-9-]+):")


def is_arn(text: str) -> bool:
    """Whether a text is an ARN, or a pattern of ARNs, of one service that it says."""
    return _ARN.match(text) is not None


def split_arn(text: str) -> list[str]:
    """The parts of an ARN, the sixth with all its colons; fewer where a text has fewer."""
    return re.split(r":(?![^{}]*\})", text, maxsplit=5)
