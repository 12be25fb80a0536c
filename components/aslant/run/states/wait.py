"""Wait: waits for a time (ASL specification, section 'Wait State')."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Any

from aslant.errors import DefinitionError
from aslant.json_value import Json
from aslant.run.failure import EvaluationFailure
from aslant.run.fiber import Effect, Fiber
from aslant.run.state import FlowOfStates, Transition, Waiting
from aslant.run.timestamps import parse_timestamp
from aslant.run.values import as_integer, shown
from aslant.run.wait_scale import pause

__all__ = ["Wait"]

_FIELDS = ("Seconds", "SecondsPath", "Timestamp", "TimestampPath")


class Wait(Waiting):
    """A Wait, for a number of seconds or until a timestamp. A timestamp in the past ends it at once."""

    kind = "Wait"
    selects = True

    def __init__(self, name: str, definition: Mapping[str, Any], flow: FlowOfStates) -> None:
        """Compile a state of a flow, and raise DefinitionError for an invalid definition."""
        super().__init__(name, definition, flow)
        given = [field for field in _FIELDS if field in definition]
        if len(given) != 1:
            raise DefinitionError(f"exactly one of {', '.join(_FIELDS)} is required")
        self._field = given[0]
        self._path = definition[self._field]
        # None where a path is `$`: the value is the whole input.
        self._evaluate = self.language.value(definition, self._field.removesuffix("Path"))

    def steps(self, fiber: Fiber, data: Json) -> Generator[Effect, Json, Transition]:
        """Go through the state."""
        self.enter(fiber, data)
        flow = self.data_flow
        arguments = flow.arguments(data, fiber)
        now = fiber.session.clock.now()
        until = self._until(arguments, fiber, now)
        if until > now:
            yield from pause(fiber, until - now)
        output = flow.output(data, arguments, fiber)
        self.leave(fiber, data, output, flow.variables(data, arguments, fiber))
        return output, self.next

    def _until(self, data: Json, fiber: Fiber, now: float) -> float:
        value = data if self._evaluate is None else self._evaluate(data, fiber)
        if self._field.startswith("Seconds"):
            return now + self._whole(value)
        instant = parse_timestamp(value)
        if instant is None:
            raise self._failure("does not reference a valid ISO-8601 extended offset date-time format string:", value)
        return float(instant)

    def _whole(self, value: Json) -> int:
        """Return a value as a number of seconds. Raises EvaluationFailure, in AWS's words, for any other value."""
        seconds = as_integer(value)
        if seconds is None:
            raise self._failure("cannot be parsed as a long value:", value)
        if seconds < 0:
            raise self._failure("references a negative value:", value)
        return seconds

    def _failure(self, problem: str, value: Json) -> EvaluationFailure:
        return EvaluationFailure(f"The {self._field} parameter {problem} {self._path} == {shown(value)}")
