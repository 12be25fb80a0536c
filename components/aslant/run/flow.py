"""Compiled flows: the states of a machine, of a branch or of a processor, and the one at which it starts."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Any

from aslant.errors import DefinitionError, RunError, did_you_mean
from aslant.json_value import Json
from aslant.run.failure import EvaluationFailure
from aslant.run.fiber import Effect, Fiber
from aslant.run.state import Instant, State, Transition, Waiting

__all__ = ["CompiledFlow"]


class CompiledFlow:
    """The states of a flow by name, each compiled when it is first reached."""

    __slots__ = ("_states", "definitions", "language", "place", "start_at")

    def __init__(self, definition: Any, language: Any, place: str) -> None:
        """Read a flow, and raise DefinitionError, which begins with the place, for an invalid one."""
        if not isinstance(definition, Mapping):
            raise DefinitionError(f"{place} must be an object with StartAt and States, not {type(definition).__name__}")
        states = definition.get("States")
        if not isinstance(states, Mapping) or not states:
            raise DefinitionError(f"{place} must have States, an object with at least one state")
        start_at = definition.get("StartAt")
        if not isinstance(start_at, str) or start_at not in states:
            near = did_you_mean(start_at, states) if isinstance(start_at, str) else ""
            raise DefinitionError(f"{place}: StartAt must be one of its states, not {start_at!r}{near}")
        self.definitions: Mapping[str, Any] = states
        self.start_at = start_at
        self.language = language
        self.place = place
        self._states: dict[str, State] = {}

    def state(self, name: str) -> State:
        """Return a state, compiled. DefinitionError and RunError begin with its name."""
        state = self._states.get(name)
        if state is None:
            state = self._states[name] = self._compile(name)
        return state

    def states(self) -> list[State]:
        """Return all states, compiled."""
        return [self.state(name) for name in self.definitions]

    def walk(self, fiber: Fiber, data: Json) -> Generator[Effect, Json, Json]:
        """Go through the flow with an input, and return its output or raise Failure."""
        position = fiber.resume
        if position is None:
            state = self.state(self.start_at)
        else:
            state, data = self.state(position.state), position.input
        states = self._states
        while True:
            try:
                transition: Transition
                if isinstance(state, Instant):
                    transition = state.step(fiber, data)
                else:
                    assert isinstance(state, Waiting)  # noqa: S101 - these are the two subclasses
                    transition = yield from state.steps(fiber, data)
            except EvaluationFailure as failure:
                raise fiber.located(failure) from None
            data, following = transition
            if following is None:
                return data
            state = states.get(following) or self.state(following)

    def _compile(self, name: str) -> State:
        definition = self.definitions[name]
        place = f"state {name!r}"
        if not isinstance(definition, Mapping):
            raise DefinitionError(f"{place} must be an object, not {definition!r}")
        kind = definition.get("Type")
        compiler = State.kinds.get(kind) if isinstance(kind, str) else None
        if compiler is None:
            near = did_you_mean(kind, State.kinds) if isinstance(kind, str) else ""
            raise DefinitionError(f"{place}: Type must be one of {', '.join(State.kinds)}, not {kind!r}{near}")
        try:
            return compiler(name, definition, self)
        except DefinitionError as problem:
            raise DefinitionError(f"{place}: {problem}") from None
        except RunError as problem:
            raise RunError(f"{place}: {problem}") from None
