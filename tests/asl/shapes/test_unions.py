"""Unions of shapes, and shapes made of other shapes."""

from __future__ import annotations

import random

import pytest

from aslant.asl.shapes.shape import (
    ANY,
    ARRAY,
    BOOLEAN,
    DEEPEST,
    FALSE,
    LARGEST,
    MISSING,
    NEVER,
    NULL,
    NUMBER,
    OBJECT,
    STRING,
    TRUE,
    UNKNOWN,
    Shape,
    literal,
)
from aslant.asl.shapes.text import shape_text
from aslant.asl.shapes.unions import (
    MOST_LITERALS,
    MOST_OBJECTS,
    array_of,
    item_of,
    member_of,
    object_of,
    tuple_of,
    union,
    with_member,
)
from aslant.asl.shapes.values import shape_of_value
from tests.asl.shapes.membership import contains, random_value

A = object_of({"a": STRING})
B = object_of({"b": STRING})
CARD = object_of({"kind": literal("card"), "number": STRING})
CASH = object_of({"kind": literal("cash"), "coins": NUMBER})


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        (STRING, STRING, "string"),
        (STRING, NUMBER, "string | number"),
        (literal("a"), literal("b"), '"a" | "b"'),
        (literal("a"), STRING, "string"),
        (TRUE, FALSE, "boolean"),
        (literal(1), TRUE, "1 | true"),
        (STRING, NULL, "string | null"),
        (STRING, MISSING, "string | missing"),
        (STRING, NEVER, "string"),
        (STRING, ANY, "unknown"),
        (A, STRING, "{a: string} | string"),
        (A, A, "{a: string}"),
        # Two objects that differ in one member are one object, without any loss.
        (A, object_of({}), "{a?: string}"),
        (A, object_of({"a": NUMBER}), "{a: string | number}"),
        # Objects that differ in more members stay alternatives, so that a test of one member decides about the others.
        (A, B, "{a: string} | {b: string}"),
        (CARD, CASH, '{kind: "card", number: string} | {kind: "cash", coins: number}'),
        (A, OBJECT, "{a: string} | {…}"),
        (array_of(STRING), array_of(NUMBER), "(string | number)[]"),
        (tuple_of([STRING, NUMBER]), tuple_of([STRING, NULL]), "[string, number | null]"),
        (tuple_of([STRING]), tuple_of([]), "string[]"),
        (array_of(STRING), ARRAY, "unknown[]"),
    ],
)
def test_a_union_has_the_values_of_both(one: Shape, other: Shape, both: str) -> None:
    assert shape_text(union(one, other)) == both
    assert union(one, other) == union(other, one)
    assert union(union(one, other), other) is not None


def test_a_union_that_adds_nothing_is_the_first_shape_itself() -> None:
    wide = union(A, B, STRING, array_of(NUMBER))
    for part in (wide, A, B, STRING, literal("x"), array_of(literal(1)), NEVER, object_of({"b": STRING})):
        assert union(wide, part) is wide


def test_an_object_with_only_values_of_another_one_adds_nothing() -> None:
    wide, narrow = object_of({"a": STRING, "b": NUMBER}), object_of({"a": literal("x"), "b": literal(1)})
    assert union(wide, narrow) is wide
    assert union(narrow, wide) == wide
    assert len(union(wide, object_of({"a": literal("x"), "b": NULL})).objects) == 2


def test_a_union_is_sound() -> None:
    source = random.Random(1)  # noqa: S311 - a test
    for _ in range(500):
        values = [random_value(source) for _ in range(source.randrange(1, 14))]
        shape = union(*map(shape_of_value, values))
        for value in values:
            assert contains(shape, value), f"{value} is not in {shape_text(shape)}"
        assert union(shape, *map(shape_of_value, values)) == shape


def test_a_union_is_limited() -> None:
    many = [object_of({f"a{number}": STRING, "kind": literal(number)}) for number in range(MOST_OBJECTS + 1)]
    assert len(union(*many[:-1]).objects) == MOST_OBJECTS
    (only,) = union(*many).objects
    assert only.members["a0"].missing is None  # the alternatives would say whether it is there
    assert only.members["kind"].missing is False
    assert union(*map(literal, range(MOST_LITERALS + 1))) == NUMBER


def test_a_shape_is_limited_in_depth_and_size() -> None:
    shape = STRING
    for _ in range(DEEPEST + 5):
        shape = object_of({"a": shape}) if shape is not ANY else shape
    assert shape is ANY
    assert array_of(object_of({str(number): STRING for number in range(LARGEST - 1)})) is ANY
    assert object_of({str(number): STRING for number in range(LARGEST)}) is ANY


@pytest.mark.parametrize(
    ("shape", "name", "member"),
    [
        (A, "a", STRING),
        (A, "b", MISSING),
        (OBJECT, "a", UNKNOWN),
        (object_of({}, STRING), "a", STRING.perhaps()),
        (object_of({"a": STRING.optional()}), "a", STRING.optional()),
        (union(A, B), "a", STRING.optional()),
        (union(A, NULL), "a", STRING.optional()),
        (union(CARD, CASH), "kind", union(literal("card"), literal("cash"))),
        (STRING, "a", MISSING),
        (UNKNOWN, "a", UNKNOWN),
        (NEVER, "a", NEVER),
    ],
)
def test_a_member_has_a_shape(shape: Shape, name: str, member: Shape) -> None:
    assert member_of(shape, name) == member


@pytest.mark.parametrize(
    ("shape", "index", "item"),
    [
        (array_of(STRING), 0, STRING.perhaps()),
        (array_of(STRING, nonempty=True), 0, STRING),
        (array_of(STRING, nonempty=True), 1, STRING.perhaps()),
        (tuple_of([STRING, NUMBER]), 1, NUMBER),
        (tuple_of([STRING, NUMBER]), -1, NUMBER),
        (tuple_of([STRING, NUMBER]), 2, MISSING),
        (union(array_of(STRING, nonempty=True), NULL), 0, STRING.optional()),
        (STRING, 0, MISSING),
        (UNKNOWN, 0, UNKNOWN),
    ],
)
def test_an_item_has_a_shape(shape: Shape, index: int, item: Shape) -> None:
    assert item_of(shape, index) == item


def test_a_member_is_set_in_every_alternative() -> None:
    assert shape_text(with_member(A, "b", NUMBER)) == "{a: string, b: number}"
    assert shape_text(with_member(union(A, B), "c", NUMBER)) == "{a: string, c: number} | {b: string, c: number}"
    assert shape_text(with_member(UNKNOWN, "b", NUMBER)) == "{b: number, …}"
    assert with_member(STRING, "a", NUMBER) is NEVER


def test_scalars_of_other_types_are_different() -> None:
    assert len({NULL, BOOLEAN, NUMBER, STRING, OBJECT, ARRAY, literal(1), literal(True), MISSING, NEVER, ANY}) == 11
