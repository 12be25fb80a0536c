"""Walking a definition: every state, wherever it stands."""

from __future__ import annotations

from typing import Any

from aslant.run.definitions import all_states, inner_flows
from tests.run.machines import machine


def test_states_come_in_the_order_of_the_text_with_those_inside_them() -> None:
    inner = machine({"In": {}, "Map": {"Type": "Map", "Iterator": machine({"Deep": {}})}})
    outer = machine({"A": {}, "Both": {"Type": "Parallel", "Branches": [inner, machine({"Other": {}})]}, "B": {}})
    assert [name for name, _ in all_states(outer)] == ["A", "Both", "In", "Map", "Deep", "Other", "B"]


def test_what_is_no_state_is_passed_by() -> None:
    assert list(all_states({})) == list(all_states({"States": []})) == []
    assert list(all_states({"States": {"A": 1}})) == []
    assert inner_flows({"Branches": "no", "ItemProcessor": None}) == []


def test_depth_costs_no_stack() -> None:
    definition: dict[str, Any] = machine({"Leaf": {}})
    for level in range(3_000):
        definition = machine({f"M{level}": {"Type": "Map", "ItemProcessor": definition}})
    assert sum(1 for _ in all_states(definition)) == 3_001
