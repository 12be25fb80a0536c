"""Pass: transforms data (ASL specification, section 'Pass State')."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aslant.json_value import Json
from aslant.run.fiber import Fiber
from aslant.run.state import FlowOfStates, Instant, Transition

__all__ = ["Pass"]

_NOTHING = object()


class Pass(Instant):
    """A Pass. Its result is Result or its effective input."""

    kind = "Pass"
    template = "Parameters"

    def __init__(self, name: str, definition: Mapping[str, Any], flow: FlowOfStates) -> None:
        """Compile a state of a flow, and raise DefinitionError for an invalid definition."""
        super().__init__(name, definition, flow)
        self._result: Json = definition.get("Result", _NOTHING)

    def step(self, fiber: Fiber, data: Json) -> Transition:
        """Go through the state."""
        self.enter(fiber, data)
        flow = self.data_flow
        arguments = flow.arguments(data, fiber)
        result = arguments if self._result is _NOTHING else self._result
        output = flow.output(data, result, fiber)
        self.leave(fiber, data, output, flow.variables(data, result, fiber))
        return output, self.next
