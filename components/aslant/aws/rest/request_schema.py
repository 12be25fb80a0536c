"""The schema of a request's body from a type or a workflow, as a JSON Schema of draft 4 for API Gateway's models."""

from __future__ import annotations

import enum
import types
import typing
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final, Literal, Union, get_args, get_origin, is_typeddict

from aslant.aws.errors import ArgsError
from aslant.aws.rest.certain_reads import InputMember, certain_reads
from aslant.aws.rest.vtl import Ref, parse_input
from aslant.run.handler_types import members

__all__ = ["schema_for", "schema_of"]

_LISTS: Final = (list, Sequence, Collection, Iterable)
_DICTS: Final = (dict, Mapping)
_WRAPPERS: Final = (typing.Annotated, typing.Required, typing.NotRequired)
_PLAIN: Final[Mapping[Any, str]] = {
    type(None): "null",
    bool: "boolean",
    int: "integer",
    float: "number",
    str: "string",
}


def schema_of(annotation: Any, place: str = "request_schema") -> dict[str, Any]:
    """Return the schema of a type: TypedDict, Literal, Optional and other unions, lists, dicts, enums, plain types.

    Members that a TypedDict does not declare stay allowed. A recursive TypedDict becomes a definition.

    Raises:
        ArgsError: the values of a type are not JSON, or a name in it is not defined.
    """
    writer = _Writer(place)
    try:
        schema = writer.schema(annotation)
    except TypeError as why:  # a value that is not hashable
        raise ArgsError(f"{place} must be a type, such as a TypedDict, or a JSON Schema, not {annotation!r}") from why
    return {**schema, **({"definitions": writer.definitions} if writer.definitions else {})}


def schema_for(machine: Any, input: Any = "$request.body") -> dict[str, Any] | None:
    """Return the schema of a body that has the fields which a workflow (a StateMachine or definition) certainly reads.

    `input` maps the request to the execution's input. A member is required if every execution reads it. The result is
    None if the workflow requires nothing of the body.
    """
    root = _Member()
    for read in certain_reads(machine):
        root.add(read)
    return _of_body(root.schema(), parse_input(input)) or None


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


class _Writer:
    """The schema of one type, and the definitions to which it refers."""

    def __init__(self, place: str) -> None:
        self.place = place
        self.definitions: dict[str, Any] = {}
        self._parents: list[Any] = []
        self._recursive: list[Any] = []

    def schema(self, annotation: Any) -> dict[str, Any]:
        origin, arguments = get_origin(annotation), get_args(annotation)
        if origin in _WRAPPERS:
            return self.schema(arguments[0])
        if isinstance(annotation, typing.NewType):
            return self.schema(annotation.__supertype__)
        if annotation is Any or annotation is object:
            return {}
        if annotation is None or annotation in _PLAIN:
            return {"type": _PLAIN[type(None) if annotation is None else annotation]}
        if origin is Literal:
            return {"enum": list(arguments)}
        if isinstance(annotation, type) and issubclass(annotation, enum.Enum):
            return {"enum": [member.value for member in annotation]}
        if origin in (Union, types.UnionType):
            return self._union(arguments)
        if is_typeddict(annotation):
            return self._typed_dict(annotation)
        if (origin or annotation) in _LISTS or (origin is tuple and arguments[1:] == (...,)):
            return {"type": "array", **self._further("items", arguments[:1])}
        if origin is tuple:
            length = len(arguments)
            return {"type": "array", "minItems": length, "maxItems": length, "items": self._union(arguments)}
        if (origin or annotation) in _DICTS and arguments[:1] in ((), (str,)):
            return {"type": "object", **self._further("additionalProperties", arguments[1:])}
        raise ArgsError(
            f"{self.place}: the values of type {annotation!r} are not JSON. Use TypedDict, list, dict with string "
            "keys, Literal, str, int, float, bool, None or a union of them."
        )

    def _further(self, keyword: str, arguments: Sequence[Any]) -> dict[str, Any]:
        inner = self.schema(arguments[0]) if arguments else {}
        return {keyword: inner} if inner else {}

    def _union(self, alternatives: Sequence[Any]) -> dict[str, Any]:
        schemas: list[dict[str, Any]] = []
        for alternative in alternatives:
            schema = self.schema(alternative)
            if schema not in schemas:
                schemas.append(schema)
        if {} in schemas or not schemas:
            return {}
        return schemas[0] if len(schemas) == 1 else {"anyOf": schemas}

    def _typed_dict(self, annotation: Any) -> dict[str, Any]:
        name = annotation.__name__
        if annotation in self._parents:
            if annotation not in self._recursive:
                self._recursive.append(annotation)
            return {"$ref": f"#/definitions/{name}"}
        self._parents.append(annotation)
        properties, required = {}, []
        for member, (hint, needed) in self._members(annotation).items():
            properties[member] = self.schema(hint)
            required += [member] if needed else []
        self._parents.pop()
        schema = {"type": "object", **({"required": required} if required else {}), "properties": properties}
        if annotation not in self._recursive:
            return schema
        self.definitions[name] = schema
        return {"$ref": f"#/definitions/{name}"}

    def _members(self, annotation: Any) -> dict[str, tuple[Any, bool]]:
        """Return the type of each member of a TypedDict, and whether it is required."""
        try:
            return members(annotation)
        except (NameError, TypeError) as why:
            raise ArgsError(
                f"{self.place}: the members of {annotation.__name__} cannot be read: {why}. Define the type at the top "
                "level of a module, or pass a JSON Schema."
            ) from None
