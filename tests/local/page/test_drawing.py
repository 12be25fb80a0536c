from __future__ import annotations

import json
from typing import Any

import pytest

from aslant.local.page.drawing import drawing

PASS = {"Type": "Pass", "End": True}


def inside(outer: Any, inner: Any) -> bool:
    return bool(
        outer["x"] <= inner["x"]
        and outer["y"] <= inner["y"]
        and inner["x"] + inner["width"] <= outer["x"] + outer["width"]
        and inner["y"] + inner["height"] <= outer["y"] + outer["height"]
    )


def test_states_have_their_paths_and_lines_connect_them() -> None:
    branch = {"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "B"}, "B": PASS}}
    states = {"P": {"Type": "Parallel", "Branches": [branch, {"StartAt": "C", "States": {"C": PASS}}], "Next": "Z"}}
    found: Any = drawing({"StartAt": "P", "States": {**states, "Z": PASS}})
    boxes = {"/".join(box["path"]): box for box in found["boxes"] if box["path"]}
    assert set(boxes) == {"P", "Z", "P/A", "P/B", "P/C"}
    assert all(inside(boxes["P"], boxes[name]) for name in ("P/A", "P/B", "P/C"))
    ends = [(line["source"], line["target"]) for line in found["lines"]]
    assert (["P"], ["Z"]) in ends
    assert (["P", "A"], ["P", "B"]) in ends
    assert ("start", ["P"]) in ends
    assert (["Z"], "end") in ends


def test_a_repeated_name_leads_to_the_state_of_the_name() -> None:
    states: dict[str, Any] = {f"S{number}": {"Type": "Pass", "Next": "Last"} for number in range(12)}
    found: Any = drawing({"StartAt": "S0", "States": {**states, "Last": PASS}})
    assert all(line["target"] == ["Last"] for line in found["lines"] if line["source"] not in ("start", ["Last"]))


def test_boxes_do_not_overlap_and_lines_stay_in_the_picture() -> None:
    states: dict[str, Any] = {f"Step {number}": {"Type": "Pass", "Next": f"Step {number + 1}"} for number in range(30)}
    states["Step 30"] = PASS
    for number in (3, 9, 15, 21):
        rules = [
            {"Variable": "$.skip", "NumericEquals": number, "Next": f"Step {number + 4}"},
            {"Variable": "$.back", "IsPresent": True, "Next": f"Step {number - 3}"},
        ]
        states[f"Step {number}"] = {"Type": "Choice", "Choices": rules, "Default": f"Step {number + 1}"}
    found: Any = drawing({"StartAt": "Step 0", "States": states})
    boxes = found["boxes"]
    for place, one in enumerate(boxes):
        for other in boxes[place + 1 :]:
            apart_x = one["x"] + one["width"] <= other["x"] or other["x"] + other["width"] <= one["x"]
            apart_y = one["y"] + one["height"] <= other["y"] or other["y"] + other["height"] <= one["y"]
            assert apart_x or apart_y, (one["name"], other["name"])
    for line in found["lines"]:
        assert all(0 <= x <= found["width"] and 0 <= y <= found["height"] for x, y in line["points"])


@pytest.mark.parametrize("definition", [{"StartAt": "X", "States": {"A": {"Type": "Odd"}, "B": 3}}, {"States": {}}])
def test_a_strange_definition_can_be_drawn(definition: dict[str, Any]) -> None:
    json.dumps(drawing(definition))


def test_a_definition_of_many_levels_can_be_drawn() -> None:
    machine: dict[str, Any] = {"StartAt": "P", "States": {"P": PASS}}
    for level in range(300):
        outer = {"Type": "Parallel", "Branches": [machine], "End": True}
        machine = {"StartAt": f"P{level}", "States": {f"P{level}": outer}}
    found: Any = drawing(machine)
    assert max(len(box["path"] or ()) for box in found["boxes"]) == 301
