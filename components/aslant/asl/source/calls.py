"""Intrinsic functions as Python source: `States.Format('{}!', $.name)` is `intrinsics.format("{}!", this.name)`."""

from __future__ import annotations

import re
from typing import Any, Final, NamedTuple

import aslant.asl.intrinsics as intrinsics
from aslant.asl.intrinsics import Intrinsic
from aslant.asl.path import Path
from aslant.asl.source.layout import CallExpression, PlainExpression, PythonExpression, quoted
from aslant.asl.source.paths import path
from aslant.errors import DefinitionError

__all__ = ["computed"]

MOST_CALLS = 12
"""The most functions in one string that is written as Python calls; AWS allows ten nested ones."""

_FUNCTIONS: Final = {
    "UUID" if name == "uuid" else "".join(word.capitalize() for word in name.split("_")): name
    for name in intrinsics.__all__
    if name.islower()
}
_START: Final = re.compile(r"States\.(\w+)\(")
_ATOM: Final = re.compile(
    r"""'(?P<text>(?:[^'\\]|\\.)*)'
      | (?P<path>\$(?:[^,()'\[\]\s]|\[(?:[^'\]]|'(?:[^'\\]|\\.)*')*\])*)
      | (?P<word>true|false|null)
      | (?P<number>-?\d{1,300}(?:\.\d{1,30})?)""",
    re.VERBOSE,
)
_WORDS: Final = {"true": True, "false": False, "null": None}


class _Argument(NamedTuple):
    value: Any
    node: PythonExpression


def computed(text: str) -> tuple[Path | Intrinsic, PythonExpression] | None:
    """Return a path or an intrinsic function with its Python source; None if the builder writes another string."""
    spelled = path(text)
    if spelled or not text.startswith("States.") or text.count("States.") > MOST_CALLS:
        return spelled
    try:
        found, _ = _call(text, 0)
    except (_Unknown, DefinitionError, TypeError):
        return None
    return (found.value, found.node) if str(found.value) == text else None


class _Unknown(Exception):
    """A call that the builder does not have."""


def _call(text: str, position: int) -> tuple[_Argument, int]:
    """Return the call at a position, and its end. The recursion is at most `MOST_CALLS` deep."""
    start = _START.match(text, position)
    if start is None or start[1] not in _FUNCTIONS:
        raise _Unknown
    arguments: list[_Argument] = []
    position = start.end()
    while text[position : position + 1] != ")":
        if arguments:
            if not text.startswith(", ", position):
                raise _Unknown
            position += 2
        argument, position = _argument(text, position)
        arguments.append(argument)
    name = _FUNCTIONS[start[1]]
    if name == "json_merge" and len(arguments) == 3 and arguments[2].value is False:
        arguments.pop()  # the only value that AWS accepts, and the builder's default
    value = getattr(intrinsics, name)(*(argument.value for argument in arguments))
    node = CallExpression(f"intrinsics.{name}", [("", argument.node) for argument in arguments], "intrinsics")
    return _Argument(value, node), position + 1


def _argument(text: str, position: int) -> tuple[_Argument, int]:
    if text.startswith("States.", position):
        return _call(text, position)
    atom = _ATOM.match(text, position)
    if atom is None:
        raise _Unknown
    if atom["path"] is not None:
        spelled = path(atom["path"])
        node = spelled[1] if spelled else CallExpression("Path", [("", PlainExpression(quoted(atom["path"])))], "Path")
        return _Argument(Path(atom["path"]), node), atom.end()
    value: Any
    if atom["text"] is not None:
        value = re.sub(r"\\(.)", r"\1", atom["text"])
    elif atom["word"] is not None:
        value = _WORDS[atom["word"]]
    else:
        value = float(atom["number"]) if "." in atom["number"] else int(atom["number"])
    return _Argument(value, PlainExpression(quoted(value) if type(value) is str else repr(value))), atom.end()
