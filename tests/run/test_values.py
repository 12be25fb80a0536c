"""JSON values of any depth."""

from __future__ import annotations

from typing import Any

import pytest

from aslant.json_value import Json
from aslant.run.values import copied, dumps, equal, loads, measured, size, type_name


def nested(depth: int, leaf: Json = 1) -> Json:
    value = leaf
    for level in range(depth):
        value = {"a": value} if level % 2 else [value]
    return value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "null"),
        ({"a": [1, 2.5, "ü", True, None]}, '{"a":[1,2.5,"ü",true,null]}'),
        ({}, "{}"),
        ([], "[]"),
        ((1, 2), "[1,2]"),
        ({1: "a"}, '{"1":"a"}'),
    ],
)
def test_a_value_is_written_compactly(value: Json, text: str) -> None:
    assert dumps(value) == text


def test_a_deep_value_is_written_as_a_flat_one_is() -> None:
    assert dumps(nested(6000, {"x": ["ü", 1], 2: ()})) == ('{"a":[' * 3000 + '{"x":["ü",1],"2":[]}' + "]}" * 3000)


@pytest.mark.parametrize("value", [{1, 2}, float("nan"), object(), {(1, 2): 1}, [float("inf")]])
def test_a_value_that_is_not_json_is_refused_at_any_depth(value: Any) -> None:
    for tried in (value, nested(6000, value)):
        with pytest.raises((TypeError, ValueError)):
            dumps(tried)
        with pytest.raises((TypeError, ValueError)):
            copied([tried])


def test_a_value_that_holds_itself_is_refused() -> None:
    loop: list[Any] = []
    loop.append(loop)
    with pytest.raises(ValueError, match="Circular"):
        dumps(loop)
    with pytest.raises(ValueError, match="Circular"):
        dumps(nested(6000, loop))


@pytest.mark.parametrize("value", [{"a": [1, {"b": None}]}, "text", nested(6000, [1, {"k": (1,)}])])
def test_a_copy_is_the_same_json_and_shares_nothing(value: Json) -> None:
    copy = copied(value)
    assert dumps(copy) == dumps(value)
    assert isinstance(value, str) or copy is not value


def test_a_measured_value_comes_with_its_text() -> None:
    assert measured({"a": (1,)}) == ({"a": [1]}, '{"a":[1]}')


@pytest.mark.parametrize("text", ["", "{", "NaN", "[Infinity]", "[" * 100_000])
def test_a_string_that_is_not_json_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - json's own words
        loads(text)


def test_bytes_are_read_as_utf_8() -> None:
    assert loads('"ü"'.encode()) == "ü"


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        (1, 1.0, True),
        (True, 1, False),
        (0, False, False),
        (None, False, False),
        ("1", 1, False),
        ({"a": [1, 2]}, {"a": [1.0, 2]}, True),
        ({"a": 1}, {"b": 1}, False),
        ([1, 2], [1], False),
        ([True], [1], False),
        ([], {}, False),
    ],
)
def test_equality_is_that_of_json(left: Json, right: Json, same: bool) -> None:
    assert equal(left, right) is same
    assert equal(nested(6000, left), nested(6000, right)) is same


@pytest.mark.parametrize(("text", "bytes_"), [("abc", 3), ("ü", 2), ("€", 3), ("🍕", 4)])
def test_size_counts_utf_8_bytes(text: str, bytes_: int) -> None:
    assert size(text) == bytes_


@pytest.mark.parametrize(
    ("value", "name"),
    [({}, "object"), ([], "array"), ("", "string"), (1, "number"), (1.5, "number"), (True, "boolean"), (None, "null")],
)
def test_types_have_the_names_of_json(value: Json, name: str) -> None:
    assert type_name(value) == name
