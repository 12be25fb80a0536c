"""JSON Schemas of types: of a workflow's input, and of anything else that a Python annotation describes."""

from __future__ import annotations

import enum
import types
import typing
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final, Literal, TypeAlias, Union, get_args, get_origin, is_typeddict

from aslant.asl.machine import StateMachine
from aslant.errors import DefinitionError
from aslant.handler_types import members
from aslant.json_value import Json

__all__ = ["Draft", "SchemaError", "input_schema", "schema_of"]

Draft: TypeAlias = Literal["2020-12", "4"]
"""A version of JSON Schema."""

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
_ADDRESSES: Final[Mapping[Draft, str]] = {
    "2020-12": "https://json-schema.org/draft/2020-12/schema",
    "4": "http://json-schema.org/draft-04/schema#",
}


class SchemaError(DefinitionError):
    """A type whose values no JSON Schema describes."""


def input_schema(machine: StateMachine, *, draft: Draft = "2020-12") -> dict[str, Json]:
    """Return the JSON Schema of a workflow's input, from its `input_type`.

    Members that the type does not declare stay allowed. Draft 4 is for the models of REST APIs.

    ```python
    >>> from typing import TypedDict
    >>> from aslant.asl import StateMachine, Succeed
    >>> class Order(TypedDict):
    ...     flavour: str
    >>> schema = input_schema(StateMachine(Succeed("Done"), input_type=Order))
    >>> schema["required"], schema["properties"]
    (['flavour'], {'flavour': {'type': 'string'}})

    ```

    Raises:
        DefinitionError: The workflow has no input type.
        SchemaError: The values of the type are not JSON.
    """
    if machine.input_type is None:
        raise DefinitionError(
            "the workflow has no input type. Pass one to it, such as StateMachine(flow, input_type=Order)."
        )
    return {"$schema": _ADDRESSES[draft], **schema_of(machine.input_type, "input_type", draft=draft)}


def schema_of(annotation: Any, place: str, *, draft: Draft) -> dict[str, Json]:
    """Return the schema of a type: TypedDict, Literal, Optional and other unions, lists, dicts, enums, plain types.

    Members that a TypedDict does not declare stay allowed. A recursive TypedDict becomes a definition.

    Raises:
        SchemaError: The values of a type are not JSON, or a name in it is not defined. The message begins with
            `place`.
    """
    writer = _Writer(place, draft)
    try:
        schema = writer.schema(annotation)
    except TypeError as why:  # a value that is not hashable
        raise SchemaError(f"{place} must be a type, such as a TypedDict, or a JSON Schema, not {annotation!r}") from why
    return {**schema, **({writer.keyword: writer.definitions} if writer.definitions else {})}


class _Writer:
    """The schema of one type, and the definitions to which it refers."""

    def __init__(self, place: str, draft: Draft) -> None:
        self.place = place
        self.draft = draft
        self.keyword = "definitions" if draft == "4" else "$defs"
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
            return self._tuple(arguments)
        if (origin or annotation) in _DICTS and arguments[:1] in ((), (str,)):
            return {"type": "object", **self._further("additionalProperties", arguments[1:])}
        raise SchemaError(
            f"{self.place}: the values of type {annotation!r} are not JSON. Use TypedDict, list, dict with string "
            "keys, Literal, str, int, float, bool, None or a union of them."
        )

    def _tuple(self, arguments: Sequence[Any]) -> dict[str, Any]:
        length = len(arguments)
        bounds = {"type": "array", "minItems": length, "maxItems": length}
        if self.draft == "4":  # API Gateway's models do not support schemas by position
            return {**bounds, "items": self._union(arguments)}
        return {**bounds, "prefixItems": [self.schema(argument) for argument in arguments]}

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
            return {"$ref": f"#/{self.keyword}/{name}"}
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
        return {"$ref": f"#/{self.keyword}/{name}"}

    def _members(self, annotation: Any) -> dict[str, tuple[Any, bool]]:
        """Return the type of each member of a TypedDict, and whether it is required."""
        try:
            return members(annotation)
        except (NameError, TypeError) as why:
            raise SchemaError(
                f"{self.place}: the members of {annotation.__name__} cannot be read: {why}. Define the type at the top "
                "level of a module, or pass a JSON Schema."
            ) from None
