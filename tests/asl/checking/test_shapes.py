"""Shapes: read from annotations, merged, changed and compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, NotRequired, Required, TypedDict, cast

import pytest

from aslant.asl.checking.shapes import (
    ANY,
    DEEPEST,
    LARGEST,
    Shape,
    array_shape,
    event_and_result,
    merged_shape,
    mismatch,
    object_shape,
    shape_of,
    shape_of_value,
    with_member,
)

TEXT, NUMBER, BOOLEAN, NULL = Shape("string"), Shape("number"), Shape("boolean"), Shape("null")
OPEN, LIST = object_shape({}), array_shape()


class Order(TypedDict):
    id: str
    price: NotRequired[Annotated[float, "euros"]]


class Tree(TypedDict):
    name: str
    left: Tree
    right: NotRequired[list[Tree]]


class Unresolved(TypedDict):
    id: Nowhere  # type: ignore[name-defined]  # noqa: F821


class Part(Order, total=False):
    size: Required[int]
    note: str


ORDER = object_shape({"id": TEXT, "price": NUMBER}, ["id"], closed=True)


class Hostile:
    """An object whose every attribute raises."""

    def __eq__(self, other: object) -> bool:
        raise RuntimeError

    def __hash__(self) -> int:
        raise RuntimeError


@pytest.mark.parametrize(
    ("annotation", "shape"),
    [
        (str, TEXT),
        (bool, BOOLEAN),
        (int, NUMBER),
        (float, NUMBER),
        (None, NULL),
        (Any, ANY),
        (object, ANY),
        ("Order", ANY),
        (list, LIST),
        (list[int], array_shape(NUMBER)),
        (Sequence[str], array_shape(TEXT)),
        (tuple[int, str], LIST),
        (dict, OPEN),
        (dict[str, int], OPEN),
        (Mapping[str, int], OPEN),
        (Literal["a", "b"], TEXT),
        (Literal["a", 1], ANY),
        (int | float, NUMBER),
        (str | None, ANY),
        (list[int] | list[str], LIST),
        (Order, ORDER),
        (list[Order], array_shape(ORDER)),
        (
            Part,
            object_shape({"id": TEXT, "price": NUMBER, "size": NUMBER, "note": TEXT}, ["id", "size"], closed=True),
        ),
        (Order | dict[str, Any], OPEN),
        (Unresolved, OPEN),
        # a type that holds itself is known up to there
        (Tree, object_shape({"name": TEXT, "left": ANY, "right": LIST}, ["name", "left"], closed=True)),
        # what is no type at all
        ({"a": 1}, ANY),
        ([str], ANY),
        (Hostile(), ANY),
        (5, ANY),
    ],
)
def test_an_annotation_has_a_shape(annotation: Any, shape: Shape) -> None:
    assert shape_of(annotation) == shape


def test_of_an_annotation_that_is_deep_or_large_the_rest_is_anything() -> None:
    deep: Any = str
    for _ in range(1_000):
        deep = list[deep]
    shape = shape_of(deep)
    assert shape.depth == DEEPEST
    large, make = cast(Any, str), cast(Any, TypedDict)
    for number in range(15):
        large = make(f"T{number}", {"left": large, "right": large})
    assert shape_of(large).size <= LARGEST


def odd(event: Any, context: object) -> Any:
    raise NotImplementedError


odd.__annotations__ = {"event": {"a": 1}, "return": [str]}


def lost(event: Nowhere, context: object) -> str:  # type: ignore[name-defined]  # noqa: F821
    raise NotImplementedError


def tree(event: Tree, context: object) -> Order:
    raise NotImplementedError


@pytest.mark.parametrize(
    ("handler", "shapes"),
    [
        (tree, (shape_of(Tree), ORDER)),
        (odd, (ANY, ANY)),
        (lost, (ANY, ANY)),
        (lambda event, context: None, (ANY, ANY)),
        (print, (ANY, ANY)),
        (5, (ANY, ANY)),
    ],
)
def test_a_handler_has_the_shapes_of_its_annotations(handler: object, shapes: tuple[Shape, Shape]) -> None:
    assert event_and_result(handler) == shapes


@pytest.mark.parametrize(
    ("value", "shape"),
    [("a", TEXT), (1, NUMBER), (True, BOOLEAN), (None, NULL), ({"a": 1}, OPEN), ([1], LIST), (object(), ANY)],
)
def test_a_value_has_a_shape(value: Any, shape: Shape) -> None:
    assert shape_of_value(value) == shape


A, B = object_shape({"a": TEXT}, ["a"], closed=True), object_shape({"b": TEXT}, ["b"], closed=True)


@pytest.mark.parametrize(
    ("one", "other", "shape"),
    [
        (TEXT, TEXT, TEXT),
        (TEXT, NUMBER, ANY),
        (A, TEXT, ANY),
        (A, A, A),
        (A, B, object_shape({"a": TEXT, "b": TEXT}, closed=True)),
        (A, OPEN, OPEN),
        (A, object_shape({"a": NUMBER}, ["a"], closed=True), object_shape({"a": ANY}, ["a"], closed=True)),
        (array_shape(TEXT), array_shape(TEXT), array_shape(TEXT)),
        (array_shape(TEXT), LIST, LIST),
        (ANY, A, ANY),
    ],
)
def test_a_union_has_the_common_members(one: Shape, other: Shape, shape: Shape) -> None:
    assert merged_shape(one, other) == shape
    assert merged_shape(other, one) == shape


@pytest.mark.parametrize(
    ("shape", "names", "made"),
    [
        (A, [], NUMBER),
        (A, ["a"], object_shape({"a": NUMBER}, ["a"], closed=True)),
        (A, ["n"], object_shape({"a": TEXT, "n": NUMBER}, ["a", "n"], closed=True)),
        (
            A,
            ["x", "y"],
            object_shape({"a": TEXT, "x": object_shape({"y": NUMBER}, ["y"], closed=True)}, ["a", "x"], closed=True),
        ),
        (ANY, ["x", "y"], object_shape({"x": object_shape({"y": NUMBER}, ["y"])}, ["x"])),
        (TEXT, ["x"], ANY),
        (A, ["a", "x"], ANY),
        (ANY, ["x"] * (DEEPEST - 1), object_shape({"x": ANY})),
        (ANY, ["x"] * 100_000, ANY),
    ],
)
def test_a_member_is_set_at_a_depth(shape: Shape, names: list[str], made: Shape) -> None:
    found = with_member(shape, names, NUMBER)
    if len(names) == DEEPEST - 1:
        assert found.depth == DEEPEST
    else:
        assert found == made


def test_an_object_that_grows_becomes_anything() -> None:
    shape = A
    for _ in range(DEEPEST):
        shape = with_member(shape, ["a"], shape)
        assert shape.depth <= DEEPEST
        assert shape.size <= LARGEST
    assert array_shape(object_shape({str(n): TEXT for n in range(LARGEST - 1)})) == ANY
    assert object_shape({str(n): TEXT for n in range(LARGEST)}) == ANY


@pytest.mark.parametrize(
    ("given", "wanted", "why"),
    [
        (ANY, A, ""),
        (A, ANY, ""),
        (A, A, ""),
        (A, OPEN, ""),
        (OPEN, A, ""),
        (object_shape({"a": TEXT, "more": NUMBER}, closed=True), A, ""),
        (TEXT, NUMBER, "it must be a number, not a string"),
        (LIST, A, "it must be an object, not an array"),
        (NULL, BOOLEAN, "it must be a boolean, not null"),
        (B, A, "'a' is missing"),
        (object_shape({"a": NUMBER}), A, "'a' must be a string, not a number"),
        (array_shape(TEXT), array_shape(NUMBER), "an item must be a number, not a string"),
    ],
)
def test_a_shape_fits_where_it_may(given: Shape, wanted: Shape, why: str) -> None:
    assert mismatch(given, wanted) == why
