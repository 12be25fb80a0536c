"""IAM patterns for names that are assembled at run time: their constant parts, with `*` for the rest."""

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
    """Return the pattern of an expression's result; None without a constant part.

    `States.Format('orders-{}', $.id)` in JSONPath and `{% 'orders-' & $id %}` in JSONata both give `orders-*`.
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
    return text if re.search(r"[A-Za-z0-9]", _identifying_part(text)) else None


def _identifying_part(text: str) -> str:
    """Return the part of a pattern that must have constant characters, or else it would match every resource.

    This is the name in an ARN, and the host or the bucket in a URL. For a role, the account must be constant as well,
    because assuming a role grants all its rights.
    """
    parts = split_arn(text)
    if parts[0] == "arn":
        name = re.sub(r"^[A-Za-z-]+[/:]", "", parts[5]) if len(parts) == 6 else ""
        return "" if ":role/" in text and "*" in parts[4] else name
    return text.partition("://")[2].partition("/")[0] if "://" in text else text


def _unescaped(part: str, values: Iterator[str]) -> str:
    """Return a piece of a format string; `{}` becomes its argument if that is a literal, otherwise `*`."""
    if part == "{}":
        value = next(values, "")
        return value[1:-1] if value.startswith("'") else "*"
    return part[1:] if part.startswith("\\") else part
