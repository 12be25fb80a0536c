"""Models of an API: a JSON Schema as the schemas of an OpenAPI document that API Gateway imports.

API Gateway Developer Guide, "Amazon API Gateway important notes": names are alphanumeric, a definition is a schema of
the document, and `anyOf`, `oneOf` and `allOf` must not refer to one. The import would fail, so such a keyword is left
out with its constraint. OpenAPI does not support a list of types, which becomes an `anyOf`.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Mapping
from typing import Any

__all__ = ["free_name", "models"]

_DEFINITIONS = "#/definitions/"
_SCHEMAS = "#/components/schemas/"
_LEFT_OUT = frozenset({"$schema", "id", "definitions"})
_CHOICES = ("anyOf", "oneOf", "allOf")
_BY_NAME = ("properties", "patternProperties", "definitions", "dependencies")
"""Keywords whose value maps the user's names to schemas."""
_VALUES = ("enum", "default", "example")
"""Keywords whose value is data, not a schema."""


def models(name: str, schema: Mapping[str, Any], taken: Collection[str] = ()) -> dict[str, Any]:
    """Return a JSON Schema of draft 4 as schemas by name: itself first, then its definitions under unused names."""
    definitions: Mapping[str, Any] = schema.get("definitions", {})
    names: dict[str, str] = {}
    for index, key in enumerate(definitions, 1):
        wanted = f"{name}{re.sub(r'[^A-Za-z0-9]', '', key)}{index}"
        names[key] = free_name(wanted, {*taken, name, *names.values()})

    def moved(value: Any) -> Any:
        if isinstance(value, list | tuple):
            return [moved(one) for one in value]
        if not isinstance(value, Mapping):
            return value
        found: dict[str, Any] = {}
        types = value.get("type")
        choice = [{"type": one} for one in types] if isinstance(types, list | tuple) else None
        for key, one in value.items():
            if key == "$ref":
                found[key] = refer(one)
            elif key == "type" and choice is not None:
                found.setdefault("anyOf", choice)
            elif key in _VALUES:
                found[key] = list(one) if isinstance(one, tuple) else one
            elif key in _BY_NAME and isinstance(one, Mapping):
                found[key] = {member: moved(schema) for member, schema in one.items()}
            elif key not in _CHOICES or not any("$ref" in schema for schema in one):
                found[key] = moved(one)
        if choice is not None and found["anyOf"] is not choice:
            found["allOf"] = [*found.get("allOf", ()), {"anyOf": choice}]
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


def free_name(wanted: str, taken: Collection[str]) -> str:
    """Return a name, with a number appended if it is taken."""
    numbered = (f"{wanted}{number}" for number in itertools.count(len(taken)))
    return next(name for name in itertools.chain([wanted], numbered) if name not in taken)
