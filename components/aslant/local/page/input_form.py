"""The form for an execution's input: its fields, with the values that the workflow expects."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from aslant.json_value import Json
from aslant.local.console.event_types import typed_handlers
from aslant.local.console.sample_body import sample_body
from aslant.local.page.histories import pretty
from aslant.run.reads import reads

if TYPE_CHECKING:
    from aslant.local.functions.function import Function
    from aslant.local.machines import LocalMachine

__all__ = ["input_form"]

EXAMPLES = "aslant:examples"


def input_form(machine: LocalMachine, functions: Mapping[str, Function], examples: list[Any]) -> dict[str, Json]:
    """Return a sample input as JSON, its fields, and the sample bodies in the stack's configuration.

    The sample has the members that the first states read. A field has the values that a Choice compares it with.
    """
    with typed_handlers(functions.values()) as handlers:
        sample = examples[0] if examples else sample_body(machine.document, handlers)
        values = _values(machine.document, handlers)
    return {
        "sample": pretty(sample),
        "fields": list(_fields(sample, values)),
        "examples": [pretty(example) for example in examples],
    }


def _values(
    definition: Mapping[str, Any], handlers: Mapping[str, Callable[..., Any]]
) -> dict[tuple[str, ...], list[Any]]:
    found: dict[tuple[str, ...], list[Any]] = {}
    for read in reads(definition, handlers):
        found.setdefault(read.keys, []).extend(value for value in read.values if value is not None)
    return found


def _fields(sample: Any, values: Mapping[tuple[str, ...], list[Any]]) -> Iterator[Json]:
    """Yield a field for each member of the sample; a member of an inner object has a path of several names."""
    stack: list[tuple[tuple[str, ...], Any]] = [((), sample)]
    while stack:
        path, value = stack.pop()
        if isinstance(value, dict) and (value or not path):
            stack += [((*path, name), inner) for name, inner in reversed(value.items())]
        elif path:
            yield {
                "path": list(path),
                "kind": _kind(value),
                "value": value if isinstance(value, str) else pretty(value),
                "suggestions": [item if isinstance(item, str) else pretty(item) for item in values.get(path, ())],
            }


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "boolean"
    return "text" if isinstance(value, str) else "number" if isinstance(value, int | float) else "json"
