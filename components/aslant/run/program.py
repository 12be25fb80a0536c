"""Programs: definitions made ready to run, and `run`, which is the whole of it in one call."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import Any

import aslant.run.data.jsonpath
import aslant.run.states  # noqa: F401 - the kinds of states register themselves
from aslant.errors import DefinitionError, RunError
from aslant.json_value import Json
from aslant.run.clock import Clock, FakeClock
from aslant.run.definition import BuiltWorkflow, Definition
from aslant.run.doubles import Doubles
from aslant.run.execution import Execution, MachineType, Session
from aslant.run.fiber import Fiber
from aslant.run.flow import CompiledFlow
from aslant.run.language import register_module
from aslant.run.lifecycle import execute, history_for, watchers
from aslant.run.limits import MAX_BYTES, TOO_DEEP, fits
from aslant.run.nested import register_compiler
from aslant.run.scheduler import VirtualScheduler
from aslant.run.state import FlowOfStates
from aslant.run.task_call import Tasks
from aslant.run.task_names import playable, warn_of_strangers
from aslant.run.threads import ThreadScheduler
from aslant.run.values import copied, measured, size

__all__ = ["Program", "compiled", "run"]

_MACHINE = "arn:aws:states:us-east-1:123456789012:stateMachine:machine"
_NO_INPUT: Json = {}  # copied before anything sees it
_ROLE = "arn:aws:iam::123456789012:role/machine"


class Program:
    """A workflow made ready to run, any number of times and from several threads."""

    __slots__ = ("__weakref__", "_names", "_workflow", "document", "flow", "handlers", "timeout")

    def __init__(self, definition: Definition, *, lazy: bool = False) -> None:
        """Compile a workflow; DefinitionError or RunError says which state cannot be run and why.

        A lazy program compiles a state when it is first reached, and so costs no more than the way that is taken.
        """
        self.handlers: Mapping[str, Callable[..., Any]] = {}
        document: Any = definition
        self._workflow: Callable[[], Any] = lambda: document
        if isinstance(definition, BuiltWorkflow):
            self.handlers = definition.handlers
            document = definition.to_dict()
            self._workflow = weakref.ref(definition)  # which keeps this program
        elif not isinstance(definition, Mapping):
            raise DefinitionError(f"a workflow is a StateMachine or an object, not {type(definition).__name__}")
        self.document: Mapping[str, Any] = document
        """The definition, as JSON has it."""
        self.flow = CompiledFlow(document, document.get("QueryLanguage", "JSONPath"), "the workflow")
        timeout = document.get("TimeoutSeconds")
        if timeout is not None and (isinstance(timeout, bool) or not isinstance(timeout, (int, float)) or timeout <= 0):
            raise DefinitionError(f"TimeoutSeconds of the workflow must be a number above 0, not {timeout!r}")
        self.timeout: float | None = timeout
        self._names = cache(partial(playable, document, self.handlers))
        flows: list[FlowOfStates] = [] if lazy else [self.flow]
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
        root = self.prepare(
            _input(input),
            tasks=tasks,
            clock=clock,
            name=name,
            type=type,
            machine_arn=machine_arn,
            role_arn=role_arn,
            seed=seed,
        )
        session = root.session
        scheduler = (ThreadScheduler if session.clock.real else VirtualScheduler)(session.clock, session.deadline)
        try:
            execution: Execution = scheduler.run(root)
            execution.output = copied(execution.output)
            scheduler.finish()
        except RecursionError:
            raise RunError(TOO_DEEP) from None
        for watch in watchers:
            watch(execution)
        return execution

    def prepare(
        self,
        input: Json,
        *,
        tasks: Tasks | None,
        clock: Clock | None,
        name: str | None,
        type: MachineType,
        machine_arn: str,
        role_arn: str,
        seed: int,
    ) -> Fiber:
        """Return the main line of a new execution, for a scheduler to run; see `aslant.run.run`.

        The input is JSON that nobody changes, and small enough.
        """
        doubles = Doubles({} if tasks is None else tasks, self.handlers)
        if doubles.tasks:
            warn_of_strangers(doubles.tasks, self._names())
        session = Session(
            input,
            doubles,
            FakeClock() if clock is None else clock,
            _type(type),
            self.timeout,
            name=name,
            machine_arn=machine_arn,
            role_arn=role_arn,
            seed=seed,
        )
        session.program = self
        root = Fiber(session, history_for(session), 0, {})
        root.steps = execute(root, self.flow)
        return root

    @property
    def workflow(self) -> Definition | None:
        """The workflow as it was given; None when a StateMachine is gone."""
        workflow: Definition | None = self._workflow()
        return workflow


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
            resource as its ARN or in short (`bedrock:invokeModel`), the function's name, ARN or symbol (a Lambda
            handler, whose result `lambda:invoke` wraps), the name or ARN of the state machine that `startExecution`
            starts, and last the workflow's own handlers.
            A double is any JSON value, a `TaskError(error, cause)`, or a callable that takes the event and the
            context, or the event alone, and returns one of these; it fails the task by raising a TaskError, or as
            Lambda does by raising anything else. `takes(seconds, double)` is a double that takes time; the answer
            `pending()` leaves the task waiting for `context.task_token`; a workflow is the double of what starts
            one. What a distributed Map reads from S3 stands under the Map's name or `s3://bucket/key` (see
            `aslant.run.maps.s3_objects`). A name that plays nothing and is near one that nobody doubles is warned of.
            One callable instead of the mapping gets every task as a `TaskCall`.
        clock: What tells the time; a fresh FakeClock unless given, so that waits cost no time.
        name: The execution's name; an id unless given.
        type: EXPRESS has five minutes, STANDARD 25,000 events.
        machine_arn: What the context object calls the machine.
        role_arn: What the context object calls the role.
        seed: Makes another sequence of ids, random numbers and jitter.

    Raises:
        DefinitionError: the definition cannot be run as it stands.
        RunError: the input is no JSON or too large, a task has nobody to play it, or nothing ends a wait.
    """
    return compiled(machine).run(
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


def compiled(machine: Definition | Program) -> Program:
    """The program of a workflow; that of a StateMachine, which never changes, is kept as long as it lives."""
    if isinstance(machine, Program):
        return machine
    key = id(machine)
    kept = _programs.get(key)
    if kept is not None and kept[0]() is machine:
        return kept[1]
    program = Program(machine, lazy=True)
    if isinstance(machine, BuiltWorkflow):
        _programs[key] = (weakref.ref(machine, lambda _: _programs.pop(key, None)), program)
    return program


register_compiler(compiled)
register_module("JSONata", "aslant.run.data.jsonata")  # most workflows do without it


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
