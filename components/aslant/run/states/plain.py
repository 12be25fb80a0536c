"""Pass, Succeed, Fail, Wait and Choice: the states that do no work of their own."""

from __future__ import annotations

from aslant.errors import DefinitionError
from aslant.run.choice import compile_condition
from aslant.run.expression import Expression, compile_path
from aslant.run.failure import EvaluationFailure, Failure
from aslant.run.fiber import Fiber, Sleep, Steps
from aslant.run.intrinsics import compile_intrinsic
from aslant.run.path import NoResult
from aslant.run.states.state import State, duration, reference
from aslant.run.template import compile_template
from aslant.run.timestamps import parse_timestamp
from aslant.run.values import Json

__all__ = ["Choice", "Fail", "Pass", "Succeed", "Wait"]


class Pass(State):
    """Hands data on, or makes it."""

    type = "Pass"

    def __init__(self, name: str, definition: dict[str, Json]) -> None:
        """Compile the state."""
        super().__init__(name, definition)
        self._make: Expression | None = None
        if "Result" in definition:
            result = definition["Result"]
            self._make = lambda data, fiber: result
        elif "Parameters" in definition:
            self._make = compile_template(definition["Parameters"])
        self._result_path = reference(definition.get("ResultPath", "$"))

    def work(self, fiber: Fiber, data: Json) -> Steps:
        """Make the result, place it and go on."""
        effective = self._input(data, fiber)
        result = effective if self._make is None else self._make(effective, fiber)
        placed = effective if self._result_path is None else self._result_path.put(effective, result)
        return self.leave(fiber, self._output(placed, fiber), self.next, self._assign, result)
        yield  # makes it a fiber's steps


class Succeed(State):
    """Ends well."""

    type = "Succeed"

    def work(self, fiber: Fiber, data: Json) -> Steps:
        """Filter and end."""
        return self.leave(fiber, self._output(self._input(data, fiber), fiber), None)
        yield  # makes it a fiber's steps


class Fail(State):
    """Ends with an error."""

    type = "Fail"

    def __init__(self, name: str, definition: dict[str, Json]) -> None:
        """Compile the state."""
        super().__init__(name, definition)
        self._error = _text(definition, "Error")
        self._cause = _text(definition, "Cause")

    def work(self, fiber: Fiber, data: Json) -> Steps:
        """Fail."""
        raise Failure(self._error(data, fiber), self._cause(data, fiber))
        yield  # makes it a fiber's steps


def _text(definition: dict[str, Json], field: str) -> Expression:
    path = definition.get(f"{field}Path")
    if path is None:
        fixed = definition.get(field)
        return lambda data, fiber: fixed
    select = compile_intrinsic(path) if path.startswith("States.") else compile_path(path)

    def evaluate(data: Json, fiber: Fiber) -> Json:
        try:
            found = select(data, fiber)
        except NoResult as why:
            raise EvaluationFailure(f"Invalid path '{path}' : {why}") from None
        if not isinstance(found, str):
            raise EvaluationFailure(f"The {field}Path field '{path}' must reference a string, and is {found!r}")
        return found

    return evaluate


class Wait(State):
    """Goes on later."""

    type = "Wait"

    def __init__(self, name: str, definition: dict[str, Json]) -> None:
        """Compile the state."""
        super().__init__(name, definition)
        self._seconds = duration(definition, "Seconds")
        self._path: str | None = definition.get("TimestampPath")
        self._select = None if self._path is None else compile_path(self._path)
        self._timestamp = definition.get("Timestamp")
        if self._timestamp is not None and parse_timestamp(self._timestamp) is None:
            raise DefinitionError(f"Timestamp is RFC 3339 text such as 2030-01-01T00:00:00Z, not {self._timestamp!r}")

    def work(self, fiber: Fiber, data: Json) -> Steps:
        """Wait, and go on."""
        effective = self._input(data, fiber)
        yield Sleep(self._until(effective, fiber))
        return self.leave(fiber, self._output(effective, fiber), self.next, self._assign, effective)

    def _until(self, data: Json, fiber: Fiber) -> float:
        seconds = self._seconds(data, fiber)
        now = fiber.session.clock.now()
        if seconds is not None:
            return now + seconds
        text = self._timestamp
        if self._select is not None:
            try:
                text = self._select(data, fiber)
            except NoResult as why:
                raise EvaluationFailure(f"Invalid path '{self._path}' : {why}") from None
        instant = parse_timestamp(text)
        if instant is None:
            raise EvaluationFailure(
                "The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format "
                f"string: {self._path} == {text}"
            )
        return max(now, float(instant))


class Choice(State):
    """Goes on by the first rule that holds."""

    type = "Choice"

    def __init__(self, name: str, definition: dict[str, Json]) -> None:
        """Compile the state."""
        super().__init__(name, definition)
        self._default: str | None = definition.get("Default")
        self._rules = []
        for rule in definition["Choices"]:
            assign = rule.get("Assign")
            assigning = None if assign is None else compile_template(assign)
            self._rules.append((compile_condition(rule, f"state {name!r}"), rule["Next"], assigning))

    def work(self, fiber: Fiber, data: Json) -> Steps:
        """Ask the rules in order."""
        effective = self._input(data, fiber)
        for test, following, assign in self._rules:
            if test(effective, fiber):
                return self.leave(fiber, self._output(effective, fiber), following, assign, effective)
        if self._default is None:
            raise EvaluationFailure("Failed to transition out of the state: no rule matched.", "States.NoChoiceMatched")
        return self.leave(fiber, self._output(effective, fiber), self._default, self._assign, effective)
        yield  # makes it a fiber's steps
