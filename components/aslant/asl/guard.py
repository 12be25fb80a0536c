"""A guard: two states at the start of a workflow that refuse an input which does not match its type."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from aslant.asl.machine import StateMachine
from aslant.asl.node import put
from aslant.asl.schema import input_schema
from aslant.errors import DefinitionError
from aslant.json_value import Json

__all__ = ["INVALID_INPUT", "with_input_guard"]

INVALID_INPUT: Final = "InvalidInput"
"""The name of the error with which the guard fails."""

_CHECK: Final = "Check Input"
_REFUSE: Final = "Refuse Input"
_INPUT: Final = "$states.input"
_NAME: Final = re.compile("[A-Za-z_][A-Za-z0-9_]*")
_WORDS: Final = frozenset({"and", "in", "or", "true", "false", "null", "function"})


class _Rule(NamedTuple):
    """A condition in JSONata that the input must meet, and the sentence for an input that does not."""

    condition: str
    sentence: str


def with_input_guard(machine: StateMachine) -> StateMachine:
    """Return a workflow that first checks its input against its `input_type`.

    A Choice in JSONata compares the input with the type. If it does not match, the execution fails with the error
    `InvalidInput`, and the cause names each wrong member. Members that the type does not declare stay allowed.

    Raises:
        DefinitionError: The workflow has no input type, the values of the type are not JSON, or the workflow has a
            state named `Check Input` or `Refuse Input`.
    """
    rules = [*_rules(input_schema(machine))]
    definition: dict[str, Any] = machine.to_dict()
    states = definition["States"]
    for name in (_CHECK, _REFUSE):
        if name in states:
            raise DefinitionError(f"the workflow already has a state {name!r}, which the guard needs. Rename it.")
    condition = " and ".join(f"({rule.condition})" for rule in rules)
    whole, *parts = rules
    faults = ", ".join(f"({rule.condition}) ? [] : {json.dumps(rule.sentence)}" for rule in parts)
    guard: dict[str, Json] = {
        _CHECK: {
            "Type": "Choice",
            "QueryLanguage": "JSONata",
            "Choices": [{"Condition": f"{{% {condition} %}}", "Next": definition["StartAt"]}],
            "Default": _REFUSE,
        },
        _REFUSE: {
            "Type": "Fail",
            "QueryLanguage": "JSONata",
            "Error": INVALID_INPUT,
            "Cause": f"{{% {whole.condition} ? $join([{faults}], ' ') : {json.dumps(whole.sentence)} %}}",
        },
    }
    made = StateMachine._of({**definition, "StartAt": _CHECK, "States": {**guard, **states}})
    put(made, "_handlers", machine._handlers)
    put(made, "_input_type", machine.input_type)
    put(made, "_input_names", machine._input_names)
    return made


def _rules(schema: Mapping[str, Any]) -> Iterator[_Rule]:
    """Yield the rule for the whole input, and then one for each member."""
    if schema.get("type") != "object":
        yield _Rule(_condition(schema, _INPUT, 0), f"The input must be {_words(schema)}.")
        return
    yield _Rule(f"$type({_INPUT}) = 'object'", "The input must be an object.")
    required = schema.get("required", ())
    for name, member in schema.get("properties", {}).items():
        place = _member(_INPUT, name)
        condition = _condition(member, place, 0)
        sentence = f"The member {name!r} must be {_words(member)}."
        if name in required:
            yield _Rule(f"$exists({place}) and {condition}", sentence)
        elif condition != "true":
            yield _Rule(f"$not($exists({place})) or {condition}", sentence)


def _condition(schema: Mapping[str, Any], value: str, depth: int) -> str:
    """Return the condition that a value, an expression in JSONata, matches a schema."""
    if "anyOf" in schema:
        return f"({' or '.join(_condition(each, value, depth) for each in schema['anyOf'])})"
    if "enum" in schema:
        return f"{value} in {json.dumps(schema['enum'])}"
    kind = schema.get("type")
    if kind is None:
        return "true"  # any value, or a type that contains itself
    if kind == "integer":
        return f"($type({value}) = 'number' and $floor({value}) = {value})"
    found = [f"$type({value}) = '{kind}'"]
    if kind == "array":
        found += _items(schema, value, depth)
    elif kind == "object":
        found += _members(schema, value, depth)
    return f"({' and '.join(found)})" if len(found) > 1 else found[0]


def _items(schema: Mapping[str, Any], value: str, depth: int) -> Iterator[str]:
    if "prefixItems" in schema:
        yield f"$count({value}) = {len(schema['prefixItems'])}"
        for index, item in enumerate(schema["prefixItems"]):
            yield _condition(item, f"{value}[{index}]", depth)
    elif "items" in schema:
        item = f"$item{depth}"
        condition = _condition(schema["items"], item, depth + 1)
        yield f"$count($filter({value}, function({item}) {{ $not({condition}) }})) = 0"


def _members(schema: Mapping[str, Any], value: str, depth: int) -> Iterator[str]:
    required = schema.get("required", ())
    for name, member in schema.get("properties", {}).items():
        place = _member(value, name)
        condition = _condition(member, place, depth)
        yield f"$exists({place})" if name in required else f"($not($exists({place})) or {condition})"
        if name in required:
            yield condition
    if "additionalProperties" in schema:
        key = f"$key{depth}"
        condition = _condition(schema["additionalProperties"], f"$lookup({value}, {key})", depth + 1)
        yield f"$count($filter($keys({value}), function({key}) {{ $not({condition}) }})) = 0"


def _member(value: str, name: str) -> str:
    plain = _NAME.fullmatch(name) and name not in _WORDS
    return f"{value}.{name}" if plain else f"{value}.`{name}`"


def _words(schema: Mapping[str, Any]) -> str:
    """Return a schema in words, such as `a string` or `"small" or "large"`."""
    if "anyOf" in schema:
        return " or ".join(_words(each) for each in schema["anyOf"])
    if "enum" in schema:
        return " or ".join(json.dumps(value, ensure_ascii=False) for value in schema["enum"])
    kind = schema.get("type")
    if kind in (None, "null"):
        return kind or "a value"
    noun = f"{'an' if kind[0] in 'aio' else 'a'} {kind}"
    required = schema.get("required", ())
    return f"{noun} with {', '.join(map(repr, required))}" if required else noun
