from __future__ import annotations

from typing import Any

import pytest

from aslant.local.page.comparison import MOST, differences

from .conftest import Kitchen


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ([1], [1], []),
        ([{"a": 1, "b": 2}], [{"b": 2, "a": 1}], []),
        ([1], [1.5], [("$", "1", "1.5")]),
        ([True], [1], [("$", "true", "1")]),
        ([], [None], [("$", None, "null")]),
        ([{"a": [1, 2]}], [{"a": [1, 3]}], [("$.a[1]", "2", "3")]),
        ([{"a": [1]}], [{"a": [1, 3], "b": 4}], [("$.a[1]", None, "3"), ("$.b", None, "4")]),
        ([{"a": 1}], [[1]], [("$", '{\n  "a": 1\n}', "[\n  1\n]")]),
    ],
)
def test_the_places_are_listed_in_which_values_differ(left: list[Any], right: list[Any], expected: list[Any]) -> None:
    found: Any = differences(left, right)
    assert [(item["place"], item["left"], item["right"]) for item in found] == expected


def test_a_limited_number_of_differences_is_listed() -> None:
    assert len(differences([[1] * 1000], [[2] * 1000])) == MOST


def test_two_executions_are_compared_state_by_state(kitchen: Kitchen, baked: Any, burnt: Any) -> None:
    found = kitchen.get("compare", left=baked["arn"], right=burnt["arn"])
    assert (found["left"]["status"], found["right"]["status"]) == ("SUCCEEDED", "FAILED")
    assert found["input"] == [{"place": "$.pizzas[1]", "left": '"hawaiian"', "right": '"calzone"'}]
    rows = {("/".join(row["path"]), row["number"]): row for row in found["rows"]}
    second = rows["For each pizza/Check flavour", 1]
    assert second["input"] == [{"place": "$", "left": '"hawaiian"', "right": '"calzone"'}]
    assert second["right"]["status"] == "FAILED"
    assert rows["Done", 0]["right"] is None
    assert rows["Apologize", 0]["left"] is None
