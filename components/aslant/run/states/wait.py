"""Wait: lets time pass (ASL specification, section 'Wait State')."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Any

from aslant.errors import DefinitionError
from aslant.run.failure import EvaluationFailure
from aslant.run.fiber import Effect, Fiber, Sleep
from aslant.run.flow import Flow
from aslant.run.state import Transition, Waiting, whole_number
from aslant.run.timestamps import parse_timestamp
from aslant.run.values import Json

__all__ = ["Wait"]

_FIELDS = ("Seconds", "SecondsPath", "Timestamp", "TimestampPath")


class Wait(Waiting):
    """Waits for seconds or until a timestamp; one that has passed is not waited for."""

    kind = "Wait"
    selects = True

    def __init__(self, name: str, definition: Mapping[str, Any], flow: Flow) -> None:
        """Compile a state of a flow; DefinitionError says what is wrong with it."""
        super().__init__(name, definition, flow)
        given = [field for field in _FIELDS if field in definition]
        if len(given) != 1:
            raise DefinitionError(f"it must have exactly one of {', '.join(_FIELDS)}")
        self._field = given[0]
        self._path = definition[self._field]
        self._seconds = self.language.value(definition, "Seconds")
        self._timestamp = self.language.value(definition, "Timestamp")

    def steps(self, fiber: Fiber, data: Json) -> Generator[Effect, Json, Transition]:
        """Go through the state."""
        self.enter(fiber, data)
        flow = self.data_flow
        arguments = flow.arguments(data, fiber)
        now = fiber.session.clock.now()
        until = self._until(arguments, fiber, now)
        if until > now:
            yield Sleep(until)
        output = flow.output(data, arguments, fiber)
        self.leave(fiber, data, output, flow.variables(data, arguments, fiber))
        return output, self.next

    def _until(self, data: Json, fiber: Fiber, now: float) -> float:
        if self._seconds is not None:
            return now + whole_number(self._seconds(data, fiber), self._field)
        text = self._timestamp(data, fiber) if self._timestamp is not None else None
        instant = parse_timestamp(text)
        if instant is None:
            raise EvaluationFailure(
                f"The {self._field} parameter does not reference a valid ISO-8601 extended offset date-time format "
                f"string: {self._path} == {text}"
            )
        return float(instant)
