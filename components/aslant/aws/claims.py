"""Names that components have taken in one run of a program."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Any
from weakref import WeakKeyDictionary

from pulumi import Resource
from pulumi.runtime import get_root_resource

from aslant.aws.errors import ArgsError

__all__ = ["claim"]

_TAKEN: WeakKeyDictionary[Any, dict[Hashable, dict[tuple[str, str], str]]] = WeakKeyDictionary()
"""By the run's stack, then by what the components are below: who has taken a type and a name."""


def claim(place: str, names: Iterable[tuple[str, str]], parent: Resource | None = None) -> None:
    """Take types and names of children for a component below `parent`; raises ArgsError.

    Pulumi tells the children of two components apart by their names and the types of all that they are below (what
    URNs are made of), and would refuse the second of one name while others of its component are made already. The types
    above a parent are known once it is registered, so components below different parents are told of a clash then.
    """
    stack = get_root_resource()
    if stack is None:
        return
    by_place, wanted = _TAKEN.setdefault(stack, {}), list(names)
    if parent is None or parent is stack:
        _take(place, wanted, by_place.setdefault(None, {}))
        return
    _take(place, wanted, by_place.setdefault(parent, {}))
    parent.urn.apply(lambda urn: _take(place, wanted, by_place.setdefault(urn.split("::")[2], {})))


def _take(place: str, wanted: Iterable[tuple[str, str]], taken: dict[tuple[str, str], str]) -> None:
    for type_, name in wanted:
        if (type_, name) in taken:
            raise ArgsError(
                f"{place}: a child of the type {type_} would be named {name!r}, and {taken[type_, name]} has one; "
                "give one of the components, or its route, another name"
            )
    taken.update(dict.fromkeys(wanted, place))
