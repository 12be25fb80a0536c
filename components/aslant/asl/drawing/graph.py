"""A definition as a graph: its states, what leads from one to another, and the flows inside states.

Made for drawing, of any JSON that is roughly a definition: a state that is gone to and does not exist is there
as a missing one, and what is no state, transition or flow is left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final, Literal, get_args

from aslant.asl.drawing.label import asked, caught, note, shown
from aslant.asl.machine import StateMachine
from aslant.asl.values import copy_json
from aslant.errors import DefinitionError
from aslant.walk import nested_machines

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
"""Which way a drawing goes: top to bottom, left to right, and the other way round."""

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
"""How a node looks by its kind; all others are a `step`."""

_SIGNS: Final = {"Succeed": "✓ ", "Fail": "✗ ", MISSING: "? ", AGAIN: "↪ "}
"""What tells them apart without colour."""

MOST_ARROWS: Final = 8
"""States that lead to one state by arrows of their own; where there are more, its name is repeated beside them."""

MOST_LABELS: Final = 4
"""Lines along an edge."""

LONGEST_NAME: Final = 80
"""Characters of a state's name that are shown; AWS allows no more."""


@dataclass(slots=True, eq=False)
class GraphNode:
    """A state, or a mark: where a flow starts or ends, a state that does not exist, the repeated name of one."""

    number: int
    """Its place among all nodes of the graph, from 0; the same for the same definition."""
    kind: str
    """The state's `Type` (any text, in a definition that is wrong), or one of START, END, MISSING and AGAIN."""
    name: str
    """The state's name, on one line."""
    note: str = ""
    """A few words about what it does."""
    flows: list[FlowGraph] = field(default_factory=list)
    """The branches of a Parallel, the processor of a Map."""

    @property
    def title(self) -> str:
        """Its name with a sign for its kind."""
        return _SIGNS.get(self.kind, "") + self.name

    @property
    def lines(self) -> list[str]:
        """What is written in it."""
        return [text for text in (self.title, self.note) if text]


@dataclass(slots=True, eq=False)
class GraphEdge:
    """What leads from one node to another in the same flow: a transition, or several of one sort."""

    source: GraphNode
    target: GraphNode
    caught: bool
    """Whether it is taken after an error."""
    labels: list[str] = field(default_factory=list)
    """When it is taken, one text for each transition that has a condition."""

    @property
    def lines(self) -> list[str]:
        """What is written along it: its labels, or the first of many."""
        if len(self.labels) <= MOST_LABELS:
            return self.labels
        return [*self.labels[: MOST_LABELS - 1], f"… {len(self.labels) - MOST_LABELS + 1} more"]


@dataclass(slots=True, eq=False)
class FlowGraph:
    """A machine's own states, in the order of the definition, and its marks."""

    numbers: Iterator[int]
    """Where the numbers of all flows of the graph come from."""
    nodes: list[GraphNode] = field(default_factory=list)
    edges: list[GraphEdge] = field(default_factory=list)

    def add(self, kind: str, name: str) -> GraphNode:
        """Put a new node last."""
        node = GraphNode(next(self.numbers), kind, name)
        self.nodes.append(node)
        return node


def graph(machine: StateMachine | Mapping[str, Any]) -> FlowGraph:
    """The graph of a workflow, or of a definition as a dict.

    The outermost flow has a start and an end; a flow inside a state has a start where it has several states.

    Raises:
        DefinitionError: it is no machine: no object with `States`.
    """
    definition = machine._doc if isinstance(machine, StateMachine) else copy_json(machine)
    if not isinstance(definition, Mapping) or not isinstance(definition.get("States"), dict):
        raise DefinitionError(
            "only a machine can be drawn, an object with StartAt and States; "
            "give a StateMachine or its definition as a dict"
        )
    numbers = count()
    outermost = FlowGraph(numbers)
    stack: list[tuple[FlowGraph, Mapping[str, Any]]] = [(outermost, definition)]
    while stack:
        flow, document = stack.pop()
        inner = _fill(flow, document, outermost=flow is outermost)
        _relieve(flow)
        stack.extend(reversed(inner))
    return outermost


def _fill(flow: FlowGraph, document: Mapping[str, Any], *, outermost: bool) -> list[tuple[FlowGraph, dict[str, Any]]]:
    """Put the states of a machine into a flow, and what leads from one to another; the flows inside, to be filled."""
    states = document["States"]
    inner: list[tuple[FlowGraph, dict[str, Any]]] = []
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
            for machine in _machines(state):
                node.flows.append(FlowGraph(flow.numbers))
                inner.append((node.flows[-1], machine))
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


def _relieve(flow: FlowGraph) -> None:
    """Lead all but the first of the many arrows to one node to its repeated name, near where they come from."""
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


def _machines(state: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the machines nested in a state that have states to draw."""
    return [machine for machine in nested_machines(state).values() if isinstance(machine.get("States"), dict)]


def _transitions(state: dict[str, Any]) -> Iterator[tuple[Any, str, bool]]:
    """Where a state goes: the name, when, and whether after an error."""
    for rule in _records(state.get("Choices")):
        if "Next" in rule:
            yield rule["Next"], asked(rule), False
    if "Default" in state:
        yield state["Default"], "otherwise", False
    if "Next" in state:
        yield state["Next"], "", False
    for catcher in _records(state.get("Catch")):
        if "Next" in catcher:
            yield catcher["Next"], caught(catcher), True


def _records(value: Any) -> list[dict[str, Any]]:
    return [record for record in value if isinstance(record, dict)] if isinstance(value, list) else []


def refuse_unknown_direction(direction: str) -> None:
    """Check a direction that a caller gave.

    Raises:
        DefinitionError: it is none.
    """
    if direction not in get_args(Direction):
        raise DefinitionError(f"a direction is one of {', '.join(get_args(Direction))}, not {direction!r}")
