"""Paths as Python source: `$.order['line-items'][0]` is `this.order["line-items"][0]`."""

from __future__ import annotations

import keyword
import re
from typing import Final

from aslant.asl.path import Path, Variables, context, this, variables
from aslant.asl.source.layout import PlainExpression, quoted
from aslant.asl.variable import variable_fault

__all__ = ["LONGEST_PATH", "path"]

LONGEST_PATH = 60
"""The most characters of a path that is written with attributes; a longer one is written as a string."""

_STEP: Final = re.compile(
    r"""\.(?P<member>[^\W\d]\w*)
      | \['(?P<name>(?:[^'\\]|\\['\\])*)'\]
      | \[(?P<index>-?\d{1,9})\]
      | \[(?P<start>\d{0,9}):(?P<stop>\d{0,9})\]
      | \[(?P<last>-\d{1,9}):\]
      | \[:(?P<but>-\d{1,9})\]
      | (?P<all>\[\*\])""",
    re.VERBOSE,
)
_VARIABLE: Final = re.compile(r"[^\W\d]\w*")


def path(text: str) -> tuple[Path, PlainExpression] | None:
    """Return a path as attributes and items, `this.order["line-items"][0]`; None if this writes another string."""
    if not text.startswith("$") or len(text) > LONGEST_PATH:
        return None
    root = _root(text)
    if root is None:
        return None
    found, code, needs, position = root
    while position < len(text):
        step = _STEP.match(text, position)
        if step is None:
            return None
        position = step.end()
        member, name, index = step["member"], step["name"], step["index"]
        if member is not None:
            if _is_attribute(member, Path):
                found, code = getattr(found, member), f"{code}.{member}"
            else:
                found, code = found[member], f"{code}[{quoted(member)}]"
        elif name is not None:
            key = re.sub(r"\\(.)", r"\1", name)
            found, code = found[key], f"{code}[{quoted(key)}]"
        elif index is not None:
            found, code = found[int(index)], f"{code}[{int(index)}]"
        elif step["all"]:
            found, code = found[:], f"{code}[:]"
        else:
            bounds = (step["start"] or step["last"], step["stop"] or step["but"])
            first, end = (int(bound) if bound else None for bound in bounds)
            start, stop = ("" if bound is None else str(bound) for bound in (first, end))
            found, code = found[first:end], f"{code}[{start}:{stop}]"
    return (found, PlainExpression(code, needs)) if str(found) == text else None


def _root(text: str) -> tuple[Path, str, str, int] | None:
    """Return the root of a path, its source, the name that this imports, and where the rest of the path begins."""
    if text.startswith("$$"):
        return context, "context", "context", 2
    variable = _VARIABLE.match(text, 1)
    if variable is None:
        return this, "this", "this", 1
    name = variable[0]
    if variable_fault(name):
        return None
    code = f"variables.{name}" if _is_attribute(name, Variables) else f"variables[{quoted(name)}]"
    return variables[name], code, "variables", variable.end()


def _is_attribute(name: str, kind: type) -> bool:
    plain = name.isascii() and not name.startswith("_")  # Python would normalize other letters
    return plain and not hasattr(kind, name) and not keyword.iskeyword(name)
