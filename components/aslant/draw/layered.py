"""A layered layout of one flow from top to bottom, which needs no library.

The steps are those of Sugiyama, Tagawa and Toda, "Methods for Visual Understanding of Hierarchical System Structures"
(1981): turn the edges of loops around, assign each item to a layer, order the items of each layer so that few lines
cross, and place them. A line over several layers has a point in each layer, and its label is one of these points.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from aslant.draw.layout import Curve, Layout, LayoutEdge, LayoutItem, Point
from aslant.draw.routes import curve, ports, self_loop
from aslant.draw.spread import spread

__all__ = ["lay_out_layered"]

MOST_POINTS: Final = 4000
"""The maximum number of points in which lines cross layers. Lines beyond that are drawn past everything else."""

LAYER_GAP: Final = 34
"""Pixels between two layers with items."""

LABEL_GAP: Final = 13
"""Pixels between a layer with items and one that only has labels and lines."""

ITEM_GAP: Final = 26
LINE_GAP: Final = 16

SWEEPS: Final = 12
"""How often the layers are ordered and placed again. More makes hardly any difference."""


@dataclass(slots=True, eq=False)
class Vertex:
    """An item, or a point of a line that crosses a layer."""

    width: float
    height: float
    layer: int
    item: int | None = None
    above: list[tuple[Vertex, float]] = field(default_factory=list)
    """The connected vertices in the layer above, with the weight of the connection."""
    below: list[tuple[Vertex, float]] = field(default_factory=list)
    x: float = 0
    place: int = 0
    """The index in its layer."""


def lay_out_layered(items: Sequence[LayoutItem], links: Sequence[LayoutEdge]) -> Layout:
    """Place items in layers along the links, the first item first."""
    turned, order = _orientation(len(items), links)
    layers_of_items = _layers(len(items), links, turned, order)
    vertices = [
        Vertex(item.width, item.height, layer, index)
        for index, (item, layer) in enumerate(zip(items, layers_of_items, strict=True))
    ]
    chains = _chains(vertices, links, turned)
    layers = _ordered(vertices, chains)
    _place(layers)
    tops, bottoms = _heights(layers)
    left = min((vertex.x - vertex.width / 2 for layer in layers for vertex in layer), default=0)
    for layer in layers:
        for vertex in layer:
            vertex.x -= left
    width = max((vertex.x + vertex.width / 2 for layer in layers for vertex in layer), default=0)
    places = [(vertex.x, (tops[vertex.layer] + bottoms[vertex.layer]) / 2) for vertex in vertices]
    leaving, entering = ports(items, places, links, chains)
    routes: list[Curve] = []
    for index, link in enumerate(links):
        chain = chains[index]
        if chain is None:
            routes.append(self_loop(items, places, link, width))
            width = max(width, max(x for x, _ in routes[-1].points), _label_end(routes[-1], link))
            continue
        inner = chain[1:-1]
        bends = [(vertex.x, tops[vertex.layer], bottoms[vertex.layer]) for vertex in inner]
        label = _label(link, chain, turned[index], tops, bottoms)
        points = curve(leaving[index], bends, entering[index])
        routes.append(Curve(points[::-1] if turned[index] else points, label))
    return Layout(width, bottoms[-1] if bottoms else 0, places, routes)


def _orientation(count: int, links: Sequence[LayoutEdge]) -> tuple[list[bool], list[int]]:
    """Return for each link whether it closes a loop, and the items in an order in which all other links go forward."""
    following: list[list[int]] = [[] for _ in range(count)]
    for index, link in enumerate(links):
        following[link.source].append(index)
    turned = [False] * len(links)
    finished: list[int] = []
    open_items: dict[int, bool] = {}
    for first in range(count):
        if first in open_items:
            continue
        stack = [(first, iter(following[first]))]
        open_items[first] = True
        while stack:
            item, rest = stack[-1]
            number = next(rest, None)
            if number is None:
                stack.pop()
                finished.append(item)
                open_items[item] = False
                continue
            target = links[number].target
            if open_items.get(target, False):
                turned[number] = True
            elif target not in open_items:
                open_items[target] = True
                stack.append((target, iter(following[target])))
    return turned, finished[::-1]


def _layers(count: int, links: Sequence[LayoutEdge], turned: Sequence[bool], order: Sequence[int]) -> list[int]:
    """Return the layer of each item, as high as possible. A line with a label has a layer between its items."""
    forward: list[list[tuple[int, int]]] = [[] for _ in range(count)]
    seen: set[tuple[int, int]] = set()
    for index, link in enumerate(links):
        if link.source == link.target:
            continue
        upper, lower = (link.target, link.source) if turned[index] else (link.source, link.target)
        length = 2 if link.width or turned[index] or (upper, lower) in seen else 1
        seen.add((upper, lower))
        forward[upper].append((lower, length))
    layers = [0] * count
    for item in order:
        for target, length in forward[item]:
            layers[target] = max(layers[target], layers[item] + length)
    return layers


def _chains(vertices: list[Vertex], links: Sequence[LayoutEdge], turned: Sequence[bool]) -> list[list[Vertex] | None]:
    """Return for each link its vertices from top to bottom, and connect them. None is drawn past everything else."""
    points = 0
    chains: list[list[Vertex] | None] = [None] * len(links)
    spans = [abs(vertices[link.source].layer - vertices[link.target].layer) for link in links]
    for index in sorted(range(len(links)), key=lambda index: spans[index]):
        link, span = links[index], spans[index]
        if span == 0 or points + span - 1 > MOST_POINTS:
            continue
        points += span - 1
        ends = vertices[link.source], vertices[link.target]
        upper, lower = ends[::-1] if turned[index] else ends
        inner = [Vertex(LINE_GAP / 4, 0, layer) for layer in range(upper.layer + 1, lower.layer)]
        if link.width:
            labeled = inner[-1 if turned[index] else 0]
            labeled.width, labeled.height = link.width, link.height
        chain = chains[index] = [upper, *inner, lower]
        for over, under in pairwise(chain):
            weight = 200.0 if link.straight else 8.0 if over.item is None and under.item is None else 1.5
            over.below.append((under, weight))
            under.above.append((over, weight))
    return chains


def _ordered(vertices: list[Vertex], chains: Sequence[list[Vertex] | None]) -> list[list[Vertex]]:
    """Return the layers with the order of vertices that has the fewest crossings of all that were tried."""
    count = max((vertex.layer for vertex in vertices), default=-1) + 1
    layers: list[list[Vertex]] = [[] for _ in range(count)]
    for vertex in vertices:
        layers[vertex.layer].append(vertex)
    for chain in chains:
        for vertex in (chain or [])[1:-1]:
            layers[vertex.layer].append(vertex)
    _number(layers)
    best, fewest = [list(layer) for layer in layers], _crossings(layers)
    for sweep in range(SWEEPS):
        if fewest == 0 and sweep > 1:
            break
        down = sweep % 2 == 0
        for layer in layers[1:] if down else layers[-2::-1]:
            layer.sort(key=lambda vertex: _middle(vertex.above if down else vertex.below, vertex.place))
            for place, vertex in enumerate(layer):
                vertex.place = place
        crossings = _crossings(layers)
        if crossings < fewest:
            best, fewest = [list(layer) for layer in layers], crossings
    _number(best)
    return best


def _number(layers: list[list[Vertex]]) -> None:
    for layer in layers:
        for place, vertex in enumerate(layer):
            vertex.place = place


def _middle(neighbors: Sequence[tuple[Vertex, float]], place: int) -> float:
    if not neighbors:
        return place
    return sum(vertex.place for vertex, _ in neighbors) / len(neighbors)


def _crossings(layers: Sequence[Sequence[Vertex]]) -> int:
    """Return how many lines between neighboring layers cross."""
    total = 0
    for layer in layers:
        passed: list[int] = []
        for vertex in layer:
            targets = sorted(lower.place for lower, _ in vertex.below)
            total += sum(len(passed) - bisect_left(passed, target + 1) for target in targets)
            for target in targets:
                insort(passed, target)
    return total


def _place(layers: list[list[Vertex]]) -> None:
    """Set the x of each vertex near those of its neighbors, without overlaps."""
    for layer in layers:
        gaps = _gaps(layer)
        x = 0.0
        for vertex, gap in zip(layer, [0.0, *gaps], strict=False):
            x += gap
            vertex.x = x
    for sweep in range(SWEEPS + 1):
        down = sweep % 2 == 0
        for layer in layers if down else reversed(layers):
            wishes = [_wish(vertex, down=down, both=sweep >= SWEEPS - 2) for vertex in layer]
            positions = spread([wish for wish, _ in wishes], [weight for _, weight in wishes], _gaps(layer))
            for vertex, x in zip(layer, positions, strict=True):
                vertex.x = x


def _wish(vertex: Vertex, *, down: bool, both: bool) -> tuple[float, float]:
    """Return the x at which the lines of a vertex are straight, and the weight of this wish."""
    near = [*vertex.above, *vertex.below] if both else vertex.above if down else vertex.below
    weight = sum(weight for _, weight in near)
    if not weight:
        return vertex.x, 0.01
    return sum(other.x * weight for other, weight in near) / weight, weight


def _gaps(layer: Sequence[Vertex]) -> list[float]:
    """Return the minimum distances between the centers of neighbors."""
    return [
        (left.width + right.width) / 2 + (LINE_GAP if left.item is None or right.item is None else ITEM_GAP)
        for left, right in pairwise(layer)
    ]


def _heights(layers: Sequence[Sequence[Vertex]]) -> tuple[list[float], list[float]]:
    """Return the y of the top and the bottom of each layer."""
    tops: list[float] = []
    bottoms: list[float] = []
    y = 0.0
    before: bool | None = None
    for layer in layers:
        real = any(vertex.item is not None for vertex in layer)
        if before is not None:
            y += LAYER_GAP if real and before else LABEL_GAP
        tops.append(y)
        y += max((vertex.height for vertex in layer), default=0)
        bottoms.append(y)
        before = real
    return tops, bottoms


def _label(
    link: LayoutEdge, chain: Sequence[Vertex], turned: bool, tops: Sequence[float], bottoms: Sequence[float]
) -> Point | None:
    if not link.width:
        return None
    vertex = chain[-2 if turned else 1]
    return vertex.x, (tops[vertex.layer] + bottoms[vertex.layer]) / 2


def _label_end(route: Curve, link: LayoutEdge) -> float:
    return route.label[0] + link.width / 2 if route.label else 0
