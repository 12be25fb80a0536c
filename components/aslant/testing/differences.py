"""Differences between a JSON value and the one that a test expects."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

from aslant.run.report.trace import shortened
from aslant.run.values import dumps

__all__ = ["differences", "same"]

_MOST: Final = 12
_WIDTH: Final = 160
_SCALARS: Final = (str, int, float, type(None))


def same(got: Any, expected: Any) -> bool:
    """Return whether a value equals the expected one: 1 is 1.0 but not true, and matchers (`mock.ANY`) are allowed."""
    return next(_unequal(got, expected), None) is None


def differences(got: Any, expected: Any) -> list[str]:
    """Return a line for each difference, such as `/total: 3, expected 4`; if there are many, only the first."""
    found = list(islice(_unequal(got, expected), _MOST + 1))
    return [*found[:_MOST], "…"] if len(found) > _MOST else found


def _unequal(got: Any, expected: Any) -> Iterator[str]:
    stack = [("", got, expected)]
    while stack:
        at, value, wanted = stack.pop()
        place = at or "the value"
        if isinstance(value, dict) and isinstance(wanted, dict):
            for key in sorted(wanted.keys() - value.keys(), key=str):
                yield f"{at}/{key}: missing, expected {_shown(wanted[key])}"
            for key in value.keys() - wanted.keys():
                yield f"{at}/{key}: {_shown(value[key])}, not expected"
            stack += [(f"{at}/{key}", value[key], wanted[key]) for key in reversed(wanted) if key in value]
        elif isinstance(value, list) and isinstance(wanted, (list, tuple)):
            if len(value) != len(wanted):
                yield f"{place}: {len(value)} items, expected {len(wanted)}"
            both = list(enumerate(zip(value, wanted, strict=False)))
            stack += [(f"{at}/{index}", *pair) for index, pair in reversed(both)]
        elif (isinstance(value, bool) is not isinstance(wanted, bool) and isinstance(wanted, _SCALARS)) or (
            value != wanted and wanted != value
        ):
            yield f"{place}: {_shown(value)}, expected {_shown(wanted)}"


def _shown(value: Any) -> str:
    try:
        return shortened(dumps(value), _WIDTH)
    except (TypeError, ValueError):
        return shortened(repr(value), _WIDTH)
