"""The values inside a definition: plain JSON, and leaves known only at deployment.

What comes from outside may be of types that derive from JSON's, an `OrderedDict` or an enumeration of text:
`copy_json` and `exact` make it JSON by exact type. Inside, whatever is no JSON by its exact type is *opaque*, a Pulumi
Output for example: it is kept where it stands and never compared, copied or asked for an attribute. Nothing here
recurses, so depth costs memory and no stack.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Protocol

from aslant.json_value import Json

__all__ = ["ATOMS", "Addressed", "Deferred", "copy_json", "exact", "leaves", "pointer", "same"]

ATOMS = frozenset({str, int, float, bool, type(None)})
_NUMBERS = frozenset({int, float})
_all_text = frozenset({str}).issuperset


class Deferred(Protocol):
    """A value known only at deployment, such as a Pulumi Output."""

    def apply(self, func: Callable[[Any], Any], /) -> Any:
        """Go on with the value once it is known."""


class Addressed(Protocol):
    """Something with an ARN, such as a function of a Pulumi program; whoever deploys the workflow writes its ARN."""

    @property
    def arn(self) -> Deferred:
        """What the ARN will be."""


def exact(value: Any) -> Any:
    """The value by JSON's own type where its type derives from one; what is opaque is itself."""
    kind = type(value)
    if kind in ATOMS:
        return value
    if issubclass(kind, str):
        return str.__str__(value)
    if issubclass(kind, int):
        return int(value)
    if issubclass(kind, float):
        return float(value)
    if issubclass(kind, dict):
        return {str.__str__(key) if isinstance(key, str) else key: item for key, item in value.items()}
    return list(value) if issubclass(kind, list | tuple) else value


def copy_json(value: Any) -> Json:
    """A copy as plain JSON that shares no container with `value`; opaque leaves are carried over as they are."""
    root: list[Any] = [value]
    stack: list[Any] = [root]
    while stack:
        target = stack.pop()
        for key, item in target.items() if type(target) is dict else enumerate(target):
            kind = type(item)
            if kind is list or (kind is dict and _all_text(map(type, item))):
                target[key] = fresh = item.copy()
                stack.append(fresh)
            elif kind not in ATOMS and (plain := exact(item)) is not item:
                target[key] = plain
                if type(plain) not in ATOMS:
                    stack.append(plain)
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


def leaves(document: Json) -> Iterator[tuple[tuple[str | int, ...], Any]]:
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
