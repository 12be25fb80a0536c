"""The values inside a definition: plain JSON, and unresolved values, which are known only at deployment.

Input may have types that derive from JSON's, such as `OrderedDict` or a string enumeration. `copy_json` and `exact`
convert it to JSON's exact types. After that, every value of another type is *unresolved*, such as a Pulumi Output: it
is kept in its place and never compared, copied or asked for an attribute. Nothing here recurses, so depth costs
memory but no stack.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Protocol

from aslant.json_value import Json

__all__ = [
    "ATOMS",
    "Addressed",
    "Deferred",
    "copy_json",
    "exact",
    "is_unresolved",
    "leaves",
    "pointer",
    "same",
    "string_at",
]

ATOMS = frozenset({str, int, float, bool, type(None)})
_NUMBERS = frozenset({int, float})
_CONTAINERS = frozenset({dict, list})
_all_text = frozenset({str}).issuperset


class Deferred(Protocol):
    """A value known only at deployment, such as a Pulumi Output."""

    def apply(self, func: Callable[[Any], Any], /) -> Any:
        """Return a value that is computed from this one at deployment."""


class Addressed(Protocol):
    """An object with an ARN, such as a function of a Pulumi program. The ARN is filled in at deployment."""

    @property
    def arn(self) -> Deferred:
        """The ARN, known only at deployment."""


def exact(value: Any) -> Any:
    """Return the value with JSON's exact type if its type derives from one. Return other values unchanged."""
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
    """Return a copy as plain JSON that shares no container with `value`. Unresolved values are not copied."""
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
    """Return whether two values are equal as JSON: `1` equals `1.0`, `true` does not equal 1.

    An unresolved value equals only itself.
    """
    stack = [(left, right)]
    while stack:
        first, second = stack.pop()
        if first is second:
            continue
        kind, other_kind = type(first), type(second)
        if kind in _NUMBERS and other_kind in _NUMBERS:
            if first != second:
                return False
        elif kind is not other_kind:
            return False
        elif kind in ATOMS:
            if first != second:
                return False
        elif kind is dict:
            if first.keys() != second.keys():
                return False
            stack.extend((item, second[key]) for key, item in first.items())
        elif kind is list or kind is tuple:
            if len(first) != len(second):
                return False
            stack.extend(zip(first, second, strict=True))
        elif hasattr(kind, "_parts"):
            stack.append((first._parts(), second._parts()))
        else:
            return False
    return True


def is_unresolved(value: Json) -> bool:
    """Return whether a value is known only at deployment.

    It is a value that is not JSON, a string with a `${Substitution}`, or an object such as `{"Ref": …}`. Rules skip
    such values instead of guessing.
    """
    kind = type(value)
    if kind is str:
        return "${" in value
    if kind is dict:
        if len(value) != 1:
            return False
        (name,) = value
        return type(name) is str and (name == "Ref" or name.startswith("Fn::"))
    return kind not in ATOMS and kind not in _CONTAINERS


def leaves(document: Json) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Yield every atom and unresolved value of a document with its place, in reading order."""
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
    """Return the JSON Pointer (RFC 6901) of a place: `pointer("States", "a/b")` is `/States/a~1b`."""
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in place)


def string_at(document: Mapping[str, Any], name: str) -> str:
    """Return a member that is a string; an empty string if it is missing or another type."""
    value = document.get(name)
    return value if type(value) is str else ""
