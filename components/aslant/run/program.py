"""Programs: definitions made ready to run, and `run`, which is the whole of it in one call."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Mapping
from typing import Any, Protocol, TypeAlias, runtime_checkable

import aslant.run.jsonpath
import aslant.run.states  # noqa: F401 - the kinds of states register themselves
from aslant.errors import DefinitionError, RunError
from aslant.run.clock import Clock, FakeClock
from aslant.run.doubles import Doubles, Tasks
from aslant.run.execution import Execution
from aslant.run.failure import Failure, TimedOut
from aslant.run.fiber import Fiber
from aslant.run.flow import Flow
from aslant.run.history import History, HistoryFull, failed, given, result
from aslant.run.limits import EXPRESS_EVENTS, MAX_BYTES, MAX_EVENTS, fits
from aslant.run.scheduler import VirtualScheduler
from aslant.run.session import MachineType, Session
from aslant.run.threads import ThreadScheduler
from aslant.run.values import Json, copied, measured, size

__all__ = ["Definition", "Program", "run"]

_MACHINE = "arn:aws:states:us-east-1:123456789012:stateMachine:machine"
_NO_INPUT: Json = {}  # copied before anything sees it
_ROLE = "arn:aws:iam::123456789012:role/machine"


@runtime_checkable
class _Machine(Protocol):
    """A workflow that was built: an `aslant.asl.StateMachine`."""

    @property
    def handlers(self) -> Mapping[str, Callable[..., Any]]: ...

    def to_dict(self) -> dict[str, Any]: ...


Definition: TypeAlias = _Machine | Mapping[str, Any]
"""A workflow: a StateMachine, or the object that its JSON text says."""


class Program:
    """A workflow made ready to run, any number of times and from several threads."""

    __slots__ = ("__weakref__", "_flow", "_handlers", "_timeout")

    def __init__(self, definition: Definition, *, lazy: bool = False) -> None:
        """Compile a workflow; DefinitionError or RunError says which state cannot be run and why.

        A lazy program compiles a state when it is first reached, and so costs no more than the way that is taken.
        """
        self._handlers: Mapping[str, Callable[..., Any]] = {}
        document: Any = definition
        if isinstance(definition, _Machine):
            self._handlers = definition.handlers
            document = definition.to_dict()
        elif not isinstance(definition, Mapping):
            raise DefinitionError(f"a workflow is a StateMachine or an object, not {type(definition).__name__}")
        self._flow = Flow(document, document.get("QueryLanguage", "JSONPath"), "the workflow")
        timeout = document.get("TimeoutSeconds")
        if timeout is not None and (isinstance(timeout, bool) or not isinstance(timeout, (int, float)) or timeout <= 0):
            raise DefinitionError(f"TimeoutSeconds of the workflow must be a number above 0, not {timeout!r}")
        self._timeout: float | None = timeout
        flows = [] if lazy else [self._flow]
        while flows:
            for state in flows.pop().states():
                flows += state.flows

    def run(
        self,
        input: Json = _NO_INPUT,
        *,
        tasks: Tasks | None = None,
        clock: Clock | None = None,
        name: str | None = None,
        type: MachineType = "STANDARD",
        machine_arn: str = _MACHINE,
        role_arn: str = _ROLE,
        seed: int = 0,
    ) -> Execution:
        """Run one execution to its end; see `aslant.run.run`."""
        doubles = Doubles({} if tasks is None else tasks, self._handlers)
        session = Session(
            _input(input),
            doubles,
            FakeClock() if clock is None else clock,
            _type(type),
            self._timeout,
            name=name,
            machine_arn=machine_arn,
            role_arn=role_arn,
            seed=seed,
        )
        standard = type == "STANDARD"
        # The last place is for the event that ends the execution.
        history = History((MAX_EVENTS if standard else EXPRESS_EVENTS) - 1, standard=standard)
        try:
            return self._execute(session, history)
        except RecursionError:
            raise RunError("the definition or its data is nested too deep to be evaluated; flatten it") from None

    def _execute(self, session: Session, history: History) -> Execution:
        root = Fiber(session, history, 0, {})
        # AWS counts the first state's event from 0 as well: the start is nobody's predecessor.
        history.add("ExecutionStarted", 0, session.start, given, (session.input, session.role_arn))
        root.steps = self._flow.walk(root, session.input)
        scheduler = (ThreadScheduler if session.clock.real else VirtualScheduler)(session.clock, session.deadline)
        try:
            output = scheduler.run(root)
        except Failure as failure:
            return _failed(session, history, root, failure)
        except HistoryFull:
            why = f"The execution reached the maximum number of history events ({MAX_EVENTS})."
            root.last = len(history.entries)
            return _failed(session, history, root, Failure("States.Runtime", why))
        except TimedOut:
            timeout = Failure("States.Timeout")
            _conclude(history, "ExecutionTimedOut", session, root.last, failed, timeout)
            return Execution(session, history, "TIMED_OUT", None, timeout.error, None)
        _conclude(history, "ExecutionSucceeded", session, root.last, result, output)
        return Execution(session, history, "SUCCEEDED", copied(output), None, None)


def run(
    machine: Definition,
    input: Json = _NO_INPUT,
    *,
    tasks: Tasks | None = None,
    clock: Clock | None = None,
    name: str | None = None,
    type: MachineType = "STANDARD",
    machine_arn: str = _MACHINE,
    role_arn: str = _ROLE,
    seed: int = 0,
) -> Execution:
    """Run a workflow in this process, as Step Functions would, and return how it went.

    Args:
        machine: The workflow. What a StateMachine compiles to is kept as long as it is.
        input: Any JSON value; without one, an empty object, as AWS has it.
        tasks: Doubles, looked up in this order: the state's name (the double's answer is the task's raw result), the
            resource, the function's name, ARN or symbol (a Lambda handler, whose result `lambda:invoke` wraps), and
            last the workflow's own handlers. A double is any JSON value, or a callable that takes the event and
            the context, or the event alone; it fails the task by raising `TaskError(error, cause)`, or as Lambda
            does by raising anything else. One callable instead of the mapping gets every task as a `TaskCall`.
        clock: What tells the time; a fresh FakeClock unless given, so that waits cost no time.
        name: The execution's name; an id unless given.
        type: EXPRESS has five minutes, STANDARD 25,000 events.
        machine_arn: What the context object calls the machine.
        role_arn: What the context object calls the role.
        seed: Makes another sequence of ids, random numbers and jitter.

    Raises:
        DefinitionError: the definition cannot be run as it stands.
        RunError: the input is no JSON or too large, a task has nobody to play it, or the language is not evaluated.
    """
    program = _program(machine)
    return program.run(
        input,
        tasks=tasks,
        clock=clock,
        name=name,
        type=type,
        machine_arn=machine_arn,
        role_arn=role_arn,
        seed=seed,
    )


_programs: dict[int, tuple[weakref.ref[Any], Program]] = {}


def _program(machine: Definition) -> Program:
    """The program of a workflow; that of a StateMachine, which never changes, is kept as long as it lives."""
    key = id(machine)
    kept = _programs.get(key)
    if kept is not None and kept[0]() is machine:
        return kept[1]
    program = Program(machine, lazy=True)
    if isinstance(machine, _Machine):
        _programs[key] = (weakref.ref(machine, lambda _: _programs.pop(key, None)), program)
    return program


def _input(value: Json) -> Json:
    try:
        copy, text = measured(value)
    except (TypeError, ValueError) as problem:
        raise RunError(f"the input is no JSON: {problem}") from None
    if not fits(text):
        raise RunError(f"the input is {size(text):,} bytes of JSON; Step Functions takes {MAX_BYTES:,} at most")
    return copy


def _type(type: MachineType) -> MachineType:
    if type not in ("STANDARD", "EXPRESS"):
        raise RunError(f"type must be 'STANDARD' or 'EXPRESS', not {type!r}")
    return type


def _failed(session: Session, history: History, root: Fiber, failure: Failure) -> Execution:
    _conclude(history, "ExecutionFailed", session, root.last, failed, failure)
    return Execution(session, history, "FAILED", None, failure.error, failure.cause)


def _conclude(
    history: History, type: str, session: Session, last: int, render: Callable[..., dict[str, Any]], *payload: Any
) -> None:
    history.limit += 1
    history.add(type, last, session.clock.now(), render, payload)
