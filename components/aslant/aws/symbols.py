"""The target of each `${symbol}` of a workflow: a folder to deploy, an existing function, or a string."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pulumi

from aslant.aws.definition import WorkflowDefinition
from aslant.aws.errors import ArgsError
from aslant.aws.function.handlers import FILE, FunctionSource, of_callable, of_folder
from aslant.aws.function.python_function import Function, PythonFunction, PythonFunctionArgs
from aslant.aws.mocked import or_missing
from aslant.aws.rules import check, checked_later, known, text
from aslant.errors import did_you_mean
from aslant.iam import FUNCTION_ARN

__all__ = ["SymbolTarget", "given_function", "plan", "texts_of"]

SymbolTarget = FunctionSource | pulumi.Input[str]
"""A folder that becomes a function, or the string that replaces a symbol."""


def plan(
    place: str,
    definitions: Mapping[str, WorkflowDefinition],
    functions: Mapping[str, Any],
    substitutions: Mapping[str, pulumi.Input[str]],
) -> dict[str, SymbolTarget]:
    """Return the target of each symbol of some definitions, which are given by place.

    They are looked up in this order: `substitutions`, `functions` (a folder, an ARN or a function), the workflow's own
    handlers, and the folder `functions/<symbol>` of the program's directory. A symbol means the same in all workflows.

    Raises:
        ArgsError: a symbol has no target, two handlers have one name, or no workflow uses a name.
    """
    _check_names(place, definitions, [*functions, *substitutions])
    behind: dict[str, SymbolTarget] = {}
    for where, definition in definitions.items():
        known_now = definition.document is not None
        for symbol in definition.symbols if known_now else [*functions, *substitutions]:
            found: SymbolTarget
            if symbol in substitutions:
                found = substitutions[symbol]
            elif symbol in functions:
                found = given_function(f"{place}: functions[{symbol!r}]", functions[symbol])
            elif symbol in definition.handlers:
                found = of_callable(f"{where}: handler {symbol!r}", definition.handlers[symbol])
            else:
                found = _folder_of(where, definition, symbol)
            other = behind.setdefault(symbol, found)
            if isinstance(other, FunctionSource) and other != found:
                raise ArgsError(
                    f"{where}: ${{{symbol}}} is {found} here and {other} in another workflow of this API. Rename one, "
                    "or set it in functions."
                )
    return behind


def _check_names(place: str, definitions: Mapping[str, WorkflowDefinition], named: list[str]) -> None:
    """Refuse a name that is in both arguments, and one that no workflow uses."""
    used = [symbol for definition in definitions.values() for symbol in definition.symbols]
    all_known = all(definition.document is not None for definition in definitions.values())
    for symbol in named:
        if named.count(symbol) > 1:
            raise ArgsError(f"{place}: {symbol!r} is in both functions and substitutions. Remove one.")
        if all_known and symbol not in used:
            hint = did_you_mean(symbol, used) or ". Leave it out."
            raise ArgsError(f"{place}: ${{{symbol}}} is not in the workflow{hint}")


def texts_of(behind: Mapping[str, SymbolTarget]) -> dict[str, pulumi.Input[str]]:
    """Return the symbols whose target is a string and not a folder."""
    return {symbol: value for symbol, value in behind.items() if not isinstance(value, FunctionSource)}


def given_function(place: str, value: Any) -> SymbolTarget:
    """Return the target of a function from the arguments; raise ArgsError if it is not valid."""
    if isinstance(value, PythonFunction | Function):
        return or_missing(value.arn)
    if not known(value):
        return checked_later(place, value, _function_arn)  # type: ignore[no-any-return]
    if isinstance(value, str) and value.startswith("arn:"):
        if not FUNCTION_ARN.fullmatch(value):
            raise ArgsError(
                f"{place}: {value!r} is not the ARN of a Lambda function. Put other strings in substitutions."
            )
        return value
    if isinstance(value, Mapping):
        folder = value.get("folder")
        plain = os.fspath(folder) if isinstance(folder, os.PathLike) else folder
        rules = {"folder": text, "handler": text}
        options = check(place, {**value, "folder": plain}, PythonFunctionArgs, rules, frozenset(rules))
        source = of_folder(place, Path(os.path.abspath(options.pop("folder"))), options.pop("handler", None))
        return FunctionSource(source.folder, source.handler, options)
    if isinstance(value, str | os.PathLike):
        return of_folder(place, Path(os.path.abspath(value)))
    raise ArgsError(
        f"{place} must be a folder, the arguments of a PythonFunction, a Lambda ARN, a PythonFunction or a "
        f"pulumi_aws.lambda_.Function, not {type(value).__name__}"
    )


def _function_arn(value: Any) -> str | None:
    """Check the ARN of a function; a mock may return one that is unlike AWS's."""
    return None if isinstance(value, str) and value else f"must be the ARN of a Lambda function, not {value!r}"


def _folder_of(place: str, definition: WorkflowDefinition, symbol: str) -> FunctionSource:
    folder = Path.cwd() / "functions" / symbol
    where = definition.state_of(symbol)
    if not folder.is_dir():
        others = [path.name for path in folder.parent.glob("*/") if (path / FILE).is_file()]
        raise ArgsError(
            f"{place}: ${{{symbol}}} in {where} is not defined. Write functions/{symbol}/{FILE}, or add it to "
            "functions "
            f"or substitutions{did_you_mean(symbol, others) or '.'}"
        )
    return of_folder(f"{place}: {where}", folder)
