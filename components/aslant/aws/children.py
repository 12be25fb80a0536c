"""The children of a component: how they are registered, and how a user may change each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import pulumi
from pulumi import ResourceOptions

from aslant.errors import ArgsError, did_you_mean

__all__ = ["Child", "Children", "Transform", "check_transform", "component"]

R = TypeVar("R", bound=pulumi.Resource)


@dataclass(frozen=True)
class Child:
    """A resource that is about to be registered."""

    name: str
    """Its name in Pulumi."""
    inputs: Mapping[str, Any]
    """Its inputs by the names of its Python class; an input that is None is left out."""
    opts: ResourceOptions
    """Its options: the parent and what it waits for."""

    def with_inputs(self, **inputs: Any) -> Child:
        """The same with some inputs set anew."""
        return replace(self, inputs={**self.inputs, **inputs})

    def with_options(self, opts: ResourceOptions) -> Child:
        """The same with further options, merged as `ResourceOptions.merge` does."""
        return replace(self, opts=ResourceOptions.merge(self.opts, opts))


Transform = Mapping[str, Any] | Callable[[Child], Child]
"""Inputs to set, or a function of the child that returns another."""


class Children:
    """Registers the children of one component."""

    def __init__(
        self,
        parent: pulumi.ComponentResource,
        tags: pulumi.Input[Mapping[str, Any]] | None,
        transform: Mapping[str, Transform] | None,
    ) -> None:
        """Register below `parent`; `transform` is by kind of child."""
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
        """Register a child that waits for those in `after`."""
        opts = ResourceOptions(parent=self.parent, depends_on=list(after), delete_before_replace=delete_before_replace)
        child = Child(name, inputs, opts)
        transform = self._transform.get(kind)
        if callable(transform):
            child = transform(child)
            if not isinstance(child, Child):
                raise ArgsError(
                    f"transform[{kind!r}] returned {child!r} for {name!r}; return the Child, changed by with_inputs "
                    "or with_options"
                )
        elif transform is not None:
            child = child.with_inputs(**transform)
        return factory(child.name, **child.inputs, opts=child.opts)


def check_transform(place: str, transform: Any, inputs: Mapping[str, Sequence[str]]) -> None:
    """Refuse transforms of children and of inputs that there are none of; `inputs` are by kind. Raises ArgsError."""
    if not isinstance(transform, Mapping):
        raise ArgsError(f"{place}: transform must be a mapping of kinds of children to changes, not {transform!r}")
    for kind, change in transform.items():
        if kind not in inputs:
            hint = did_you_mean(str(kind), inputs) or f"; there are {', '.join(inputs)}"
            raise ArgsError(f"{place}: transform has {kind!r}, and there is no such child{hint}")
        if not isinstance(change, Mapping) and not callable(change):
            raise ArgsError(
                f"{place}: transform[{kind!r}] must be inputs to set or a function of the Child, not {change!r}"
            )
        for name in change if isinstance(change, Mapping) else ():
            if name not in inputs[kind]:
                hint = did_you_mean(str(name), inputs[kind]) or f"; there are {', '.join(inputs[kind])}"
                raise ArgsError(f"{place}: transform[{kind!r}] sets {name!r}, which is no input of it{hint}")


def component(kind: Callable[..., R]) -> Callable[..., R]:
    """A component as `Children.make` registers a resource: its args by name."""

    def factory(name: str, *, opts: ResourceOptions, **args: Any) -> R:
        return kind(name, args, opts)

    return factory
