"""Choice: goes where the first rule that holds says (ASL specification, section 'Choice State')."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aslant.errors import DefinitionError
from aslant.run.failure import EvaluationFailure
from aslant.run.fiber import Fiber
from aslant.run.flow import Flow
from aslant.run.language import Condition, DataFlow
from aslant.run.state import Instant, Transition, target
from aslant.run.values import Json

__all__ = ["Choice"]


class Choice(Instant):
    """Its output is its input, within InputPath and OutputPath; the rule taken may assign variables."""

    kind = "Choice"
    selects = True
    ends = True

    def __init__(self, name: str, definition: Mapping[str, Any], flow: Flow) -> None:
        """Compile a state of a flow; DefinitionError says what is wrong with it."""
        super().__init__(name, definition, flow)
        rules = definition.get("Choices")
        if not isinstance(rules, (list, tuple)) or not rules:
            raise DefinitionError("Choices must be an array with at least one rule")
        self._rules: list[tuple[Condition, str, DataFlow | None]] = []
        for number, rule in enumerate(rules):
            try:
                condition = self.language.condition(rule)
                assigns = self.language.data_flow({"Assign": rule["Assign"]}) if "Assign" in rule else None
                self._rules.append((condition, target(rule.get("Next"), flow), assigns))
            except DefinitionError as problem:
                raise DefinitionError(f"Choices[{number}]: {problem}") from None
        default = definition.get("Default")
        self._default = None if default is None else target(default, flow)

    def step(self, fiber: Fiber, data: Json) -> Transition:
        """Go through the state."""
        self.enter(fiber, data)
        flow = self.data_flow
        arguments = flow.arguments(data, fiber)
        for condition, following, assigns in self._rules:
            if condition(arguments, fiber):
                variables = None if assigns is None else assigns.variables(arguments, fiber)
                return self._to(following, fiber, data, arguments, variables)
        if self._default is None:
            raise EvaluationFailure(
                "Failed to transition out of the state. The state does not point to a next state.",
                "States.NoChoiceMatched",
            )
        return self._to(self._default, fiber, data, arguments, flow.variables(arguments, fiber))

    def _to(
        self, following: str, fiber: Fiber, data: Json, arguments: Json, variables: dict[str, Json] | None
    ) -> Transition:
        output = self.data_flow.output(data, arguments, fiber)
        self.leave(fiber, data, output, variables)
        return output, following
