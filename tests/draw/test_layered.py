from __future__ import annotations

import time

import pytest

from aslant.draw import layered
from aslant.draw.layered import lay_out_layered
from aslant.draw.layout import LayoutEdge, LayoutItem


def boxes(count: int) -> list[LayoutItem]:
    return [LayoutItem(60, 20)] * count


def test_a_chain_is_straight_and_goes_down() -> None:
    layout = lay_out_layered(boxes(3), [LayoutEdge(0, 1), LayoutEdge(1, 2)])
    assert [x for x, _ in layout.places] == [30, 30, 30]
    assert [y for _, y in layout.places] == [10, 64, 118]
    assert (layout.width, layout.height) == (60, 128)


def test_branches_are_beside_each_other_below_the_middle_of_their_source() -> None:
    layout = lay_out_layered(boxes(3), [LayoutEdge(0, 1), LayoutEdge(0, 2)])
    (top, left, right) = layout.places
    assert left[1] == right[1] > top[1]
    assert top[0] == pytest.approx((left[0] + right[0]) / 2)
    assert right[0] - left[0] >= 60


def test_a_straight_line_stays_straight_beside_others() -> None:
    links = [LayoutEdge(0, 1, 40, 12), LayoutEdge(0, 2, 60, 12, straight=True), LayoutEdge(2, 3, straight=True)]
    layout = lay_out_layered(boxes(4), links)
    assert layout.places[0][0] == pytest.approx(layout.places[2][0], abs=1)
    assert layout.places[2][0] == pytest.approx(layout.places[3][0], abs=1)


def test_a_loop_leads_up_and_ends_at_its_target() -> None:
    links = [LayoutEdge(0, 1), LayoutEdge(1, 2), LayoutEdge(2, 0)]
    layout = lay_out_layered(boxes(3), links)
    assert [y for _, y in layout.places] == sorted(y for _, y in layout.places)
    route = layout.routes[2].points
    assert route[0][1] > route[-1][1]
    assert route[-1][1] == layout.places[0][1] + 10


def test_a_label_has_room_between_the_items() -> None:
    layout = lay_out_layered(boxes(2), [LayoutEdge(0, 1, 80, 30)])
    label = layout.routes[0].label
    assert label is not None
    assert layout.places[0][1] + 10 < label[1] - 15
    assert label[1] + 15 < layout.places[1][1] - 10


def test_lines_that_can_be_drawn_without_crossings_do_not_cross() -> None:
    links = [LayoutEdge(0, 1), LayoutEdge(0, 2), LayoutEdge(1, 4), LayoutEdge(2, 3)]
    places = lay_out_layered(boxes(5), links).places
    assert (places[1][0] < places[2][0]) == (places[4][0] < places[3][0])


def test_a_loop_at_one_item_and_a_double_line_are_drawn() -> None:
    layout = lay_out_layered(boxes(2), [LayoutEdge(0, 0, 20, 10), LayoutEdge(0, 1), LayoutEdge(0, 1)])
    assert all(route.points for route in layout.routes)
    assert layout.routes[1].points != layout.routes[2].points


def test_nothing_is_placed_in_an_empty_flow() -> None:
    layout = lay_out_layered([], [])
    assert (layout.width, layout.height, layout.places) == (0, 0, [])


def test_very_long_lines_are_drawn_past_everything_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layered, "MOST_POINTS", 3)
    links = [LayoutEdge(number, number + 1) for number in range(9)]
    layout = lay_out_layered(boxes(10), [*links, LayoutEdge(0, 9), LayoutEdge(0, 3)])
    assert max(x for x, _ in layout.routes[9].points) == layout.width > 100
    assert len(layout.routes[10].points) > 4


def test_a_large_flow_takes_a_moment() -> None:
    links = [LayoutEdge(number, number + 1) for number in range(999)]
    links += [LayoutEdge(number, (number * 7) % 1000) for number in range(0, 1000, 25)]
    start = time.perf_counter()
    lay_out_layered(boxes(1000), links)
    assert time.perf_counter() - start < 10
