"""A definition, compiled once to be run often."""

from __future__ import annotations

import random
import uuid
import weakref
from collections.abc import Callable, Mapping
from typing import Any, Literal

from aslant.asl import StateMachine
from aslant.asl.values import copy_json
from aslant.errors import DefinitionError, RunError, did_you_mean
from aslant.run.clock import Clock, FakeClock
from aslant.run.execution import Execution
from aslant.run.failure import Failure, TimedOut
from aslant.run.fiber import Fiber, Steps
from aslant.run.history import History
from aslant.run.limits import EXPRESS_SECONDS, MAX_BYTES, fits
from aslant.run.scheduler import run_fiber
from aslant.run.session import Session
from aslant.run.states import State, compile_state
from aslant.run.tasks import Doubles, TaskCall
from aslant.run.values import Json, copied, dumps

__all__ = ["Body", "Program", "run"]

MachineType = Literal["STANDARD", "EXPRESS"]
Tasks = Mapping[str, Any] | Callable[[TaskCall], Json]


class Body:
    """A machine, branch or processor: its states, compiled when they are first entered."""

    __slots__ = ("_compiled", "_start", "_states")

    def __init__(self, definition: Json) -> None:
        """Read where it starts; DefinitionError when there is nothing to start with."""
        if not isinstance(definition, dict) or not isinstance(definition.get("States"), dict):
            raise DefinitionError("a machine is an object with StartAt and States, an object of states by name")
        if definition.get("QueryLanguage") == "JSONata":
            raise RunError("the machine is in JSONata, which does not run here yet; JSONPath does")
        self._states: dict[str, Json] = definition["States"]
        self._compiled: dict[str, State] = {}
        self._start = definition.get("StartAt")
        if not isinstance(self._start, str):
            raise DefinitionError(f"StartAt is the name of a state, not {self._start!r}")

    def steps(self, fiber: Fiber, data: Json) -> Steps:
        """Go through the states from the first to the end; the last one's output."""
        name = self._start
        compiled = self._compiled
        while name:
            state = compiled.get(name)
            if state is None:
                state = compiled[name] = self._compile(name, fiber.state)
            data = yield from state.run(fiber, data)
            name = fiber.state
        return data

    def _compile(self, name: str, before: str) -> State:
        if name not in self._states:
            place = f"state {before!r} goes to" if before else "StartAt names"
            raise DefinitionError(f"{place} {name!r}, which does not exist{did_you_mean(name, self._states)}")
        return compile_state(name, self._states[name], Body)


class Program:
    """A definition, ready to run: `Program(machine).run({"flavour": "pepperoni"})`."""

    def __init__(self, definition: StateMachine | Mapping[str, Json]) -> None:
        """Compile a workflow or a definition as a dict.

        Raises:
            DefinitionError: it is no definition; a state that is wrong is told when it is first entered.
            RunError: it is in JSONata.
        """
        self._handlers: Mapping[str, Callable[..., Any]] = {}
        if isinstance(definition, StateMachine):
            self._handlers = definition.handlers
            document = definition.to_dict()
        else:
            document = copy_json(dict(definition) if isinstance(definition, Mapping) else definition)
        self._body = Body(document)
        self._timeout = document.get("TimeoutSeconds")

    def run(
        self,
        input: Json = None,
        *,
        tasks: Tasks | None = None,
        clock: Clock | None = None,
        name: str | None = None,
        type: MachineType = "STANDARD",
        seed: int | None = None,
    ) -> Execution:
        """Run it to the end, as `run` does."""
        data = _checked({} if input is None else input)
        clock = FakeClock() if clock is None else clock
        start = clock.now()
        session = Session(
            clock=clock,
            tasks=tasks if callable(tasks) else Doubles(tasks or {}, self._handlers),
            random=random.Random(seed if seed is not None else 0),  # noqa: S311  # jitter is no secret
            name=name or str(uuid.uuid4()),
            machine="StateMachine",
            input=data,
            start=start,
            deadline=start + self._seconds(type),
        )
        history = History(express=type == "EXPRESS")
        fiber = Fiber(session, history, 0, {})
        role = "arn:aws:iam::123456789012:role/StateMachine"
        history.add(fiber, "ExecutionStarted", "executionStartedEventDetails", input=data, roleArn=role)
        fiber.last = 0  # as AWS counts: the first state is behind nothing
        try:
            output = run_fiber(fiber, self._body.steps(fiber, data))
        except Failure as failure:
            history.finish(
                fiber, "ExecutionFailed", "executionFailedEventDetails", error=failure.error, cause=failure.cause
            )
            return Execution(
                "FAILED", None, failure.error, failure.cause, session.name, start, clock.now(), history
            )
        except TimedOut:
            history.finish(fiber, "ExecutionTimedOut", "executionTimedOutEventDetails", error="States.Timeout")
            return Execution("TIMED_OUT", None, "States.Timeout", None, session.name, start, clock.now(), history)
        history.finish(fiber, "ExecutionSucceeded", "executionSucceededEventDetails", output=output)
        return Execution("SUCCEEDED", copied(output), None, None, session.name, start, clock.now(), history)

    def _seconds(self, type: MachineType) -> float:
        seconds = float("inf") if self._timeout is None else float(self._timeout)
        return min(seconds, EXPRESS_SECONDS) if type == "EXPRESS" else seconds


def _checked(data: Json) -> Json:
    """The input, which nobody else can change."""
    try:
        text = dumps(data)
    except (TypeError, ValueError) as why:
        raise RunError(f"the input is no JSON: {why}") from None
    if not fits(text):
        raise RunError(f"the input has {len(text.encode()):,} bytes, and Step Functions takes {MAX_BYTES:,}")
    return copied(data)


# By identity: equal machines may have different handlers.
_programs: dict[int, tuple[weakref.ref[StateMachine], Program]] = {}


def _program(machine: StateMachine) -> Program:
    known = _programs.get(id(machine))
    if known is not None and known[0]() is machine:
        return known[1]
    program = Program(machine)
    key = id(machine)
    _programs[key] = (weakref.ref(machine, lambda _: _programs.pop(key, None)), program)
    return program


def run(
    machine: StateMachine | Mapping[str, Json],
    input: Json = None,
    *,
    tasks: Tasks | None = None,
    clock: Clock | None = None,
    name: str | None = None,
    type: MachineType = "STANDARD",
    seed: int | None = None,
) -> Execution:
    """Run a workflow in this process, its time under `clock`'s control.

    `input` is JSON, `{}` where it is left out. `tasks` says who plays the tasks: names to doubles (a callable or a
    canned answer, by state, resource or function), or one function that gets every `TaskCall`; the workflow's own
    handlers play what is not named. `seed` makes jitter and random numbers repeatable.

    Raises:
        RunError: the input is no JSON or too large, a task has nobody to play it, or the workflow is in JSONata.
        DefinitionError: a state that is reached is not what the language has.
    """
    program = _program(machine) if isinstance(machine, StateMachine) else Program(machine)
    return program.run(input, tasks=tasks, clock=clock, name=name, type=type, seed=seed)
