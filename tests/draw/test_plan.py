"""Tests for the sizes and positions of boxes."""

from itertools import pairwise
from typing import Any

import pytest

from aslant.asl.drawing.graph import Direction, graph
from aslant.draw.plan import Box, Plan, plan

SINGLE = {"StartAt": "C", "States": {"C": {"Type": "Succeed"}}}


def planned(direction: Direction = "TB", **states: Any) -> dict[str, Box]:
    """Return the boxes by name, without the start and the end."""
    drawn = plan(graph({"StartAt": "A", "States": states}), direction)
    return {box.node.name: box for box in drawn.boxes if box.node.name not in ("Start", "End")}


def test_a_box_has_room_for_its_text() -> None:
    boxes = planned(
        A={"Type": "Task", "Resource": "arn", "Next": "B"},
        B={"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken", "End": True},
    )
    assert (boxes["A"].name, boxes["A"].note) == (["A"], ["arn"])
    assert boxes["B"].width > boxes["A"].width
    assert boxes["B"].height > boxes["A"].height


@pytest.mark.parametrize(
    ("state", "outline"),
    [
        ({"Type": "Choice"}, "diamond"),
        ({"Type": "Task"}, "box"),
        ({"Type": "Parallel", "Branches": []}, "box"),
        ({"Type": "Choice", "Branches": [SINGLE]}, "diamond"),
        ({"Type": "Parallel", "Branches": [SINGLE]}, "box"),
    ],
)
def test_lines_meet_the_outline_of_a_box(state: dict[str, Any], outline: str) -> None:
    assert planned(A=state)["A"].outline == outline


def corners(box: Box) -> list[tuple[float, float, float, float]]:
    """Return the corners of the flows inside a box."""
    return [(x, y, x + inner.layout.width, y + inner.layout.height) for x, y, inner in box.inside]


def test_a_state_contains_its_flows() -> None:
    state = {"Type": "Map", "ItemProcessor": SINGLE, "End": True}
    box = planned(A=state)["A"]
    ((left, top, right, bottom),) = corners(box)
    assert box.name == ["A · each item"]
    assert 0 < left < right < box.width
    assert 0 < top < bottom < box.height


@pytest.mark.parametrize(("direction", "axis"), [("TB", 0), ("BT", 0), ("LR", 1), ("RL", 1)])
def test_branches_are_side_by_side(direction: Direction, axis: int) -> None:
    box = planned(direction, A={"Type": "Parallel", "Branches": [SINGLE] * 3, "End": True})["A"]
    assert all(one[axis + 2] < other[axis] for one, other in pairwise(corners(box)))
    assert all(one[1 - axis] == other[1 - axis] for one, other in pairwise(corners(box)))
    assert all(right < box.width and bottom < box.height for _, _, right, bottom in corners(box))


def test_a_flow_without_states_has_a_size() -> None:
    box = planned(A={"Type": "Parallel", "Branches": [{"States": {}}] * 2})["A"]
    assert all(inner.layout.width > 0 for _, _, inner in box.inside)
    assert isinstance(plan(graph({"States": {}}), "TB"), Plan)
