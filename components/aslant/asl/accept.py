"""The functions that check the builder's arguments and turn them into plain JSON.

Each is the `accept` function of some fields. It returns JSON, keeps values that are known only at deployment as they
are, or raises `Refused`.
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
"""Where a computed value is: it is the whole value, in a list, or a member of an object."""

_INSIDE: Final = ("$.", "$[", "$")
"""The possible beginnings of a path into the state's data."""
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_CLOUDFORMATION: Final = re.compile(r"Ref$|Fn::")
_all_strings: Final = frozenset({str}).issuperset


def value(given: Any) -> Json:
    """Accept one value, which may be a JSONata expression or known only at deployment."""
    if type(given) in ATOMS:
        return given
    if isinstance(given, Computed):
        if given._LANGUAGE == JSONATA:
            return str(given)
        raise Refused(f"must be a plain value, and {given!s} is {a_kind(given)}", given._KIND)
    return literal(given)


def literal(given: Any) -> Json:
    """Accept any JSON. Nothing in it is evaluated."""
    return given if type(given) in ATOMS else _plain(given, _nothing)


def expression(given: Any) -> Json:
    """Accept any JSON in which expressions, and strings such as `"{% $states.input.total %}"`, are JSONata."""
    return given if type(given) in ATOMS else _plain(given, _jsonata_alone)


def template(given: Any) -> Json:
    """Accept a JSONPath payload template (ASL specification) or JSON with JSONata.

    If the value of a member is a path or an intrinsic function, `.$` is appended to the member's name.
    """
    return given if type(given) in ATOMS else _plain(given, _either)


def payload(given: Any) -> Json:
    """Accept a payload template, which is JSONPath."""
    return given if type(given) in ATOMS else _plain(given, _jsonpath_alone)


def assignments(given: Any) -> Json:
    """Accept an object of variables by name, with values like those of a template."""
    plain = template(given)
    if type(plain) is dict:
        for member in plain:
            name = member.removesuffix(".$")
            fault = "" if "${" in name else variable_fault(name, assigned=True)
            if fault:
                raise Refused(f"sets {name!r}, which {fault}")
    elif type(plain) in ATOMS or type(plain) is list:
        raise Refused(f"must be an object of variables by name, such as {{'total': …}}, not {given!r}")
    return plain


def path(given: Any) -> Json:
    """Accept a path: `this.order`, a string that starts with `$`, or `None` for none."""
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
        raise Refused(f"must be a path and start with $, not {given!r}. Write {python}.")
    if isinstance(given, Computed):
        if given._LANGUAGE == JSONATA:
            raise Refused(
                f"must be a JSONPath path, and {given!s} is JSONata. Use arguments, output, items, assign or a field "
                "whose name does not end with _path."
            )
        raise Refused(
            f"must be a path, and {given!s} is {a_kind(given)}. Put its value into the data in an earlier "
            "state, and use a path to it."
        )
    plain = literal(given)
    if type(plain) in ATOMS or type(plain) in (dict, list):
        raise Refused(f"must be a path such as this.order or '$.order', not {given!r}")
    return plain


def source(given: Any) -> Json:
    """Accept a path, or an intrinsic function that computes the value."""
    if isinstance(given, Computed) and given._LANGUAGE == JSONPATH:
        return str(given)
    if isinstance(given, str) and given.startswith("States."):
        return exact(given)
    return path(given)


def destination(given: Any) -> Json:
    """Accept a path to which a value is written. It cannot name a variable or the context object."""
    plain = given._text if type(given) is Path else given
    if type(plain) is str and plain[:2] in _INSIDE:
        return plain
    plain = path(given)
    if type(plain) is str and plain.startswith("$") and (plain[1:2] == "$" or plain[1:2].isidentifier()):
        raise Refused(f"must be a path in the state's input, not {plain}. {_elsewhere(plain)}")
    return plain


def moment(given: Any) -> Json:
    """Accept a timestamp: a datetime with a time zone, an RFC 3339 string, or a JSONata expression."""
    if isinstance(given, datetime):
        try:
            return timestamp(given)
        except DefinitionError as why:
            raise Refused(f"is not valid: {why}") from None
    return value(given)


def language(given: Any) -> Json:
    """Accept the name of a query language."""
    name = exact(given)
    if type(name) is str and name in ("JSONPath", "JSONata"):
        return name
    raise Refused(f"must be 'JSONPath' or 'JSONata', not {given!r}")


def error_names(given: Any) -> Json:
    """Accept one error name or a sequence of them."""
    names = [given] if isinstance(given, str) else given
    if type(names) is not list and not isinstance(names, Sequence):
        names = ()
    if type(names) is list and _all_strings(map(type, names)) and names:
        return names.copy()
    plain = [exact(name) for name in names if isinstance(name, str)]
    if not plain or len(plain) < len(names):
        raise Refused(f"must name at least one error, such as 'States.ALL', not {given!r}")
    return plain


def resource(given: Any) -> Json:
    """Accept the resource of a task: an ARN, a symbolic name, which becomes `${name}`, or a CloudFormation function."""
    if isinstance(given, Computed):
        raise Refused(
            f"must be known at deployment, so it cannot be the {given._KIND} {given!s}. Choose between tasks in a "
            "Choice."
        )
    if not isinstance(given, str):
        plain = literal(given)
        if type(plain) is dict and len(plain) == 1 and _CLOUDFORMATION.match(*plain):
            return plain
        if type(plain) in ATOMS or type(plain) in (dict, list):
            raise Refused(f"must be a handler, an ARN or a symbolic name such as 'pineapple_check', not {given!r}")
        return plain
    given = exact(given)
    if ":" in given or "${" in given:
        return given
    if _NAME.fullmatch(given):
        return f"${{{given}}}"
    raise Refused(
        f"{given!r} must be an ARN or a symbolic name. A symbolic name has only letters, digits, - and _, such as "
        "'pineapple_check'."
    )


def _elsewhere(text: str) -> str:
    if text.startswith("$$"):
        return "The context object is read-only."
    return f"Set the variable with assign={{{re.split(r'[.[]', text[1:])[0]!r}: …}}."


def _nothing(given: Computed, place: _Place) -> str:
    repair = "output" if given._LANGUAGE == JSONATA else "parameters"
    raise Refused(f"holds plain values, so the {given._KIND} {given!s} would not be evaluated. Use {repair}.")


def _jsonata_alone(given: Computed, place: _Place) -> str:
    if given._LANGUAGE == JSONATA:
        return str(given)
    repair = _jsonata(given) if type(given) is Path else "a function of jsonata.fn"
    raise Refused(f"must be JSONata, and {given!s} is {a_kind(given)} of JSONPath. Write {repair}.")


def _jsonpath_alone(given: Computed, place: _Place) -> str:
    if given._LANGUAGE == JSONATA:
        raise Refused(
            f"must be a JSONPath payload template, and {given!s} is JSONata. Use arguments or output, or write a path "
            "such as this.order."
        )
    return _either(given, place)


def _either(given: Computed, place: _Place) -> str:
    if place == "member" or given._LANGUAGE == JSONATA:
        return str(given)
    if place == "list":
        raise Refused(
            f"has the {given._KIND} {given!s} inside a list, where Step Functions does not evaluate it. Make the list "
            f'a member such as "names.$": "States.Array({given!s})".'
        )
    example = spelled(str(given)) if type(given) is Path else "intrinsics.uuid()"
    raise Refused(
        f'must be an object whose members may be {given._KIND}s, such as {{"name": {example}}}, not a single '
        f"{given._KIND}"
    )


def _jsonata(given: Path) -> str:
    text = re.sub(r"\['((?:[^'\\]|\\.)*)'\]", r".`\1`", str(given))
    if text.startswith("$$"):
        return f"'{{% $states.context{text[2:]} %}}'"
    return f"'{{% {text} %}}'" if text[1:2].isidentifier() else f"'{{% $states.input{text[1:]} %}}'"


def _plain(given: Any, on_computed: Callable[[Computed, _Place], str]) -> Json:
    """Return JSON without tuples and computed values.

    Not recursive: the stack holds the containers that are still to be filled.
    """
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
                    fresh[name] = None  # reserve the position until the value is built
                    stack.append((fresh, name, inner))
        elif kind is list or kind is tuple:
            target[key] = [None] * len(item)
            stack.extend((target[key], index, inner) for index, inner in enumerate(item))
        elif issubclass(kind, Computed):
            target[key] = on_computed(item, "whole" if target is root else "list")
        elif is_path_test(item):
            raise Refused(
                f'got the path test {item.__name__}() instead of a value. Write path["{item.__name__}"] for a member '
                "of that name."
            )
        elif (plain := exact(item)) is not item:
            stack.append((target, key, plain))
        else:
            target[key] = item
    return root[0]


def _member_name(given: Any) -> str:
    if isinstance(given, str):
        return str(exact(given))
    raise Refused(f"has a member named {given!r}, but the names of JSON members must be strings")


def is_path_test(item: Any) -> bool:
    """Return whether this is a path's test method that was not called, such as `this.exists`."""
    return type(item) is MethodType and type(item.__self__) is Path
