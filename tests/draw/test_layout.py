"""Tests for the layout of boxes and lines."""

import sys
from itertools import pairwise

import pytest

from aslant.draw.layout import MOST_ITEMS, LayoutEdge, LayoutItem, lay_out
from aslant.errors import DefinitionError
from aslant.extras import install_command

BOX = LayoutItem(100, 40)


def test_one_box_fills_its_layout() -> None:
    layout = lay_out([BOX], [], "TB")
    assert (layout.width, layout.height, layout.places, layout.routes) == (100, 40, [(50, 20)], [])


def test_boxes_follow_one_another_downwards() -> None:
    layout = lay_out([BOX, BOX, BOX], [LayoutEdge(0, 1), LayoutEdge(1, 2)], "TB")
    assert [x for x, _ in layout.places] == [50, 50, 50]
    assert all(lower - upper > 40 for (_, upper), (_, lower) in pairwise(layout.places))
    assert layout.width == 100


@pytest.mark.parametrize(("direction", "axis", "sign"), [("TB", 1, 1), ("BT", 1, -1), ("LR", 0, 1), ("RL", 0, -1)])
def test_lines_follow_the_direction(direction: str, axis: int, sign: int) -> None:
    layout = lay_out([BOX, BOX], [LayoutEdge(0, 1)], direction)  # type: ignore[arg-type]
    assert (layout.places[1][axis] - layout.places[0][axis]) * sign > 40


def test_a_line_begins_and_ends_at_its_boxes() -> None:
    layout = lay_out([BOX, LayoutItem(80, 60, "diamond")], [LayoutEdge(0, 1)], "TB")
    (route,) = layout.routes
    assert len(route.points) % 3 == 1
    assert route.points[0] == pytest.approx((50, 40), abs=1)
    assert route.points[-1] == pytest.approx((50, layout.height - 60), abs=1)
    assert route.label is None


def test_a_label_gets_space() -> None:
    layout = lay_out([BOX, BOX], [LayoutEdge(0, 1, 90, 30)], "TB")
    label = layout.routes[0].label
    assert label is not None
    assert 40 + 15 <= label[1] <= layout.height - 40 - 15
    assert label[0] + 45 <= layout.width + 1


def test_several_lines_between_the_same_boxes_keep_their_order() -> None:
    links = [LayoutEdge(0, 1), LayoutEdge(1, 0, 30, 20), LayoutEdge(0, 1, 60, 20), LayoutEdge(1, 1, 40, 20)]
    layout = lay_out([BOX, BOX], links, "TB")
    assert [route.label is None for route in layout.routes] == [True, False, False, False]


def test_the_main_path_is_straight() -> None:
    links = [
        LayoutEdge(0, 1),
        LayoutEdge(0, 2, straight=True),
        LayoutEdge(2, 3),
        LayoutEdge(2, 4, straight=True),
        LayoutEdge(4, 0),
    ]
    layout = lay_out([BOX] * 5, links, "TB")
    assert len({layout.places[index][0] for index in (0, 2, 4)}) == 1


def test_very_long_lines_cross_the_boxes() -> None:
    links = [
        *(LayoutEdge(index, index + 1) for index in range(99)),
        *(LayoutEdge(index, 0, 20, 20) for index in range(1, 100)),
    ]
    layout = lay_out([BOX] * 100, links, "TB")
    assert all(len(route.points) >= 4 for route in layout.routes)
    assert all(x <= layout.width + 1 for route in layout.routes for x, _ in (route.points[0], route.points[-1]))
    assert all(route.label is not None and route.label[0] + 10 <= layout.width + 1 for route in layout.routes[99:])


def test_a_layout_is_reproducible() -> None:
    links = [LayoutEdge(0, 1), LayoutEdge(0, 2, 40, 20), LayoutEdge(1, 3), LayoutEdge(2, 3), LayoutEdge(3, 0, 10, 10)]
    assert lay_out([BOX] * 4, links, "LR") == lay_out([BOX] * 4, links, "LR")


def test_graphviz_prints_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    lay_out([BOX] * 1001, [LayoutEdge(0, index) for index in range(1, 1001)], "TB")
    assert capfd.readouterr() == ("", "")


def test_too_many_boxes_are_refused() -> None:
    with pytest.raises(DefinitionError) as refused:
        lay_out([BOX] * (MOST_ITEMS + 1), [], "TB")
    assert str(refused.value) == (
        "a flow of 3001 boxes is too large for a picture, which can hold 3000. Use Mermaid, or move some of its "
        "states into a separate machine."
    )


def test_without_the_extra_the_error_has_the_install_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pygraphviz", None)
    with pytest.raises(DefinitionError) as refused:
        lay_out([BOX, BOX], [LayoutEdge(0, 1)], "TB")
    assert str(refused.value) == (
        f"a picture needs pygraphviz, which is not installed. Run {install_command('graph')}, or use Mermaid"
    )
