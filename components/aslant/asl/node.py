"""Node, the base class of all values of the model: frozen, and equal if its parts are equal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn, Self

from aslant.asl.values import same

__all__ = ["Node", "put", "setter", "shown"]

put = object.__setattr__
"""Set an attribute while a frozen value is being created."""


def setter(kind: type, slot: str) -> Callable[[Any, Any], None]:
    """Return a function that sets one slot of a new value, in half the time that `put` takes."""
    found: Callable[[Any, Any], None] = vars(kind)[slot].__set__
    return found


def shown(value: object) -> str:
    """Return the `repr`, with `…` for parts that are nested too deeply for Python."""
    try:
        return repr(value)
    except RecursionError:
        return "…"


class Node:
    """A frozen value. Equality compares its `_parts`."""

    __slots__ = ()

    def _parts(self) -> tuple[Any, ...]:
        raise NotImplementedError

    def __eq__(self, other: object) -> bool:
        return same(self, other)

    def __hash__(self) -> int:
        # Unresolved values may not be hashable, so equal values share only the hash of their class.
        return hash(type(self))

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"a {type(self).__name__} is immutable. Create a new one.")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"a {type(self).__name__} is immutable. Create a new one.")

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return self
