"""Tests for matching the parts of two definitions."""

from __future__ import annotations

from typing import Any

import pytest

from aslant.asl.comparing.matching import pairs, renames, transitions, unequal
from aslant.asl.unset import UNSET
from aslant.walk import nested_machines

ONE: dict[str, Any] = {"StartAt": "One"}
TWO: dict[str, Any] = {"StartAt": "Two"}


@pytest.mark.parametrize(
    ("old", "new", "met"),
    [
        ([ONE, TWO], [ONE, TWO], [(0, 0), (1, 1)]),
        ([ONE, TWO], [TWO, ONE], [(1, 0), (0, 1)]),
        ([ONE, ONE], [ONE, ONE], [(0, 0), (1, 1)]),
        ([ONE, TWO], [{}, TWO], [(0, 0), (1, 1)]),
        ([ONE], [TWO, ONE], [(None, 0), (0, 1)]),
        ([ONE, TWO], [TWO], [(1, 0), (0, None)]),
        ([{"StartAt": []}], [{"StartAt": {}}], [(0, 0)]),
        ([], [], []),
    ],
)
def test_machines_are_matched_by_their_first_state_and_then_by_order(old: Any, new: Any, met: list[Any]) -> None:
    found = pairs(nested_machines({"Branches": old}), nested_machines({"Branches": new}))
    assert [tuple(place[1] if place else None for place in pair) for pair in found] == met


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ({"A": {"a": 1}}, {"B": {"a": 1.0}}, {"A": "B"}),
        ({"A": {"a": 1}}, {"B": {"a": True}}, {}),
        ({"A": {"a": 1}}, {"A": {"a": 2}, "B": {"a": 1}}, {}),
        ({"A": {}, "B": {}}, {"C": {}, "D": {}}, {"A": "C", "B": "D"}),
        ({"A": {}}, {"C": {}, "D": {}}, {"A": "C"}),
        ({"A": {"Next": "B"}, "B": {}}, {"C": {"Next": "D"}, "D": {}}, {"A": "C", "B": "D"}),
        ({"A": {"Next": "B"}, "B": {}}, {"C": {"Next": "B"}, "B": {}}, {"A": "C"}),
        ({"A": {"Next": "B"}, "B": {}}, {"C": {"Next": "Z"}, "B": {}}, {}),
        ({"A": {"Next": "A"}}, {"B": {"Next": "B"}}, {"A": "B"}),
        ({"A": 1}, {"B": 1}, {"A": "B"}),
    ],
)
def test_a_rename_is_an_equal_state_with_another_name(old: Any, new: Any, found: dict[str, str]) -> None:
    assert renames(old, new) == found


@pytest.mark.parametrize(
    ("state", "edges"),
    [
        (
            {"Choices": [{"Next": "A"}, 1, {"Next": "B"}], "Default": "C"},
            [("Choice rule 1", "A"), ("Choice rule 3", "B"), ("Default", "C")],
        ),
        (
            {"Next": "A", "Catch": [{"ErrorEquals": ["E", "F"], "Next": "B"}, {"Next": "C"}]},
            [("Next", "A"), ("Catch E, F", "B"), ("Catch nothing", "C")],
        ),
        ({"Next": 1, "Default": None, "Choices": 2, "Catch": {}}, []),
        (None, []),
    ],
)
def test_transitions_have_a_kind(state: Any, edges: list[Any]) -> None:
    assert list(transitions(state)) == edges


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ({"a": 1, "b": [1]}, {"b": [1.0], "a": 1}, []),
        ({"a": 1}, {"b": 2}, [(("a",), 1, UNSET), (("b",), UNSET, 2)]),
        ({"a": [1, {"b": 1}]}, {"a": [1, {"b": None}, 3]}, [(("a", 1, "b"), 1, None), (("a", 2), UNSET, 3)]),
        ({"a": {}}, {"a": []}, [(("a",), {}, [])]),
        (1, True, [((), 1, True)]),
    ],
)
def test_the_innermost_different_places_are_reported(old: Any, new: Any, found: list[Any]) -> None:
    assert list(unequal(old, new)) == found
