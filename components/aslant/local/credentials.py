"""The credentials of the local AWS: workers sign with them, and signatures are verified with them."""

from __future__ import annotations

import re
from typing import Final

from aslant.provider.account import digest

__all__ = ["ACCESS_KEY", "SECRET_KEY", "function_key", "is_known"]

ACCESS_KEY: Final = "test"
SECRET_KEY: Final = "test"  # noqa: S105  # not a secret, since it is only valid on this machine's own port

FUNCTION_KEY: Final = re.compile(r"ASIALOCAL[0-9A-F]{11}")


def function_key(arn: str) -> str:
    """Return the access key of a function, which identifies the role that its calls are checked against."""
    return f"ASIALOCAL{digest(arn, 11).upper()}"


def is_known(key: str) -> bool:
    """Return whether an access key is one of the local AWS."""
    return key == ACCESS_KEY or FUNCTION_KEY.fullmatch(key) is not None
