"""The picture of a workflow before it is drawn: the size, the text and the position of each box."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final, Literal, TypeAlias

from aslant.asl.drawing.graph import END, START, Direction, FlowGraph, GraphEdge, GraphNode
from aslant.draw.layout import Layout, LayoutEdge, LayoutItem, lay_out
from aslant.draw.measure import LINE, text_width, wrapped

__all__ = ["GAP", "HEAD", "Box", "Plan", "plan"]

GAP: Final = 14
"""Pixels between a frame and its contents."""

HEAD: Final = LINE + 8
"""Height of a frame's heading of one line in pixels."""

_NAME: Final = 190
"""Maximum width of a line in a box in pixels."""
_LABEL: Final = 170
"""Maximum width of a line of a label in pixels."""


@dataclass(slots=True, eq=False)
class Box:
    """A state to be drawn: its name and its note in lines, and its nested flows with their positions."""

    node: GraphNode
    name: list[str]
    note: list[str]
    width: float = 0
    height: float = 0
    inside: list[tuple[float, float, Plan]] = field(default_factory=list)

    @property
    def outline(self) -> Literal["box", "diamond", "ellipse"]:
        """The shape at which lines begin and end."""
        if self.node.kind in (START, END):
            return "ellipse"
        return "diamond" if self.node.kind == "Choice" and not self.inside else "box"


@dataclass(slots=True, eq=False)
class Plan:
    """A flow with its boxes, its edges with the lines of their labels, and the positions of all of them."""

    boxes: list[Box]
    edges: list[tuple[GraphEdge, list[str]]]
    layout: Layout


Placer: TypeAlias = Callable[[Sequence[LayoutItem], Sequence[LayoutEdge]], Layout]
"""A function that places the items of one flow."""


def plan(flow: FlowGraph, direction: Direction, place: Placer | None = None) -> Plan:
    """Measure and place everything. The innermost flows come first, since they determine the size of a state.

    `place` replaces Graphviz.
    """
    place = partial(lay_out, direction=direction) if place is None else place
    flows = [flow]
    for outer in flows:  # it grows during the loop
        flows.extend(inner for node in outer.nodes for inner in node.flows)
    plans: dict[int, Plan] = {}
    for current in reversed(flows):
        boxes = [_box(node, [plans[id(inner)] for inner in node.flows], direction) for node in current.nodes]
        places = {node.number: index for index, node in enumerate(current.nodes)}
        edges = [(edge, [line for text in edge.lines for line in wrapped(text, _LABEL)]) for edge in current.edges]
        links = [
            LayoutEdge(places[edge.source.number], places[edge.target.number], *_label_size(lines), _is_main(edge))
            for edge, lines in edges
        ]
        items = [LayoutItem(box.width, box.height, box.outline) for box in boxes]
        layout = place(items, links) if items else Layout(40, 20, [], [])
        plans[id(current)] = Plan(boxes, edges, layout)
    return plans[id(flow)]


def _is_main(edge: GraphEdge) -> bool:
    """Return whether it is the main path, without errors or exceptions."""
    return not edge.caught and edge.labels in ([], ["otherwise"])


def _label_size(lines: list[str]) -> tuple[float, float]:
    return (_widest(lines) + 10, len(lines) * LINE + 4) if lines else (0, 0)


def _widest(lines: list[str]) -> float:
    return max(map(text_width, lines), default=0)


def _box(node: GraphNode, inside: list[Plan], direction: Direction) -> Box:
    if inside:
        return _frame(node, inside, direction)
    name, note = wrapped(node.title, _NAME), wrapped(node.note, _NAME)
    box = Box(node, name, note)
    width, height = _widest([*name, *note]), len([*name, *note]) * LINE
    if box.outline == "ellipse":
        box.width = box.height = max(width + 16, 14)
    elif box.outline == "diamond":
        box.height = 1.5 * height + 40
        box.width = (width + 12) / (1 - (height + 4) / box.height)
    else:
        box.width, box.height = width + (46 if node.kind == "Wait" else 30), height + 20
    return box


def _frame(node: GraphNode, inside: list[Plan], direction: Direction) -> Box:
    """Return a state around its flows, which are placed side by side across the direction of the drawing."""
    title = " · ".join(node.lines)
    along = direction in ("LR", "RL")
    sizes = [(inner.layout.width, inner.layout.height) for inner in inside]
    if len(inside) > 1:  # each has a separate frame and heading
        sizes = [(width + 2 * GAP, height + 2 * GAP + HEAD) for width, height in sizes]
    box = Box(node, wrapped(title, max(_NAME, *(width for width, _ in sizes))), [])
    head = HEAD + (len(box.name) - 1) * LINE
    wide = [width for width, _ in sizes]
    tall = [height for _, height in sizes]
    gaps = GAP * (len(inside) - 1)
    inner_width = max(wide) if along else sum(wide) + gaps
    inner_height = sum(tall) + gaps if along else max(tall)
    box.width = max(inner_width, _widest(box.name)) + 2 * GAP
    box.height = inner_height + 2 * GAP + head
    x, y = (box.width - inner_width) / 2, float(GAP + head)
    for inner, (width, height) in zip(inside, sizes, strict=True):
        box.inside.append((x, y, inner))
        if along:
            y += height + GAP
        else:
            x += width + GAP
    return box
