from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from aslant.draw.layout import LayoutEdge, LayoutItem
from aslant.draw.routes import curve, ports, self_loop


def chain(*vertices: tuple[float, int | None]) -> list[Any]:
    return [SimpleNamespace(x=x, item=item) for x, item in vertices]


def test_a_curve_goes_straight_down_through_a_layer() -> None:
    points = curve((0, 0), [(10, 20, 30)], (0, 50))
    assert points == [(0, 0), (0, 10), (10, 10), (10, 20), (10, 20), (10, 30), (10, 30), (10, 40), (0, 40), (0, 50)]


def test_a_point_of_a_layer_without_height_is_passed_once() -> None:
    assert len(curve((0, 0), [(10, 20, 20)], (0, 50))) == 7


def test_lines_at_one_item_are_side_by_side_in_the_order_of_their_other_ends() -> None:
    items = [LayoutItem(100, 20), LayoutItem(20, 20), LayoutItem(20, 20)]
    places = [(50.0, 10.0), (100.0, 60.0), (0.0, 60.0)]
    links = [LayoutEdge(0, 1), LayoutEdge(0, 2)]
    leaving, entering = ports(items, places, links, [chain((50, 0), (100, 1)), chain((50, 0), (0, 2))])
    assert leaving == {0: (59, 20), 1: (41, 20)}
    assert entering == {0: (100, 50), 1: (0, 50)}


def test_the_only_straight_line_is_in_the_middle() -> None:
    items = [LayoutItem(100, 20), LayoutItem(20, 20), LayoutItem(20, 20)]
    places = [(50.0, 10.0), (100.0, 60.0), (0.0, 60.0)]
    links = [LayoutEdge(0, 1), LayoutEdge(0, 2, straight=True)]
    leaving, _ = ports(items, places, links, [chain((50, 0), (100, 1)), chain((50, 0), (0, 2))])
    assert leaving == {0: (68, 20), 1: (50, 20)}


@pytest.mark.parametrize(("outline", "y"), [("box", 50), ("diamond", 46.4), ("ellipse", 49.674)])
def test_lines_begin_at_the_outline(outline: Any, y: float) -> None:
    items = [LayoutItem(100, 40, outline), LayoutItem(20, 20), LayoutItem(20, 20)]
    places = [(50.0, 30.0), (100.0, 80.0), (0.0, 80.0)]
    links = [LayoutEdge(0, 1), LayoutEdge(0, 2)]
    leaving, _ = ports(items, places, links, [chain((50, 0), (100, 1)), chain((50, 0), (0, 2))])
    assert leaving[0] == pytest.approx((59, y), abs=0.01)


def test_a_loop_is_on_the_right_of_its_item() -> None:
    route = self_loop([LayoutItem(40, 40)], [(20.0, 20.0)], LayoutEdge(0, 0, 30, 10), 40)
    assert route.points[0] == (40, 28)
    assert route.points[-1] == (40, 12)
    assert route.label is not None
    assert route.label[0] > 40
