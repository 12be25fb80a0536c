"""How `aslant format` writes YAML, and what of YAML it cannot keep."""

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

_ENDLESS: Final = 1_000_000
_SHORT: Final = 80
"""Columns of a list on one line."""


def to_yaml(document: Json, indent: int = 2) -> str:
    """YAML text in block style, which YAML 1.1 and 1.2 read alike; text of several lines stands as a block.

    Raises:
        DefinitionError: it holds a character that YAML does not have.
        UsageError: PyYAML is not installed.
    """
    yaml = _reader()
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    try:
        return str(yaml.emit(_events(document, yaml), Dumper=dumper, indent=indent, width=_ENDLESS, allow_unicode=True))
    except UnicodeEncodeError:
        raise DefinitionError("this holds half a surrogate pair, which YAML cannot; keep it in JSON") from None


def losses(text: str) -> list[str]:
    """What would be lost if the text were written anew: comments, and the anchors that aliases repeat."""
    yaml = _reader()
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


def _reader() -> Any:
    """The module `yaml`; a `UsageError` where it is not installed."""
    try:
        return pyyaml()
    except DefinitionError as why:
        raise UsageError(str(why)) from None


def _events(document: Json, yaml: Any) -> Iterator[Any]:
    resolver = yaml.resolver.Resolver()

    def is_text_anywhere(text: str) -> bool:
        """Whether text without quotes is text to readers of YAML 1.1 and of 1.2."""
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
        return yaml.ScalarEvent(None, None, (is_text_anywhere(value), True), value, style=style)

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
