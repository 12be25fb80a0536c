"""What a field holds that was never given: `UNSET`, which is not `None` (JSON's null)."""

from __future__ import annotations

from enum import Enum
from typing import Final, Literal

__all__ = ["UNSET", "Unset"]


class _Unset(Enum):
    UNSET = "UNSET"

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "UNSET"


Unset = Literal[_Unset.UNSET]
"""The type of `UNSET`, for annotations such as `str | Unset`."""

UNSET: Final = _Unset.UNSET
"""A field that was not given. It is false, and no JSON."""
