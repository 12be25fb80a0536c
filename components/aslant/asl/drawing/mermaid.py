"""Drawing a workflow as a Mermaid flowchart, which GitHub, GitLab, Notion and many editors render."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from aslant.asl.drawing.graph import (
    AGAIN,
    END,
    START,
    STYLES,
    Direction,
    FlowGraph,
    GraphEdge,
    GraphNode,
    graph,
    refuse_unknown_direction,
)
from aslant.asl.drawing.shapes import output_shapes
from aslant.asl.machine import StateMachine

__all__ = ["to_mermaid"]

_SHAPES: Final = {
    START: ("((", "))"),
    END: ("((", "))"),
    AGAIN: ("([", "])"),
    "Pass": ("(", ")"),
    "Choice": ("{", "}"),
    "Wait": ("{{", "}}"),
    "Succeed": ("([", "])"),
    "Fail": ("([", "])"),
    "Parallel": ("[[", "]]"),
    "Map": ("[[", "]]"),
}
_BOX: Final = ("[", "]")
_LOOKS: Final = {
    "mark": "fill:#8a94a6,stroke:#8a94a6,color:#ffffff",
    "task": "fill:#e3edfb,stroke:#3b6fb6,color:#16202e",
    "step": "fill:#eef0f3,stroke:#8a94a6,color:#16202e",
    "choice": "fill:#fdf1d3,stroke:#b7791f,color:#16202e",
    "good": "fill:#dcf3e3,stroke:#2f855a,color:#16202e",
    "bad": "fill:#fbe1e1,stroke:#c53030,color:#16202e",
    "missing": "fill:#ffffff,stroke:#c53030,color:#c53030,stroke-dasharray:4 3",
    "again": "fill:transparent,stroke:#8a94a6,stroke-dasharray:2 3",
    "box": "fill:transparent,stroke:#8a94a6",
}
_UNSAFE: Final = re.compile(r'["#<>&;`%{}\\*~|^]|(?<=\$)\$|(?<![^\W_])_|_(?![^\W_])|^[-+=](?=\s)|(?<=\d)[.)](?=\s|$)')

_Part = tuple[int, str | GraphNode | GraphEdge]
"""A line, a state or an arrow, with its indentation."""


def to_mermaid(machine: StateMachine | Mapping[str, Any], *, direction: Direction = "TB", types: bool = False) -> str:
    """Return the workflow as a Mermaid flowchart. The same workflow gives the same text.

    The flows of a Parallel or a Map are in a separate box, a dotted line is followed after an error, and a note such as
    `↻ 3` counts the retries. If more than eight states lead to one, `↪` and its name replace it near them. Any JSON
    with `States` can be drawn: a state that does not exist is shown as missing. With `types`, arrows have the shape of
    the data that they carry, as `StateMachine.explain` shows it.

    Mermaid draws at most 500 arrows and 50,000 characters, unless its `maxEdges` and `maxTextSize` are changed.

    Raises:
        DefinitionError: It is not a machine, or the direction is unknown.
    """
    refuse_unknown_direction(direction)
    lines = [f"flowchart {direction}"]
    members: dict[str, list[str]] = {}
    stack = _contents(1, graph(machine, output_shapes(machine) if types else {}))[::-1]
    while stack:
        depth, part = stack.pop()
        if isinstance(part, GraphNode):
            if part.flows:
                members.setdefault("box", []).extend(_boxes(part))
                stack += _box(depth, part, direction)[::-1]
                continue
            members.setdefault(STYLES.get(part.kind, "step"), []).append(_identity(part))
            part = _node(part)
        elif isinstance(part, GraphEdge):
            part = _arrow(part)
        lines.append("  " * depth + part)
    for style, identities in members.items():
        lines.append(f"  classDef {style} {_LOOKS[style]}")
        lines.append(f"  class {','.join(identities)} {style}")
    return "\n".join(lines) + "\n"


def _contents(depth: int, flow: FlowGraph) -> list[_Part]:
    return [*((depth, node) for node in flow.nodes), *((depth, edge) for edge in flow.edges)]


def _box(depth: int, node: GraphNode, direction: Direction) -> list[_Part]:
    """Return the box of a state with nested flows: around its only flow, or around a box for each."""
    own, *branches = _boxes(node)
    inside = _contents(depth + 1, node.flows[0]) if not branches else []
    # Mermaid lays out the boxes of one level from the last to the first.
    for number, (identity, flow) in reversed([*enumerate(zip(branches, node.flows, strict=False), 1)]):
        inside += _framed(depth + 1, identity, f"branch {number}", direction, _contents(depth + 2, flow))
    return _framed(depth, own, " · ".join(map(_escaped, node.lines)), direction, inside)


def _framed(depth: int, identity: str, label: str, direction: Direction, inside: list[_Part]) -> list[_Part]:
    title = (depth, f'subgraph {identity}["{label or " "}"]')
    return [title, (depth + 1, f"direction {direction}"), *inside, (depth, "end")]


def _boxes(node: GraphNode) -> list[str]:
    """Return the identifiers of a state's boxes: its own, and one for each of several flows."""
    own = _identity(node)
    return [own, *(f"{own}b{number}" for number in range(1, len(node.flows) + 1) if len(node.flows) > 1)]


def _identity(node: GraphNode) -> str:
    return f"s{node.number}"


def _node(node: GraphNode) -> str:
    before, after = _SHAPES.get(node.kind, _BOX)
    words = "<br/>".join(map(_escaped, node.lines)) or " "
    return f'{_identity(node)}{before}"{words}"{after}'


def _arrow(edge: GraphEdge) -> str:
    arrow = "-.->" if edge.caught else "-->"
    if edge.labels:
        arrow += '|"' + "<br/>".join(map(_escaped, edge.lines)) + '"|'
    return f"{_identity(edge.source)} {arrow} {_identity(edge.target)}"


def _escaped(text: str) -> str:
    """Return text escaped so that Mermaid shows it literally."""
    safe = _UNSAFE.sub(lambda match: f"#{ord(match[0])};", text)
    # Mermaid treats the text after a colon as a style where entities follow, and `fa:fa-…` as an icon.
    return safe.replace(":", "#58;") if "#" in safe or "fa" in safe else safe
