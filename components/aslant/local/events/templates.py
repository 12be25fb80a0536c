"""The input that a target receives of an event: all of it, a constant, a part, or a template filled with parts.

EventBridge user guide, "Amazon EventBridge input transformation". AWS does not document the value of a path that finds
nothing: here it is null outside quotes and nothing within them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

__all__ = ["TemplateError", "fill_template", "select", "transform"]

PLACEHOLDER = re.compile(r"<([A-Za-z_$][^<>\"\s]*)>")


class TemplateError(ValueError):
    """Raised when an input of a target cannot be made. The message is a complete sentence."""


def transform(target: Mapping[str, Any], event: Mapping[str, Any], known: Mapping[str, Any]) -> str:
    """Return the JSON string that a target of a rule receives, by its Input, InputPath or InputTransformer.

    `known` has the values of AWS's own placeholders, such as `aws.events.rule-arn`.
    """
    transformer = target.get("InputTransformer")
    if target.get("Input") is not None:
        return str(target["Input"])
    if target.get("InputPath"):
        return json.dumps(select(event, str(target["InputPath"])))
    if transformer:
        paths = transformer.get("InputPathsMap") or {}
        values = {str(name): select(event, str(path)) for name, path in paths.items()}
        return fill_template(str(transformer.get("InputTemplate") or ""), {**known, **values})
    return json.dumps(event)


def select(document: Any, path: str) -> Any:
    """Return the value at a JSONPath, or None if it finds nothing. Raise TemplateError if it is not a path."""
    from aslant.errors import AslantError
    from aslant.grammar.jsonpath import parse
    from aslant.run.data.path import CompiledPath

    try:
        parsed = parse(path)
        compiled = CompiledPath(parsed)
    except (AslantError, ValueError) as error:
        raise TemplateError(f"{path!r} is not a JSONPath: {error}") from None
    return compiled.find(document, None)


def fill_template(template: str, values: Mapping[str, Any]) -> str:
    """Return a template with its placeholders, such as `<name>`, replaced by values.

    A placeholder within quotes becomes a part of the string, and one outside them a JSON value. A placeholder without
    a value stays.
    """
    pieces: list[str] = []
    end, quoted = 0, False
    for found in PLACEHOLDER.finditer(template):
        if found[1] not in values:
            continue
        between = template[end : found.start()]
        quoted ^= _quotes(between) % 2 == 1
        pieces += (between, _inside(values[found[1]]) if quoted else json.dumps(values[found[1]]))
        end = found.end()
    return "".join([*pieces, template[end:]])


def _quotes(text: str) -> int:
    """Return the number of quotes in a string that are not escaped."""
    return len(re.sub(r"\\.", "", text, flags=re.DOTALL).split('"')) - 1


def _inside(value: Any) -> str:
    """Return a value as a part of a JSON string."""
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))
    return json.dumps(text)[1:-1]
