"""Child resources of a component: their registration, and the changes that a user's `transform` makes to them."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import pulumi
from pulumi import ResourceOptions

from aslant.aws.errors import ArgsError
from aslant.aws.mocked import complete
from aslant.aws.rules import settled
from aslant.errors import did_you_mean

__all__ = ["Child", "Children", "Classes", "Transform", "check_transform", "component", "register"]

Classes = Callable[[], tuple[Any, ...]]
"""Returns the classes of a kind of child on demand, since pulumi_aws imports a service on first use."""

R = TypeVar("R", bound=pulumi.Resource)

_NONE: Mapping[str, str] = {}


@dataclass(frozen=True)
class Child:
    """A resource that is about to be registered."""

    name: str
    """Its name in Pulumi."""
    inputs: Mapping[str, Any]
    """Its inputs by the names of its Python class; an input that is None is left out."""
    opts: ResourceOptions
    """Its options: the parent, and the resources that it waits for."""

    def with_inputs(self, **inputs: Any) -> Child:
        """Return the child with some inputs changed."""
        return replace(self, inputs={**self.inputs, **inputs})

    def with_options(self, opts: ResourceOptions) -> Child:
        """Return the child with more options, merged by `ResourceOptions.merge`."""
        return replace(self, opts=ResourceOptions.merge(self.opts, opts))


Transform = Mapping[str, Any] | Callable[[Child], Child]
"""Inputs to set, or a function that takes a child and returns another."""


class Children:
    """The children of one component: registers each with its transform."""

    def __init__(
        self,
        parent: pulumi.ComponentResource,
        tags: pulumi.Input[Mapping[str, Any]] | None,
        transform: Mapping[str, Transform] | None,
    ) -> None:
        """Register children of `parent`; `transform` is by kind of child."""
        self.parent = parent
        self.tags = tags
        self._transform = transform or {}

    def make(
        self,
        kind: str,
        factory: Callable[..., R],
        name: str,
        inputs: Mapping[str, Any],
        *after: pulumi.Resource,
        delete_before_replace: bool | None = None,
    ) -> R:
        """Register a child that waits for the resources in `after`."""
        child = self.child(kind, factory, name, inputs, *after, delete_before_replace=delete_before_replace)
        return register(factory, child)

    def child(
        self,
        kind: str,
        factory: Callable[..., pulumi.Resource],
        name: str,
        inputs: Mapping[str, Any],
        *after: pulumi.Resource,
        delete_before_replace: bool | None = None,
    ) -> Child:
        """Return a child, changed by its transform; `factory` is its class, or makes a component."""
        opts = ResourceOptions(parent=self.parent, depends_on=list(after), delete_before_replace=delete_before_replace)
        child = Child(name, inputs, opts)
        transform = self._transform.get(kind)
        if not callable(transform):
            return child if transform is None else child.with_inputs(**transform)
        changed = transform(child)
        place = f"{type(self.parent).__name__} {self.parent.pulumi_resource_name!r}: transform[{kind!r}]"
        if not isinstance(changed, Child):
            raise ArgsError(
                f"{place} returned {changed!r} for {name!r}. Return the Child, changed by with_inputs or with_options."
            )
        if isinstance(factory, type):
            _check_inputs(place, changed.inputs.keys() - inputs.keys(), _inputs_of((factory,)))
        return replace(changed, inputs=settled(changed.inputs))


def register(factory: Callable[..., R], child: Child) -> R:
    """Register a child without its transform."""
    made = factory(child.name, **child.inputs, opts=child.opts)
    complete(made, child.name, child.inputs)
    return made


def check_transform(
    place: str, transform: Any, kinds: Mapping[str, Classes], absent: Mapping[str, str] = _NONE
) -> None:
    """Refuse a transform of a child or an input that does not exist.

    `absent` has the kinds of children that this component lacks, each with the reason.

    Raises:
        ArgsError: the first mistake.
    """
    if not isinstance(transform, Mapping):
        raise ArgsError(f"{place}: transform must be a mapping of kinds of children to changes, not {transform!r}")
    for kind, change in transform.items():
        if kind in absent:
            raise ArgsError(
                f"{place}: transform has {kind!r}, but the component has no such child: {absent[kind]}. Leave it out."
            )
        if kind not in kinds:
            hint = did_you_mean(str(kind), kinds) or f". The kinds are {', '.join(kinds)}."
            raise ArgsError(f"{place}: transform has {kind!r}, which is not a kind of child{hint}")
        if not isinstance(change, Mapping) and not _takes_a_child(change):
            raise ArgsError(
                f"{place}: transform[{kind!r}] must be inputs to set or a function of the Child, not {change!r}"
            )
        if isinstance(change, Mapping):
            _check_inputs(f"{place}: transform[{kind!r}]", change, _inputs_of(kinds[kind]()))


def _takes_a_child(change: Any) -> bool:
    """Return whether a value can be called with one Child; a class cannot, since it does not return a Child."""
    if not callable(change) or isinstance(change, type):
        return False
    try:
        return inspect.signature(change).bind(None) is not None
    except TypeError:
        return False
    except ValueError:  # a callable that is not written in Python may have no signature
        return True


def _check_inputs(place: str, change: Iterable[Any], inputs: Collection[str]) -> None:
    for name in change:
        if name not in inputs:
            hint = did_you_mean(str(name), inputs) or f". Its inputs are {', '.join(inputs)}."
            raise ArgsError(f"{place} sets {name!r}, which is not an input of it{hint}")


_NO_INPUTS = frozenset({"self", "__self__", "resource_name", "opts", "__props__"})


def _inputs_of(classes: tuple[Any, ...]) -> list[str]:
    """Return the names of all inputs of these classes."""
    found: dict[str, None] = {}
    for one in classes:
        initial = getattr(one, "_internal_init", None)
        names = inspect.signature(initial).parameters if initial is not None else one.__annotations__
        found |= dict.fromkeys(name for name in names if name not in _NO_INPUTS)
    return list(found)


def component(kind: Callable[..., R]) -> Callable[..., R]:
    """Return a factory for `Children.make` that passes a component its args by name."""

    def factory(name: str, *, opts: ResourceOptions, **args: Any) -> R:
        return kind(name, args, opts)

    return factory
