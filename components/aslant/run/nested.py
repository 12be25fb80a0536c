"""Executions that a task starts: `states:startExecution`, its `.sync` and `.sync:2`, and the SDK's two actions.

Developer guide, section 'Start Step Functions workflow executions from a task state'. The results are as recorded on
AWS: PascalCase names as in the SDK, and dates in epoch milliseconds (in ISO 8601 for the SDK integration).
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from typing import Any, Protocol

from aslant.errors import DefinitionError, RunError
from aslant.json_value import Json
from aslant.run.answer import Answer, Bounds, pending, result_or_delay
from aslant.run.definition import CompiledWorkflow, is_workflow
from aslant.run.execution import Execution, MachineType, Session
from aslant.run.failure import Failure
from aslant.run.fiber import CallTask, Detach, Effect, Fiber, Join
from aslant.run.history import History
from aslant.run.lambdas import LambdaContext, call_handler
from aslant.run.lifecycle import Walk, child, watchers
from aslant.run.metadata import http_date, sdk_metadata
from aslant.run.report.describe_execution import describe_execution
from aslant.run.resource import TaskResource, machine_names
from aslant.run.timestamps import format_timestamp
from aslant.run.values import dumps, loads

__all__ = ["NestedExecution", "NestedProgram", "register_compiler"]


class NestedProgram(CompiledWorkflow, Protocol):
    """A compiled workflow that a nested execution runs."""

    @property
    def flow(self) -> Walk:
        """The states."""
        ...  # pragma: no cover

    @property
    def timeout(self) -> float | None:
        """TimeoutSeconds of the workflow."""
        ...  # pragma: no cover


_compilers: list[Callable[[Any], NestedProgram]] = []


def register_compiler(compile: Callable[[Any], NestedProgram]) -> None:
    """Set the function that compiles the workflows of nested executions.

    `aslant.run.program` calls it: a program has tasks, and a task may start a program, so that one of the two modules
    cannot import the other.
    """
    _compilers[:] = [compile]


class NestedExecution(Answer):
    """A nested execution: of a workflow, or of a mock that gets the input and returns the output."""

    def __init__(self, double: Any, resource: TaskResource, state: str, arguments: Json) -> None:
        """Prepare the execution. Raises DefinitionError for a workflow that cannot be run."""
        self._arguments: Mapping[str, Json] = arguments if isinstance(arguments, Mapping) else {}
        arn = self._arguments.get("StateMachineArn")
        names = machine_names(arn if isinstance(arn, str) and arn else "machine")
        self._arn = next((name for name in names if name.startswith("arn:")), "")
        self._arn = self._arn or f"arn:aws:states:us-east-1:123456789012:stateMachine:{names[-1]}"
        self._resource = resource
        self._sdk = resource.service == "aws-sdk:sfn"
        self._program: NestedProgram | None = None
        self._walk: Walk = _MockedMachine(double, names[-1])
        if is_workflow(double):
            try:
                self._program = _compilers[0](double)
            except (DefinitionError, RunError) as problem:
                raise type(problem)(f"state {state!r} starts {names[-1]!r}: {problem}") from None
            self._walk = self._program.flow

    def submitted(self, fiber: Fiber) -> Json:
        """Start the execution, and return the response of StartExecution."""
        parent = fiber.session
        type: MachineType = "EXPRESS" if self._resource.action == "startSyncExecution" else "STANDARD"
        name = self._arguments.get("Name")
        program = self._program
        self._session = parent.child(
            self._input(),
            type,
            None if program is None else program.timeout,
            name=name if isinstance(name, str) and name else None,
            machine_arn=self._arn,
            program=program,
        )
        arn, known = self._session.arn, parent.world.arns
        if arn in known and type == "STANDARD":
            raise self._refused("ExecutionAlreadyExists", f"Execution Already Exists: '{arn}'")
        known.add(arn)
        self._fiber = Fiber(self._session, History(0, standard=True), 0, {})
        self._fiber.steps = child(parent, self._session, self._fiber, self._walk, self._ended)
        answer = {"ExecutionArn": arn, "StartDate": self._date(self._session.start)}
        return answer if self._sdk else dict(sorted({**answer, **_metadata(self._session, dumps(answer))}.items()))

    def result(self, fiber: Fiber, bounds: Bounds) -> Generator[Effect, Json, Json]:
        """Wait for the end of the execution or for the token, if the integration does, and return the raw result."""
        waits = self._resource.submits or self._resource.action == "startSyncExecution"
        started = None if self._resource.submits else self.submitted(fiber)
        if not waits:
            yield Detach(self._fiber)
            return started
        if self._resource.takes_token:
            yield Detach(self._fiber)
            return (yield from pending().result(fiber, bounds))
        [execution] = yield Join([lambda last: self._fiber], 1, bounds.until)
        if self._resource.action == "startSyncExecution":
            return self._synchronous(execution)
        described = describe_execution(execution, self._date, texts=not self._resource.action.endswith(":2"))
        if execution.status != "SUCCEEDED":
            raise Failure("States.TaskFailed", dumps(described))
        return described

    def _ended(self, execution: Execution) -> None:
        if self._program is not None:
            for watch in watchers:
                watch(execution)

    def _input(self) -> Json:
        """Return the child's input: a string is parsed if it is valid JSON, and no input is an empty object."""
        input = self._arguments.get("Input")
        if input is None:
            return {}
        if not isinstance(input, str):
            return input
        try:
            return loads(input)
        except ValueError as problem:
            if self._sdk:
                raise self._refused(
                    "InvalidExecutionInput", f"Invalid State Machine Execution Input: '{problem}'"
                ) from None
            return input

    def _synchronous(self, execution: Execution) -> Json:
        """Return the response of StartSyncExecution, also for a failed execution."""
        duration = -(-(execution.stop_date - execution.start_date) * 1000 // 100) * 100
        billing = {"BilledDurationInMilliseconds": max(100, int(duration)), "BilledMemoryUsedInMB": 64}
        return {"BillingDetails": billing, **describe_execution(execution, self._date, redrive=False)}

    def _date(self, instant: float) -> Json:
        return format_timestamp(instant) if self._sdk else round(instant * 1000)

    def _refused(self, error: str, message: str) -> Failure:
        if self._sdk:
            details = "(Service: Sfn, Status Code: 400, Request ID: 00000000-0000-0000-0000-000000000000)"
            return Failure(f"Sfn.{error}Exception", f"{message} {details}")
        details = f"(Service: AWSStepFunctions; Status Code: 400; Error Code: {error}; Proxy: null)"
        return Failure(f"StepFunctions.{error}Exception", f"{message} {details}")


class _MockedMachine:
    """The mock of a state machine: it gets the input and returns the output."""

    def __init__(self, double: Any, name: str) -> None:
        self._double = double
        self._name = name

    def walk(self, fiber: Fiber, data: Json) -> Generator[Effect, Json, Json]:
        context = LambdaContext(self._name)

        def call() -> Json:
            return result_or_delay(
                self._double, lambda mock: call_handler(mock, data, context, self._name, compact=True)
            )

        answer = yield CallTask(call, None)
        if isinstance(answer, Answer):
            answer = yield from answer.result(fiber, Bounds(fiber.session.deadline, None, None))
        return answer


def _metadata(session: Session, body: str) -> dict[str, Json]:
    """Return the SDK's metadata of an HTTP response."""
    request_id = session.uuid()
    headers = {
        "connection": "keep-alive",
        "Content-Length": str(len(body)),
        "Content-Type": "application/x-amz-json-1.0",
        "Date": http_date(session.start),
        "x-amzn-RequestId": request_id,
    }
    return sdk_metadata(headers, request_id)
