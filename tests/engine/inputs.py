"""The inputs of a resource of pulumi-aws: those of its args class and of its parts."""

from __future__ import annotations

import importlib
import inspect
import re
import sys
import typing
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pulumi._types import input_type_py_to_pulumi_names, input_type_types, is_input_type

from aslant.errors import did_you_mean

__all__ = ["faults", "inputs_of"]

# The bridge keeps a deprecation of the upstream provider in the text of the resource, under the upstream's name.
_SAID_DEPRECATED = re.compile(r"`(\w+)` argument is deprecated")


@dataclass(frozen=True)
class Inputs:
    """The inputs of one args class, by their names on the wire."""

    owner: str
    parts: Mapping[str, type | None]
    """Every input, and the args class inside of it."""
    deprecated: frozenset[str]


def faults(type_: str, inputs: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Each input that pulumi-aws does not know or deprecates: its path, and what is wrong with it.

    `type_` is a token such as `aws:apigatewayv2/api:Api`; `inputs` are as on the wire, in camelCase.
    """
    yield from _faults(inputs_of(type_), inputs, "")


@cache
def inputs_of(type_: str) -> Inputs:
    """Return the inputs of a resource type."""
    _, module, name = type_.split(":")
    package = module.partition("/")[0]
    with warnings.catch_warnings():  # the package deprecates some of its own classes while it is imported
        warnings.simplefilter("ignore")
        found = importlib.import_module(f"pulumi_aws.{'lambda_' if package == 'lambda' else package}")
        resource, args = getattr(found, name), getattr(found, f"{name}Args")
    names = set(_SAID_DEPRECATED.findall(inspect.getsource(sys.modules[resource.__module__])))
    # Upstream names a list in the singular.
    return _inputs(args, frozenset(names | {f"{one}s" for one in names} | {f"{one[:-1]}ies" for one in names}))


@cache
def _inputs(args: type, deprecated: frozenset[str]) -> Inputs:
    types = input_type_types(args)
    wire = input_type_py_to_pulumi_names(args)
    marked = {name for name in wire if hasattr(getattr(args, name).fget, "_pulumi_deprecated_callable")}
    return Inputs(
        owner=args.__name__,
        parts={wire[name]: _part(types[wire[name]]) for name in wire},
        deprecated=frozenset(wire[name] for name in wire if name in marked | deprecated),
    )


def _faults(known: Inputs, inputs: Mapping[str, Any], above: str) -> Iterator[tuple[str, str]]:
    for key, value in inputs.items():
        path = f"{above}{key}"
        if key not in known.parts:
            yield path, f"{known.owner} has no {key!r}{did_you_mean(key, known.parts)}"
            continue
        if key in known.deprecated:
            yield path, f"{known.owner} deprecates {key!r}"
        part = known.parts[key]
        if part is None:
            continue
        several = isinstance(value, list)
        for index, one in enumerate(value if several else [value]):
            if isinstance(one, Mapping):
                place = f"{path}[{index}]." if several else f"{path}."
                yield from _faults(_inputs(part, frozenset()), one, place)


def _part(type_: Any) -> type | None:
    """The args class inside of `Sequence[Union[StageRouteSettingArgs, Awaitable[…], Output[…]]]`."""
    if inspect.isclass(type_) and is_input_type(type_):
        return type_
    found = (_part(one) for one in typing.get_args(type_))
    return next((one for one in found if one is not None), None)
