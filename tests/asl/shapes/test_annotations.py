"""The shapes of annotations."""

from __future__ import annotations

import enum
import functools
from collections.abc import Mapping, Sequence
from typing import (
    Annotated,
    Any,
    Final,
    Generic,
    Literal,
    NamedTuple,
    NewType,
    NotRequired,
    Required,
    TypedDict,
    TypeVar,
    cast,
)

import pytest

from aslant.asl.shapes.annotations import handler_shapes, shape_of
from aslant.asl.shapes.shape import LARGEST
from aslant.asl.shapes.text import shape_text

T = TypeVar("T")
B = TypeVar("B", bound=str)


class Order(TypedDict):
    id: str
    price: NotRequired[Annotated[float, "euros"]]


class Part(Order, total=False):
    size: Required[int]
    note: str


class Page(TypedDict, Generic[T]):
    items: list[T]
    next: NotRequired[str]


class Tree(TypedDict):
    name: str
    left: Tree | None
    right: NotRequired[list[Tree]]


class Unresolved(TypedDict):
    id: Nowhere  # type: ignore[name-defined]  # noqa: F821
    other: NotRequired[Nowhere]  # type: ignore[name-defined]  # noqa: F821
    name: str


class Color(enum.StrEnum):
    RED = "red"
    BLUE = "blue"


class Level(enum.IntEnum):
    LOW = 1


class Plain(enum.Enum):
    A = "a"


class Point(NamedTuple):
    x: float
    label: str


UserId = NewType("UserId", str)


class Hostile:
    """An object whose every use raises."""

    def __eq__(self, other: object) -> bool:
        raise RuntimeError

    def __hash__(self) -> int:
        raise RuntimeError


ORDER = "{id: string, price?: number}"


@pytest.mark.parametrize(
    ("annotation", "text"),
    [
        (str, "string"),
        (bool, "boolean"),
        (int, "number"),
        (float, "number"),
        (None, "null"),
        (Any, "unknown"),
        (object, "unknown"),
        (bytes, "unknown"),
        ("Order", "unknown"),
        (list, "unknown[]"),
        (list[int], "number[]"),
        (Sequence[str], "string[]"),
        (tuple, "unknown[]"),
        (tuple[int, str], "[number, string]"),
        (tuple[int, ...], "number[]"),
        (dict, "{…}"),
        (dict[str, Any], "{…}"),
        (dict[str, int], "{[name]: number}"),
        (Mapping[str, Order], f"{{[name]: {ORDER}}}"),
        (Literal["a", "b"], '"a" | "b"'),
        (Literal["a", 1, True, None], '"a" | 1 | true | null'),
        (int | float, "number"),
        (str | None, "string | null"),
        (str | int | list[str], "string[] | string | number"),
        (Annotated[str, "x"], "string"),
        (Final[str], "string"),
        (UserId, "string"),
        (Color, '"blue" | "red"'),
        (Literal[Color.RED], '"red"'),
        (Level, "1"),
        (Plain, "unknown"),
        (Point, "[number, string]"),
        (Order, ORDER),
        (list[Order], f"{ORDER}[]"),
        (Order | dict[str, Any], f"{ORDER} | {{…}}"),
        (Part, "{id: string, price?: number, size: number, note?: string}"),
        (Page[Order], f"{{items: {ORDER}[], next?: string}}"),
        (cast(Any, Page)[B], "{items: string[], next?: string}"),
        (Page, "{items: unknown[], next?: string}"),
        (Unresolved, "{id: unknown, other?: unknown, name: string}"),
        ({"a": 1}, "unknown"),
        ([str], "unknown"),
        (Hostile(), "unknown"),
        (5, "unknown"),
    ],
)
def test_an_annotation_has_a_shape(annotation: Any, text: str) -> None:
    assert shape_text(shape_of(annotation), 9) == text


def test_a_type_that_contains_itself_is_known_to_a_depth() -> None:
    text = shape_text(shape_of(Tree), 20)
    assert text.startswith("{name: string, left: {name: string, left: {name: string, left: unknown")
    assert shape_of(Tree).size < LARGEST


def test_an_alias_may_contain_itself() -> None:
    class Alias:
        """A type alias as `type Json = …` makes it in newer Pythons."""

        __value__: Any

    alias = Alias()
    alias.__value__ = str | dict[str, alias]  # type: ignore[valid-type]  # at run time it is an object
    assert shape_text(shape_of(alias), 3).startswith("{[name]: {[name]: ")


def test_of_an_annotation_that_is_deep_or_large_the_rest_is_anything() -> None:
    deep: Any = str
    for _ in range(1_000):
        deep = list[deep]
    assert shape_text(shape_of(deep), 50) == "unknown" + "[]" * 12
    large, make = cast(Any, str), cast(Any, TypedDict)
    for number in range(15):
        large = make(f"T{number}", {"left": large, "right": large})
    assert shape_of(large).size <= LARGEST


def tree(event: Tree, context: object) -> Order:
    raise NotImplementedError


def odd(event: Any, context: object) -> Any:
    raise NotImplementedError


odd.__annotations__ = {"event": {"a": 1}, "return": [str]}


def lost(event: Nowhere, context: object) -> str:  # type: ignore[name-defined]  # noqa: F821
    raise NotImplementedError


@functools.wraps(tree)
def wrapped(*arguments: Any) -> Any:
    return tree(*arguments)


class Handler:
    def method(self, event: Order, context: object) -> str:
        raise NotImplementedError

    def __call__(self, event: Order, context: object) -> str:
        raise NotImplementedError


@pytest.mark.parametrize(
    ("handler", "event", "result"),
    [
        (tree, Tree, Order),
        (wrapped, Tree, Order),
        (Handler().method, Order, str),
        (Handler(), Order, str),
        (odd, Any, Any),
        (lost, Any, str),
        (lambda event, context: None, Any, Any),
        (print, Any, Any),
        (5, Any, Any),
    ],
)
def test_a_handler_has_the_shapes_of_its_annotations(handler: Any, event: Any, result: Any) -> None:
    assert handler_shapes(handler) == (shape_of(event), shape_of(result))


def test_a_shape_is_an_annotation_of_itself() -> None:
    shape = shape_of(Order)
    assert shape_of(shape) is shape
    assert shape_of(Order) is shape


def test_names_are_found_where_a_handler_is_defined() -> None:
    source = """
from __future__ import annotations
from typing import TypedDict
class Line(TypedDict):
    price: float
class Cart(TypedDict):
    lines: list[Line]
def pay(event: Cart, context: object) -> Line: ...
"""
    names: dict[str, Any] = {}
    exec(source, names)  # noqa: S102 - classes that are in no module
    assert [shape_text(shape) for shape in handler_shapes(names["pay"])] == [
        "{lines: {price: number}[]}",
        "{price: number}",
    ]
    assert shape_text(shape_of(names["Cart"])) == "{lines: unknown}"
    assert shape_text(shape_of(names["Cart"], names)) == "{lines: {price: number}[]}"
