"""What every value of the model shares: it is frozen, and equal to what has the same parts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn, Self

from aslant.asl.values import same

__all__ = ["Node", "put", "setter", "shown"]

put = object.__setattr__
"""Set an attribute while a frozen value is being made."""


def setter(kind: type, slot: str) -> Callable[[Any, Any], None]:
    """What sets one slot of a new value, in half the time that `put` takes."""
    found: Callable[[Any, Any], None] = vars(kind)[slot].__set__
    return found


def shown(value: object) -> str:
    """`repr`, in which `…` stands for what is nested deeper than Python writes it."""
    try:
        return repr(value)
    except RecursionError:
        return "…"


class Node:
    """A frozen value. `_parts` are what equality compares."""

    __slots__ = ()

    def _parts(self) -> tuple[Any, ...]:
        raise NotImplementedError

    def __eq__(self, other: object) -> bool:
        return same(self, other)

    def __hash__(self) -> int:
        # What opaque leaves hash to is not ours to ask, so equal values only share their kind.
        return hash(type(self))

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"a {type(self).__name__} is a value and never changes; make another one")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"a {type(self).__name__} is a value and never changes; make another one")

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return self
