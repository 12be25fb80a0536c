"""Tests for copying, comparing and searching JSON without touching other values."""

from collections import OrderedDict, defaultdict
from enum import IntEnum, StrEnum
from typing import Any, NamedTuple

import pytest

from aslant.asl.values import copy_json, exact, leaves, pointer, same


@pytest.mark.parametrize(
    ("left", "right", "equal"),
    [
        (1, 1.0, True),
        (1, True, False),
        (0, False, False),
        (0, None, False),
        ("1", 1, False),
        (1, 2, False),
        ("a", "a", True),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, True),
        ({"a": 1}, {"a": 1, "b": 2}, False),
        ({"a": None}, {"b": None}, False),
        ([1, 2], [1, 2], True),
        ([1, 2], [2, 1], False),
        ([1], [1, 1], False),
        ([], {}, False),
        ({"a": [{"b": 1}]}, {"a": [{"b": 1.0}]}, True),
        ({"a": [{"b": 1}]}, {"a": [{"b": True}]}, False),
    ],
)
def test_equality_is_that_of_json(left: object, right: object, equal: bool) -> None:
    assert same(left, right) is equal
    assert same(right, left) is equal


def test_an_unresolved_value_equals_only_itself(leaf: Any, other_leaf: Any) -> None:
    assert same({"a": [leaf]}, {"a": [leaf]})
    assert not same({"a": [leaf]}, {"a": [other_leaf]})
    assert not same({"a": leaf}, {"a": "text"})
    assert not same({"a": None}, {"a": leaf})


def test_a_copy_shares_only_unresolved_values(leaf: Any) -> None:
    original = {"a": [{"b": leaf}], "c": (1, [2])}
    copied = copy_json(original)
    assert copied["a"][0]["b"] is leaf
    assert copied["c"] == [1, [2]]
    copied["a"][0]["b"] = 1
    copied["a"].append(2)
    assert same(original, {"a": [{"b": leaf}], "c": (1, [2])})


class Colour(StrEnum):
    RED = "red"


class Size(IntEnum):
    LARGE = 3


class Share(float):
    """A user's number type, like those of NumPy."""


class Pair(NamedTuple):
    one: object
    two: object


@pytest.mark.parametrize(
    ("given", "plain"),
    [
        (Colour.RED, "red"),
        (Size.LARGE, 3),
        (Share(0.5), 0.5),
        (True, True),
        (Pair(1, {"a": Size.LARGE}), [1, {"a": 3}]),
        (OrderedDict(b=1, a=OrderedDict(c=Colour.RED)), {"b": 1, "a": {"c": "red"}}),
        (defaultdict(list, {Colour.RED: [Pair(1, 2)]}), {"red": [[1, 2]]}),
        ({Colour.RED: {Colour.RED: 1}}, {"red": {"red": 1}}),
        ({(1, 2): 3}, {(1, 2): 3}),
    ],
)
def test_subclasses_of_json_types_are_copied_as_json(given: object, plain: object) -> None:
    assert repr(copy_json(given)) == repr(plain)


def test_exact_converts_subclasses_and_keeps_other_values(leaf: Any) -> None:
    assert [repr(exact(value)) for value in (Colour.RED, Size.LARGE, Share(0.5))] == ["'red'", "3", "0.5"]
    assert exact(leaf) is leaf
    assert same(exact({"a": leaf}), {"a": leaf})


@pytest.mark.parametrize("atom", [None, True, 1, 1.5, "text"])
def test_an_atom_is_its_own_copy(atom: object) -> None:
    assert copy_json(atom) is atom


def test_leaves_are_in_reading_order_with_their_places(leaf: Any) -> None:
    document = {"z": 1, "a": [True, {"b": leaf}, []], "c": None}
    found = list(leaves(document))
    assert [place for place, _ in found] == [("z",), ("a", 0), ("a", 1, "b"), ("c",)]
    assert found[2][1] is leaf


@pytest.mark.parametrize(
    ("place", "text"),
    [((), ""), (("States", "a/b"), "/States/a~1b"), (("~", 0), "/~0/0"), (("", " "), "// ")],
)
def test_a_pointer_is_escaped(place: tuple[str | int, ...], text: str) -> None:
    assert pointer(*place) == text


def test_depth_costs_no_stack() -> None:
    one: Any = 1
    two: Any = 1
    for _ in range(5_000):
        one, two = {"a": [one]}, {"a": [two]}
    assert same(one, two)
    assert same(copy_json(one), two)
    assert sum(1 for _ in leaves({"a": [[[1], 2]]})) == 2
