"""The base classes of states: entering and leaving, the next state, and Retry and Catch."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from typing import Any, ClassVar, Protocol, TypeAlias

from aslant.errors import DefinitionError, did_you_mean
from aslant.json_value import Json
from aslant.run.failure import EvaluationFailure, Failure, TimedOut
from aslant.run.fiber import Effect, Fiber
from aslant.run.history import entered, exited
from aslant.run.language import language_of
from aslant.run.limits import check_size
from aslant.run.retry import Recovery
from aslant.run.values import as_integer
from aslant.run.wait_scale import pause

__all__ = ["FlowOfStates", "Guarded", "Instant", "State", "Transition", "Waiting", "whole_number"]

Transition: TypeAlias = tuple[Json, str | None]
"""A state's output and the name of the next state, which is None at the end of the flow."""


class FlowOfStates(Protocol):
    """The flow that a state is in; `aslant.run.flow.CompiledFlow` implements it."""

    @property
    def definitions(self) -> Mapping[str, Any]:
        """The definitions of its states by their names."""
        ...  # pragma: no cover

    @property
    def language(self) -> Any:
        """The query language of the workflow."""
        ...  # pragma: no cover

    def states(self) -> list[State]:
        """Return all states, compiled."""
        ...  # pragma: no cover

    def walk(self, fiber: Fiber, data: Json) -> Generator[Effect, Json, Json]:
        """Go through the flow with an input, and return its output; Failure when it fails."""
        ...  # pragma: no cover


class State:
    """A state, compiled from its definition."""

    kind: ClassVar[str] = ""
    kinds: ClassVar[dict[str, type[State]]] = {}
    template: ClassVar[str | None] = None
    """The field that shapes the effective input."""
    ends: ClassVar[bool] = False
    """Whether the state has neither Next nor End: Succeed, Fail and Choice."""
    selects: ClassVar[bool] = False
    """Whether the output in JSONPath is always a part of the input, so that its size needs no check."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.kind:
            State.kinds[cls.kind] = cls

    def __init__(self, name: str, definition: Mapping[str, Any], flow: FlowOfStates) -> None:
        """Compile a state of a flow, and raise DefinitionError for an invalid definition."""
        self.name = name
        self.language = language_of(definition.get("QueryLanguage", flow.language), flow.language)
        self.data_flow = self.language.data_flow(definition, template=self.template)
        self._selects = self.selects and self.language.selects
        self.flows: Sequence[FlowOfStates] = ()
        self.next = None if self.ends else self._following(definition, flow)
        self._entered = f"{self.kind}StateEntered"
        self._exited = f"{self.kind}StateExited"

    def enter(self, fiber: Fiber, data: Json) -> None:
        """Record that the state is entered. Raises TimedOut when the execution's time is over."""
        if fiber.resume is not None and fiber.resumes(fiber.resume):
            return
        session = fiber.session
        now = session.clock.now()
        if now + fiber.skipped > session.deadline:
            fiber.entering = self.name, data
            raise TimedOut
        fiber.state = self.name
        fiber.entered_at = now
        fiber.retries = fiber.token = None
        fiber.last = fiber.entered_id = fiber.history.add(self._entered, fiber.last, now, entered, (self.name, data))

    def leave(self, fiber: Fiber, data: Json, output: Json, variables: dict[str, Json] | None = None) -> None:
        """Record that the state is left, and assign its variables. Raises Failure when the output is too large."""
        if output is not data and not self._selects:
            check_size(output, self.name)
        fiber.record(self._exited, exited, self.name, output, variables)
        fiber.entered_id = 0
        if variables:
            fiber.variables.update(variables)

    def _following(self, definition: Mapping[str, Any], flow: FlowOfStates) -> str | None:
        if definition.get("End") is True:
            return None
        following = definition.get("Next")
        if following is None:
            raise DefinitionError('Next or "End": true is required')
        return followed_state(following, flow)


class Instant(State):
    """A state that takes no time."""

    def step(self, fiber: Fiber, data: Json) -> Transition:
        """Go through the state."""
        raise NotImplementedError


class Waiting(State):
    """A state that waits for something."""

    def steps(self, fiber: Fiber, data: Json) -> Generator[Effect, Json, Transition]:
        """Go through the state, and yield what it waits for."""
        raise NotImplementedError


class Guarded(Waiting):
    """A state with Retry and Catch: Task, Parallel and Map."""

    template: ClassVar[str | None] = "Parameters"

    def __init__(self, name: str, definition: Mapping[str, Any], flow: FlowOfStates) -> None:
        """Compile a state of a flow, and raise DefinitionError for an invalid definition."""
        super().__init__(name, definition, flow)
        self.recovery = Recovery(definition, self.language)
        """The Retry and Catch of the state, which `test_state` replaces."""
        self.work: Callable[[Fiber, Json, Json], Generator[Effect, Json, Json]] | None = None
        """The replacement for `attempt` in `test_state`; None in executions."""
        for catcher in self.recovery.catchers:
            followed_state(catcher.next, flow)

    def attempt(self, fiber: Fiber, data: Json, arguments: Json) -> Generator[Effect, Json, Json]:
        """Do the work once, and return the raw result or raise Failure."""
        raise NotImplementedError

    def gave_up(self, fiber: Fiber) -> None:
        """Record that the work has failed and is not tried again."""

    def steps(self, fiber: Fiber, data: Json) -> Generator[Effect, Json, Transition]:
        """Try until the work succeeds, or its failure is caught or raised."""
        self.enter(fiber, data)
        fiber.retries = 0
        attempts = [0] * len(self.recovery.retriers)
        flow = self.data_flow
        work = self.work or self.attempt
        while True:
            worked = False
            try:
                arguments = flow.arguments(data, fiber)
                raw = yield from work(fiber, data, arguments)
                worked = True
                result = flow.result(raw, fiber)
                output = flow.output(data, result, fiber)
                self.leave(fiber, data, output, flow.variables(data, result, fiber))
                return output, self.next
            except EvaluationFailure as evaluation:
                failure = fiber.located(evaluation)
                # Recorded on AWS: a failed expression fails a Map, but States.Runtime ends the execution at once.
                worked = worked or failure.error == "States.Runtime"
            except Failure as plain:
                failure = plain
            delay = self.recovery.delay(failure, attempts, fiber)
            if delay is None:
                if not worked:
                    self.gave_up(fiber)
                return self._caught(failure, fiber, data)
            fiber.retries += 1
            if delay > 0:
                yield from pause(fiber, delay)

    def _caught(self, failure: Failure, fiber: Fiber, data: Json) -> Transition:
        """Return the transition of the catcher for a failure; without one, raise the failure."""
        catcher = self.recovery.catcher(failure, fiber)
        if catcher is None:
            raise failure
        timed_out = failure.error == "States.Timeout" and failure.cause is None
        # Recorded on AWS: the event of a timeout has no cause, and the error output an empty one.
        error = {"Error": failure.error, "Cause": "" if timed_out else failure.cause}
        output = catcher.flow.output(data, error, fiber)
        self.leave(fiber, data, output, catcher.flow.variables(data, error, fiber))
        return output, catcher.next


def followed_state(name: Any, flow: FlowOfStates) -> str:
    """Return the name of a next state, after a check that it exists."""
    if not isinstance(name, str) or name not in flow.definitions:
        near = did_you_mean(name, flow.definitions) if isinstance(name, str) else ""
        raise DefinitionError(f"the next state {name!r} does not exist{near}")
    return name


def whole_number(value: Json, field: str) -> int:
    """Return a count of seconds or of fibers; a string of digits is one as well, as on AWS."""
    number = as_integer(value)
    if number is None or number < 0:
        raise EvaluationFailure(f"The {field} parameter does not reference a whole number of 0 or more: {value!r}")
    return number
