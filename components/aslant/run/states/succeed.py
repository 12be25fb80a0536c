"""Succeed: ends a flow successfully (ASL specification, section 'Succeed State')."""

from __future__ import annotations

from aslant.json_value import Json
from aslant.run.fiber import Fiber
from aslant.run.state import Instant, Transition

__all__ = ["Succeed"]


class Succeed(Instant):
    """A Succeed. Its output is the data that its paths select."""

    kind = "Succeed"
    selects = True
    ends = True

    def step(self, fiber: Fiber, data: Json) -> Transition:
        """Go through the state."""
        self.enter(fiber, data)
        output = self.data_flow.output(data, self.data_flow.arguments(data, fiber), fiber)
        self.leave(fiber, data, output)
        return output, None
