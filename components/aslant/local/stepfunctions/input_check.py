"""The check of a request's parameters against the API model, with AWS's messages.

The constraints of each operation come from botocore's model of the API, which is read at the first request. Members
that the model does not have are ignored, as on AWS.
"""

from __future__ import annotations

import gzip
import importlib.util
import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeAlias

from aslant.local.answers import AwsError
from aslant.run.limits import fits

__all__ = ["api_model", "checked_input"]

Shapes: TypeAlias = Mapping[str, Mapping[str, Any]]

DATA: Final = "SensitiveData"
"""The shape of strings of JSON, whose maximum counts bytes."""

TYPES: Final[Mapping[str, tuple[tuple[type, ...], str]]] = {
    "boolean": ((bool,), "a boolean"),
    "double": ((int, float), "a number"),
    "float": ((int, float), "a number"),
    "integer": ((int,), "an integer"),
    "list": ((list,), "a list"),
    "long": ((int,), "an integer"),
    "string": ((str,), "a string"),
    "structure": ((dict,), "an object"),
}
"""The Python types of each type of shape, and its name in messages."""

ENUM_SLOTS: Final = 32
"""AWS lists the values of an enumeration in the order of a Java hash table with this many slots."""


@lru_cache(maxsize=1)
def api_model() -> Mapping[str, Any]:
    """Return the API model of Step Functions from botocore's data, without importing botocore."""
    spec = importlib.util.find_spec("botocore")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("No module named 'botocore'", name="botocore")
    versions = sorted((Path(spec.origin).parent / "data" / "stepfunctions").glob("*/service-2.json*"))
    data = versions[-1].read_bytes()
    model: Mapping[str, Any] = json.loads(gzip.decompress(data) if versions[-1].suffix == ".gz" else data)
    return model


def checked_input(operation: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return the members of a request that the operation has, without those that are null.

    Raises:
        AwsError: a member has another type (SerializationException) or breaks a constraint (ValidationException).
    """
    model = api_model()
    shapes: Shapes = model["shapes"]
    shape = model["operations"][operation]["input"]["shape"]
    faults = list(_faults(shapes, shape, parameters, ""))
    if faults:
        count = "1 validation error" if len(faults) == 1 else f"{len(faults)} validation errors"
        raise AwsError("ValidationException", f"{count} detected: {'; '.join(faults)}")
    known: dict[str, Any] = _known(shapes, shape, parameters)
    return known


class _Place(NamedTuple):
    shapes: Shapes
    name: str
    shape: Mapping[str, Any]
    value: Any
    path: str

    def fault(self, rule: str) -> str:
        """Return the message for a value that breaks a rule. It leaves out a value that may be secret."""
        shown = "" if self.shape.get("sensitive") else f" '{_printed(self.shapes, self.name, self.value)}'"
        return f"Value{shown} at '{self.path}' failed to satisfy constraint: Member must {rule}"


def _faults(shapes: Shapes, name: str, value: Any, path: str) -> Iterator[str]:
    """Yield the constraints that a value breaks. No shape of the model contains itself."""
    shape = shapes[name]
    _check_type(shape["type"], value, path)
    place = _Place(shapes, name, shape, value, path)
    if shape["type"] == "structure":
        for member, inner in shape["members"].items():
            inside = f"{path}.{member}" if path else member
            if value.get(member) is not None:
                yield from _faults(shapes, inner["shape"], value[member], inside)
            elif member in shape.get("required", ()):
                yield f"Value null at '{inside}' failed to satisfy constraint: Member must not be null"
    elif shape["type"] == "list":
        yield from _size_faults(place, len(value))
        for number, item in enumerate(value, 1):
            yield from _faults(shapes, shape["member"]["shape"], item, f"{path}.{number}.member")
    elif shape["type"] == "string":
        yield from _string_faults(place)
    elif shape["type"] != "boolean":
        if "min" in shape and value < shape["min"]:
            yield place.fault(f"have value greater than or equal to {shape['min']}")
        if "max" in shape and value > shape["max"]:
            yield place.fault(f"have value less than or equal to {shape['max']}")


def _check_type(type: str, value: Any, path: str) -> None:
    types, called = TYPES[type]
    if not isinstance(value, types) or (isinstance(value, bool) and bool not in types):
        raise AwsError("SerializationException", f"{path or 'The request'} must be {called}")


def _string_faults(place: _Place) -> Iterator[str]:
    shape, value = place.shape, place.value
    if place.name == DATA:
        if not fits(value):
            yield place.fault(f"have size less than or equal to {shape['max']} bytes in UTF-8 encoding")
        return
    yield from _size_faults(place, len(value))
    if "pattern" in shape and not _pattern(shape["pattern"]).fullmatch(value):
        yield place.fault(f"satisfy regular expression pattern: {shape['pattern']}")
    if "enum" in shape and value not in shape["enum"]:
        values = list(reversed(shape["enum"]))  # as a hash table lists those that share a slot
        values.sort(key=_slot)
        yield place.fault(f"satisfy enum value set: [{', '.join(values)}]")


def _size_faults(place: _Place, size: int) -> Iterator[str]:
    least, most = place.shape.get("min"), place.shape.get("max")
    if least is not None and size < least:
        yield place.fault(f"have length greater than or equal to {least}")
    if most is not None and size > most:
        yield place.fault(f"have length less than or equal to {most}")


@lru_cache(maxsize=16)
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text.replace(r"\p{ASCII}", r"[\x00-\x7f]"))


def _slot(text: str) -> int:
    code = 0
    for character in text:
        code = (31 * code + ord(character)) & 0xFFFFFFFF
    return code % ENUM_SLOTS


def _printed(shapes: Shapes, name: str, value: Any) -> str:
    """Return a value as AWS's messages print it."""
    shape = shapes[name]
    if shape["type"] == "list":
        return f"[{', '.join(_printed(shapes, shape['member']['shape'], item) for item in value)}]"
    if shape["type"] == "structure":
        members = (
            f"{member}={_printed(shapes, inner['shape'], value[member])}"
            for member, inner in shape["members"].items()
            if value.get(member) is not None
        )
        return f"{name}({', '.join(members)})"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _known(shapes: Shapes, name: str, value: Any) -> Any:
    shape = shapes[name]
    if shape["type"] == "structure":
        return {
            member: _known(shapes, inner["shape"], value[member])
            for member, inner in shape["members"].items()
            if value.get(member) is not None
        }
    if shape["type"] == "list":
        return [_known(shapes, shape["member"]["shape"], item) for item in value]
    return value
