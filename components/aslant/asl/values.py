"""The values inside a definition: plain JSON, and leaves known only at deployment.

Whatever is no JSON by its exact type is *opaque*, a Pulumi Output for example: it is kept where it stands and
never compared, copied or asked for an attribute. Nothing here recurses, so depth costs memory and no stack.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Protocol

__all__ = ["ATOMS", "JSON", "Deferred", "copy_json", "leaves", "pointer", "same"]

JSON = Any
"""A JSON value: `None`, `bool`, `int`, `float`, `str`, `list` or `dict` with text keys."""

ATOMS = frozenset({str, int, float, bool, type(None)})
_NUMBERS = frozenset({int, float})


class Deferred(Protocol):
    """A value known only at deployment, such as a Pulumi Output."""

    def apply(self, func: Callable[[Any], Any], /) -> Any:
        """Go on with the value once it is known."""


def copy_json(value: JSON) -> JSON:
    """A copy that shares no container with `value`; opaque leaves are carried over as they are."""
    root: list[Any] = [value]
    stack: list[Any] = [root]
    while stack:
        target = stack.pop()
        for key, item in target.items() if type(target) is dict else enumerate(target):
            kind = type(item)
            if kind is dict:
                target[key] = fresh = dict(item)
                stack.append(fresh)
            elif kind is list or kind is tuple:
                target[key] = fresh_list = list(item)
                stack.append(fresh_list)
    return root[0]


def same(left: Any, right: Any) -> bool:
    """Equality of two values as JSON sees it: `1` is `1.0`, `true` is no number, opaque leaves only themselves."""
    stack = [(left, right)]
    while stack:
        one, other = stack.pop()
        if one is other:
            continue
        kind, other_kind = type(one), type(other)
        if kind in _NUMBERS and other_kind in _NUMBERS:
            if one != other:
                return False
        elif kind is not other_kind:
            return False
        elif kind in ATOMS:
            if one != other:
                return False
        elif kind is dict:
            if one.keys() != other.keys():
                return False
            stack.extend((item, other[key]) for key, item in one.items())
        elif kind is list or kind is tuple:
            if len(one) != len(other):
                return False
            stack.extend(zip(one, other, strict=True))
        elif hasattr(kind, "_parts"):
            stack.append((one._parts(), other._parts()))
        else:
            return False
    return True


def leaves(document: JSON) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Everything in a document that holds nothing, atoms and opaque leaves, with its place, in reading order."""
    stack: list[tuple[tuple[Any, ...], Any]] = [((), document)]
    while stack:
        place, value = stack.pop()
        kind = type(value)
        if kind is dict:
            stack.extend(((*place, key), item) for key, item in reversed(value.items()))
        elif kind is list:
            stack.extend(((*place, index), value[index]) for index in reversed(range(len(value))))
        else:
            yield place, value


def pointer(*place: str | int) -> str:
    """The JSON Pointer (RFC 6901) of a place: `pointer("States", "a/b")` is `/States/a~1b`."""
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in place)
