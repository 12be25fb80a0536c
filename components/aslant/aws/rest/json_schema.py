"""Checks of a user's JSON Schema of draft 4: its keywords must have the shapes that API Gateway accepts."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

from aslant.aws.errors import ArgsError
from aslant.errors import did_you_mean

__all__ = ["check_schema"]

_Found: TypeAlias = list[Any]
"""The schemas within the value of a keyword."""

_TYPES: Final = ("array", "boolean", "integer", "null", "number", "object", "string")
_DEFINITIONS: Final = "#/definitions/"


def check_schema(place: str, schema: Mapping[str, Any]) -> None:
    """Refuse a JSON Schema that is not JSON, whose keywords have other shapes, or with a broken reference.

    Raises:
        ArgsError: the first mistake.
    """
    try:
        json.dumps(schema, allow_nan=False)
    except (TypeError, ValueError) as why:
        raise ArgsError(f"{place} is not valid JSON: {why}. Use strings, numbers, lists and mappings only.") from why
    waiting: list[Any] = [schema]
    while waiting:
        one = waiting.pop()
        if not isinstance(one, Mapping):
            raise ArgsError(f"{place} has {one!r} in place of a schema. Use a mapping of keywords.")
        for keyword, value in one.items():
            if wrong := _SHAPES.get(keyword, _anything)(value):
                raise ArgsError(f"{place} has {keyword}, which {wrong}")
            waiting += _within(keyword, value)
        _check_type(place, one.get("type"))
        _check_reference(place, one.get("$ref"), schema)


def _within(keyword: str, value: Any) -> _Found:
    """Return the schemas within a keyword's value, whose shape is right."""
    if keyword in _BY_NAME:
        return [one for one in value.values() if not (keyword == "dependencies" and isinstance(one, list | tuple))]
    if keyword in _CHOICES or (keyword == "items" and isinstance(value, list | tuple)):
        return list(value)
    return [value] if keyword in _ONE and not isinstance(value, bool) else []


def _check_type(place: str, value: Any) -> None:
    for named in value if isinstance(value, list | tuple) else [value]:
        if isinstance(named, str) and named not in _TYPES:
            hint = did_you_mean(named, _TYPES) or f". The types are {', '.join(_TYPES)}."
            raise ArgsError(f"{place} has {named!r}, which is not a type of JSON{hint}")


def _check_reference(place: str, reference: Any, schema: Mapping[str, Any]) -> None:
    if not isinstance(reference, str) or not reference.startswith("#") or reference == "#":
        return
    definitions = [f"{_DEFINITIONS}{name}" for name in schema.get("definitions", {})]
    if reference not in definitions:
        hint = did_you_mean(reference, definitions) or f". The references are {', '.join(['#', *definitions])}."
        raise ArgsError(f"{place} has the $ref {reference!r}, which does not exist{hint}")


def _anything(value: Any) -> str | None:
    return None


def _is(what: str, test: Callable[[Any], bool]) -> Callable[[Any], str | None]:
    return lambda value: None if test(value) else f"must be {what}, not {value!r}"


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_texts(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(one, str) for one in value)


def _pattern(value: Any) -> str | None:
    """Check a regular expression. ECMA 262 has syntax that Python lacks, so only errors in both languages count."""
    if not isinstance(value, str):
        return f"must be a regular expression, not {value!r}"
    try:
        re.compile(value)
    except re.error as why:
        if why.msg.startswith(("missing )", "unbalanced parenthesis", "nothing to repeat")):
            return f"must be a regular expression, not {value!r} ({why})"
    return None


_BY_NAME: Final = ("definitions", "dependencies", "patternProperties", "properties")
_CHOICES: Final = ("allOf", "anyOf", "oneOf")
_ONE: Final = ("additionalItems", "additionalProperties", "items", "not")

_MAPPING: Final = _is("a mapping of names to schemas", lambda value: isinstance(value, Mapping))
_SCHEMAS: Final = _is("a list of schemas", lambda value: isinstance(value, list | tuple) and len(value) > 0)
_NUMBER: Final = _is("a number", _is_number)
_COUNT: Final = _is("a whole number of at least 0", lambda value: _is_number(value) and value >= 0 and value % 1 == 0)
_FLAG: Final = _is("True or False", lambda value: isinstance(value, bool))
_TEXT: Final = _is("a string", lambda value: isinstance(value, str))

_SHAPES: Final[Mapping[str, Callable[[Any], str | None]]] = {
    **dict.fromkeys(_BY_NAME, _MAPPING),
    **dict.fromkeys(_CHOICES, _SCHEMAS),
    **dict.fromkeys(("minimum", "maximum"), _NUMBER),
    **dict.fromkeys(("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"), _COUNT),
    **dict.fromkeys(("exclusiveMinimum", "exclusiveMaximum", "uniqueItems"), _FLAG),
    **dict.fromkeys(("$ref", "$schema", "id", "title", "description", "format"), _TEXT),
    "type": _is("a type, or a list of types", lambda value: isinstance(value, str) or (_is_texts(value) and value)),
    "required": _is("a list of strings", _is_texts),
    "enum": _is("a list of values", lambda value: isinstance(value, list | tuple) and len(value) > 0),
    "multipleOf": _is("a number above 0", lambda value: _is_number(value) and value > 0),
    "pattern": _pattern,
}
"""The check of each keyword's value, which returns the end of a sentence (JSON Schema Validation, draft 4)."""
