"""Fail: ends a flow with an error (ASL specification, section 'Fail State')."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aslant.json_value import Json
from aslant.run.failure import EvaluationFailure, Failure
from aslant.run.fiber import Fiber
from aslant.run.language import Evaluate
from aslant.run.state import FlowOfStates, Instant, Transition
from aslant.run.values import type_name

__all__ = ["Fail"]


class Fail(Instant):
    """A Fail. It fails with its Error and Cause, either of which may be missing."""

    kind = "Fail"
    ends = True

    def __init__(self, name: str, definition: Mapping[str, Any], flow: FlowOfStates) -> None:
        """Compile a state of a flow, and raise DefinitionError for an invalid definition."""
        super().__init__(name, definition, flow)
        self._error = self.language.text(definition, "Error")
        self._cause = self.language.text(definition, "Cause")

    def step(self, fiber: Fiber, data: Json) -> Transition:
        """Go through the state."""
        self.enter(fiber, data)
        # Recorded on AWS: the end of a redriven Fail follows ExecutionRedriven, unlike the events of other states.
        fiber.last = max(fiber.last, fiber.session.redriven_id)
        raise Failure(_text(self._error, "Error", data, fiber), _text(self._cause, "Cause", data, fiber))


def _text(evaluate: Evaluate | None, field: str, data: Json, fiber: Fiber) -> str | None:
    if evaluate is None:
        return None
    value = evaluate(data, fiber)
    if not isinstance(value, str):
        raise EvaluationFailure(f"The {field} of a Fail state must be a string, but it was: {type_name(value)}")
    return value
