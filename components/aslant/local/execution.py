"""One execution of a deployed machine: what goes on, and what is kept of it when it has ended."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from aslant.errors import RunError
from aslant.local.aliases import ExecutionQualifier
from aslant.local.answers import UTF_8
from aslant.local.history import ended_in, pack, stopped
from aslant.local.machines import LocalMachine
from aslant.run.execution import Execution
from aslant.run.limits import TOO_DEEP
from aslant.run.running import Running

if TYPE_CHECKING:
    from aslant.run import TaskCall
    from aslant.run.history import History
    from aslant.run.hub import Hub

__all__ = ["Run"]


class ExecutionStopped(BaseException):
    """Raised in an execution that StopExecution has ended, where it calls a task next."""


class Run:
    """One execution of a machine: it goes on once, and holds no more than texts when it has ended."""

    def __init__(
        self,
        machine: LocalMachine,
        name: str,
        input: str,
        value: Any,
        trace: str | None,
        route: ExecutionQualifier,
        hub: Hub,
    ) -> None:
        """Prepare an execution in the threads of a hub; `input` is the text that `value` was read from."""
        self.machine = machine
        self.route = route
        self.name = name
        self.input = input
        self.trace = trace
        self.status = "RUNNING"
        self.stop_date: float | None = None
        self.output: str | None = None
        """The output as JSON text; None unless it succeeded."""
        self.error: str | None = None
        self.cause: str | None = None
        self.state: str | None = None
        """The state that an execution which did not succeed ended in."""
        self.packed: bytes | None = None
        """The events of a STANDARD execution that has ended; see `aslant.local.history`."""
        root = machine.program.prepare(
            value,
            tasks=self._perform,
            clock=hub.clock,
            name=name,
            type=machine.type,
            machine_arn=machine.arn,
            role_arn=str(machine.resource.inputs["roleArn"]),
            seed=secrets.randbits(64),
        )
        self.start_date = root.session.start
        self.arn = root.session.arn
        """The execution's ARN; one of an EXPRESS machine ends with an id, since names may come again there."""
        self._history: History | None = root.history
        self._running: Running | None = Running(hub, root, self._concluded)
        self._when_ended: list[Callable[[], None]] = []
        self._lock = threading.Lock()

    def begin(self, *, inline: bool) -> None:
        """Start, and go on in this thread until the execution ends or waits.

        `inline` is for a thread that may block: a task that is alone is called in it.
        """
        running = self._running
        if running is not None:
            running.begin(inline=inline)

    @property
    def history(self) -> History | None:
        """The history of an execution that goes on."""
        return self._history

    @property
    def remembered(self) -> bool:
        """Whether the API describes an execution after its start."""
        return self.machine.type == "STANDARD"

    @property
    def size(self) -> int:
        """The bytes that an execution which has ended takes, about."""
        return len(self.input) + len(self.output or "") + len(self.cause or "") + len(self.packed or b"")

    def when_ended(self, action: Callable[[], None]) -> None:
        """Have something done, in any thread, when the execution ends; at once where it has ended."""
        with self._lock:
            if self.status == "RUNNING":
                self._when_ended.append(action)
                return
        action()

    def stop(self, error: str | None, cause: str | None) -> None:
        """End it as StopExecution does; without effect when it has ended."""
        running, history = self._running, self._history
        if running is None or history is None:
            return
        if self._end("ABORTED", error, cause, stopped(history, error, cause) if self.remembered else None):
            running.stop()

    def _perform(self, call: TaskCall) -> Any:
        """A task's raw result; nothing more is done for an execution that has been stopped."""
        if self.status == "ABORTED":
            raise ExecutionStopped
        return self.machine.tasks(call)

    def _concluded(self, outcome: Execution | BaseException) -> None:
        if isinstance(outcome, Execution):
            try:
                self._end(outcome.status, outcome.error, outcome.cause, self._history, outcome)
            except RecursionError:
                self._end("FAILED", "States.Runtime", TOO_DEEP, None)
        elif isinstance(outcome, RunError):  # what the interpreter cannot hold, such as data nested too deep
            self._end("FAILED", "States.Runtime", str(outcome), self._history)
        elif not isinstance(outcome, ExecutionStopped):  # a fault of ours, which nobody is to wait behind
            self._end("FAILED", "States.Runtime", f"{type(outcome).__name__}: {outcome}", self._history)

    def _end(
        self,
        status: str,
        error: str | None,
        cause: str | None,
        history: History | None,
        execution: Execution | None = None,
    ) -> bool:
        """Keep what came of the execution; whether this was its end."""
        now = time.time()
        packed = pack(history) if history is not None and self.remembered else None
        output = UTF_8.encode(execution.output) if execution is not None and status == "SUCCEEDED" else None
        with self._lock:
            if self.status != "RUNNING":
                return False
            self.output, self.error, self.cause, self.packed = output, error, cause, packed
            if execution is not None and output is None and history is not None:
                self.state = ended_in(history)
            self.stop_date = max(now, self.start_date)
            self.status = status
            self._history = self._running = None
            actions, self._when_ended = self._when_ended, []
        for action in actions:
            action()
        return True
