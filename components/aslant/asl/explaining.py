"""The shape of the data at every state of a workflow, in words: what `check` knows about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from aslant.asl.shapes.annotations import shape_of
from aslant.asl.shapes.interpreter import seen_in
from aslant.asl.shapes.shape import MISSING, UNKNOWN, Shape
from aslant.asl.shapes.text import shape_text
from aslant.asl.shapes.unions import union
from aslant.asl.values import copy_json, pointer
from aslant.errors import DefinitionError
from aslant.json_value import Json
from aslant.walk import Place, placed_states

__all__ = ["ExplainedState", "Explanation", "explain"]


@dataclass(frozen=True, slots=True)
class ExplainedState:
    """The shapes of the data at one state, in the notation of TypeScript."""

    place: Place
    """The names and indices from the root of the definition to the state."""
    type: str
    """Its `Type`, or empty if it has none."""
    input: str | None
    """The shape of its input; None if no input reaches the state."""
    outputs: Mapping[str | None, str]
    """The shape of its output by the name of the next state; None is the end of the machine."""
    variables: Mapping[str, str]
    """The shapes of the variables before the state, by name."""

    @property
    def name(self) -> str:
        """The state's name."""
        return str(self.place[-1])

    def to_dict(self) -> dict[str, Json]:
        """Return the shapes as JSON. The name of the end of a machine is empty."""
        return {
            "location": pointer(*self.place),
            "name": self.name,
            "type": self.type,
            "input": self.input,
            "outputs": {name or "": shape for name, shape in self.outputs.items()},
            "variables": dict(self.variables),
        }

    def _lines(self) -> Iterator[str]:
        yield f"{self.name} ({self.type})" if self.type else self.name
        yield f"  input  {self.input}" if self.input is not None else "  never reached"
        for name, shape in self.variables.items():
            yield f"  ${name}  {shape}"
        for target, shape in self.outputs.items():
            yield f"  to {target!r}  {shape}" if target else f"  output  {shape}"


@dataclass(frozen=True, slots=True)
class Explanation:
    """The shapes of the data in a workflow. Printed, it has a paragraph for each state."""

    input: str
    """The shape of an execution's input."""
    states: tuple[ExplainedState, ...]
    """The states in the order of the definition, those of nested machines after the state around them."""

    def to_dict(self) -> dict[str, Json]:
        """Return the shapes as JSON."""
        return {"input": self.input, "states": [state.to_dict() for state in self.states]}

    def __str__(self) -> str:
        lines = [f"input  {self.input}"]
        for state in self.states:
            depth = "  " * (sum(step == "States" for step in state.place) - 1)
            lines += ["", *(f"{depth}{line}" for line in state._lines())]
        return "\n".join(lines)


def explain(
    definition: Mapping[str, Any],
    handlers: Mapping[str, Callable[..., Any]] = MappingProxyType({}),
    *,
    input_type: Any = None,
) -> Explanation:
    """Return the shape of the data at every state of a definition. `StateMachine.explain` does so for a workflow.

    The shapes come from `input_type`, the annotations of handlers, which are given by symbolic name, the definition's
    literals and the services. `unknown` is data of which nothing is known, and a question mark follows the name of a
    member that may be missing.

    Raises:
        DefinitionError: `definition` is not an object.
    """
    document: Any = copy_json(definition)
    if type(document) is not dict:
        raise DefinitionError(f"explain needs a definition as a dict, not {definition!r}")
    input = UNKNOWN if input_type is None else shape_of(input_type)
    seen = seen_in(document, handlers, input)
    found = []
    for place, state in placed_states(document):
        data = seen.get(place)
        outputs: dict[str | None, Shape] = {}
        for edge in data.edges if data else ():
            outputs[edge.target] = union(outputs[edge.target], edge.output) if edge.target in outputs else edge.output
        kind = state.get("Type") if type(state) is dict else None
        found.append(
            ExplainedState(
                place,
                kind if type(kind) is str else "",
                shape_text(data.data.input) if data else None,
                {target: shape_text(shape) for target, shape in outputs.items()},
                {name: shape_text(shape) for name, shape in data.data.variables.items() if shape is not MISSING}
                if data
                else {},
            )
        )
    return Explanation(shape_text(input), tuple(found))
