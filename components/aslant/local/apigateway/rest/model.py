"""Models of API Gateway: JSON Schema draft 4, with a time limit for regular expressions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from jsonschema.exceptions import ValidationError
from jsonschema.validators import Draft4Validator, extend

from aslant.local.apigateway.rest.regular_expressions import found_in

__all__ = ["Model"]


def _pattern(validator: Any, pattern: str, instance: Any, _: Any) -> Iterator[ValidationError]:
    if validator.is_type(instance, "string") and not found_in(pattern, instance):
        yield ValidationError(f"{instance!r} does not match {pattern!r}")


def _pattern_properties(validator: Any, schemas: Mapping[str, Any], instance: Any, _: Any) -> Iterator[ValidationError]:
    if validator.is_type(instance, "object"):
        for pattern, schema in schemas.items():
            for name, value in instance.items():
                if found_in(pattern, name):
                    yield from validator.descend(value, schema, path=name, schema_path=pattern)


def _additional_properties(
    validator: Any, additional: Any, instance: Any, schema: Mapping[str, Any]
) -> Iterator[ValidationError]:
    patterns = schema.get("patternProperties") or {}
    if validator.is_type(instance, "object") and patterns:
        schema = {key: value for key, value in schema.items() if key != "patternProperties"}
        instance = {
            name: value for name, value in instance.items() if not any(found_in(pattern, name) for pattern in patterns)
        }
    yield from Draft4Validator.VALIDATORS["additionalProperties"](validator, additional, instance, schema)


Model: Any = extend(
    Draft4Validator,
    {
        "additionalProperties": _additional_properties,
        "pattern": _pattern,
        "patternProperties": _pattern_properties,
    },
)
"""A validator of values against one schema."""
