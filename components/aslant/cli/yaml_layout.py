"""The YAML layout of `aslant format`, and the parts of YAML text that it cannot keep."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from aslant.asl.reading.yaml_text import plain_scalar, pyyaml
from aslant.cli.layout import is_short
from aslant.cli.usage import UsageError
from aslant.errors import DefinitionError
from aslant.json_value import Json

__all__ = ["losses", "to_yaml"]

_UNLIMITED: Final = 1_000_000
_SHORT: Final = 80
"""The most columns of a list on one line."""


def to_yaml(document: Json, indent: int = 2) -> str:
    """Return YAML text in block style that YAML 1.1 and 1.2 read alike; strings of several lines become blocks.

    Raises:
        DefinitionError: the document has a character that YAML does not allow.
        UsageError: PyYAML is not installed.
    """
    yaml = _pyyaml()
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    try:
        events = _events(document, yaml)
        return str(yaml.emit(events, Dumper=dumper, indent=indent, width=_UNLIMITED, allow_unicode=True))
    except UnicodeEncodeError:
        raise DefinitionError("YAML cannot contain half a surrogate pair. Keep this definition in JSON.") from None


def losses(text: str) -> list[str]:
    """Return which parts of YAML text a rewrite would lose: comments, and anchors with their aliases."""
    yaml = _pyyaml()
    found = set()
    end = 0
    for token in yaml.scan(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
        kind = type(token).__name__
        start = token.start_mark.index
        if "#" in text[end:start]:
            found.add("comments")
        if kind in ("AnchorToken", "AliasToken"):
            found.add("anchors")
        end = token.end_mark.index
        if kind == "ScalarToken" and text[start : start + 1] in ("|", ">"):
            header = text[start:end].partition("\n")[0]
            if "#" in header:
                found.add("comments")
    if "#" in text[end:]:
        found.add("comments")
    return sorted(found, reverse=True)


def _pyyaml() -> Any:
    """Return the module `yaml`; raises UsageError if it is not installed."""
    try:
        return pyyaml()
    except DefinitionError as why:
        raise UsageError(str(why)) from None


def _events(document: Json, yaml: Any) -> Iterator[Any]:
    resolver = yaml.resolver.Resolver()

    def is_always_string(text: str) -> bool:
        """Return whether text without quotes is a string in YAML 1.1 and in YAML 1.2."""
        try:
            plain = plain_scalar(text)
        except ValueError:
            return False
        return type(plain) is str and resolver.resolve(yaml.ScalarNode, text, (True, False)) == "tag:yaml.org,2002:str"

    def scalar(value: Json, *, named: bool = False) -> Any:
        if type(value) is not str:
            text = json.dumps(value)
            text = text if "e" not in text or "." in text or type(value) is not float else text.replace("e", ".0e")
            return yaml.ScalarEvent(None, None, (True, False), text)
        style = "|" if "\n" in value and not named else None
        return yaml.ScalarEvent(None, None, (is_always_string(value), True), value, style=style)

    yield yaml.StreamStartEvent()
    yield yaml.DocumentStartEvent(explicit=False)
    stack: list[Any] = [document]
    while stack:
        value = stack.pop()
        if isinstance(value, yaml.Event):
            yield value
        elif isinstance(value, dict):
            yield yaml.MappingStartEvent(None, None, True, flow_style=not value)
            stack.append(yaml.MappingEndEvent())
            for key, inner in reversed(value.items()):
                stack += (inner, scalar(key, named=True))
        elif isinstance(value, list):
            yield yaml.SequenceStartEvent(None, None, True, flow_style=is_short(value, _SHORT))
            stack.append(yaml.SequenceEndEvent())
            stack += reversed(value)
        else:
            yield scalar(value)
    yield yaml.DocumentEndEvent(explicit=False)
    yield yaml.StreamEndEvent()
