"""The form for an execution's input: its fields, with the values that the workflow expects."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from aslant.asl.schema import SchemaError, schema_of
from aslant.aws.input_types import input_type_of
from aslant.json_value import Json
from aslant.local.console.event_types import typed_handlers
from aslant.local.console.sample_body import UNKNOWN, sample_body
from aslant.local.page.histories import pretty
from aslant.provider.resources.machines import STATE_MACHINE
from aslant.run.reads import reads

if TYPE_CHECKING:
    from aslant.local.functions.function import Function
    from aslant.local.machines import LocalMachine
    from aslant.provider.registry import Registry

__all__ = ["EXAMPLES", "fields_of_sample", "fields_of_schema", "input_form", "input_schema"]

EXAMPLES = "aslant:examples"
"""The configuration key of sample inputs."""

DEEPEST = 4
"""The maximum number of names in the path of a field. What is nested deeper is edited as JSON."""

Path = tuple[str, ...]
EMPTY: dict[str, Any] = {"array": [], "object": {}}
KINDS = {"string": "text", "integer": "number", "number": "number", "boolean": "boolean"}


def input_schema(machine: LocalMachine, registry: Registry) -> dict[str, Any] | None:
    """Return the JSON Schema of a machine's input type; None if the type is not known."""
    resource = registry.find(STATE_MACHINE, "arn", machine.arn)
    annotation = None if resource is None else input_type_of(resource.name)
    try:
        return None if annotation is None else schema_of(annotation, "input_type", draft="2020-12")
    except SchemaError:
        return None


def input_form(
    machine: LocalMachine, functions: Mapping[str, Function], examples: list[Any], schema: dict[str, Any] | None
) -> dict[str, Json]:
    """Return a sample input as JSON, the fields of the form, and the sample bodies in the stack's configuration.

    The fields are those of the input type, or else of a sample with the members that the first states read. A field
    has the values with which a Choice compares it.
    """
    with typed_handlers(functions.values()) as handlers:
        sample = examples[0] if examples else sample_body(machine.document, handlers)
        values = _values(machine.document, handlers)
    fields = list(fields_of_sample(sample, values) if schema is None else fields_of_schema(schema, sample, values))
    return {
        "sample": pretty(sample),
        "fields": fields,
        "typed": schema is not None,
        "examples": [pretty(example) for example in examples],
    }


def _values(definition: Mapping[str, Any], handlers: Mapping[str, Callable[..., Any]]) -> dict[Path, list[Any]]:
    found: dict[Path, list[Any]] = {}
    for read in reads(definition, handlers):
        found.setdefault(read.keys, []).extend(value for value in read.values if value is not None)
    return found


def fields_of_sample(sample: Any, values: Mapping[Path, list[Any]]) -> Iterator[Json]:
    """Yield a field for each member of a sample; a member of an inner object has a path of several names."""
    stack: list[tuple[Path, Any]] = [((), sample)]
    while stack:
        path, value = stack.pop()
        if isinstance(value, dict) and (value or not path) and len(path) < DEEPEST:
            stack += [((*path, name), inner) for name, inner in reversed(value.items())]
        elif path:
            yield _field(path, _kind(value), value, values.get(path, ()))


def fields_of_schema(schema: Mapping[str, Any], sample: Any, values: Mapping[Path, list[Any]]) -> Iterator[Json]:
    """Yield a field for each member that a JSON Schema declares. An optional one may be left empty."""
    definitions = schema.get("$defs", {})
    stack: list[tuple[Path, Mapping[str, Any], bool]] = [((), schema, True)]
    while stack:
        path, rule, required = stack.pop()
        name = str(rule.get("$ref", "")).rpartition("/")[2]
        rule = definitions.get(name, rule) if name else rule
        inner = rule.get("properties")
        if isinstance(inner, dict) and inner and len(path) < DEEPEST and required:
            needed = rule.get("required", ())
            stack += [((*path, key), member, key in needed) for key, member in reversed(inner.items())]
        elif path:
            allowed = rule.get("enum") or ([rule["const"]] if "const" in rule else [])
            kind = "choice" if allowed else KINDS.get(str(rule.get("type")), "json")
            value = _at(sample, path)
            value = EMPTY.get(str(rule.get("type")), value) if value == UNKNOWN else value
            start = allowed[0] if allowed and value not in allowed else value
            yield _field(path, kind, start if required else UNKNOWN, allowed or values.get(path, ()), required=required)


def _at(sample: Any, path: Path) -> Any:
    for name in path:
        sample = sample.get(name, UNKNOWN) if isinstance(sample, dict) else UNKNOWN
    return sample


def _field(path: Path, kind: str, value: Any, suggestions: Any, *, required: bool = True) -> Json:
    """Return a field. Values are strings: the text itself, or JSON if the kind is not `text`."""
    as_text = kind in ("text", "any")
    return {
        "path": list(path),
        "kind": kind,
        "value": "" if value == UNKNOWN else value if as_text and isinstance(value, str) else pretty(value),
        "suggestions": [item if as_text and isinstance(item, str) else pretty(item) for item in suggestions],
        "required": required,
    }


def _kind(value: Any) -> str:
    if value == UNKNOWN:
        return "any"
    if isinstance(value, bool):
        return "boolean"
    return "text" if isinstance(value, str) else "number" if isinstance(value, int | float) else "json"
