"""What the annotations of a handler say of the event that it takes."""

from __future__ import annotations

import inspect
import typing
from collections.abc import Callable
from typing import Any, get_args, get_origin, get_type_hints

__all__ = ["event_type", "members"]


def event_type(handler: Callable[..., Any]) -> Any:
    """The annotation of a handler's first parameter; Any where it has none."""
    parameters = list(inspect.signature(handler).parameters)
    hints = get_type_hints(handler, include_extras=True)
    return hints.get(parameters[0], Any) if parameters else Any


def members(annotation: Any) -> dict[str, tuple[Any, bool]]:
    """The members of a TypedDict: the type of each and whether it must be there."""
    found: dict[str, tuple[Any, bool]] = {}
    for name, hint in get_type_hints(annotation, include_extras=True).items():
        needed = name in annotation.__required_keys__
        # Where annotations are text, the class itself does not know.
        if get_origin(hint) in (typing.Required, typing.NotRequired):
            needed, hint = get_origin(hint) is typing.Required, get_args(hint)[0]
        found[name] = (hint, needed)
    return found
