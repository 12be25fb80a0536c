"""Choice: continues with the state of the first rule that is true (ASL specification, section 'Choice State')."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aslant.errors import DefinitionError
from aslant.json_value import Json
from aslant.run.failure import EvaluationFailure
from aslant.run.fiber import Fiber
from aslant.run.language import Condition, DataFlow
from aslant.run.state import FlowOfStates, Instant, Transition, followed_state

__all__ = ["Choice"]


class Choice(Instant):
    """A Choice. Its output is its input or, in JSONata, the Output of the rule, which may assign variables as well."""

    kind = "Choice"
    selects = True
    ends = True

    def __init__(self, name: str, definition: Mapping[str, Any], flow: FlowOfStates) -> None:
        """Compile a state of a flow, and raise DefinitionError for an invalid definition."""
        super().__init__(name, definition, flow)
        rules = definition.get("Choices")
        if not isinstance(rules, (list, tuple)) or not rules:
            raise DefinitionError("Choices must be an array with at least one rule")
        self._rules: list[tuple[Condition, str, DataFlow]] = []
        for number, rule in enumerate(rules):
            place = f"Choices[{number}]"
            try:
                condition = self.language.condition(rule, place)
                data_flow = self.language.rule_flow(definition, rule, place)
                self._rules.append((condition, followed_state(rule.get("Next"), flow), data_flow))
            except DefinitionError as problem:
                raise DefinitionError(f"{place}: {problem}") from None
        default = definition.get("Default")
        self._default = None if default is None else followed_state(default, flow)

    def step(self, fiber: Fiber, data: Json) -> Transition:
        """Go through the state."""
        self.enter(fiber, data)
        flow = self.data_flow
        arguments = flow.arguments(data, fiber)
        for index, (condition, following, rule_flow) in enumerate(self._rules):
            if condition(arguments, fiber):
                fiber.decide("Choices", index)
                return self._to(following, rule_flow, fiber, data, arguments)
        if self._default is None:
            raise EvaluationFailure(
                "Failed to transition out of the state. The state does not point to a next state.",
                "States.NoChoiceMatched",
            )
        fiber.decide("Default", 0)
        return self._to(self._default, flow, fiber, data, arguments)

    def _to(self, following: str, flow: DataFlow, fiber: Fiber, data: Json, arguments: Json) -> Transition:
        output = flow.output(data, arguments, fiber)
        self.leave(fiber, data, output, flow.variables(data, arguments, fiber))
        return output, following
