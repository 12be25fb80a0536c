"""The drawing of a machine as shapes with coordinates, which the page's script makes into SVG.

Each state has a path: the names of the states that contain it, and its own. The visits of an execution have the same
paths, so that the script finds the state that a visit lights up.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aslant.asl.drawing.graph import AGAIN, END, START, STYLES, FlowGraph, GraphNode, graph
from aslant.draw.layered import lay_out_layered
from aslant.draw.plan import GAP, HEAD, Box, Plan, plan
from aslant.json_value import Json
from aslant.walk import nested_machines

__all__ = ["drawing"]

MARGIN = 12

Path = tuple[str, ...]


def drawing(definition: Mapping[str, Any]) -> dict[str, Json]:
    """Return the size, the boxes, the frames of branches and the lines of a machine's drawing."""
    outermost = graph(definition)
    paths = _paths(outermost, definition)
    whole = plan(outermost, "TB", lay_out_layered)
    boxes: list[Json] = []
    branches: list[Json] = []
    lines: list[Json] = []
    stack = [(float(MARGIN), float(MARGIN), whole)]
    while stack:
        left, top, flow = stack.pop()
        for box, (x, y) in zip(flow.boxes, flow.layout.places, strict=True):
            x0, y0 = left + x - box.width / 2, top + y - box.height / 2
            boxes.append(_box(box, paths.get(box.node), x0, y0))
            for number, (right, down, inner) in enumerate(box.inside, 1):
                corner = x0 + right, y0 + down
                if len(box.inside) > 1:
                    branches.append(_branch(inner, number, *corner))
                    corner = corner[0] + GAP, corner[1] + GAP + HEAD
                stack.append((*corner, inner))
        lines += _lines(flow, paths, left, top)
    return {
        "width": _rounded(whole.layout.width + 2 * MARGIN),
        "height": _rounded(whole.layout.height + 2 * MARGIN),
        "boxes": boxes,
        "branches": branches,
        "lines": lines,
    }


def _paths(outermost: FlowGraph, definition: Mapping[str, Any]) -> dict[GraphNode, Path]:
    """Return the paths of the states' nodes, which are in the order of the definition, after a start."""
    paths: dict[GraphNode, Path] = {}
    stack: list[tuple[FlowGraph, Mapping[str, Any], Path]] = [(outermost, definition, ())]
    while stack:
        flow, machine, outer = stack.pop()
        first = 1 if flow.nodes and flow.nodes[0].kind == START else 0
        for node, (name, state) in zip(flow.nodes[first:], machine["States"].items(), strict=False):
            paths[node] = (*outer, name)
            inner = [nested for nested in nested_machines(state).values() if isinstance(nested.get("States"), dict)]
            stack += [(graph, nested, paths[node]) for graph, nested in zip(node.flows, inner, strict=False)]
    return paths


def _box(box: Box, path: Path | None, x: float, y: float) -> dict[str, Json]:
    kind = box.node.kind
    return {
        "kind": kind,
        "style": "frame" if box.inside else STYLES.get(kind, "step"),
        "outline": box.outline,
        "path": list(path) if path else None,
        "end": kind if kind in (START, END) else None,
        "name": list(box.name),
        "note": list(box.note),
        "x": _rounded(x),
        "y": _rounded(y),
        "width": _rounded(box.width),
        "height": _rounded(box.height),
    }


def _branch(inner: Plan, number: int, x: float, y: float) -> dict[str, Json]:
    return {
        "title": f"branch {number}",
        "x": _rounded(x),
        "y": _rounded(y),
        "width": _rounded(inner.layout.width + 2 * GAP),
        "height": _rounded(inner.layout.height + 2 * GAP + HEAD),
    }


def _lines(flow: Plan, paths: Mapping[GraphNode, Path], left: float, top: float) -> list[Json]:
    found: list[Json] = []
    for (edge, label), route in zip(flow.edges, flow.layout.routes, strict=True):
        found.append(
            {
                "points": [[_rounded(left + x), _rounded(top + y)] for x, y in route.points],
                "caught": edge.caught,
                "source": _end(edge.source, paths),
                "target": _end(edge.target, paths, paths.get(edge.source, ())[:-1]),
                "label": list(label),
                "at": [_rounded(left + route.label[0]), _rounded(top + route.label[1])] if route.label else None,
            }
        )
    return found


def _end(node: GraphNode, paths: Mapping[GraphNode, Path], outer: Path = ()) -> Json:
    """Return the path of the state at an end of a line, or the kind of a node that is not a state.

    The repeated name of a state means the state of this name in the same flow, within the states `outer`.
    """
    if node.kind == AGAIN:
        return [*outer, node.name]
    path = paths.get(node)
    return node.kind if path is None else list(path)


def _rounded(value: float) -> float:
    return round(value, 1)
