"""A layered layout of one flow, made by Graphviz's `dot` inside this process."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import redirect_stderr
from dataclasses import dataclass
from io import StringIO
from typing import Any, Final, Literal

from aslant.asl.drawing.graph import Direction
from aslant.errors import DefinitionError

__all__ = ["Curve", "Layout", "LayoutEdge", "LayoutItem", "Point", "lay_out"]

Point = tuple[float, float]

MOST_ITEMS: Final = 3000
"""Maximum number of boxes in one flow. More take too long, and nobody looks at them."""

MOST_CROSSED: Final = 300
"""Maximum number of layers that all lines of a flow may cross together and still be routed around the boxes."""

_POINTS: Final = 72
"""Points in an inch, the unit of Graphviz. A pixel here is one point."""


@dataclass(frozen=True, slots=True)
class LayoutItem:
    """A box to be placed. Lines begin and end at its `outline`."""

    width: float
    height: float
    outline: Literal["box", "diamond", "ellipse"] = "box"


@dataclass(frozen=True, slots=True)
class LayoutEdge:
    """A line from one item to another, both by index, with the size of its label (0 for none).

    A straight one is routed as straight as possible.
    """

    source: int
    target: int
    width: float = 0
    height: float = 0
    straight: bool = False


@dataclass(frozen=True, slots=True)
class Curve:
    """A Bézier curve: a start and three points for each piece, and the center of its label."""

    points: list[Point]
    label: Point | None


@dataclass(frozen=True, slots=True)
class Layout:
    """The centers of the items, the routes of the links, and the total size. The y axis points down."""

    width: float
    height: float
    places: list[Point]
    routes: list[Curve]


def lay_out(items: Sequence[LayoutItem], links: Sequence[LayoutEdge], direction: Direction) -> Layout:
    """Place items in layers along the links, the first item first.

    Raises:
        DefinitionError: There are more than MOST_ITEMS, or pygraphviz is not installed.
    """
    if len(items) == 1 and not links:
        return Layout(items[0].width, items[0].height, [(items[0].width / 2, items[0].height / 2)], [])
    if len(items) > MOST_ITEMS:
        raise DefinitionError(
            f"a flow of {len(items)} boxes is too large for a picture, which can hold {MOST_ITEMS}. Use Mermaid, or "
            "move some of its states into a separate machine."
        )
    layers = _layers(len(items), links)
    spans = [layers[link.target] - layers[link.source] for link in links]
    far = _far(spans)
    lines = [_line(index, link, spans[index]) for index, link in enumerate(links) if index not in far]
    drawing = _dot([*_frame(items, direction), *lines, "}"])
    width, height = (float(number) for number in drawing["bb"].split(",")[2:])
    places = [_point(node["pos"], height) for node in drawing.get("objects", ())]
    routes: dict[int, Curve] = {}
    for edge in drawing.get("edges", ()):
        if "pos" in edge:
            points = [_point(pair, height) for pair in edge["pos"].split()]
            routes[int(edge["id"])] = Curve(points, _point(edge["lp"], height) if "lp" in edge else None)
    for index, link in enumerate(links):
        if index not in routes:
            routes[index] = _detour(items, places, link)
            width = max(width, _right_end(routes[index], link))
    return Layout(width, height, places, [routes[index] for index in range(len(links))])


def _dot(lines: list[str]) -> dict[str, Any]:
    try:
        import pygraphviz
    except ImportError:
        from aslant.extras import install_command

        raise DefinitionError(
            f"a picture needs pygraphviz, which is not installed. Run {install_command('graph')}, or use Mermaid"
        ) from None
    with redirect_stderr(StringIO()):  # Graphviz warns there that more than 1,000 boxes take a while
        drawn = pygraphviz.AGraph(string="\n".join(lines)).draw(format="json0", prog="dot")
    drawing: dict[str, Any] = json.loads(drawn)
    return drawing


def _frame(items: Sequence[LayoutItem], direction: Direction) -> Iterator[str]:
    """Yield the beginning of the graph in Graphviz's language. It contains no text, so fonts do not matter."""
    yield f"digraph {{ graph [rankdir={direction} nodesep=0.4 ranksep=0.45 nslimit=4]"
    yield 'node [label="" fixedsize=true] edge [arrowhead=none]'
    for index, item in enumerate(items):
        size = f"width={item.width / _POINTS:.4f} height={item.height / _POINTS:.4f}"
        yield f"{index} [shape={item.outline} {size}]"


def _line(index: int, link: LayoutEdge, span: int) -> str:
    weight = 20 if link.straight and span > 0 else 1
    label = ""
    if link.width:
        size = f'width="{link.width:.0f}" height="{link.height:.0f}"'
        table = f'<table border="0" cellborder="0" cellspacing="0" cellpadding="0" fixedsize="true" {size}>'
        label = f" label=<{table}<tr><td></td></tr></table>>"
    return f"{link.source} -> {link.target} [id={index} weight={weight}{label}]"


def _far(spans: Sequence[int]) -> set[int]:
    """Return the longest links, for which Graphviz would need minutes to route all of them around the boxes."""
    crossed = [max(abs(span) - 1, 0) for span in spans]
    total = sum(crossed)
    far: set[int] = set()
    for index in sorted(range(len(spans)), key=lambda index: -crossed[index]):
        if total <= MOST_CROSSED:
            break
        far.add(index)
        total -= crossed[index]
    return far


def _layers(count: int, links: Sequence[LayoutEdge]) -> list[int]:
    """Return the layer of each item: one below the lowest of its predecessors, ignoring loops."""
    following: list[list[int]] = [[] for _ in range(count)]
    for link in links:
        following[link.source].append(link.target)
    forward: list[list[int]] = [[] for _ in range(count)]
    finished: list[int] = []
    begun: dict[int, bool] = {}  # by item, whether it is still on the path from the first
    for first in range(count):
        stack = [] if first in begun else [(first, iter(following[first]))]
        begun.setdefault(first, True)
        while stack:
            item, rest = stack[-1]
            target = next(rest, None)
            if target is None:
                stack.pop()
                finished.append(item)
                begun[item] = False
            elif not begun.get(target, False):
                forward[item].append(target)
                if target not in begun:
                    begun[target] = True
                    stack.append((target, iter(following[target])))
    layers = [0] * count
    for item in reversed(finished):
        for target in forward[item]:
            layers[target] = max(layers[target], layers[item] + 1)
    return layers


def _detour(items: Sequence[LayoutItem], places: Sequence[Point], link: LayoutEdge) -> Curve:
    """Return a curve that leaves and reaches its items on their right, across anything in between."""
    (x, y), (u, v) = places[link.source], places[link.target]
    x += items[link.source].width / 2
    u += items[link.target].width / 2
    swing = max(x, u) + 40 + abs(y - v) / 20
    return Curve([(x, y), (swing, y), (swing, v), (u, v)], (x + link.width / 2 + 8, y) if link.width else None)


def _right_end(route: Curve, link: LayoutEdge) -> float:
    label = route.label[0] + link.width / 2 if route.label else 0
    return max(label, *(x for x, _ in route.points))


def _point(pair: str, height: float) -> Point:
    x, y = pair.split(",")
    return float(x), height - float(y)
