"""Values of Outputs, once they are known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["in_order"]


def in_order(value: Any) -> Any:
    """Return a resolved value as JSON that is the same in every process: sorted keys, whole numbers as integers.

    An Output turns a mapping into a protobuf Struct, whose order differs from process to process and whose numbers are
    floats. AWS's provider compares definitions and policies as text, so another order would publish a new version.
    """
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, Mapping):
        return {key: in_order(value[key]) for key in sorted(value, key=str)}
    if isinstance(value, list | tuple):
        return [in_order(item) for item in value]
    return value
