"""A reader of `Pulumi.yaml` and `Pulumi.<stack>.yaml` that gives the same values as Pulumi's engine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from aslant.errors import LocalError

__all__ = ["config_string", "plain_values", "read_document"]


def read_document(file: Path) -> dict[str, Any]:
    """Return the keys and values of a YAML file. Raise LocalError with line and column if it is not valid."""
    from aslant.asl.reading.text import EMPTY, TextError, read  # a server without a program does not need it

    try:
        document = read(file.read_bytes(), format="yaml").unique()
    except TextError as error:
        if error.problem == EMPTY:
            return {}
        place = f"line {error.line}, column {error.column}"
        raise LocalError(f"{file} cannot be used: {place}: {error.problem}") from None
    except OSError as error:
        raise LocalError(f"{file} cannot be read: {error.strerror}. Make it readable.") from None
    if document is None:
        return {}
    if not isinstance(document, dict):
        raise LocalError(f"{file} must contain keys and values, not a {type(document).__name__}.")
    return document


def plain_values(file: Path) -> dict[str, str]:
    """Return the unquoted scalars directly below `config` in a valid file as they are written.

    Pulumi passes them to a program in this form: `3.10` does not become `3.1`, nor `1e3` `1000.0`.
    """
    return dict(_scalars_of_config(file.read_text("utf-8-sig")))


def _scalars_of_config(text: str) -> Iterator[tuple[str, str]]:
    import yaml

    keys: list[str | None] = []  # for each level: the key whose value comes next, or None if a key comes next
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        match event:
            case yaml.ScalarEvent() if keys and keys[-1] is None:
                keys[-1] = event.value
                continue
            case yaml.ScalarEvent() if len(keys) == 2 and keys[0] == "config" and event.implicit[0]:
                yield str(keys[1]), event.value
            case yaml.MappingStartEvent():
                keys.append(None)
                continue
            case yaml.SequenceStartEvent():
                keys.append("")
                continue
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                keys.pop()
            case yaml.ScalarEvent() | yaml.AliasEvent():
                pass
            case _:
                continue
        if keys and keys[-1]:  # the value of a key is complete (lists have no keys)
            keys[-1] = None


def config_string(value: Any, place: str) -> str:
    """Return a value in the form that Pulumi passes to a program: strings unchanged, all other values as JSON."""
    try:
        return value if isinstance(value, str) else json.dumps(value)
    except RecursionError:
        raise LocalError(f"{place} is nested too deeply. Give it fewer levels.") from None
