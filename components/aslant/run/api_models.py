"""The results of AWS's API actions, from the API models of botocore if it is installed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib import import_module
from typing import Any, Final, TypeAlias

__all__ = ["Shape", "result_model"]

Shape: TypeAlias = "str | frozenset[str] | tuple[str, float, float] | list[Any] | Mapping[str, Any] | Callable[[], Any]"
"""`string`, `number`, `boolean`, `object` or `array`; the values of an enumeration; a number with its bounds; a list of
a shape; a structure, whose required members have `!` after their names; or a function that returns one of these."""

_KINDS: Final = {
    "blob": "string",
    "boolean": "boolean",
    "map": "object",
    "string": "string",
    "timestamp": "string",
}
_NUMBERS: Final = frozenset({"double", "float", "integer", "long"})
_OTHER_NAMES: Final = {
    "cloudwatchlogs": "logs",
    "cognitoidentityprovider": "cognito-idp",
    "costexplorer": "ce",
    "elasticloadbalancing": "elb",
    "elasticloadbalancingv2": "elbv2",
    "eventbridge": "events",
    "sfn": "stepfunctions",
}
"""botocore's names of services that have other names in AWS's SDK for Java."""


def result_model(action: str) -> Mapping[str, Shape] | None:
    """Return the members of an action's result, such as `aws-sdk:s3:getObject`.

    Returns None for an optimized integration, an unknown action, or if botocore is not installed.
    """
    parts = action.split(":")
    if len(parts) != 3 or parts[0] != "aws-sdk":
        return None
    model = _service_model(_OTHER_NAMES.get(parts[1], parts[1]))
    operation = {} if model is None else model["operations"].get(parts[2][:1].upper() + parts[2][1:], {})
    if model is None or "output" not in operation:
        return None
    members: Mapping[str, Shape] = _shape(operation["output"]["shape"], model["shapes"])  # type: ignore[assignment]
    return members


@lru_cache(maxsize=16)
def _service_model(service: str) -> Mapping[str, Any] | None:
    try:
        loader: Any = import_module("botocore.loaders").Loader()
        unknown: type[Exception] = import_module("botocore.exceptions").DataNotFoundError
    except ImportError:
        return None
    try:
        model: Mapping[str, Any] = loader.load_service_model(service, "service-2")
    except unknown:
        return None
    return model


def _shape(name: str, shapes: Mapping[str, Any]) -> Shape:
    shape = shapes[name]
    kind = shape["type"]
    if kind == "structure":
        required = shape.get("required", ())
        return {
            f"{member[:1].upper()}{member[1:]}{'!' if member in required else ''}": _later(inner["shape"], shapes)
            for member, inner in shape["members"].items()
        }
    if kind == "list":
        return [_later(shape["member"]["shape"], shapes)]
    if kind in _NUMBERS:
        return ("number", shape.get("min", float("-inf")), shape.get("max", float("inf")))
    return frozenset(shape["enum"]) if shape.get("enum") else _KINDS[kind]


def _later(name: str, shapes: Mapping[str, Any]) -> Shape:
    """Return a function that reads a shape when it is needed, because structures may contain themselves."""
    return lambda: _shape(name, shapes)
