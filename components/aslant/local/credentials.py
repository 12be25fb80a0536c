"""The credentials that hold here: what workers sign with, and what a signature is checked against."""

from __future__ import annotations

import re
from typing import Final

from aslant.provider.account import digest

__all__ = ["ACCESS_KEY", "SECRET_KEY", "function_key", "is_known"]

ACCESS_KEY: Final = "test"
SECRET_KEY: Final = "test"  # noqa: S105  # everyone may know it, since it opens nothing but this machine's own port

FUNCTION_KEY: Final = re.compile(r"ASIALOCAL[0-9A-F]{11}")


def function_key(arn: str) -> str:
    """The access key that a function signs with, by its ARN: it tells whose role a call is held against."""
    return f"ASIALOCAL{digest(arn, 11).upper()}"


def is_known(key: str) -> bool:
    """Whether an access key is one of this machine's."""
    return key == ACCESS_KEY or FUNCTION_KEY.fullmatch(key) is not None
