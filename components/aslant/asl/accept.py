"""What the builder's fields take, and the plain JSON they make of it.

Each function is the `accept` of some fields: it returns JSON, lets opaque leaves through, or raises `Refused`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from types import MethodType
from typing import Any, Final, Literal

from aslant.asl.computed import Computed, a_kind
from aslant.asl.field import JSONATA, JSONPATH, Refused
from aslant.asl.path import Path, spelled, timestamp
from aslant.asl.values import ATOMS, exact
from aslant.asl.variable import variable_fault
from aslant.errors import DefinitionError
from aslant.json_value import Json

__all__ = [
    "assignments",
    "destination",
    "error_names",
    "expression",
    "is_path_test",
    "language",
    "literal",
    "moment",
    "path",
    "payload",
    "resource",
    "source",
    "template",
    "value",
]

_Place = Literal["whole", "list", "member"]
"""Where something computed stands: alone, in a list, or as an object's member."""

_INSIDE: Final = ("$.", "$[", "$")
"""How a path into the state's data begins."""
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_CLOUDFORMATION: Final = re.compile(r"Ref$|Fn::")
_all_strings: Final = frozenset({str}).issuperset


def value(given: Any) -> Json:
    """One value, which may be an expression of JSONata or known only at deployment."""
    if type(given) in ATOMS:
        return given
    if isinstance(given, Computed):
        if given._LANGUAGE == JSONATA:
            return str(given)
        raise Refused(f"takes a value, and {given!s} is {a_kind(given)}", given._KIND)
    return literal(given)


def literal(given: Any) -> Json:
    """Any JSON as it stands, in which nothing is evaluated."""
    return given if type(given) in ATOMS else _plain(given, _nothing)


def expression(given: Any) -> Json:
    """Any JSON in which expressions, and strings such as `"{% $states.input.total %}"`, are JSONata."""
    return given if type(given) in ATOMS else _plain(given, _jsonata_alone)


def template(given: Any) -> Json:
    """A payload template of JSONPath (ASL specification) or JSON with JSONata, whichever it holds.

    A path or an intrinsic function as a member's value makes the member's name end with `.$`.
    """
    return given if type(given) in ATOMS else _plain(given, _either)


def payload(given: Any) -> Json:
    """A payload template, which is JSONPath."""
    return given if type(given) in ATOMS else _plain(given, _jsonpath_alone)


def assignments(given: Any) -> Json:
    """An object of variables by name, its values those of a template."""
    plain = template(given)
    if type(plain) is dict:
        for member in plain:
            name = member.removesuffix(".$")
            fault = "" if "${" in name else variable_fault(name, assigned=True)
            if fault:
                raise Refused(f"sets {name!r}, which {fault}")
    elif type(plain) in ATOMS or type(plain) is list:
        raise Refused(f"is an object of variables by name, such as {{'total': …}}, not {given!r}")
    return plain


def path(given: Any) -> Json:
    """A path, as `this.order`, as text that starts with `$`, or `None` for none."""
    if type(given) is Path:
        return given._text
    if given is None:
        return None
    if isinstance(given, str):
        if type(given) is not str:
            given = exact(given)
        if given.startswith("$") or "${" in given:
            return given
        name = given.lstrip(".") or "order"
        python = f"this.{name}" if name.replace(".", "_").isidentifier() else f"this[{name!r}]"
        raise Refused(f"is a path and starts with $, unlike {given!r}; write {python}")
    if isinstance(given, Computed):
        if given._LANGUAGE == JSONATA:
            raise Refused(
                f"is a path of JSONPath, and {given!s} is JSONata; use arguments, output, items, assign or a field "
                "whose name does not end with _path"
            )
        raise Refused(f"is a path, and {given!s} is {a_kind(given)}; put its value into the data before, and name that")
    plain = literal(given)
    if type(plain) in ATOMS or type(plain) in (dict, list):
        raise Refused(f"is a path such as this.order or '$.order', not {given!r}")
    return plain


def source(given: Any) -> Json:
    """A path, or an intrinsic function that makes what the path would select."""
    if isinstance(given, Computed) and given._LANGUAGE == JSONPATH:
        return str(given)
    if isinstance(given, str) and given.startswith("States."):
        return exact(given)
    return path(given)


def destination(given: Any) -> Json:
    """A path to where something is put: neither a variable nor the context object."""
    plain = given._text if type(given) is Path else given
    if type(plain) is str and plain[:2] in _INSIDE:
        return plain
    plain = path(given)
    if type(plain) is str and plain.startswith("$") and (plain[1:2] == "$" or plain[1:2].isidentifier()):
        raise Refused(f"puts the result into the state's input, and {plain} is elsewhere; {_elsewhere(plain)}")
    return plain


def moment(given: Any) -> Json:
    """A moment: a datetime with a time zone, RFC 3339 text, or an expression of JSONata."""
    if isinstance(given, datetime):
        try:
            return timestamp(given)
        except DefinitionError as why:
            raise Refused(f"cannot be used: {why}") from None
    return value(given)


def language(given: Any) -> Json:
    """A query language."""
    name = exact(given)
    if type(name) is str and name in ("JSONPath", "JSONata"):
        return name
    raise Refused(f"is 'JSONPath' or 'JSONata', not {given!r}")


def error_names(given: Any) -> Json:
    """The names of errors: one, or a sequence of them."""
    names = [given] if isinstance(given, str) else given
    if type(names) is not list and not isinstance(names, Sequence):
        names = ()
    if type(names) is list and _all_strings(map(type, names)) and names:
        return names.copy()
    plain = [exact(name) for name in names if isinstance(name, str)]
    if not plain or len(plain) < len(names):
        raise Refused(f"names at least one error, such as 'States.ALL', unlike {given!r}")
    return plain


def resource(given: Any) -> Json:
    """What a task calls: an ARN, a symbolic name that becomes `${name}`, or a function of CloudFormation."""
    if isinstance(given, Computed):
        raise Refused(
            f"is fixed when the machine is deployed, so it cannot be the {given._KIND} {given!s}; "
            "choose between tasks in a Choice"
        )
    if not isinstance(given, str):
        plain = literal(given)
        if type(plain) is dict and len(plain) == 1 and _CLOUDFORMATION.match(*plain):
            return plain
        if type(plain) in ATOMS or type(plain) in (dict, list):
            raise Refused(f"is a handler, an ARN or a symbolic name such as 'pineapple_check', not {given!r}")
        return plain
    given = exact(given)
    if ":" in given or "${" in given:
        return given
    if _NAME.fullmatch(given):
        return f"${{{given}}}"
    raise Refused(
        f"{given!r} is neither an ARN nor a symbolic name; "
        "a name has letters, digits, - and _, such as 'pineapple_check'"
    )


def _elsewhere(text: str) -> str:
    if text.startswith("$$"):
        return "nothing can be put into the context object"
    return f"set the variable with assign={{{re.split(r'[.[]', text[1:])[0]!r}: …}}"


def _nothing(given: Computed, place: _Place) -> str:
    repair = "output" if given._LANGUAGE == JSONATA else "parameters"
    raise Refused(f"holds plain values, so the {given._KIND} {given!s} would not be evaluated; use {repair}")


def _jsonata_alone(given: Computed, place: _Place) -> str:
    if given._LANGUAGE == JSONATA:
        return str(given)
    repair = _jsonata(given) if type(given) is Path else "a function of jsonata.fn"
    raise Refused(f"is JSONata, and {given!s} is {a_kind(given)} of JSONPath; write {repair}")


def _jsonpath_alone(given: Computed, place: _Place) -> str:
    if given._LANGUAGE == JSONATA:
        raise Refused(
            f"is a payload template of JSONPath, and {given!s} is JSONata; use arguments or output, "
            "or write a path such as this.order"
        )
    return _either(given, place)


def _either(given: Computed, place: _Place) -> str:
    if place == "member" or given._LANGUAGE == JSONATA:
        return str(given)
    if place == "list":
        raise Refused(
            f"has the {given._KIND} {given!s} inside a list, where Step Functions does not evaluate it; "
            f'make the list a member such as "names.$": "States.Array({given!s})"'
        )
    example = spelled(str(given)) if type(given) is Path else "intrinsics.uuid()"
    raise Refused(
        f'is an object whose members may be {given._KIND}s, such as {{"name": {example}}}, and not itself one'
    )


def _jsonata(given: Path) -> str:
    text = re.sub(r"\['((?:[^'\\]|\\.)*)'\]", r".`\1`", str(given))
    if text.startswith("$$"):
        return f"'{{% $states.context{text[2:]} %}}'"
    return f"'{{% {text} %}}'" if text[1:2].isidentifier() else f"'{{% $states.input{text[1:]} %}}'"


def _plain(given: Any, on_computed: Callable[[Computed, _Place], str]) -> Json:
    """JSON without tuples and what is computed. Not recursive: the stack holds what is still to be filled."""
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
                    name = _member_name(name)
                if type(inner) in ATOMS:
                    fresh[name] = inner
                elif isinstance(inner, Computed):
                    text = on_computed(inner, "member")
                    as_it_is = inner._LANGUAGE == JSONATA or name.endswith(".$")
                    fresh[name if as_it_is else f"{name}.$"] = text
                else:
                    fresh[name] = None  # keeps the place in order until the stack comes to it
                    stack.append((fresh, name, inner))
        elif kind is list or kind is tuple:
            target[key] = [None] * len(item)
            stack.extend((target[key], index, inner) for index, inner in enumerate(item))
        elif issubclass(kind, Computed):
            target[key] = on_computed(item, "whole" if target is root else "list")
        elif is_path_test(item):
            raise Refused(
                f"got the test {item.__name__}() of a path where a value is wanted; "
                f'a member of that name is written path["{item.__name__}"]'
            )
        elif (plain := exact(item)) is not item:
            stack.append((target, key, plain))
        else:
            target[key] = item
    return root[0]


def _member_name(given: Any) -> str:
    if isinstance(given, str):
        return str(exact(given))
    raise Refused(f"has a member named {given!r}; JSON names members by text")


def is_path_test(item: Any) -> bool:
    """Whether this is a test of a path that was not called, such as `this.exists`."""
    return type(item) is MethodType and type(item.__self__) is Path
