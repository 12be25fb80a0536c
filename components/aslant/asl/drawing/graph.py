"""A definition as a graph for drawing: its states, the transitions between them, and the flows nested in states.

Any JSON that resembles a definition can be drawn. The missing target of a transition becomes a node of the kind
`MISSING`, and values that are not states, transitions or flows are left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from types import MappingProxyType
from typing import Any, Final, Literal, get_args

from aslant.asl.drawing.label import condition_label, error_label, note, shown
from aslant.asl.machine import StateMachine
from aslant.asl.values import copy_json
from aslant.errors import DefinitionError
from aslant.walk import Place, nested_machines

__all__ = [
    "AGAIN",
    "END",
    "MISSING",
    "START",
    "STYLES",
    "Direction",
    "FlowGraph",
    "GraphEdge",
    "GraphNode",
    "graph",
    "refuse_unknown_direction",
]

Direction = Literal["TB", "LR", "BT", "RL"]
"""The direction of a drawing, from top (T), bottom (B), left (L) or right (R) to the opposite side."""

START: Final = "start"
END: Final = "end"
MISSING: Final = "missing"
AGAIN: Final = "again"

STYLES: Final = {
    START: "mark",
    END: "mark",
    MISSING: "missing",
    AGAIN: "again",
    "Task": "task",
    "Choice": "choice",
    "Succeed": "good",
    "Fail": "bad",
}
"""The style of a node by its kind. All others are a `step`."""

_SIGNS: Final = {"Succeed": "✓ ", "Fail": "✗ ", MISSING: "? ", AGAIN: "↪ "}
"""Signs that distinguish kinds without color."""

MOST_ARROWS: Final = 8
"""Maximum number of arrows to one node. Beyond that, its name is repeated near the sources."""

MOST_LABELS: Final = 4
"""Maximum number of label lines at an edge."""

LONGEST_NAME: Final = 80
"""Maximum number of characters shown of a state's name. AWS allows no more."""


@dataclass(slots=True, eq=False)
class GraphNode:
    """A state or a marker: the start or end of a flow, a missing state, or the repeated name of a state."""

    number: int
    """Its index among all nodes of the graph. The same definition always gives the same numbers."""
    kind: str
    """The state's `Type` (any string, if the definition is invalid), or one of START, END, MISSING and AGAIN."""
    name: str
    """The state's name, on one line."""
    note: str = ""
    """A short description of its work."""
    flows: list[FlowGraph] = field(default_factory=list)
    """The branches of a Parallel, the processor of a Map."""

    @property
    def title(self) -> str:
        """Its name with a sign for its kind."""
        return _SIGNS.get(self.kind, "") + self.name

    @property
    def lines(self) -> list[str]:
        """The lines of text in it."""
        return [text for text in (self.title, self.note) if text]


@dataclass(slots=True, eq=False)
class GraphEdge:
    """An arrow between two nodes of the same flow: one transition, or several of the same sort."""

    source: GraphNode
    target: GraphNode
    caught: bool
    """Whether it is followed after an error."""
    labels: list[str] = field(default_factory=list)
    """Its conditions, one for each transition that has one."""

    @property
    def lines(self) -> list[str]:
        """The lines of text along it: its labels, or the first of many."""
        if len(self.labels) <= MOST_LABELS:
            return self.labels
        return [*self.labels[: MOST_LABELS - 1], f"… {len(self.labels) - MOST_LABELS + 1} more"]


@dataclass(slots=True, eq=False)
class FlowGraph:
    """A machine's own states, in the order of the definition, and its markers."""

    numbers: Iterator[int]
    """The source of the numbers for all nodes of the graph."""
    nodes: list[GraphNode] = field(default_factory=list)
    edges: list[GraphEdge] = field(default_factory=list)

    def add(self, kind: str, name: str) -> GraphNode:
        """Append a new node."""
        node = GraphNode(next(self.numbers), kind, name)
        self.nodes.append(node)
        return node


def graph(
    machine: StateMachine | Mapping[str, Any], shapes: Mapping[Place, Mapping[str | None, str]] = MappingProxyType({})
) -> FlowGraph:
    """Return the graph of a workflow, or of a definition as a dict.

    The outermost flow has a start and an end. A nested flow has a start if it has several states. `shapes` has the
    shape of each state's output, by the state's place and the name of the next state; it becomes a label.

    Raises:
        DefinitionError: It is not a machine, an object with `States`.
    """
    definition = machine._doc if isinstance(machine, StateMachine) else copy_json(machine)
    if not isinstance(definition, Mapping) or not isinstance(definition.get("States"), dict):
        raise DefinitionError(
            "only a machine can be drawn, which is an object with StartAt and States. Pass a StateMachine or its "
            "definition as a dict."
        )
    numbers = count()
    outermost = FlowGraph(numbers)
    stack: list[tuple[FlowGraph, Mapping[str, Any], Place]] = [(outermost, definition, ())]
    while stack:
        flow, document, place = stack.pop()
        inner = _fill(flow, document, place, outermost=flow is outermost)
        _add_shapes(flow, place, shapes)
        _repeat_crowded_names(flow)
        stack.extend(reversed(inner))
    return outermost


def _fill(
    flow: FlowGraph, document: Mapping[str, Any], place: Place, *, outermost: bool
) -> list[tuple[FlowGraph, dict[str, Any], Place]]:
    """Add the states of a machine and their transitions to a flow, and return the nested flows that are still empty."""
    states = document["States"]
    inner: list[tuple[FlowGraph, dict[str, Any], Place]] = []
    nodes: dict[str, GraphNode] = {}
    bundles: dict[tuple[GraphNode, GraphNode, bool], GraphEdge] = {}

    def reach(name: Any) -> GraphNode:
        known = name if type(name) is str else shown(name)
        if known not in nodes:
            nodes[known] = flow.add(MISSING, shown(known, LONGEST_NAME))
        return nodes[known]

    def connect(source: GraphNode, target: GraphNode, label: str = "", *, error: bool = False) -> None:
        bundle = bundles.setdefault((source, target, error), GraphEdge(source, target, error))
        if label and label not in bundle.labels:
            bundle.labels.append(label)

    start = flow.add(START, "Start" if outermost else "") if outermost or len(states) > 1 else None
    for name, state in states.items():
        node = nodes[name] = flow.add("", shown(name, LONGEST_NAME))
        if isinstance(state, dict):
            node.kind = shown(state.get("Type", ""))
            node.note = note(state)
            for within, machine in _machines(state).items():
                node.flows.append(FlowGraph(flow.numbers))
                inner.append((node.flows[-1], machine, (*place, "States", name, *within)))
    if start is not None and "StartAt" in document:
        connect(start, reach(document["StartAt"]))
    end: GraphNode | None = None
    for name, state in states.items():
        if not isinstance(state, dict):
            continue
        for target, label, error in _transitions(state):
            connect(nodes[name], reach(target), label, error=error)
        if outermost and state.get("End") is True:
            end = end or flow.add(END, "End")
            connect(nodes[name], end)
    flow.edges.extend(bundles.values())
    return inner


def _add_shapes(flow: FlowGraph, place: Place, shapes: Mapping[Place, Mapping[str | None, str]]) -> None:
    """Label the edges of a flow with the shapes of the outputs."""
    for edge in flow.edges:
        outputs = shapes.get((*place, "States", edge.source.name), {})
        text = outputs.get(None if edge.target.kind == END else edge.target.name)
        if text is not None:
            edge.labels.append(shown(text, LONGEST_NAME))


def _repeat_crowded_names(flow: FlowGraph) -> None:
    """Replace most of the many arrows to one node by arrows to its repeated name, near their sources."""
    arrows = Counter(target for _, target in {(edge.source, edge.target) for edge in flow.edges})
    first: dict[GraphNode, GraphNode] = {}
    repeated: dict[tuple[GraphNode, GraphNode], GraphNode] = {}
    for edge in flow.edges:
        node = edge.target
        if arrows[node] > MOST_ARROWS and first.setdefault(node, edge.source) is not edge.source:
            pair = edge.source, node
            if pair not in repeated:
                repeated[pair] = flow.add(END if node.kind == END else AGAIN, node.name)
            edge.target = repeated[pair]


def _machines(state: dict[str, Any]) -> dict[Place, dict[str, Any]]:
    """Return the machines nested in a state that have states to draw, by their place in it."""
    found = nested_machines(state)
    return {place: machine for place, machine in found.items() if isinstance(machine.get("States"), dict)}


def _transitions(state: dict[str, Any]) -> Iterator[tuple[Any, str, bool]]:
    """Yield the transitions of a state: the target's name, the condition, and whether it follows an error."""
    for rule in _records(state.get("Choices")):
        if "Next" in rule:
            yield rule["Next"], condition_label(rule), False
    if "Default" in state:
        yield state["Default"], "otherwise", False
    if "Next" in state:
        yield state["Next"], "", False
    for catcher in _records(state.get("Catch")):
        if "Next" in catcher:
            yield catcher["Next"], error_label(catcher), True


def _records(value: Any) -> list[dict[str, Any]]:
    return [record for record in value if isinstance(record, dict)] if isinstance(value, list) else []


def refuse_unknown_direction(direction: str) -> None:
    """Check the direction of a drawing.

    Raises:
        DefinitionError: It is unknown.
    """
    if direction not in get_args(Direction):
        raise DefinitionError(f"the direction must be one of {', '.join(get_args(Direction))}, not {direction!r}")
