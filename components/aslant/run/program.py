"""Programs, which are compiled definitions, and `run`, which compiles and runs a workflow in one call."""

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
from aslant.run.task_names import mockable_names, warn_of_unknown_names
from aslant.run.threads import ThreadScheduler
from aslant.run.values import copied, measured, size

__all__ = ["Program", "compiled", "finished", "run"]

_MACHINE = "arn:aws:states:us-east-1:123456789012:stateMachine:machine"
_NO_INPUT: Json = {}  # a copy is passed on
_ROLE = "arn:aws:iam::123456789012:role/machine"


class Program:
    """A compiled workflow, which can be run any number of times and from several threads."""

    __slots__ = ("__weakref__", "_names", "_workflow", "document", "flow", "handlers", "timeout")

    def __init__(self, definition: Definition, *, lazy: bool = False) -> None:
        """Compile a workflow. Raises DefinitionError or RunError for a state that cannot be run.

        A lazy program compiles a state when an execution first reaches it, so that unused states cost nothing.
        """
        self.handlers: Mapping[str, Callable[..., Any]] = {}
        document: Any = definition
        self._workflow: Callable[[], Any] = lambda: document
        if isinstance(definition, BuiltWorkflow):
            self.handlers = definition.handlers
            document = definition.to_dict()
            self._workflow = weakref.ref(definition)  # the workflow keeps this program alive
        elif not isinstance(definition, Mapping):
            raise DefinitionError(f"a workflow must be a StateMachine or an object, not {type(definition).__name__}")
        self.document: Mapping[str, Any] = document
        """The definition as JSON."""
        self.flow = CompiledFlow(document, document.get("QueryLanguage", "JSONPath"), "the workflow")
        timeout = document.get("TimeoutSeconds")
        if timeout is not None and (isinstance(timeout, bool) or not isinstance(timeout, (int, float)) or timeout <= 0):
            raise DefinitionError(f"the workflow: TimeoutSeconds must be a number greater than 0, not {timeout!r}")
        self.timeout: float | None = timeout
        self._names = cache(partial(mockable_names, document, self.handlers))
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
        return finished(root)

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
        variables: Mapping[str, Json] | None = None,
    ) -> Fiber:
        """Return the main fiber of a new execution, for a scheduler to run; see `aslant.run.run`.

        The input must be valid JSON within the size limit, and must not be changed later. `variables` are assigned
        before the first state.
        """
        doubles = Doubles({} if tasks is None else tasks, self.handlers)
        if doubles.tasks:
            warn_of_unknown_names(doubles.tasks, self._names())
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
        root = Fiber(session, history_for(session), 0, dict(variables or ()))
        root.steps = execute(root, self.flow)
        return root

    @property
    def workflow(self) -> Definition | None:
        """The workflow as the caller passed it; None after a StateMachine has been garbage-collected."""
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
    """Run a workflow in this process as Step Functions would, and return the execution.

    Args:
        machine: The workflow. The compiled form of a StateMachine is kept as long as the StateMachine exists.
        input: Any JSON value; by default an empty object, as on AWS.
        tasks: Mocks for tasks by name. The names are looked up in this order: the state's name (the mock returns the
            task's raw result), the resource as its ARN or its short form (`bedrock:invokeModel`), the function's name,
            ARN or symbol (a Lambda handler, whose result `lambda:invoke` wraps), the name or ARN of the state machine
            that `startExecution` starts, and last the workflow's own handlers.
            A mock is any JSON value, a `TaskError(error, cause)`, or a callable that takes the event and the
            context, or only the event, and returns one of these. A callable fails the task by raising a TaskError or,
            as in Lambda, any other exception. `takes(seconds, mock)` is a mock that takes time. A mock that returns
            `pending()` leaves the task waiting for `context.task_token`. A workflow is the mock of a state machine
            that a task starts. The objects that a distributed Map reads from S3 are under the Map's name or
            `s3://bucket/key` (see `aslant.run.maps.s3_objects`). A name that matches no task but resembles one
            without a mock causes a warning.
            Instead of the mapping, one callable may handle every task, which it gets as a `TaskCall`.
        clock: The clock; by default a new FakeClock, so that waits take no time.
        name: The execution's name; by default a generated ID.
        type: EXPRESS executions are limited to five minutes, STANDARD ones to 25,000 events.
        machine_arn: The ARN of the state machine in the context object.
        role_arn: The ARN of the role in the context object.
        seed: The seed of the sequence of IDs, random numbers and jitter.

    Raises:
        DefinitionError: the definition cannot be run.
        RunError: the input is not valid JSON or too large, a task has no mock or handler, or a wait never ends.
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


def finished(root: Fiber) -> Execution:
    """Run the main fiber of an execution to its end, and return the execution."""
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


_programs: dict[int, tuple[weakref.ref[Any], Program]] = {}


def compiled(machine: Definition | Program) -> Program:
    """Return the program of a workflow. That of a StateMachine, which is immutable, is kept as long as it lives."""
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
        raise RunError(f"the input is not valid JSON: {problem}") from None
    if not fits(text):
        raise RunError(f"the input is {size(text):,} bytes of JSON. Step Functions accepts at most {MAX_BYTES:,}.")
    return copy


def _type(type: MachineType) -> MachineType:
    if type not in ("STANDARD", "EXPRESS"):
        raise RunError(f"type must be 'STANDARD' or 'EXPRESS', not {type!r}")
    return type
