"""The conversion of arguments and results between a state's JSON and an API's shapes.

Step Functions names members in PascalCase, serializes values to JSON where an API expects a string (a message's body),
and writes timestamps in ISO 8601. Bytes are Base64, except for a whole body, such as an S3 object, which is a string.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from aslant.asl.services.naming import member_name

__all__ = ["ShapeError", "from_response", "to_parameters"]


class ShapeError(Exception):
    """Raised for an argument that the API does not accept, with the message of Step Functions."""


def to_parameters(shape: Any, arguments: Any) -> Any:
    """Convert a state's arguments to the parameters of an API. Raise ShapeError for one that does not fit its shape."""
    return CONVERT.get(shape.type_name, _unchanged)(shape, arguments) if shape is not None else {}


def from_response(shape: Any, response: Any, *, sdk: bool) -> Any:
    """Convert an API's response to a state's result, with the names of SDK or of optimized integrations."""
    if shape is None:
        return {}
    if shape.type_name == "structure":
        return {
            _result_name(shape, name, sdk=sdk): from_response(member, response[name], sdk=sdk)
            for name, member in shape.members.items()
            if response.get(name) is not None
        }
    if shape.type_name == "list":
        return [from_response(shape.member, item, sdk=sdk) for item in response]
    if shape.type_name == "map":
        return {key: from_response(shape.value, item, sdk=sdk) for key, item in response.items()}
    if shape.type_name == "timestamp":
        return _timestamp(response)
    return _text(response) if shape.type_name == "blob" else response


def _result_name(shape: Any, name: str, *, sdk: bool) -> str:
    """Return a member's name in a result. An optimized integration has `MD5OfMessageBody`, the SDK `Md5OfMessageBody`.

    The types of DynamoDB's values, such as `BOOL`, are written as in the API.
    """
    if sdk and shape.name != "AttributeValue":
        return member_name(name)
    return name[:1].upper() + name[1:]


def _structure(shape: Any, arguments: Any) -> dict[str, Any]:
    if not isinstance(arguments, Mapping):
        raise ShapeError(f"{shape.name} must be an object, not {json.dumps(arguments)}")
    lower = {spelled.lower(): name for name in shape.members for spelled in (member_name(name), name)}
    given: dict[str, Any] = {}
    for key, value in arguments.items():
        name = key if key in shape.members else lower.get(key.lower())
        if name is None:
            raise ShapeError(f'The field "{key}" is not supported by Step Functions')
        if value is not None:
            streamed = name == (shape.serialization or {}).get("payload")
            given[name] = _body(value) if streamed else to_parameters(shape.members[name], value)
    for name in shape.required_members:
        if name not in given:
            raise ShapeError(f'The field "{name[:1].upper()}{name[1:]}" is required but was missing')
    return given


def _list(shape: Any, value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise ShapeError(f"{shape.name} must be a list, not {json.dumps(value)}")
    return [to_parameters(shape.member, item) for item in value]


def _map(shape: Any, value: Any) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise ShapeError(f"{shape.name} must be an object, not {json.dumps(value)}")
    return {key: to_parameters(shape.value, item) for key, item in value.items()}


def _string(_: Any, value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _number(shape: Any, value: Any) -> Any:
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise ShapeError(f"{shape.name} must be a number, not {json.dumps(value)}") from None
    return number if shape.type_name in ("float", "double") else int(number)


def _flag(shape: Any, value: Any) -> bool:
    flags = {True: True, False: False, "true": True, "false": False}
    if not isinstance(value, bool | str) or value not in flags:
        raise ShapeError(f"{shape.name} must be true or false, not {json.dumps(value)}")
    return flags[value]


def _bytes(shape: Any, value: Any) -> bytes:
    text = _string(shape, value)
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        return text.encode()


def _body(value: Any) -> bytes:
    return _string(None, value).encode()


def _unchanged(_: Any, value: Any) -> Any:
    return value


def _timestamp(value: datetime) -> str:
    moment = value.astimezone(UTC)
    digits = f".{moment.microsecond // 1000:03}" if moment.microsecond >= 1000 else ""
    return f"{moment:%Y-%m-%dT%H:%M:%S}{digits}Z"


def _text(value: Any) -> str:
    data: bytes = value if isinstance(value, bytes) else value.read()
    if not isinstance(value, bytes):
        try:
            return data.decode()
        except UnicodeDecodeError:
            pass
    return base64.b64encode(data).decode()


CONVERT = {
    "blob": _bytes,
    "boolean": _flag,
    "double": _number,
    "float": _number,
    "integer": _number,
    "list": _list,
    "long": _number,
    "map": _map,
    "string": _string,
    "structure": _structure,
}
