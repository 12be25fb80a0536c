"""The type of the event of a handler, from its annotations."""

from __future__ import annotations

import inspect
import typing
from collections.abc import Callable
from typing import Any, get_args, get_origin, get_type_hints

__all__ = ["event_type", "members"]


def event_type(handler: Callable[..., Any]) -> Any:
    """Return the annotation of a handler's first parameter; Any if it has none."""
    parameters = list(inspect.signature(handler).parameters)
    hints = get_type_hints(handler, include_extras=True)
    return hints.get(parameters[0], Any) if parameters else Any


def members(annotation: Any) -> dict[str, tuple[Any, bool]]:
    """Return the members of a TypedDict, each with its type and whether it is required."""
    found: dict[str, tuple[Any, bool]] = {}
    for name, hint in get_type_hints(annotation, include_extras=True).items():
        needed = name in annotation.__required_keys__
        # With string annotations, the class itself does not have this information.
        if get_origin(hint) in (typing.Required, typing.NotRequired):
            needed, hint = get_origin(hint) is typing.Required, get_args(hint)[0]
        found[name] = (hint, needed)
    return found
