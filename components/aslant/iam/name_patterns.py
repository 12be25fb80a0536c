"""What is fixed in a text that is put together at run time, as a pattern of IAM: `*` stands for the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from aslant.iam.arn import split_arn

__all__ = ["pattern"]

_QUOTED: Final = r"'(?:[^'\\]|\\.)*'"
_FORMAT: Final = re.compile(
    rf"States\.Format\(\s*({_QUOTED})((?:\s*,\s*(?:{_QUOTED}|[^,'()]+))*)\s*\)|"
    rf"States\.Format\(\s*({_QUOTED}).*\)",
    re.DOTALL,
)
_ARGUMENT: Final = re.compile(rf",\s*({_QUOTED}|[^,']+)")
_LITERAL: Final = r"'[^']*'|\"[^\"]*\""
_JOINED: Final = re.compile(rf"\{{%\s*((?:{_LITERAL}|\$[\w.$\[\]]*)(?:\s*&\s*(?:{_LITERAL}|\$[\w.$\[\]]*))*)\s*%\}}")
_PART: Final = re.compile(rf"{_LITERAL}|\$[\w.$\[\]]*")


def pattern(expression: str) -> str | None:
    """The pattern of what an expression yields; None where nothing of it is fixed.

    That is `States.Format('orders-{}', $.id)` in JSONPath and `{% 'orders-' & $id %}` in JSONata: `orders-*`.
    """
    if found := _FORMAT.fullmatch(expression):
        values = iter(_ARGUMENT.findall(found[2] or ""))
        text = "".join(
            _unescaped(part, values) for part in re.findall(r"\\.|\{\}|[^\\{]+|\{", (found[1] or found[3])[1:-1])
        )
    elif found := _JOINED.fullmatch(expression):
        text = "".join("*" if part.startswith("$") else part[1:-1] for part in _PART.findall(found[1]))
    else:
        return None
    return text if re.search(r"[A-Za-z0-9]", _telling(text)) else None


def _telling(text: str) -> str:
    """What of a pattern must be fixed at least in part, or it lets in everything of a kind: the name in an ARN, of a
    role in a fixed account since taking it gives all its rights, and the host or the bucket in a URL."""
    parts = split_arn(text)
    if parts[0] == "arn":
        named = re.sub(r"^[A-Za-z-]+[/:]", "", parts[5]) if len(parts) == 6 else ""
        return "" if ":role/" in text and "*" in parts[4] else named
    return text.partition("://")[2].partition("/")[0] if "://" in text else text


def _unescaped(part: str, values: Iterator[str]) -> str:
    """A piece of a format: for `{}` its argument where that is a text that is written out."""
    if part == "{}":
        value = next(values, "")
        return value[1:-1] if value.startswith("'") else "*"
    return part[1:] if part.startswith("\\") else part
