"""The names that a function is called by: its name or its ARN, each with or without a version or alias."""

from __future__ import annotations

import re
from collections.abc import Mapping

from aslant.local.functions.workers import Workers

__all__ = ["FUNCTION_ARN", "find_function", "plain_name", "qualifier_of"]

FUNCTION_ARN = re.compile(r"arn:aws[\w-]*:lambda:[a-z0-9-]+:\d{12}:function:([\w-]+)(?::([\w$-]+))?")


def find_function(functions: Mapping[str, Workers], name: str) -> Workers | None:
    """Return the function with a name or ARN, with or without a qualifier; None if no such function is deployed."""
    workers = functions.get(plain_name(name))
    return workers if workers and (not FUNCTION_ARN.fullmatch(name) or name.startswith(workers.function.arn)) else None


def plain_name(name: str) -> str:
    """Return the function's name alone, from its name or ARN with or without a qualifier."""
    arn = FUNCTION_ARN.fullmatch(name)
    return arn[1] if arn else name.rpartition(":function:")[2].partition(":")[0]


def qualifier_of(name: str) -> str | None:
    """Return the version or alias at the end of a function's name or ARN."""
    return name.rpartition(":function:")[2].partition(":")[2] or None
