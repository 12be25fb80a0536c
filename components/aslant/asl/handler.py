"""Python handlers as a task's resource: each has a symbolic name, `${pineapple_check}`, until it is deployed."""

from __future__ import annotations

import os.path
import re
from collections.abc import Callable, Mapping
from typing import Any

from aslant.errors import DefinitionError

__all__ = ["Handler", "merge", "symbol"]

Handler = Callable[[Any, Any], Any]
"""A Lambda handler: it takes the event and the context, and returns what is JSON."""

_GENERIC = frozenset({"handler", "lambda_handler"})
_SYMBOL = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def symbol(handler: Handler) -> str:
    """The symbolic name of a handler: its own, or its folder's where it is called `handler` or `lambda_handler`.

    Raises:
        DefinitionError: the callable has no name that could be deployed.
    """
    name = getattr(handler, "__name__", "")
    if name in _GENERIC:
        name = _folder(handler)
    if _SYMBOL.fullmatch(name):
        return str(name)
    raise DefinitionError(
        f"{handler!r} has no name to be deployed by; "
        "give Task a function made by def in a module of its own, or a symbolic name"
    )


def _folder(handler: Handler) -> str:
    code = getattr(handler, "__code__", None)
    packages = getattr(handler, "__module__", "").split(".")
    if len(packages) > 1:
        return str(packages[-2])
    return os.path.basename(os.path.dirname(code.co_filename)).replace("-", "_") if code else ""


def merge(into: dict[str, Handler], handlers: Mapping[str, Handler]) -> None:
    """Add handlers to a table.

    Raises:
        DefinitionError: two different handlers have one symbolic name.
    """
    for name, handler in handlers.items():
        known = into.setdefault(name, handler)
        if known is not handler:
            raise DefinitionError(
                f"two handlers are called {name!r}, one in {known.__module__} and one in {handler.__module__}; "
                "rename one of them"
            )
