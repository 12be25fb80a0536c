"""Python handlers as the resource of a task. Each has a symbolic name, `${pineapple_check}`, until it is deployed."""

from __future__ import annotations

import contextlib
import os.path
import re
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from aslant.errors import DefinitionError

if TYPE_CHECKING:
    from inspect import Signature

__all__ = ["Handler", "async_fault", "call_fault", "merge", "signature_fault", "symbol"]

Handler = Callable[[Any, Any], Any]
"""A Lambda handler: it takes the event and the context, and returns JSON data."""

_GENERIC = frozenset({"handler", "lambda_handler"})
_PYDANTIC = "a pydantic model"
_SYMBOL = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def symbol(handler: Handler) -> str:
    """Return the symbolic name of a handler: its own, or its folder's if it is called `handler` or `lambda_handler`.

    Raises:
        DefinitionError: The callable has no name that can be deployed.
    """
    name = getattr(handler, "__name__", "")
    if name in _GENERIC:
        name = _folder(handler)
    if _SYMBOL.fullmatch(name):
        return str(name)
    raise DefinitionError(
        f"{handler!r} has no name that can be deployed. Pass a function that is defined with def in a separate module, "
        "or a symbolic name."
    )


def _folder(handler: Handler) -> str:
    code = getattr(handler, "__code__", None)
    packages = getattr(handler, "__module__", "").split(".")
    if len(packages) > 1:
        return str(packages[-2])
    return os.path.basename(os.path.dirname(code.co_filename)).replace("-", "_") if code else ""


def call_fault(name: str, handler: Handler) -> str:
    """Return why Lambda could not call a handler, with the repair. Empty if it can, or if that is unknown."""
    import inspect  # a workflow that was read has no handlers

    if inspect.iscoroutinefunction(handler) or inspect.isasyncgenfunction(handler):
        return async_fault(name)
    try:
        signature = inspect.signature(handler, follow_wrapped=False)  # Lambda calls what a decorator returns
    except (TypeError, ValueError):
        return ""
    return signature_fault(name, signature) or _type_fault(name, handler, next(iter(signature.parameters), ""))


def _type_fault(name: str, handler: Handler, event: str) -> str:
    """Return why the types of a handler's event or result cannot pass through Lambda, with the repair.

    Empty if they can. A decorator may convert them, so a wrapped handler is not checked.
    """
    import typing

    if hasattr(handler, "__wrapped__") or not getattr(handler, "__annotations__", None):
        return ""
    try:
        hints = typing.get_type_hints(handler)
    except Exception:  # a name that exists only for type checkers, or any error that an annotation raises
        hints = dict(handler.__annotations__)
    for hint, is_event in ((hints.get(event), True), (hints.get("return"), False)):
        found = next(((kind, model) for kind in _inside(hint) if (model := _model(kind, is_event=is_event))), None)
        if found is None:
            continue
        kind, model = found
        if is_event:
            return (
                f"handler {name!r} takes {kind.__name__}, {model}, but Lambda passes an event as plain JSON. Annotate "
                f"it with a TypedDict, and create the {kind.__name__} inside {name}."
            )
        return (
            f"handler {name!r} returns {kind.__name__}, {model}, which Lambda cannot write as JSON. Return a dict, "
            f"such as {'.model_dump()' if model == _PYDANTIC else 'asdict(…)'} returns, and annotate it with a "
            "TypedDict."
        )
    return ""


def _inside(hint: Any) -> Iterator[Any]:
    """Yield a type and the types inside it: type arguments, and members of TypedDicts."""
    import typing

    seen: list[Any] = []
    stack = [hint]
    while stack:
        kind = stack.pop()
        if any(kind is known for known in seen):
            continue
        seen.append(kind)
        yield kind
        stack += typing.get_args(kind)
        if typing.is_typeddict(kind):
            with contextlib.suppress(Exception):
                stack += typing.get_type_hints(kind).values()


def _model(kind: Any, *, is_event: bool) -> str:
    """Return the word for a class whose instances are not plain JSON. Empty for any other type."""
    if not isinstance(kind, type):
        return ""
    names = vars(kind).keys() | {name for base in kind.__mro__ for name in vars(base)}
    if "__pydantic_fields__" in names or {"__fields__", "__get_validators__"} <= names:
        return _PYDANTIC
    if "__dataclass_fields__" in names:
        return "a dataclass"
    if "__attrs_attrs__" in names:
        return "an attrs class"
    if "__struct_fields__" in names:
        return "a msgspec struct"
    return "a named tuple" if is_event and issubclass(kind, tuple) and "_fields" in names else ""


def async_fault(name: str) -> str:
    """Return why Lambda could not call a handler that is `async def`."""
    return f"handler {name!r} is async, but Lambda does not await it. Write def {name}."


def signature_fault(name: str, signature: Signature) -> str:
    """Return why Lambda could not call a handler with this signature, with the repair. Empty if it can."""
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
            f"handler {name!r} takes {shown}, but Lambda calls it with the event and the context. Write def "
            f"{name}({own[0] if own else 'event'}, context)."
        )
    return ""


def merge(into: dict[str, Handler], handlers: Mapping[str, Handler]) -> None:
    """Add handlers to a table.

    Raises:
        DefinitionError: Two different handlers have the same symbolic name.
    """
    for name, handler in handlers.items():
        known = into.setdefault(name, handler)
        if known is not handler:
            raise DefinitionError(
                f"two handlers are called {name!r}, one in {known.__module__} and one in {handler.__module__}. Rename "
                "one of them."
            )
