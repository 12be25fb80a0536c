"""What the body of a request must be, as a JSON Schema of draft 4, which is what API Gateway's models are."""

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
    """The values of a type: TypedDict, Literal, Optional and other unions, lists, dicts, enumerations, plain types.

    Members that a TypedDict does not name stay allowed. A TypedDict within itself is a definition.

    Raises:
        ArgsError: the values of a type are no JSON, or a name in it is not known; it begins with `place`.
    """
    writer = _Writer(place)
    try:
        schema = writer.schema(annotation)
    except TypeError as why:  # a value that cannot be asked what type it is
        raise ArgsError(f"{place} must be a type, such as a TypedDict, or a JSON Schema, not {annotation!r}") from why
    return {**schema, **({"definitions": writer.definitions} if writer.definitions else {})}


def schema_for(machine: Any, input: Any = "$request.body") -> dict[str, Any] | None:
    """What a body must be for a workflow, a StateMachine or its definition, to find what it certainly reads.

    `input` says how the execution's input is made of the request. A member is required where every execution reads
    it. None where nothing is asked of the body.
    """
    root = _Member()
    for read in certain_reads(machine):
        root.add(read)
    return _of_body(root.schema(), parse_input(input)) or None


def _of_body(schema: Mapping[str, Any], value: Any) -> dict[str, Any]:
    """What the schema of a part of the input asks of the body; nothing where that part is not of the body."""
    if isinstance(value, Ref):
        return _below(schema, value.name) if schema else {}
    if not isinstance(value, dict):
        return {}
    asked: dict[str, Any] = {}
    properties = schema.get("properties", {})
    for name, one in value.items():
        asked = _both(asked, _of_body(properties.get(name, {}), one))
    return asked


def _below(schema: Mapping[str, Any], source: str) -> dict[str, Any]:
    """A schema for `request.body.a.b` as one for the body; nothing for other sources."""
    steps = source.split(".")
    if steps[:2] != ["request", "body"] or "[" in source:
        return {}
    asked = dict(schema)
    definitions = asked.pop("definitions", None)
    for step in reversed(steps[2:]):
        asked = {"type": "object", "required": [step], "properties": {step: asked}}
    return {**asked, **({"definitions": definitions} if definitions else {})}


def _both(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """What two schemas ask together; where they differ, the first."""
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
    """A member of the input: what is read of it, and its own members."""

    def __init__(self) -> None:
        self.members: dict[str, _Member] = {}
        self.required = False
        self.annotations: list[Any] = []

    def add(self, read: InputMember) -> None:
        """Remember a read where it belongs; what leads there is an object that must be there, too."""
        member = self
        for key in read.keys:
            member = member.members.setdefault(key, _Member())
            member.required = member.required or not read.optional
        if read.annotation is not None:
            member.annotations.append(read.annotation)

    def schema(self) -> dict[str, Any]:
        """What it must be: of the first type that is known, or an object with what is read of it."""
        for annotation in self.annotations:
            try:
                return schema_of(annotation)
            except ArgsError:
                continue  # a handler may take what no schema can say
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
    """Writes the schema of one type, and the definitions that it refers to."""

    def __init__(self, place: str) -> None:
        self.place = place
        self.definitions: dict[str, Any] = {}
        self._around: list[Any] = []
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
            f"{self.place}: the values of type {annotation!r} are no JSON; use TypedDict, list, dict with texts for "
            "keys, Literal, str, int, float, bool, None or a union of them"
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
        if annotation in self._around:
            if annotation not in self._recursive:
                self._recursive.append(annotation)
            return {"$ref": f"#/definitions/{name}"}
        self._around.append(annotation)
        properties, required = {}, []
        for member, (hint, needed) in self._members(annotation).items():
            properties[member] = self.schema(hint)
            required += [member] if needed else []
        self._around.pop()
        schema = {"type": "object", **({"required": required} if required else {}), "properties": properties}
        if annotation not in self._recursive:
            return schema
        self.definitions[name] = schema
        return {"$ref": f"#/definitions/{name}"}

    def _members(self, annotation: Any) -> dict[str, tuple[Any, bool]]:
        """The type of each member of a TypedDict, and whether it must be there."""
        try:
            return members(annotation)
        except (NameError, TypeError) as why:
            raise ArgsError(
                f"{self.place}: the members of {annotation.__name__} cannot be told: {why}; define the type at the top "
                "level of a module, or give a JSON Schema"
            ) from None
