"""A workflow as an SVG picture: one self-contained file, readable in light and dark mode."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final
from xml.sax.saxutils import escape

from aslant.asl.drawing.graph import AGAIN, END, START, STYLES, Direction, GraphEdge, graph, refuse_unknown_direction
from aslant.asl.drawing.shapes import output_shapes
from aslant.asl.machine import StateMachine
from aslant.draw.layout import Curve, Point
from aslant.draw.measure import LINE
from aslant.draw.plan import GAP, HEAD, Box, Plan, plan

__all__ = ["to_svg"]

_MARGIN: Final = 16
_ROUND: Final = {"Succeed", "Fail", AGAIN}
_PALETTE: Final = """
.aslant { font-family: sans-serif; font-size: 13px; text-anchor: middle }
.aslant .page { fill: #ffffff }
.aslant text { fill: #16202e }
.aslant .note { fill: #55606e; font-size: 12px }
.aslant .label { font-size: 12px; stroke: #ffffff; stroke-width: 4px; stroke-linejoin: round; paint-order: stroke }
.aslant .line { fill: none; stroke: #5b6676; stroke-width: 1.3 }
.aslant .caught { stroke-dasharray: 3 3 }
.aslant .tip { fill: #5b6676 }
.aslant .box { fill: none; stroke: #8a94a6 }
.aslant .branch { fill: none; stroke: #8a94a6; stroke-dasharray: 4 4 }
.aslant .mark { fill: #69758a; stroke: #69758a }
.aslant .mark + text { fill: #ffffff }
.aslant .task { fill: #e3edfb; stroke: #3b6fb6 }
.aslant .step { fill: #eef0f3; stroke: #8a94a6 }
.aslant .choice { fill: #fdf1d3; stroke: #b7791f }
.aslant .good { fill: #dcf3e3; stroke: #2f855a }
.aslant .bad { fill: #fbe1e1; stroke: #c53030 }
.aslant .missing { fill: none; stroke: #c53030; stroke-dasharray: 4 3 }
.aslant .again { fill: none; stroke: #8a94a6; stroke-dasharray: 2 3 }
@media (prefers-color-scheme: dark) {
.aslant .page { fill: #0f1420 }
.aslant text { fill: #e6eaf0 }
.aslant .note { fill: #a9b3c1 }
.aslant .label { stroke: #0f1420 }
.aslant .line { stroke: #97a3b4 }
.aslant .tip { fill: #97a3b4 }
.aslant .task { fill: #1b2f4d; stroke: #6a9be0 }
.aslant .step { fill: #262d38; stroke: #77839a }
.aslant .choice { fill: #3d3117; stroke: #d9a441 }
.aslant .good { fill: #17382a; stroke: #4fb57d }
.aslant .bad { fill: #452022; stroke: #e57373 }
}
"""


def to_svg(machine: StateMachine | Mapping[str, Any], *, direction: Direction = "TB", types: bool = False) -> str:
    """Return the workflow as the text of an SVG file.

    The same workflow and version of Graphviz give the same text. It draws the same as `to_mermaid`, and needs the extra
    `aslant[graph]`. Each box and line has its full name as a title, which viewers show under the pointer. With `types`,
    lines have the shape of the data that they carry.

    Raises:
        DefinitionError: It is not a machine, a flow is too large for a picture, the direction is unknown, or
            pygraphviz is not installed.
    """
    refuse_unknown_direction(direction)
    whole = plan(graph(machine, output_shapes(machine) if types else {}), direction)
    width, height = whole.layout.width + 2 * _MARGIN, whole.layout.height + 2 * _MARGIN
    size = f'width="{_number(width)}" height="{_number(height)}" viewBox="0 0 {_number(width)} {_number(height)}"'
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" class="aslant" role="img" {size}>',
            "<title>State machine</title>",
            f"<desc>{escape(_description(whole))}</desc>",
            f"<style>{_PALETTE}</style>",
            '<rect class="page" width="100%" height="100%"/>',
            *_drawn(whole),
            "</svg>",
            "",
        ]
    )


def _description(whole: Plan) -> str:
    """Return a description of the picture for screen readers: the transitions on the outermost level."""
    names = [box.node.name for box in whole.boxes if box.node.kind not in (START, END, AGAIN)]
    steps = [f"{edge.source.name} to {edge.target.name}" for edge, _ in whole.edges]
    return f"{len(names)} states: {', '.join(names)}. From {', from '.join(steps)}." if steps else ", ".join(names)


def _drawn(whole: Plan) -> Iterator[str]:
    """Yield all elements, each flow after its frame."""
    stack = [(float(_MARGIN), float(_MARGIN), whole)]
    while stack:
        left, top, flow = stack.pop()
        for (edge, lines), route in zip(flow.edges, flow.layout.routes, strict=True):
            yield from _edge(edge, lines, route, left, top)
        for box, (x, y) in zip(flow.boxes, flow.layout.places, strict=True):
            yield from _box(box, left + x, top + y)
            corner = left + x - box.width / 2, top + y - box.height / 2
            for number, (right, down, inner) in enumerate(box.inside, 1):
                x0, y0 = corner[0] + right, corner[1] + down
                if len(box.inside) > 1:
                    yield from _branch(inner, number, x0, y0)
                    x0, y0 = x0 + GAP, y0 + GAP + HEAD
                stack.append((x0, y0, inner))


def _box(box: Box, x: float, y: float) -> Iterator[str]:
    style = "box" if box.inside else STYLES.get(box.node.kind, "step")
    kind = box.node.kind
    yield f"<g><title>{escape(f'{box.node.name} ({kind})' if kind not in (START, END) else box.node.name)}</title>"
    yield _outline(box, style, x, y)
    lines = [*((line, "") for line in box.name), *((line, "note") for line in box.note)]
    first = y - box.height / 2 + GAP + 6 if box.inside else y - (len(lines) - 1) * LINE / 2
    for index, (line, style) in enumerate(lines):
        yield _text(line, x, first + index * LINE, style)
    yield "</g>"


def _outline(box: Box, style: str, x: float, y: float) -> str:
    right, down = box.width / 2, box.height / 2
    if box.outline == "ellipse":
        return f'<circle class="{style}" cx="{_number(x)}" cy="{_number(y)}" r="{_number(right)}"/>'
    if box.outline == "diamond":
        return _polygon(style, [(x, y - down), (x + right, y), (x, y + down), (x - right, y)])
    if box.node.kind == "Wait":
        upper, lower = ((x + side * (right - 10), y + side * down) for side in (-1, 1))
        return _polygon(
            style, [upper, (lower[0], upper[1]), (x + right, y), lower, (upper[0], lower[1]), (x - right, y)]
        )
    radius = min(down, 18) if box.node.kind in _ROUND else 8 if box.node.kind == "Pass" else 2
    return _rectangle(style, x - right, y - down, box.width, box.height, radius)


def _branch(inner: Plan, number: int, x: float, y: float) -> Iterator[str]:
    width, height = inner.layout.width + 2 * GAP, inner.layout.height + 2 * GAP + HEAD
    yield _rectangle("branch", x, y, width, height, 2)
    yield _text(f"branch {number}", x + width / 2, y + GAP + 2, "note")


def _edge(edge: GraphEdge, lines: list[str], route: Curve, left: float, top: float) -> Iterator[str]:
    points = [(left + x, top + y) for x, y in route.points]
    start, *rest = points
    (x, y), (u, v) = points[-2:]
    length = ((u - x) ** 2 + (v - y) ** 2) ** 0.5 or 1
    along, across = 8 * (u - x) / length, 8 * (v - y) / length
    tip = [(u, v), (u - along - across / 2, v - across + along / 2), (u - along + across / 2, v - across - along / 2)]
    yield f"<g><title>{escape(f'{edge.source.name} → {edge.target.name}')}</title>"
    yield f'<path class="line{" caught" if edge.caught else ""}" d="M{_points([start])}C{_points(rest)}"/>'
    yield _polygon("tip", tip)
    if route.label is not None:
        x, y = left + route.label[0], top + route.label[1] - (len(lines) - 1) * LINE / 2
        for index, line in enumerate(lines):
            yield _text(line, x, y + index * LINE, "label")
    yield "</g>"


def _rectangle(style: str, x: float, y: float, width: float, height: float, radius: float) -> str:
    place = f'x="{_number(x)}" y="{_number(y)}" width="{_number(width)}" height="{_number(height)}"'
    return f'<rect class="{style}" {place} rx="{_number(radius)}"/>'


def _polygon(style: str, points: list[Point]) -> str:
    return f'<polygon class="{style}" points="{_points(points)}"/>'


def _text(line: str, x: float, y: float, style: str) -> str:
    name = f' class="{style}"' if style else ""
    return f'<text{name} x="{_number(x)}" y="{_number(y + 4.5)}">{escape(line)}</text>'


def _points(points: list[Point]) -> str:
    return " ".join(f"{_number(x)},{_number(y)}" for x, y in points)


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
