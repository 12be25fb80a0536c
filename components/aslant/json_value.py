"""Json: the type of a JSON value, used by every package."""

from typing import Any, TypeAlias

__all__ = ["Json"]

Json: TypeAlias = Any
"""A JSON value: `None`, `bool`, `int`, `float`, `str`, `list` or `dict` with string keys."""
