"""The schema of a request's body from a type or a workflow, as a JSON Schema of draft 4 for API Gateway's models."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aslant.asl.schema import SchemaError
from aslant.asl.schema import schema_of as asl_schema_of
from aslant.aws.errors import ArgsError
from aslant.aws.rest.certain_reads import InputMember, certain_reads
from aslant.aws.rest.vtl import Ref, parse_input

__all__ = ["schema_for", "schema_of"]


def schema_of(annotation: Any, place: str = "request_schema") -> dict[str, Any]:
    """Return the schema of a type: TypedDict, Literal, Optional and other unions, lists, dicts, enums, plain types.

    Members that a TypedDict does not declare stay allowed. A recursive TypedDict becomes a definition.

    Raises:
        ArgsError: the values of a type are not JSON, or a name in it is not defined.
    """
    try:
        return asl_schema_of(annotation, place, draft="4")
    except SchemaError as why:
        raise ArgsError(str(why)) from why


def schema_for(machine: Any, input: Any = "$request.body") -> dict[str, Any] | None:
    """Return the schema of a body from the workflow's `input_type`.

    Without one, the body must have the fields that the workflow (a StateMachine or definition) certainly reads, and a
    member is required if every execution reads it. `input` maps the request to the execution's input. The result is
    None if the workflow requires nothing of the body.
    """
    annotation = getattr(machine, "input_type", None)
    if annotation is not None:
        schema = schema_of(annotation, "the workflow's input_type")
    else:
        root = _Member()
        for read in certain_reads(machine):
            root.add(read)
        schema = root.schema()
    return _of_body(schema, parse_input(input)) or None


def _of_body(schema: Mapping[str, Any], value: Any) -> dict[str, Any]:
    """Return what the schema of a part of the input requires of the body; empty if that part is not from the body."""
    if isinstance(value, Ref):
        return _below(schema, value.name) if schema else {}
    if not isinstance(value, dict):
        return {}
    required: dict[str, Any] = {}
    properties = schema.get("properties", {})
    for name, one in value.items():
        required = _both(required, _of_body(properties.get(name, {}), one))
    return required


def _below(schema: Mapping[str, Any], source: str) -> dict[str, Any]:
    """Return a schema for `request.body.a.b` as one for the body; empty for other sources."""
    steps = source.split(".")
    if steps[:2] != ["request", "body"] or "[" in source:
        return {}
    asked = dict(schema)
    definitions = asked.pop("definitions", None)
    for step in reversed(steps[2:]):
        asked = {"type": "object", "required": [step], "properties": {step: asked}}
    return {**asked, **({"definitions": definitions} if definitions else {})}


def _both(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """Return the combination of two schemas; the first wins if they differ."""
    if not one or not other:
        return one or other
    merged = {**other, **one}
    for key in ("properties", "definitions"):
        if key in one and key in other:
            shared = one[key].keys() & other[key].keys()
            merged[key] = {
                **other[key],
                **one[key],
                **{name: _both(one[key][name], other[key][name]) for name in shared},
            }
    if "required" in one and "required" in other:
        merged["required"] = list(dict.fromkeys([*one["required"], *other["required"]]))
    return merged


class _Member:
    """A member of the input: the types of its reads, and its own members."""

    def __init__(self) -> None:
        self.members: dict[str, _Member] = {}
        self.required = False
        self.annotations: list[Any] = []

    def add(self, read: InputMember) -> None:
        """Record a read; the members on its path are objects that are required, too."""
        member = self
        for key in read.keys:
            member = member.members.setdefault(key, _Member())
            member.required = member.required or not read.optional
        if read.annotation is not None:
            member.annotations.append(read.annotation)

    def schema(self) -> dict[str, Any]:
        """Return its schema: that of the first supported type, or an object with the members that are read."""
        for annotation in self.annotations:
            try:
                return schema_of(annotation)
            except ArgsError:
                continue  # a handler may have a type that no schema can describe
        if not self.members:
            return {}
        definitions: dict[str, Any] = {}
        properties: dict[str, Any] = {}
        for name, member in self.members.items():
            properties[name] = member.schema()
            definitions |= properties[name].pop("definitions", {})
        required = [name for name, member in self.members.items() if member.required]
        return {
            "type": "object",
            **({"required": required} if required else {}),
            "properties": properties,
            **({"definitions": definitions} if definitions else {}),
        }
