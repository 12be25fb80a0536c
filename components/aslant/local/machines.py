"""A deployed state machine, and one execution of it."""

from __future__ import annotations

import dataclasses
import functools
import secrets
import threading
import time
import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from aslant.errors import RunError
from aslant.local.aliases import Route
from aslant.local.answers import UTF_8
from aslant.provider.account import Account
from aslant.provider.registry import Resource

if TYPE_CHECKING:
    from aslant.run import Execution, Program, TaskCall

__all__ = ["Machine", "Run", "Stopped"]


class Stopped(BaseException):
    """Raised in an execution that StopExecution has ended, where it sleeps next."""


class StoppableClock:
    """The machine's clock, whose sleep ends at once when the execution is stopped."""

    real: ClassVar[bool] = True

    def __init__(self) -> None:
        """Run until it is told otherwise."""
        self.stopped = threading.Event()

    def now(self) -> float:
        """The instant, in epoch seconds."""
        return time.time()

    def sleep_until(self, instant: float) -> None:
        """Sleep until an instant, in epoch seconds; `Stopped` when the execution is stopped meanwhile."""
        while (rest := instant - time.time()) > 0:
            if self.stopped.wait(min(rest, threading.TIMEOUT_MAX)):
                raise Stopped


@dataclasses.dataclass(frozen=True, slots=True)
class Machine:
    """A state machine as it was registered, compiled once."""

    resource: Resource
    account: Account
    definition: str
    """JSON text, as registered."""
    document: dict[str, Any]
    """The definition, read."""
    program: Program
    tasks: Callable[..., Any]

    @property
    def arn(self) -> str:
        """The ARN without version or alias."""
        return self.resource.output("arn")

    @property
    def name(self) -> str:
        """The physical name."""
        return self.resource.output("name")

    @property
    def type(self) -> Literal["EXPRESS", "STANDARD"]:
        """Whether its executions may be synchronous, or are remembered."""
        return "EXPRESS" if self.resource.output("type") == "EXPRESS" else "STANDARD"

    @property
    def traced(self) -> bool:
        """Whether X-Ray is on."""
        return bool((self.resource.inputs.get("tracingConfiguration") or {}).get("enabled"))

    def start(self, name: str | None, input: str, value: Any, trace: str | None, route: Route) -> Run:
        """An execution that has not begun to run; `input` is the text that `value` was read from."""
        return Run(self, name or str(uuid.uuid4()), input, value, trace, route)


class Run:
    """One execution of a machine: runs once, then tells how it went."""

    def __init__(self, machine: Machine, name: str, input: str, value: Any, trace: str | None, route: Route) -> None:
        """Prepare; `run` does the work."""
        self.machine = machine
        self.route = route
        self.name = name
        self.input = input
        self.trace = trace
        self.start_date = time.time()
        self.stop_date: float | None = None
        self.status = "RUNNING"
        self.execution: Execution | None = None
        self.error: str | None = None
        self.cause: str | None = None
        self.ended = threading.Event()
        """Set once it has ended."""
        self._when_stopped: list[Callable[[], None]] = []
        self._value = value
        self._clock = StoppableClock()
        self._lock = threading.Lock()

    @functools.cached_property
    def arn(self) -> str:
        """The execution's ARN; one of an EXPRESS machine ends with an id, since names may come again there."""
        if self.execution is not None:
            return self.execution.arn
        machine = self.machine
        if machine.type == "EXPRESS":
            return machine.account.arn("states", f"express:{machine.name}:{self.name}:{uuid.uuid4()}")
        return machine.account.arn("states", f"execution:{machine.name}:{self.name}")

    @property
    def output(self) -> str | None:
        """The output as JSON text; None unless it succeeded."""
        if self.status != "SUCCEEDED" or self.execution is None:
            return None
        return UTF_8.encode(self.execution.output)

    def run(self) -> None:
        """Run to the end; a stopped execution stays `ABORTED`."""
        machine = self.machine
        try:
            execution = machine.program.run(
                self._value,
                tasks=self._perform,
                clock=self._clock,
                name=self.name,
                type=machine.type,
                machine_arn=machine.arn,
                role_arn=str(machine.resource.inputs["roleArn"]),
                seed=secrets.randbits(64),
            )
        except Stopped:
            return
        except RunError as error:  # what the interpreter cannot hold, such as data nested too deep
            self._end("FAILED", "States.Runtime", str(error))
            return
        except Exception as error:  # a fault of ours, which nobody is to wait behind
            self._end("FAILED", "States.Runtime", f"{type(error).__name__}: {error}")
            raise
        self.execution = execution
        self._end(execution.status, execution.error, execution.cause)

    def on_stop(self, action: Callable[[], None]) -> None:
        """Have something done when the execution is stopped; at once where it has been."""
        with self._lock:
            if self.status != "ABORTED":
                self._when_stopped.append(action)
                return
        action()

    def stop(self, error: str | None, cause: str | None) -> None:
        """End it as StopExecution does; without effect when it has ended."""
        self._end("ABORTED", error, cause)
        if self.status != "ABORTED":
            return
        self._clock.stopped.set()
        with self._lock:
            actions, self._when_stopped = self._when_stopped, []
        for action in actions:
            action()

    def _perform(self, call: TaskCall) -> Any:
        """A task's raw result; nothing more is done for an execution that has been stopped."""
        if self._clock.stopped.is_set():
            raise Stopped
        return self.machine.tasks(call)

    def _end(self, status: str, error: str | None, cause: str | None) -> None:
        with self._lock:
            if self.status == "RUNNING":
                self.status, self.error, self.cause = status, error, cause
                self.stop_date = max(time.time(), self.start_date)
                self.ended.set()
