"""What all kinds of state do alike: filter data, note events, be tried again and be caught."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from aslant.errors import DefinitionError, TaskError
from aslant.run.expression import Expression, compile_path
from aslant.run.failure import EvaluationFailure, Failure
from aslant.run.fiber import Fiber, Sleep, Steps
from aslant.run.limits import check_size
from aslant.run.path import NoResult, ReferencePath
from aslant.run.retry import Retrier, matches
from aslant.run.template import compile_template
from aslant.run.values import Json

__all__ = ["DISCARDED", "State", "duration", "filter_of", "reference", "whole"]

DISCARDED = object()
"""What `ResultPath: null` is: the result is dropped."""


class State:
    """One state, compiled. `run` is a fiber's steps through it; `next` is where the flow goes on, if anywhere."""

    type = ""

    def __init__(self, name: str, definition: dict[str, Json]) -> None:
        """Compile a state; DefinitionError says what is wrong with it."""
        self.name = name
        self.definition = definition
        self.next: str | None = definition.get("Next")
        self._input = filter_of(definition, "InputPath")
        self._output = filter_of(definition, "OutputPath")
        assign = definition.get("Assign")
        self._assign = None if assign is None else compile_template(assign)

    def run(self, fiber: Fiber, data: Json) -> Steps:
        """Go through the state: the fiber's `state` becomes the next one's name; the output is returned."""
        fiber.state = self.name
        fiber.retries = None
        self.enter(fiber, data)
        try:
            return (yield from self.work(fiber, data))
        except EvaluationFailure as failure:
            raise failure.in_state(self.name, fiber.entered_id) from None

    def work(self, fiber: Fiber, data: Json) -> Steps:
        """What the kind of state does between being entered and being left."""
        raise NotImplementedError

    def enter(self, fiber: Fiber, data: Json) -> None:
        """Note that the state is entered."""
        history = fiber.history
        history.visited.append(self.name)
        fiber.entered_at = fiber.session.clock.now()
        fiber.entered_id = history.add(
            fiber, f"{self.type}StateEntered", "stateEnteredEventDetails", input=data, name=self.name
        )

    def leave(
        self, fiber: Fiber, output: Json, following: str | None, assign: Expression | None = None, over: Json = None
    ) -> Json:
        """Note that the state is left, with variables set from `over`, and say where the flow goes on."""
        check_size(output, self.name)
        assigned: dict[str, Json] | None = None
        if assign is not None:
            assigned = assign(over, fiber)
            fiber.variables = {**fiber.variables, **assigned}
        details = {"name": self.name, "output": output}
        if assigned is not None:
            details["assignedVariables"] = assigned
        fiber.history.add(fiber, f"{self.type}StateExited", "stateExitedEventDetails", **details)
        fiber.state = following or ""
        return output


class WorkState(State):
    """A state with a result, which can fail, be tried again and be caught: Task, Parallel and Map."""

    def __init__(self, name: str, definition: dict[str, Json]) -> None:
        """Compile what the three have in common."""
        super().__init__(name, definition)
        selector = definition.get("ResultSelector")
        self._selector = None if selector is None else compile_template(selector)
        self._result_path = reference(definition.get("ResultPath", "$"))
        self._retriers = [Retrier(retrier) for retrier in definition.get("Retry", ())]
        self._catchers = [_Catcher(catcher) for catcher in definition.get("Catch", ())]

    def attempt(self, fiber: Fiber, data: Json, effective: Json) -> Steps:
        """Do the work once, with the input that came and the one that is filtered; the raw result."""
        raise NotImplementedError

    def work(self, fiber: Fiber, data: Json) -> Steps:
        """Attempt, select, place and filter; on failure retry, then catch."""
        tries = [0] * len(self._retriers)
        while True:
            try:
                effective = self._input(data, fiber)
                result = yield from self.attempt(fiber, data, effective)
                if self._selector is not None:
                    result = self._selector(result, fiber)
                output = self._output(_placed(self._result_path, data, result), fiber)
                return self.leave(fiber, output, self.next, self._assign, result)
            except Failure as failure:
                located = failure
                if isinstance(failure, EvaluationFailure):
                    located = failure.in_state(self.name, fiber.entered_id)
                delay = self._retry(fiber, located.error, tries)
                if delay is None:
                    return self._catch(fiber, data, located)
                fiber.retries = (fiber.retries or 0) + 1
                yield Sleep(fiber.session.clock.now() + delay)

    def _retry(self, fiber: Fiber, error: str | None, tries: list[int]) -> float | None:
        for number, retrier in enumerate(self._retriers):
            if matches(retrier.names, error):
                if tries[number] >= retrier.attempts:
                    return None
                tries[number] += 1
                return retrier.delay(tries[number] - 1, fiber.session.random)
        return None

    def _catch(self, fiber: Fiber, data: Json, failure: Failure) -> Json:
        for catcher in self._catchers:
            if matches(catcher.names, failure.error):
                error = {"Error": failure.error or "", "Cause": failure.cause or ""}
                output = _placed(catcher.result_path, data, error)
                return self.leave(fiber, output, catcher.next, catcher.assign, error)
        raise failure


class _Catcher:
    __slots__ = ("assign", "names", "next", "result_path")

    def __init__(self, definition: dict[str, Json]) -> None:
        self.names = definition.get("ErrorEquals", ())
        self.next: str = definition["Next"]
        self.result_path = reference(definition.get("ResultPath", "$"))
        assign = definition.get("Assign")
        self.assign = None if assign is None else compile_template(assign)


def filter_of(definition: dict[str, Json], field: str) -> Expression:
    """InputPath or OutputPath: which part goes on; null stands for `{}` (ASL specification, "Filters")."""
    text = definition.get(field, "$")
    if text == "$":
        return lambda data, fiber: data
    if text is None:
        return lambda data, fiber: {}
    select = compile_path(text)

    def evaluate(data: Json, fiber: Fiber) -> Json:
        try:
            return select(data, fiber)
        except NoResult as why:
            raise EvaluationFailure(f"Invalid path '{text}' : {why}") from None

    return evaluate


def reference(text: Json) -> ReferencePath | None:
    """ResultPath: where a result goes; None drops it."""
    return None if text is None else ReferencePath(text)


def _placed(place: ReferencePath | None, data: Json, result: Json) -> Json:
    return data if place is None else place.put(data, result)


def whole(value: Any) -> bool:
    """Whether it is a whole number of zero or more."""
    return isinstance(value, int | float) and not isinstance(value, bool) and value >= 0 and value == int(value)


def duration(definition: dict[str, Json], field: str) -> Callable[[Json, Fiber], float | None]:
    """The seconds of a field such as TimeoutSeconds or of its `…Path`; None where neither is given."""
    path = definition.get(f"{field}Path")
    if path is None:
        seconds = definition.get(field)
        if seconds is not None and not whole(seconds):
            raise DefinitionError(f"{field} is a whole number of seconds, not {seconds!r}")
        return lambda data, fiber: seconds
    select = compile_path(path)

    def evaluate(data: Json, fiber: Fiber) -> float | None:
        try:
            found = select(data, fiber)
        except NoResult as why:
            raise EvaluationFailure(f"Invalid path '{path}' : {why}") from None
        if not whole(found):
            raise EvaluationFailure(
                f"The {field}Path parameter does not reference a positive integer or zero: {path} == {found}"
            )
        return float(found)

    return evaluate


def failure_of(error: TaskError) -> Failure:
    """A double's failure as the interpreter's."""
    return Failure(error.error, error.cause)
