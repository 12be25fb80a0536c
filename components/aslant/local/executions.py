"""The executions of all machines: started and found as in Step Functions.

The order of the checks and the messages are those of AWS, as far as they have been recorded. The parameters of a
request have been checked against the API model. Invalid JSON is `InvalidExecutionInput`; this includes NaN, infinite
numbers and nesting that Python cannot read.
"""

from __future__ import annotations

import secrets
import threading
import time
import uuid
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

from aslant.errors import RunError
from aslant.local.aliases import ExecutionQualifier
from aslant.local.answers import AwsError
from aslant.local.arns import check_arn
from aslant.local.console.execution_summary import ended
from aslant.local.execution import Run
from aslant.local.json_problems import JsonProblem, read_json
from aslant.local.machine_store import MachineStore
from aslant.local.machines import LocalMachine
from aslant.local.map_runs import MapRuns
from aslant.local.page.recent import Recent
from aslant.local.retention import MAX_ENDED_RUNS
from aslant.local.run_record import RunRecord
from aslant.local.run_store import RunStore
from aslant.local.threads import Threads
from aslant.run.hub import Hub
from aslant.run.limits import FORBIDDEN_IN_NAMES

if TYPE_CHECKING:
    from aslant.run.mock_config import MockCase, MockConfig

__all__ = ["Executions", "optional", "read_input", "required"]

STEPPING, MOST_STEPPING = 4, 64
"""The number of threads that run the steps of executions: usually, and at most while slow expressions block some."""

INLINE = 200
"""The maximum number of requests at a time that call their execution's tasks in their own thread, which is fastest."""


class Executions:
    """All executions of all machines. Safe to use from several threads."""

    def __init__(self, machines: MachineStore, kept: int = MAX_ENDED_RUNS, wait_scale: float = 1.0) -> None:
        """Start executions of machines, and of their versions and aliases.

        `kept` is the number of ended STANDARD executions to keep. `wait_scale` makes waits shorter or longer; see
        `aslant.run.wait_scale`.
        """
        self.machines = machines
        self.hub = Hub(Threads(MOST_STEPPING, STEPPING), Threads(), wait_scale)
        """The threads and timers that all executions share. Requests do not use its threads."""
        self.map_runs = MapRuns(kept)
        self._runs: RunStore[Run] = RunStore(kept, lambda run: self.map_runs.forget(run.arn))
        self.recent = Recent(self.hub)
        """The latest EXPRESS executions, for the page."""
        self._inline = threading.BoundedSemaphore(INLINE)
        self.log: Callable[[str], None] = lambda _: None
        """Logs a line when an asynchronous execution ends."""
        self.mock_config: MockConfig | None = None
        """The test cases that an execution can be started with, by `#TestCase` after the machine's ARN."""

    def start_sync(self, parameters: Mapping[str, Any]) -> Run | Future[Run]:
        """Perform StartSyncExecution, and return the ended execution.

        The execution runs in this thread until it waits; the result is a Future then.

        Raises:
            AwsError: the request is refused.
        """
        machine, run = self._prepare(parameters)
        if machine.type != "EXPRESS":
            raise AwsError(
                "StateMachineTypeNotSupported", "This operation is not supported by this type of state machine"
            )
        self.recent.add(run)
        self._begin_sync(run)
        if run.status != "RUNNING":
            return run
        later: Future[Run] = Future()
        run.when_ended(lambda: later.set_result(run))
        return later

    def _begin_sync(self, run: Run) -> None:
        """Begin in this thread, and call tasks in it as well unless too many requests already do so."""
        inline = self._inline.acquire(blocking=False)
        try:
            run.begin(inline=inline)
        finally:
            if inline:
                self._inline.release()

    def start(self, parameters: Mapping[str, Any]) -> Run:
        """Perform StartExecution: run the execution in the threads of the hub, and return it.

        STANDARD machines use a name once. A second start with the same input returns the running execution.

        Raises:
            AwsError: the request is refused.
        """
        _, run = self._prepare(parameters)
        other = self.begin(run)
        if other is not None and (other.status != "RUNNING" or other.input != run.input):
            raise AwsError("ExecutionAlreadyExists", f"Execution Already Exists: '{run.arn}'")
        return run if other is None else other

    def begin(self, run: Run) -> Run | None:
        """Keep and run an execution in the threads of the hub; return the STANDARD one that already has its name."""
        if run.remembered:
            other = self._runs.add(run)
            if other is not None:
                return other
        else:
            self.recent.add(run)
        self._begin(run)
        return None

    def _begin(self, run: Run) -> None:
        run.when_ended(lambda: self.log(ended(run)))
        self.hub.steps.submit(run.begin, inline=False)

    def redrive(self, run: Run) -> bool:
        """Continue an ended STANDARD execution in the threads of the hub. Return False if it is no longer kept.

        Raises:
            ValueError: it cannot go on.
        """
        if not self._runs.revive(run):
            return False
        try:
            run.redrive()
        finally:
            self._runs.add(run)
        self._begin(run)
        return True

    def end(self) -> None:
        """Cancel the waits of all executions."""
        self.hub.close()

    def find(self, parameters: Mapping[str, Any]) -> RunRecord:
        """Return the execution that the parameter `executionArn` names: a STANDARD one, or one of a Map Run."""
        arn = parameters["executionArn"]
        child = self.map_runs.children.get(arn)
        if child is not None:
            return child
        check_arn(arn, "execution")
        run = self._runs.get(arn)
        if run is None:
            raise AwsError("ExecutionDoesNotExist", f"Execution Does Not Exist: '{arn}'")
        return run

    def run(self, arn: str) -> Run | None:
        """Return the STANDARD execution with an ARN; None if it is not kept."""
        return self._runs.get(arn)

    def of(self, machine: LocalMachine) -> list[Run]:
        """Return the kept executions of a machine, latest first."""
        return self._runs.of(machine.arn)

    def when_all_ended(self, machine: LocalMachine, action: Callable[[], None]) -> None:
        """Call an action in any thread when no execution of a machine runs, or now if none does."""
        for run in self._runs.of(machine.arn):
            if run.status == "RUNNING":
                run.when_ended(lambda: self.when_all_ended(machine, action))
                return
        action()

    def clear(self) -> None:
        """Stop and remove all executions."""
        for run in self._runs.clear():
            run.stop(None, None)

    def forget(self, machine_arn: str) -> None:
        """Remove the ended executions of a machine, so that another one of its name can use their names."""
        self._runs.forget(machine_arn)

    def machine(self, parameters: Mapping[str, Any]) -> LocalMachine:
        """Return the revision that the parameter `stateMachineArn` names, directly or by a version or an alias."""
        return self.machine_of(required(parameters, "stateMachineArn"))[0]

    def machine_of(self, arn: str) -> tuple[LocalMachine, ExecutionQualifier]:
        """Return the revision to execute for the ARN of a machine, a version or an alias."""
        check_arn(arn, "stateMachine")
        found = self.machines.find(arn)
        if found is None:
            raise AwsError("StateMachineDoesNotExist", f"State Machine Does Not Exist: '{arn}'")
        return found

    def _prepare(self, parameters: Mapping[str, Any]) -> tuple[LocalMachine, Run]:
        parameters, case = _split_case(parameters)
        name, text, trace = parameters.get("name"), parameters.get("input", "{}"), parameters.get("traceHeader")
        machine, route = self.machine_of(parameters["stateMachineArn"])
        if self.machines.is_deleting(machine.arn):
            raise AwsError("StateMachineDeleting", f"State Machine is being deleted: '{machine.arn}'")
        if name is not None and FORBIDDEN_IN_NAMES.search(name):
            raise AwsError("InvalidName", f"Invalid Name: '{name}'")
        value = read_input(text)
        if trace is None and machine.traced:
            trace = f"Root=1-{int(time.time()):08x}-{secrets.token_hex(12)};Sampled=1"
        name, mocks = name or str(uuid.uuid4()), self._mocks(machine, case)
        return machine, Run(machine, name, text, value, trace, route, self.hub, self.map_runs, mocks=mocks)

    def _mocks(self, machine: LocalMachine, case: str | None) -> MockCase | None:
        if case is None:
            return None
        if self.mock_config is None:
            raise AwsError(
                "ValidationException",
                f"The test case '{case}' needs a mock configuration file. Set --mock-config or SFN_MOCK_CONFIG.",
            )
        try:
            return self.mock_config.case(machine.name, case)
        except RunError as error:
            raise AwsError("ValidationException", f"Invalid test case '{case}': {error}") from None


def _split_case(parameters: Mapping[str, Any]) -> tuple[Mapping[str, Any], str | None]:
    """Return the parameters without the test case at the end of the machine's ARN, and the test case or None."""
    arn = parameters.get("stateMachineArn")
    if not isinstance(arn, str) or "#" not in arn:
        return parameters, None
    arn, _, case = arn.partition("#")
    return {**parameters, "stateMachineArn": arn}, case


def read_input(text: str) -> Any:
    """Return the JSON value of an execution's input. Raise AwsError if it is not valid JSON."""
    try:
        return read_json(text)
    except JsonProblem as problem:
        message = problem.message if text.strip() else "Invalid execution input."
        raise AwsError("InvalidExecutionInput", f"Invalid State Machine Execution Input: '{message}'") from None


def required(parameters: Mapping[str, Any], key: str) -> str:
    """Return a string parameter. Raise AwsError if it is missing or not a string."""
    value = optional(parameters, key)
    if value is None:
        raise AwsError(
            "ValidationException",
            f"1 validation error detected: Value null at '{key}' failed to satisfy constraint: Member must not be null",
        )
    return value


def optional(parameters: Mapping[str, Any], key: str) -> str | None:
    """Return a string parameter, or None if it is missing. Raise AwsError if it is not a string."""
    value = parameters.get(key)
    if value is not None and not isinstance(value, str):
        raise AwsError("SerializationException", f"{key} must be a string")
    return value
