"""The lines of a layered layout: where they leave and reach the items, and the curves between."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Final, Protocol

from aslant.draw.layout import Curve, LayoutEdge, LayoutItem, Point

__all__ = ["curve", "ports", "self_loop"]

PORT_GAP: Final = 18
"""The maximum number of pixels between two lines that leave or reach an item on the same side."""

USED: Final = 0.6
"""The part of an item's width at which lines leave and reach it."""


class Positioned(Protocol):
    """A vertex of a line."""

    x: float
    item: int | None


def ports(
    items: Sequence[LayoutItem],
    places: Sequence[Point],
    links: Sequence[LayoutEdge],
    chains: Sequence[Sequence[Positioned] | None],
) -> tuple[dict[int, Point], dict[int, Point]]:
    """Return where each line leaves its upper and reaches its lower item.

    Lines at one item are side by side. A straight one is in the middle, if there is only one.
    """
    straight = {index for index, link in enumerate(links) if link.straight}
    leaving: defaultdict[int, list[tuple[float, int]]] = defaultdict(list)
    entering: defaultdict[int, list[tuple[float, int]]] = defaultdict(list)
    for index, chain in enumerate(chains):
        if chain is not None:
            upper, lower = chain[0].item, chain[-1].item
            assert upper is not None  # noqa: S101 - a line begins and ends at items
            assert lower is not None  # noqa: S101
            leaving[upper].append((chain[1].x, index))
            entering[lower].append((chain[-2].x, index))
    return _side(items, places, straight, leaving, 1), _side(items, places, straight, entering, -1)


def _side(
    items: Sequence[LayoutItem],
    places: Sequence[Point],
    straight: set[int],
    lines: defaultdict[int, list[tuple[float, int]]],
    side: int,
) -> dict[int, Point]:
    found: dict[int, Point] = {}
    for number, at_item in lines.items():
        item, (x, y) = items[number], places[number]
        step = min(PORT_GAP, item.width * USED / len(at_item))
        ordered = [index for _, index in sorted(at_item)]
        main = [position for position, index in enumerate(ordered) if index in straight]
        middle = main[0] if len(main) == 1 else (len(ordered) - 1) / 2
        for position, index in enumerate(ordered):
            shift = (position - middle) * step
            found[index] = x + shift, y + side * _depth(item, shift)
    return found


def _depth(item: LayoutItem, shift: float) -> float:
    """Return the distance from an item's middle line to its outline, `shift` pixels beside its center."""
    part = min(abs(shift) / (item.width / 2 or 1), 1)
    if item.outline == "diamond":
        return item.height / 2 * (1 - part)
    if item.outline == "ellipse":
        return float(item.height / 2 * (1 - part**2) ** 0.5)
    return item.height / 2


def curve(start: Point, bends: Sequence[tuple[float, float, float]], end: Point) -> list[Point]:
    """Return a Bézier curve down from a start to an end.

    It passes each layer between straight down, at the x, from the top to the bottom that `bends` has.
    """
    points = [start]
    for x, top, bottom in bends:
        points += _piece(points[-1], (x, top))
        if bottom > top:
            points += [(x, top), (x, bottom), (x, bottom)]
    return points + _piece(points[-1], end)


def _piece(start: Point, end: Point) -> list[Point]:
    (x, y), (u, v) = start, end
    half = (v - y) / 2
    return [(x, y + half), (u, v - half), (u, v)]


def self_loop(items: Sequence[LayoutItem], places: Sequence[Point], link: LayoutEdge, width: float) -> Curve:
    """Return a curve on the right of everything, or of its only item: a loop, or a line that is too long to route."""
    (x, y), (u, v) = places[link.source], places[link.target]
    x += items[link.source].width / 2
    u += items[link.target].width / 2
    if link.source == link.target:
        y, v, swing = y + 8, v - 8, x + 34
        label = (swing + link.width / 2, y - 8)
    else:
        swing = width + 30
        label = (x + link.width / 2 + 8, y)
    return Curve([(x, y), (swing, y), (swing, v), (u, v)], label if link.width else None)
