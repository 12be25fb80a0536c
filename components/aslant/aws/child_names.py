"""The names of children that the components of one program have taken."""

from __future__ import annotations

import asyncio
from collections.abc import Hashable, Iterable
from typing import Any
from weakref import WeakKeyDictionary

from pulumi import Resource
from pulumi.runtime import get_root_resource

from aslant.aws.errors import ArgsError
from aslant.aws.mocked import under_mocks

__all__ = ["take_names"]

_TAKEN: WeakKeyDictionary[Any, dict[Hashable, dict[tuple[str, str], str]]] = WeakKeyDictionary()
"""By the program's run, then by what the components are below: the component that has taken a type and a name."""


def take_names(place: str, names: Iterable[tuple[str, str]], parent: Resource | None = None) -> None:
    """Take types and names of children for a component below `parent`; raises ArgsError.

    Pulumi tells the children of two components apart by their names and the types of all that they are below (what
    URNs are made of), and would refuse the second of one name while others of its component are made already. The types
    above a parent are known once it is registered, so a clash of components below different parents is an error of the
    deployment then.
    """
    run, stack = _run(), get_root_resource()
    if run is None:
        return
    by_place, wanted = _TAKEN.setdefault(run, {}), list(names)
    if parent is None or parent is stack:
        _take(place, wanted, by_place.setdefault(None, {}))
        return
    _take(place, wanted, by_place.setdefault(parent, {}))
    parent.urn.apply(lambda urn: _take(place, wanted, by_place.setdefault(urn.split("::")[2], {})))


def _run() -> Any:
    """Return what is the same for one run of a program: its stack, or in a unit test the task that runs the test.

    All unit tests of a process share one stack, and each may build a component of the same name.
    """
    if not under_mocks():
        return get_root_resource()
    try:
        return asyncio.current_task()
    except RuntimeError:  # resources that are made while a module is imported
        return None


def _take(place: str, wanted: Iterable[tuple[str, str]], taken: dict[tuple[str, str], str]) -> None:
    for type_, name in wanted:
        if (type_, name) in taken:
            raise ArgsError(
                f"{place}: a child of the type {type_} would be named {name!r}, and {taken[type_, name]} has one; "
                "give one of the components, or its route, another name"
            )
    taken.update(dict.fromkeys(wanted, place))
