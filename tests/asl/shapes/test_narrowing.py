"""Narrowing by a test of one place."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from aslant.asl.shapes.narrowing import Change, at_path, equal_to, narrow_at, other_than
from aslant.asl.shapes.shape import ANY, MISSING, NEVER, NULL, NUMBER, STRING, UNKNOWN, Shape, literal
from aslant.asl.shapes.text import shape_text
from aslant.asl.shapes.unions import object_of, union
from aslant.asl.shapes.values import shape_of_value
from tests.asl.shapes.membership import contains, random_value

CARD = object_of({"kind": literal("card"), "number": STRING})
CASH = object_of({"kind": literal("cash"), "coins": NUMBER})


def present(shape: Shape) -> Shape:
    return shape.present()


def absent(shape: Shape) -> Shape:
    return MISSING if shape.missing is not False else NEVER


def test_a_test_of_one_member_decides_between_alternatives() -> None:
    either = union(CARD, CASH)
    assert narrow_at(either, ["kind"], lambda shape: equal_to(shape, "card")) == CARD
    assert narrow_at(either, ["kind"], lambda shape: other_than(shape, "card")) == CASH
    assert narrow_at(either, ["coins"], present) == CASH
    assert narrow_at(either, ["coins"], absent) == CARD
    assert narrow_at(either, ["kind"], lambda shape: equal_to(shape, "cheque")) is NEVER


def test_a_test_makes_unknown_data_known() -> None:
    assert shape_text(narrow_at(UNKNOWN, ["a", "b"], lambda shape: shape.only("string"))) == "{a: {b: string, …}, …}"
    assert narrow_at(UNKNOWN, ["a"], absent) is UNKNOWN
    assert narrow_at(UNKNOWN, ["a", 0], present) is not NEVER


def test_an_optional_member_is_there_or_not() -> None:
    shape = object_of({"a": STRING.optional(), "b": union(object_of({"c": STRING}), NULL)})
    assert shape_text(narrow_at(shape, ["a"], present)) == "{a: string, b: {c: string} | null}"
    assert shape_text(narrow_at(shape, ["a"], absent)) == "{b: {c: string} | null}"
    assert shape_text(narrow_at(shape, ["b", "c"], present)) == "{a?: string, b: {c: string}}"
    assert shape_text(narrow_at(shape, ["b", "c"], absent)) == "{a?: string, b: null}"


def test_a_member_that_is_perhaps_missing_is_so_afterwards() -> None:
    shape = object_of({"job": object_of({"state": STRING}).perhaps()})
    other = narrow_at(shape, ["job", "state"], lambda place: other_than(place, "DONE"))
    assert at_path(other, ["job"]).missing is None


def test_literals_are_compared() -> None:
    either = union(literal("a"), literal("b"), NUMBER, NULL)
    assert shape_text(equal_to(either, "a")) == '"a"'
    assert shape_text(equal_to(either, 5)) == "5"
    assert equal_to(either, "c") is NEVER
    assert equal_to(either, True) is NEVER
    assert shape_text(other_than(either, "a")) == '"b" | number | null'
    assert shape_text(other_than(either, None)) == '"a" | "b" | number'
    assert other_than(either, 5) is either
    assert shape_text(other_than(shape_of_value(True), True)) == "never"
    assert equal_to(ANY, 1) == literal(1)


def found(value: Any, steps: list[str]) -> tuple[bool, Any]:
    for step in steps:
        if not isinstance(value, dict) or step not in value:
            return False, None
        value = value[step]
    return True, value


def changes(wanted: Any) -> list[tuple[Change, Callable[[bool, Any], bool]]]:
    """Return changes of a shape, each with the test of a value: whether it is there, and the value."""
    return [
        (present, lambda there, _: there),
        (absent, lambda there, _: not there),
        (lambda place: equal_to(place, wanted), lambda there, it: there and it == wanted and type(it) is type(wanted)),
        (lambda place: other_than(place, wanted), lambda there, it: not there or it != wanted),
        (lambda place: place.only("string"), lambda there, it: there and isinstance(it, str)),
        (lambda place: place.without("string"), lambda there, it: not there or not isinstance(it, str)),
    ]


def test_narrowing_is_sound() -> None:
    source = random.Random(2)  # noqa: S311 - a test
    for _ in range(1_000):
        values = [random_value(source) for _ in range(source.randrange(1, 6))]
        shape = union(*map(shape_of_value, values), *([UNKNOWN] if source.random() < 0.1 else []))
        steps = [source.choice("abc") for _ in range(source.randrange(3))]
        place = at_path(shape, steps)
        for change, holds in changes(source.choice(["a", 1, None, True])):
            narrowed = narrow_at(shape, steps, change)
            for value in values:
                there, it = found(value, steps)
                assert contains(place, it) if there else place.missing is not False
                if holds(there, it):
                    assert contains(narrowed, value), f"{value} at {steps}: {shape_text(shape)}: {shape_text(narrowed)}"
