"""Resolved values, written alike in every process."""

from typing import Any

import pytest

from aslant.aws.resolved import in_order


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"b": 1.0, "a": {"d": 0.5, "c": None}}, {"a": {"c": None, "d": 0.5}, "b": 1}),
        ([{"b": 1, "a": 2}, (3.0,)], [{"a": 2, "b": 1}, [3]]),
        ({2: "x", "10": "y"}, {"10": "y", 2: "x"}),
        (True, True),
        ("text", "text"),
    ],
)
def test_members_are_sorted_and_whole_numbers_are_integers(value: Any, expected: Any) -> None:
    assert repr(in_order(value)) == repr(expected)
