"""What stands behind each `${symbol}` of a workflow: a folder to deploy, a function that exists, or a
text."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pulumi

from aslant.aws.definition import Definition
from aslant.aws.handlers import FILE, Source, of_callable, of_folder
from aslant.aws.python_function import Function, PythonFunction
from aslant.aws.rules import known
from aslant.errors import ArgsError, did_you_mean
from aslant.iam import FUNCTION_ARN

__all__ = ["Behind", "plan", "texts_of"]

Behind = Source | pulumi.Input[str]
"""A folder that becomes a function, or the text that takes a symbol's place."""


def plan(
    place: str,
    definition: Definition,
    handlers: Mapping[str, Callable[..., Any]],
    functions: Mapping[str, Any],
    substitutions: Mapping[str, pulumi.Input[str]],
) -> dict[str, Behind]:
    """What stands behind each symbol, looked up in this order.

    `substitutions`, `functions` (a folder, an ARN or a function), the workflow's own `handlers`, and the
    folder `functions/<symbol>` of the program's directory. Raises ArgsError where nothing is found, and for
    a name that the workflow does not use.
    """
    named = [*functions, *substitutions]
    for symbol in named:
        if named.count(symbol) > 1:
            raise ArgsError(f"{place}: {symbol!r} stands in functions and in substitutions; leave one out")
        if definition.document is not None and symbol not in definition.symbols:
            hint = did_you_mean(symbol, definition.symbols) or "; leave it out"
            raise ArgsError(f"{place}: the workflow has no ${{{symbol}}}{hint}")
    symbols = definition.symbols if definition.document is not None else named
    behind: dict[str, Behind] = {}
    for symbol in symbols:
        if symbol in substitutions:
            behind[symbol] = substitutions[symbol]
        elif symbol in functions:
            behind[symbol] = _given(f"{place}: functions[{symbol!r}]", functions[symbol])
        elif symbol in handlers:
            behind[symbol] = of_callable(f"{place}: handler {symbol!r}", handlers[symbol])
        else:
            behind[symbol] = _folder_of(place, definition, symbol)
    return behind


def texts_of(behind: Mapping[str, Behind]) -> dict[str, pulumi.Input[str]]:
    """The symbols behind which a text stands already, and no folder."""
    return {symbol: value for symbol, value in behind.items() if not isinstance(value, Source)}


def _given(place: str, value: Any) -> Behind:
    if isinstance(value, PythonFunction | Function):
        return value.arn
    if not known(value):
        return value  # type: ignore[no-any-return]
    if isinstance(value, str) and value.startswith("arn:"):
        if not FUNCTION_ARN.fullmatch(value):
            raise ArgsError(f"{place}: {value!r} is no ARN of a Lambda function; put other texts in substitutions")
        return value
    if isinstance(value, str | os.PathLike):
        return of_folder(place, Path(os.path.abspath(value)))
    raise ArgsError(
        f"{place} must be a folder, a Lambda ARN, a PythonFunction or a pulumi_aws.lambda_.Function, not "
        f"{type(value).__name__}"
    )


def _folder_of(place: str, definition: Definition, symbol: str) -> Source:
    folder = Path.cwd() / "functions" / symbol
    where = definition.state_of(symbol)
    if not folder.is_dir():
        beside = [path.name for path in folder.parent.glob("*/") if (path / FILE).is_file()]
        raise ArgsError(
            f"{place}: nothing stands for ${{{symbol}}} in {where}; write functions/{symbol}/{FILE}, or name it in "
            f"functions or substitutions{did_you_mean(symbol, beside)}"
        )
    return of_folder(f"{place}: {where}", folder)
