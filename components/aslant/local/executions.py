"""The executions of all machines: started and found as in Step Functions.

The order of the checks and the messages are those of AWS, as far as they have been recorded. An input is a JSON string
of at most 262,144 bytes. Invalid JSON is `InvalidExecutionInput`; this includes NaN, infinite numbers and nesting that
Python cannot read.
"""

from __future__ import annotations

import json
import math
import re
import secrets
import threading
import time
import uuid
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from typing import Any

from aslant.local.aliases import Aliases, ExecutionQualifier
from aslant.local.answers import AwsError, Date, to_json
from aslant.local.console.execution_summary import ended, outcome
from aslant.local.execution import Run
from aslant.local.machines import LocalMachine
from aslant.local.page.recent import Recent
from aslant.local.retention import MAX_ENDED_RUNS
from aslant.local.run_store import RunStore
from aslant.local.threads import Threads
from aslant.run.hub import Hub
from aslant.run.limits import FORBIDDEN_IN_NAMES, MAX_BYTES, MAX_NAME, fits

__all__ = ["Executions", "read_input"]

BILLED_STEP = 100
"""The milliseconds to whose multiples a billed duration is rounded up."""

STEPPING, MOST_STEPPING = 4, 64
"""The number of threads that run the steps of executions: usually, and at most while slow expressions block some."""

INLINE = 200
"""The maximum number of requests at a time that call their execution's tasks in their own thread, which is fastest."""


class Executions:
    """All executions of all machines. Safe to use from several threads."""

    def __init__(self, machines: Mapping[str, LocalMachine], aliases: Aliases, kept: int = MAX_ENDED_RUNS) -> None:
        """Start executions of machines, which are given by ARN, and of their versions and aliases.

        `kept` is the number of ended STANDARD executions to keep.
        """
        self.machines = machines
        self.aliases = aliases
        self.hub = Hub(Threads(MOST_STEPPING, STEPPING), Threads())
        """The threads and timers that all executions share. Requests do not use its threads."""
        self._runs = RunStore(kept)
        self.recent = Recent(self.hub)
        """The latest EXPRESS executions, for the page."""
        self._inline = threading.BoundedSemaphore(INLINE)
        self.log: Callable[[str], None] = lambda _: None
        """Logs a line when an asynchronous execution ends."""

    def start_sync(
        self, parameters: Mapping[str, Any], trace: str | None = None
    ) -> tuple[bytes, str] | Future[tuple[bytes, str]]:
        """Perform StartSyncExecution. Return the body of the response and the execution's outcome for the log.

        The execution runs in this thread until it waits; the result is a Future then. A trace header of the request
        takes precedence over one among the parameters (API reference).

        Raises:
            AwsError: the request is refused.
        """
        machine, run = self._prepare(parameters, trace)
        if machine.type != "EXPRESS":
            raise AwsError(
                "StateMachineTypeNotSupported", "This operation is not supported by this type of state machine"
            )
        with_data = parameters.get("includedData") != "METADATA_ONLY"
        self.recent.add(run)
        self._begin_sync(run)
        if run.status != "RUNNING":
            return _sync_response(run, with_data), outcome(run)
        later: Future[tuple[bytes, str]] = Future()
        run.when_ended(lambda: later.set_result((_sync_response(run, with_data), outcome(run))))
        return later

    def _begin_sync(self, run: Run) -> None:
        """Begin in this thread, and call tasks in it as well unless too many requests already do so."""
        inline = self._inline.acquire(blocking=False)
        try:
            run.begin(inline=inline)
        finally:
            if inline:
                self._inline.release()

    def start(self, parameters: Mapping[str, Any], trace: str | None = None) -> tuple[bytes, Run | None]:
        """Perform StartExecution. Return the body of the response, and the execution to run unless it already runs.

        STANDARD machines use a name once. A second start with the same input returns the running execution.
        """
        _, run = self._prepare(parameters, trace)
        other = self.keep(run)
        if other is not None:
            if other.status != "RUNNING" or other.input != run.input:
                raise AwsError("ExecutionAlreadyExists", f"Execution Already Exists: '{run.arn}'")
            return _started(run.arn, other), None
        return _started(run.arn, run), run

    def keep(self, run: Run) -> Run | None:
        """Keep a new execution and return None, or return the STANDARD one that has its name."""
        if run.remembered:
            return self._runs.add(run)
        self.recent.add(run)
        return None

    def run_on(self, run: Run) -> None:
        """Run an execution from `start` in the threads of the hub."""
        run.when_ended(lambda: self.log(ended(run)))
        self.hub.steps.submit(run.begin, inline=False)

    def end(self) -> None:
        """Cancel the waits of all executions."""
        self.hub.close()

    def find(self, parameters: Mapping[str, Any]) -> Run:
        """Return the STANDARD execution that the parameter `executionArn` names."""
        arn = required(parameters, "executionArn")
        if ":express:" in arn:
            raise AwsError(
                "StateMachineTypeNotSupported", "This operation is not supported by this type of state machine"
            )
        if not re.fullmatch(r"arn:aws[\w-]*:states:[^:]+:\d{12}:execution:[^:]+:[^:]+", arn):
            raise AwsError("InvalidArn", f"Invalid Arn: 'Resource type not valid in this context: {arn}'")
        run = self._runs.get(arn)
        if run is None:
            raise AwsError("ExecutionDoesNotExist", f"Execution Does Not Exist: '{arn}'")
        return run

    def run(self, arn: str) -> Run | None:
        """Return the STANDARD execution with an ARN; None if it is not kept."""
        return self._runs.get(arn)

    def of(self, machine: LocalMachine) -> list[Run]:
        """Return the kept executions of a machine, latest first."""
        return self._runs.of(machine)

    def machine(self, parameters: Mapping[str, Any]) -> LocalMachine:
        """Return the machine that the parameter `stateMachineArn` names, directly or by a version or an alias."""
        return self._routed(parameters)[0]

    def _routed(self, parameters: Mapping[str, Any]) -> tuple[LocalMachine, ExecutionQualifier]:
        arn = required(parameters, "stateMachineArn")
        if not arn.startswith("arn:"):
            raise AwsError("InvalidArn", f"Invalid Arn: 'Invalid ARN prefix: {arn}'")
        parts = re.fullmatch(r"(arn:[^:]+:states:[^:]+:[^:]+:stateMachine:[^:]+)(:[\w-]+)?", arn)
        if parts is None:
            raise AwsError("InvalidArn", f"Invalid Arn: 'Resource type not valid in this context: {arn}'")
        machine, route = self.machines.get(parts[1]), self.aliases.route(arn)
        if machine is None or route is None:
            raise AwsError("StateMachineDoesNotExist", f"State Machine Does Not Exist: '{arn}'")
        return machine, route

    def _prepare(self, parameters: Mapping[str, Any], trace: str | None) -> tuple[LocalMachine, Run]:
        name, input = optional(parameters, "name"), optional(parameters, "input")
        given = trace or optional(parameters, "traceHeader")
        required(parameters, "stateMachineArn")
        if name is not None:
            _check_length(name, "name", MAX_NAME)
        text = "{}" if input is None else input
        if not fits(text):
            raise AwsError(
                "ValidationException",
                "1 validation error detected: Value at 'input' failed to satisfy constraint: "
                f"Member must have size less than or equal to {MAX_BYTES} bytes in UTF-8 encoding",
            )
        machine, route = self._routed(parameters)
        if name is not None and FORBIDDEN_IN_NAMES.search(name):
            raise AwsError("InvalidName", f"Invalid Name: '{name}'")
        value = read_input(text)
        if given is None and machine.traced:
            given = f"Root=1-{int(time.time()):08x}-{secrets.token_hex(12)};Sampled=1"
        return machine, Run(machine, name or str(uuid.uuid4()), text, value, given, route, self.hub)


def read_input(text: str) -> Any:
    """Return the JSON value of an execution's input. Raise AwsError if it is not valid JSON."""
    try:
        return READER.decode(text)
    except RecursionError:
        raise _invalid_input("it is nested too deeply") from None
    except ValueError as error:
        raise _invalid_input(str(error)) from None


def _invalid_input(reason: str) -> AwsError:
    return AwsError("InvalidExecutionInput", f"Invalid State Machine Execution Input: '{reason}'")


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is not a JSON number")


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise ValueError(f"the number {text} is out of range")
    return number


READER = json.JSONDecoder(parse_constant=_refuse, parse_float=_finite)


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


def _check_length(value: str, key: str, most: int) -> None:
    bound = "greater than or equal to 1" if not value else f"less than or equal to {most}"
    if not value or len(value) > most:
        raise AwsError(
            "ValidationException",
            f"1 validation error detected: Value '{value}' at '{key}' failed to satisfy constraint: "
            f"Member must have length {bound}",
        )


def _started(arn: str, run: Run) -> bytes:
    return to_json({"executionArn": arn, "startDate": Date(run.start_date)})


def _sync_response(run: Run, with_data: bool) -> bytes:
    """Return the members of StartSyncExecution's response in AWS's order. Members without a value are left out."""
    stop = run.stop_date or run.start_date
    billed = max(1, math.ceil((stop - run.start_date) * 1000 / BILLED_STEP)) * BILLED_STEP
    details = INCLUDED if with_data else LEFT_OUT
    members = {
        "billingDetails": {"billedDurationInMilliseconds": billed, "billedMemoryUsedInMB": 64},
        "cause": run.cause,
        "error": run.error,
        "executionArn": run.arn,
        "input": run.input if with_data else None,
        "inputDetails": details,
        "name": run.name,
        "output": run.output if with_data else None,
        "outputDetails": details,
        "startDate": Date(run.start_date),
        "stateMachineArn": run.machine.arn,
        "status": run.status,
        "stopDate": Date(stop),
        "traceHeader": run.trace,
    }
    return to_json({key: value for key, value in members.items() if value is not None})


DETAILS_TYPE = "com.amazonaws.swf.base.model#CloudWatchEventsExecutionDataDetails"
INCLUDED = {"__type": DETAILS_TYPE, "included": True}
LEFT_OUT = {"__type": DETAILS_TYPE, "included": False}
