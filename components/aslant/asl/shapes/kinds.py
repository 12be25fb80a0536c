"""Checks that a value has a type that its field needs."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from aslant.asl.shapes.shape import Shape
from aslant.asl.shapes.text import kind_text
from aslant.asl.shapes.visit import Steps, Visit

__all__ = ["expect", "expect_number", "expect_timestamp", "is_timestamp"]

_NAMES: Final = {
    "array": "an array",
    "boolean": "true or false",
    "null": "null",
    "number": "a number",
    "object": "an object",
    "string": "a string",
}
_TIMESTAMP: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)", re.ASCII)


def is_timestamp(text: str) -> bool:
    """Return whether a string is a timestamp of an existing date and time."""
    if not _TIMESTAMP.fullmatch(text):
        return False
    try:
        datetime.fromisoformat(re.sub(r"(\.\d{6})\d+", r"\1", text.replace("Z", "+00:00")))
    except ValueError:
        return False
    return True


def expect(
    shape: Shape, kinds: tuple[str, ...], subject: str, visit: Visit, steps: Steps, repair: str = "", wanted: str = ""
) -> bool:
    """Report a value that cannot have, or may not have, one of some JSON types; return whether it can have one."""
    if shape.unknown or not shape.is_value:
        return True
    wanted = wanted or " or ".join(_NAMES[kind] for kind in kinds)
    if not any(shape.has(kind) for kind in kinds):
        found = (
            f", and {' or '.join(shape.origin)} is {kind_text(shape)}" if shape.origin else f", not {kind_text(shape)}"
        )
        visit.error(f"{subject} must be {wanted}{found}", steps, repair)
        return False
    others = shape.present().without(*kinds)
    if others.is_value:
        test = "IsNull" if others.null else "a type test such as IsNumeric"
        visit.warning(
            f"{subject} must be {wanted}, and may be {kind_text(others)}",
            steps,
            repair or f"Test it with {test} in a Choice first.",
        )
    return True


def expect_number(
    shape: Shape, subject: str, visit: Visit, steps: Steps, *, digits: bool = True, whole: bool = True
) -> bool:
    """Report a value that cannot be a number of 0 or more, or a `whole` one.

    AWS accepts strings of `digits` in some fields.
    """
    strings, numbers = shape.string, shape.number
    if digits and type(strings) is frozenset and any(text.isascii() and text.isdigit() for text in strings):
        return True
    if type(numbers) is frozenset and not any(number >= 0 and not (whole and number % 1) for number in numbers):
        shape = shape.without("number")
        if not shape.is_value:
            found = " or ".join(map(str, sorted(numbers)))
            visit.error(f"{subject} must be a {'whole ' * whole}number of 0 or more, not {found}", steps)
            return False
    if digits and strings is True and shape.has("number"):
        shape = shape.without("string")
    return expect(shape, ("number",), subject, visit, steps)


def expect_timestamp(shape: Shape, subject: str, visit: Visit, steps: Steps) -> bool:
    """Report a value that cannot be a timestamp."""
    strings = shape.string
    if type(strings) is frozenset and not any(map(is_timestamp, strings)) and shape.kinds == {"string"}:
        found = " or ".join(sorted(map(repr, strings)))
        visit.error(f"{subject} must be a timestamp such as '2026-03-14T01:59:00Z', not {found}", steps)
        return False
    return expect(shape, ("string",), subject, visit, steps, wanted="a timestamp such as '2026-03-14T01:59:00Z'")
