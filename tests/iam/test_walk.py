"""A walk over a definition."""

from typing import Any

import pytest

from aslant.iam import states_of


def machine(**states: dict[str, Any]) -> dict[str, Any]:
    return {"StartAt": next(iter(states), ""), "States": states}


def test_states_come_with_those_inside_them() -> None:
    definition = machine(
        Both={"Branches": [machine(Left={}), machine(Right={"Iterator": machine(Old={})})]},
        Each={"ItemProcessor": machine(New={})},
    )
    assert [name for name, _ in states_of(definition)] == ["Both", "Each", "Left", "Right", "Old", "New"]


def test_what_has_no_states_has_none() -> None:
    assert list(states_of({})) == []


@pytest.mark.parametrize(
    "states", [5, None, [], {"A": 5}, {"A": {"Branches": 5}}, {"A": {"Branches": [5], "Iterator": 5}}]
)
def test_what_is_no_state_is_left_out(states: Any) -> None:
    assert [name for name, _ in states_of({"States": states})] in ([], ["A"])
