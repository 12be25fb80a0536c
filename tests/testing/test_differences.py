"""Differences between two JSON values."""

from __future__ import annotations

from typing import Any
from unittest.mock import ANY

import pytest

from aslant.testing.differences import differences, same


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        (1, 1.0),
        ({"a": [1, None, "x", True]}, {"a": [1, None, "x", True]}),
        ({"a": {"id": "x"}}, {"a": ANY}),
        ({"a": 0.1 + 0.2}, {"a": pytest.approx(0.3)}),
        ([1, 2], (1, 2)),
        (True, ANY),
    ],
)
def test_the_same_values_do_not_differ(got: Any, expected: Any) -> None:
    assert differences(got, expected) == []
    assert same(got, expected)


@pytest.mark.parametrize(
    ("got", "expected", "lines"),
    [
        (1, 2, ["the value: 1, expected 2"]),
        (True, 1, ["the value: true, expected 1"]),
        (0, False, ["the value: 0, expected false"]),
        ("1", 1, ['the value: "1", expected 1']),
        ({"a": {"b": 1}}, {"a": {"b": 2}}, ["/a/b: 1, expected 2"]),
        ({"a": 1}, {"b": 1}, ["/b: missing, expected 1", "/a: 1, not expected"]),
        ([1], [1, 2], ["the value: 1 items, expected 2"]),
        ({"a": [1, 2]}, {"a": [3, 4]}, ["/a/0: 1, expected 3", "/a/1: 2, expected 4"]),
        ([], {}, ["the value: [], expected {}"]),
        (1, {1}, ["the value: 1, expected {1}"]),
    ],
)
def test_each_difference_is_listed(got: Any, expected: Any, lines: list[str]) -> None:
    assert differences(got, expected) == lines
    assert not same(got, expected)


def test_many_differences_are_cut_off() -> None:
    found = differences(list(range(100)), [-1] * 100)
    assert (len(found), found[-1]) == (13, "…")


def test_deep_values_need_no_recursion() -> None:
    deep: Any = 1
    other: Any = 2
    for _ in range(3_000):
        deep, other = [deep], [other]
    [line] = differences(deep, other)
    assert line.endswith("/0: 1, expected 2")
