"""Names that components have taken in one run of a program."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from weakref import WeakKeyDictionary

from pulumi.runtime import get_root_resource

from aslant.errors import ArgsError

__all__ = ["claim"]

_TAKEN: WeakKeyDictionary[Any, dict[tuple[str, str], str]] = WeakKeyDictionary()
"""By the run's stack: who has taken a type and a name."""


def claim(place: str, names: Iterable[tuple[str, str]]) -> None:
    """Take types and names of children for a component.

    Pulumi tells children of two components apart by type and name alone, and would refuse the second of one name while
    others of its component are made already. Raises ArgsError.
    """
    stack = get_root_resource()
    if stack is None:
        return
    taken = _TAKEN.setdefault(stack, {})
    wanted = list(names)
    for type_, name in wanted:
        if (type_, name) in taken:
            raise ArgsError(
                f"{place}: a child of the type {type_} would be named {name!r}, and {taken[type_, name]} has one; "
                "give one of the components, or its route, another name"
            )
    taken.update(dict.fromkeys(wanted, place))
