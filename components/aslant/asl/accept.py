"""What the builder's fields take, and the plain JSON they make of it.

Each function is the `accept` of some fields: it returns JSON, lets opaque leaves through, or raises `Refused`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from types import MethodType
from typing import Any

from aslant.asl.field import Refused
from aslant.asl.path import Path, spelled, timestamp
from aslant.asl.values import ATOMS, JSON
from aslant.errors import DefinitionError

__all__ = [
    "error_names",
    "expression",
    "is_path_test",
    "language",
    "literal",
    "moment",
    "path",
    "resource",
    "template",
    "value",
]

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")


def value(given: Any) -> JSON:
    """One value, which may be an expression of JSONata or known only at deployment."""
    if type(given) is Path:
        raise Refused(f"takes a value, and {given} is a path; paths go to the field whose name ends with _path")
    return literal(given)


def literal(given: Any) -> JSON:
    """Any JSON as it stands, in which nothing is evaluated."""
    if type(given) in ATOMS:
        return given
    return _plain(given, _no_path)


def expression(given: Any) -> JSON:
    """Any JSON in which strings such as `"{% $states.input.total %}"` are JSONata."""
    if type(given) in ATOMS:
        return given
    return _plain(given, _no_jsonpath)


def template(given: Any) -> JSON:
    """A payload template (ASL specification): a path as a member's value makes the member's name end with `.$`."""
    if type(given) is Path:
        raise Refused(
            f'is an object whose members may be paths, such as {{"name": {spelled(str(given))}}}, and not itself one'
        )
    return literal(given) if type(given) in ATOMS else _plain(given, _no_path_here)


def path(given: Any) -> JSON:
    """A path, as `this.order`, as text that starts with `$`, or `None` for none."""
    if type(given) is Path:
        return str(given)
    if given is None:
        return None
    if type(given) is str:
        if given.startswith("$") or "${" in given:
            return given
        name = given.lstrip(".") or "order"
        python = f"this.{name}" if name.replace(".", "_").isidentifier() else f"this[{name!r}]"
        raise Refused(f"is a path and starts with $, unlike {given!r}; write {python}")
    plain = literal(given)
    if type(plain) in ATOMS or type(plain) in (dict, list):
        raise Refused(f"is a path such as this.order or '$.order', not {given!r}")
    return plain


def moment(given: Any) -> JSON:
    """A moment: a datetime with a time zone, RFC 3339 text, or an expression of JSONata."""
    if isinstance(given, datetime):
        try:
            return timestamp(given)
        except DefinitionError as why:
            raise Refused(f"cannot be used: {why}") from None
    return value(given)


def language(given: Any) -> JSON:
    """A query language."""
    if type(given) is str and given in ("JSONPath", "JSONata"):
        return given
    raise Refused(f"is 'JSONPath' or 'JSONata', not {given!r}")


def error_names(given: Any) -> JSON:
    """The names of errors: one, or a sequence of them."""
    names = [given] if type(given) is str else given
    if not isinstance(names, Sequence) or not names or not all(type(name) is str for name in names):
        raise Refused(f"names at least one error, such as 'States.ALL', unlike {given!r}")
    return list(names)


def resource(given: Any) -> JSON:
    """What a task calls: an ARN, or a symbolic name that becomes `${name}`."""
    if type(given) is Path:
        raise Refused(
            f"is fixed when the machine is deployed, so it cannot be the path {given}; choose between tasks in a Choice"
        )
    if type(given) is not str:
        plain = literal(given)
        if type(plain) in ATOMS or type(plain) in (dict, list):
            raise Refused(f"is a handler, an ARN or a symbolic name such as 'pineapple_check', not {given!r}")
        return plain
    if ":" in given or "${" in given:
        return given
    if _NAME.fullmatch(given):
        return f"${{{given}}}"
    raise Refused(
        f"{given!r} is neither an ARN nor a symbolic name; "
        "a name has letters, digits, - and _, such as 'pineapple_check'"
    )


def _no_path(given: Path, member: bool) -> str:
    raise Refused(f"holds plain values, so the path {given} would not be evaluated; use parameters")


def _no_jsonpath(given: Path, member: bool) -> str:
    raise Refused(f"is JSONata, and {given} is a path of JSONPath; write {_jsonata(given)}")


def _no_path_here(given: Path, member: bool) -> str:
    if member:
        return str(given)
    raise Refused(
        f"has the path {given} inside a list, where Step Functions does not evaluate it; "
        f'make the list a member such as "names.$": "States.Array({given})"'
    )


def _jsonata(given: Path) -> str:
    text = str(given)
    text = re.sub(r"\['((?:[^'\\]|\\.)*)'\]", r".`\1`", text)
    if text.startswith("$$"):
        return f"'{{% $states.context{text[2:]} %}}'"
    return f"'{{% $states.input{text[1:]} %}}'"


def _plain(given: Any, on_path: Any) -> JSON:
    """JSON without paths and tuples. Not recursive: the stack holds what is still to be filled."""
    root: list[Any] = [None]
    stack: list[tuple[Any, Any, Any]] = [(root, 0, given)]
    while stack:
        target, key, item = stack.pop()
        kind = type(item)
        if kind in ATOMS:
            target[key] = item
        elif kind is dict:
            fresh: dict[str, Any] = {}
            target[key] = fresh
            for name, inner in item.items():
                if type(name) is not str:
                    raise Refused(f"has a member named {name!r}; JSON names members by text")
                if type(inner) in ATOMS:
                    fresh[name] = inner
                elif type(inner) is Path:
                    text = on_path(inner, True)
                    fresh[name if name.endswith(".$") else f"{name}.$"] = text
                else:
                    fresh[name] = None  # keeps the place in order until the stack comes to it
                    stack.append((fresh, name, inner))
        elif kind is list or kind is tuple:
            target[key] = [None] * len(item)
            stack.extend((target[key], index, inner) for index, inner in enumerate(item))
        elif kind is Path:
            target[key] = on_path(item, False)
        elif is_path_test(item):
            raise Refused(
                f"got the test {item.__name__}() of a path where a value is wanted; "
                f'a member of that name is written path["{item.__name__}"]'
            )
        elif issubclass(kind, str):
            target[key] = str.__str__(item)
        elif issubclass(kind, int):
            target[key] = int(item)
        elif issubclass(kind, float):
            target[key] = float(item)
        elif issubclass(kind, dict):
            stack.append((target, key, dict(item)))
        elif issubclass(kind, list | tuple):
            stack.append((target, key, list(item)))
        else:
            target[key] = item
    return root[0]


def is_path_test(item: Any) -> bool:
    """Whether this is a test of a path that was not called, such as `this.exists`."""
    return type(item) is MethodType and type(item.__self__) is Path
