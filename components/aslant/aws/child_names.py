"""The names of child resources, which must be unique among the components of a program."""

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
"""The component that has taken a type and a name, by the program's run and then by the component's parent."""


def take_names(place: str, names: Iterable[tuple[str, str]], parent: Resource | None = None) -> None:
    """Reserve the types and names of children for a component below `parent`.

    A URN consists of a name and the types of all parents. Pulumi would refuse the second resource with a URN after it
    has created others of the same component. The types of a parent's parents are known once it is registered, so a
    clash of components below different parents is found during the deployment.

    Raises:
        ArgsError: another component has a child of this type and name.
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
    """Return an object that identifies a run of a program: its stack, or in a unit test the task that runs the test.

    All unit tests of a process share one stack, and each may build a component of the same name.
    """
    if not under_mocks():
        return get_root_resource()
    try:
        return asyncio.current_task()
    except RuntimeError:  # resources that are created while a module is imported
        return None


def _take(place: str, wanted: Iterable[tuple[str, str]], taken: dict[tuple[str, str], str]) -> None:
    for type_, name in wanted:
        if (type_, name) in taken:
            raise ArgsError(
                f"{place}: a child of the type {type_} would be named {name!r}, but {taken[type_, name]} has one. "
                "Rename one of the components, or its route."
            )
    taken.update(dict.fromkeys(wanted, place))
