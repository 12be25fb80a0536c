"""The names that a function is called by: its name or its ARN, each with or without a version or alias."""

from __future__ import annotations

import re
from collections.abc import Mapping

from aslant.local.functions.workers import Workers

__all__ = ["FUNCTION_ARN", "SYMBOL", "find_function", "plain_name", "qualifier_of"]

FUNCTION_ARN = re.compile(r"arn:aws[\w-]*:lambda:[a-z0-9-]+:\d{12}:function:([\w-]+)(?::([\w$-]+))?")
SYMBOL = re.compile(r"\$\{([\w.-]+)\}")
"""A placeholder that is replaced when a definition is deployed."""


def find_function(functions: Mapping[str, Workers], name: str) -> Workers | None:
    """Return the function with a name or ARN, with or without a qualifier; None if no such function is deployed.

    A placeholder such as `${CheckFunctionArn}` names the function `CheckFunction` or `CheckFunctionArn`.
    """
    symbol = SYMBOL.fullmatch(name)
    if symbol is not None:
        return functions.get(symbol[1].removesuffix("Arn")) or functions.get(symbol[1])
    workers = functions.get(plain_name(name))
    if workers is None or not FUNCTION_ARN.fullmatch(name) or name.startswith(workers.function.arn):
        return workers
    return workers if workers.function.any_account else None


def plain_name(name: str) -> str:
    """Return the function's name alone, from its name or ARN with or without a qualifier."""
    arn = FUNCTION_ARN.fullmatch(name)
    return arn[1] if arn else name.rpartition(":function:")[2].partition(":")[0]


def qualifier_of(name: str) -> str | None:
    """Return the version or alias at the end of a function's name or ARN."""
    return name.rpartition(":function:")[2].partition(":")[2] or None
