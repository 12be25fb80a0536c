"""Python handlers as a task's resource: each has a symbolic name, `${pineapple_check}`, until it is deployed."""

from __future__ import annotations

import os.path
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from aslant.errors import DefinitionError

if TYPE_CHECKING:
    from inspect import Signature

__all__ = ["Handler", "async_fault", "call_fault", "merge", "signature_fault", "symbol"]

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


def call_fault(name: str, handler: Handler) -> str:
    """Why Lambda could not call a handler, with the repair; empty where it can, or where nothing tells."""
    import inspect  # a workflow that was read has no handlers

    if inspect.iscoroutinefunction(handler) or inspect.isasyncgenfunction(handler):
        return async_fault(name)
    try:
        signature = inspect.signature(handler, follow_wrapped=False)  # what a decorator makes is what is called
    except (TypeError, ValueError):
        return ""
    return signature_fault(name, signature)


def async_fault(name: str) -> str:
    """Why Lambda could not call a handler that is `async def`."""
    return f"handler {name!r} is async, and Lambda does not await; write def {name}"


def signature_fault(name: str, signature: Signature) -> str:
    """Why Lambda could not call what has this signature, with the repair; empty where it can."""
    try:
        signature.bind(None, None)
    except TypeError:
        given = [
            parameter.replace(annotation=parameter.empty, default=parameter.empty)
            for parameter in signature.parameters.values()
        ]
        shown = signature.replace(parameters=given, return_annotation=signature.empty)
        own = [item.name for item in given if item.kind in (item.POSITIONAL_ONLY, item.POSITIONAL_OR_KEYWORD)]
        own = [item for item in own if item not in ("self", "context")]
        return (
            f"handler {name!r} takes {shown}; Lambda calls it with the event and the context; "
            f"write def {name}({own[0] if own else 'event'}, context)"
        )
    return ""


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
