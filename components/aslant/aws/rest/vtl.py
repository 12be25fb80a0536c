"""Parts of API Gateway's mapping templates: values of a request, escaped so that they stay values.

API Gateway Developer Guide, "Mapping template transformations" and "Variables for data transformations". A
template prints JSON with JSON strings inside. A client's text passes through it as the value of a reference, which
Velocity prints without evaluating it. Fixed text is written without `$`, `#` and backslashes, which Velocity evaluates.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from aslant.aws.errors import ArgsError

__all__ = ["Parts", "Preamble", "Ref", "escaped", "is_text", "literal", "parse_input", "parse_text"]

EMPTY_BODY = "{}"
"""The body of a request without one."""

_EMBEDDED = re.compile(r"\$\{\s*\$?([^}]*?)\s*\}")
_STRING_OR_EMBEDDED = re.compile(r'"(?:[^"\\]|\\.)*"|' + _EMBEDDED.pattern)
_NAME = re.compile(r"[^\"'\\$#{}\[\]\x00-\x1f]+")
_SEGMENT = re.compile(rf"({_NAME.pattern})((?:\[\d+\])*)")
_PLAIN = re.compile(r"[A-Za-z_]\w*", re.ASCII)
_DOTTED = re.compile(r"[\w.-]+", re.ASCII)
_HEADER = re.compile(r"[\w-]+", re.ASCII)
_BODY = re.compile(r"request\.body(?:\.|$)")


@dataclass(frozen=True)
class Ref:
    """A mapping value without its `$`: `request.header.x`."""

    name: str


Parts: TypeAlias = tuple[str | Ref, ...]
"""A string with mapping values in it."""


def parse_text(text: str) -> Parts:
    """Return the parts of a mapping value such as `$request.header.x` or `order ${request.path.id}`."""
    if text.startswith("$") and not text.startswith("${"):
        return (Ref(text[1:]),)
    pieces = _EMBEDDED.split(text)
    parts: list[str | Ref] = [Ref(piece) if index % 2 else piece for index, piece in enumerate(pieces)]
    return tuple(part for part in parts if part != "")


def parse_input(value: Any) -> Any:
    """Return an execution's input as JSON whose leaves may be a `Ref` (the value) or `Parts` (a string).

    A string with `${}` in it is JSON in which `${}` is a value, or a part of a JSON string. Raises ArgsError if the
    input is neither JSON nor a mapping value.
    """
    if not isinstance(value, str):
        return _parse_leaves(value)
    if value.startswith("$") and not value.startswith("${"):
        return Ref(value[1:])
    refs: list[Ref] = []

    def mark(match: re.Match[str]) -> str:
        if match[1] is None:
            return match[0]
        refs.append(Ref(match[1]))
        return f'"\\u0000{len(refs) - 1}"'

    try:
        parsed = json.loads(_STRING_OR_EMBEDDED.sub(mark, value), parse_constant=_no_constant)
    except ValueError:
        raise ArgsError(
            f"{value!r} is not valid JSON, as an execution's input must be. Use a mapping value such as "
            "'$request.body', "
            "JSON with ${} in place of values, or a mapping of names to mapping values."
        ) from None
    return _unmark(parsed, refs)


def _no_constant(name: str) -> Any:
    """Refuse NaN and the like, which Python's parser accepts in addition to JSON."""
    raise ValueError(name)


def _parse_leaves(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _parse_leaves(one) for name, one in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_parse_leaves(one) for one in value]
    if not isinstance(value, str):
        return value
    if value.startswith("$") and not value.startswith("${"):
        return Ref(value[1:])
    return parse_text(value) if "${" in value else value


def _unmark(value: Any, refs: Sequence[Ref]) -> Any:
    if isinstance(value, dict):
        return {name: _unmark(one, refs) for name, one in value.items()}
    if isinstance(value, list):
        return [_unmark(one, refs) for one in value]
    if not isinstance(value, str):
        return value
    if value.startswith("\0"):
        return refs[int(value[1:])]
    return parse_text(value) if "${" in value else value


def escaped(reference: str, times: int = 1) -> str:
    """Return a reference that prints within a JSON string, or within JSON within one if `times` is 2.

    escapeJavaScript turns `'` into `\\'`, which is not valid JSON; the guide recommends to reverse that.
    """
    for _ in range(times):
        reference = f"""$util.escapeJavaScript({reference}).replaceAll("\\\\'","'")"""
    return reference


def literal(text: str) -> str:
    """Return fixed text within a JSON string, without anything that Velocity evaluates."""
    return "".join(f"\\u{ord(one):04x}" if one in '$#\\"' else json.dumps(one)[1:-1] for one in text)


def is_text(reference: str, text: str) -> str:
    """Return the condition that a reference equals a string.

    VTL's strings do not support escapes, so a string that might end one, or be evaluated, is compared in Base64.
    """
    if text.isprintable() and not set(text) & set("'\\$#"):
        return f"{reference} == '{text}'"
    return f"$util.base64Encode({reference}) == '{base64.b64encode(text.encode()).decode()}'"


class Preamble:
    """The lines that read a request into variables, before a template prints them."""

    def __init__(self) -> None:
        self._lines: dict[tuple[str, Callable[[str, str], str]], tuple[str, str]] = {}

    def __str__(self) -> str:
        """Return the lines, which print nothing."""
        return "".join(f"{line}##\n" for _, line in self._lines.values())

    def text(self, ref: Ref) -> str:
        """Return a variable with the value as a string, empty if the request lacks it."""
        return self._variable(ref, _text_line)

    def json(self, ref: Ref) -> str | None:
        """Return a variable with the value as JSON, `null` if the request lacks it; None for values that are "
        "strings."""
        return self._variable(ref, _json_line) if _BODY.match(ref.name) else None

    def _variable(self, ref: Ref, write: Callable[[str, str], str]) -> str:
        key = (ref.name, write)
        if key not in self._lines:
            name = f"$v{len(self._lines)}"
            self._lines[key] = (name, write(name, ref.name))
        return self._lines[key][0]


def _text_line(variable: str, name: str) -> str:
    source, _, rest = name.partition(".")
    part, _, key = rest.partition(".")
    if source in ("context", "stageVariables") and _DOTTED.fullmatch(rest):
        return f'#set({variable} = "$!{name}")'
    if source == "request" and part == "path":
        return f'#set({variable} = "$!{_parameter("path", key) if key else "context.path"}")'
    if source == "request" and part == "querystring" and key:
        return f'#set({variable} = "$!{_parameter("querystring", key)}")'
    if source == "request" and part == "header" and _HEADER.fullmatch(key):
        # A REST API keeps names as the client sent them, and HTTP/2 sends them in lower case.
        return (
            f'#set({variable} = "")#foreach($key in $input.params().header.keySet())'
            f"#if($key.matches('(?i){key}'))#set({variable} = $input.params().header.get($key))#end#end"
        )
    if source == "request" and part == "body":
        if not key:
            return f'#set({variable} = "$!input.body")#if({variable} == "")#set({variable} = "{EMPTY_BODY}")#end'
        given, read = _member(variable, name, key)
        return (
            f'#set({variable} = ""){given}{read}'
            f"""#if({variable}.startsWith('"'))#set({variable} = $input.path({_path(name, key)}))"""
            f'#elseif({variable} == "null")#set({variable} = "")#end#end'
        )
    raise ArgsError(
        f"${name} cannot be mapped. Use $request.body, $request.body.a.b, $request.header.name, "
        "$request.querystring.name, $request.path.name, $context.name or $stageVariables.name."
    )


def _json_line(variable: str, name: str) -> str:
    _, _, key = name.removeprefix("request.").partition(".")
    if key:
        given, read = _member(variable, name, key)
        return f'#set({variable} = "null"){given}{read}#end'
    return (
        f'#set({variable} = "$!input.body")#if({variable} == "" || {variable} == "{EMPTY_BODY}")'
        f"#set({variable} = \"{EMPTY_BODY}\")#else#set({variable} = $input.json('$'))#end"
    )


def _parameter(kind: str, name: str) -> str:
    if not _NAME.fullmatch(name):
        raise ArgsError(f"$request.{kind}.{name} has a character that a mapping template does not support. Rename it.")
    return f"input.params().{kind}.get('{name}')"


def _member(variable: str, name: str, key: str) -> tuple[str, str]:
    """Return the start of an `#if` that is true if the body has a value, and a statement that reads it as JSON.

    The test is needed, since `$input.json` prints a missing value like an empty string. An empty string within a list
    counts as missing.
    """
    steps, path = _steps(name, key), _path(name, key)
    last, index = steps[-1]
    given = f'"$!{{{variable[1:]}x}}" != ""'
    if not index:
        given += f" || $input.path({_quoted(steps[:-1])}).get('{last}').isEmpty() == true"
    return f"#set({variable}x = $input.path({path}))#if({given})", f"#set({variable} = $input.json({path}))"


def _path(name: str, key: str) -> str:
    return _quoted(_steps(name, key))


def _steps(name: str, key: str) -> list[tuple[str, str]]:
    """Return the members of a path, each with the indices after it."""
    steps = []
    for segment in key.split("."):
        match = _SEGMENT.fullmatch(segment)
        if match is None:
            raise ArgsError(
                f"${name} has {segment!r}, which a mapping template does not support. Map $request.body, and select "
                "the "
                "value in the workflow."
            )
        steps.append((match[1], match[2]))
    return steps


def _quoted(steps: Sequence[tuple[str, str]]) -> str:
    """Return a JSONPath as a VTL string."""
    path = "".join((f".{name}" if _PLAIN.fullmatch(name) else f"['{name}']") + index for name, index in steps)
    return f'"${path}"' if "'" in path else f"'${path}'"
