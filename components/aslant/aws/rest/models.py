"""Models of an API: a JSON Schema as the schemas of an OpenAPI document that API Gateway imports.

API Gateway Developer Guide, "Amazon API Gateway important notes": names are alphanumeric, a definition is a schema of
the document, and `anyOf` and its like may not refer to one; the import fails then, so such a choice is left out, and
with it what it asks. OpenAPI knows no list of types; it is written as a choice.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

__all__ = ["models"]

_DEFINITIONS = "#/definitions/"
_SCHEMAS = "#/components/schemas/"
_LEFT_OUT = frozenset({"$schema", "id", "definitions"})
_CHOICES = ("anyOf", "oneOf", "allOf")


def models(name: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    """A JSON Schema of draft 4 as schemas by name: itself first, its definitions after it."""
    definitions: Mapping[str, Any] = schema.get("definitions", {})
    names = {key: f"{name}{re.sub(r'[^A-Za-z0-9]', '', key)}{index}" for index, key in enumerate(definitions, 1)}

    def moved(value: Any) -> Any:
        if isinstance(value, list | tuple):
            return [moved(one) for one in value]
        if not isinstance(value, Mapping):
            return value
        found: dict[str, Any] = {}
        for key, one in value.items():
            if key == "$ref":
                found[key] = refer(one)
            elif key == "type" and isinstance(one, list | tuple):
                found["anyOf"] = [{"type": type_} for type_ in one]
            elif key == "enum" and isinstance(one, list | tuple):
                found[key] = list(one)
            elif key not in _CHOICES or not any("$ref" in choice for choice in one):
                found[key] = moved(one)
        return found

    def refer(reference: Any) -> Any:
        if reference == "#":
            return f"{_SCHEMAS}{name}"
        if isinstance(reference, str) and reference.startswith(_DEFINITIONS):
            key = reference.removeprefix(_DEFINITIONS)
            return f"{_SCHEMAS}{names[key]}" if key in names else reference
        return reference

    own = {key: value for key, value in schema.items() if key not in _LEFT_OUT}
    return {name: moved(own), **{names[key]: moved(definition) for key, definition in definitions.items()}}
