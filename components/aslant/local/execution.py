"""One execution of a deployed machine, and the data that is kept after its end."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Mapping, Sequence
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
    from aslant.run.history import Decision, History
    from aslant.run.hub import Hub
    from aslant.run.mock_config import MockCase

__all__ = ["Run"]

DECISION = 150
"""The approximate size of a decision in bytes."""


class ExecutionStopped(BaseException):
    """Raised at the next task call of an execution that StopExecution has ended."""


class Run:
    """One execution of a machine. After its end it holds strings, and for a moment the events of an EXPRESS one."""

    def __init__(
        self,
        machine: LocalMachine,
        name: str,
        input: str,
        value: Any,
        trace: str | None,
        route: ExecutionQualifier,
        hub: Hub,
        variables: Mapping[str, Any] | None = None,
        mocks: MockCase | None = None,
    ) -> None:
        """Prepare an execution in the threads of a hub; `value` is the JSON value of the string `input`.

        `mocks` are those of a test case, if the execution was started with one. `variables` are assigned before the
        first state; only the page sets them.
        """
        self.machine = machine
        self.first_variables = variables or {}
        self.mocks = mocks
        self.route = route
        self.name = name
        self.input = input
        self.trace = trace
        self.status = "RUNNING"
        self.stop_date: float | None = None
        self.output: str | None = None
        """The output as a JSON string; None unless the execution succeeded."""
        self.error: str | None = None
        self.cause: str | None = None
        self.state: str | None = None
        """The state in which the execution ended, if it did not succeed."""
        self.packed: bytes | None = None
        """The events of an execution that has ended; see `aslant.local.history`."""
        root = machine.program.prepare(
            value,
            tasks=self._perform,
            clock=hub.clock,
            name=name,
            type=machine.type,
            machine_arn=machine.arn,
            role_arn=machine.role_arn,
            seed=secrets.randbits(64),
            variables=variables,
        )
        self.start_date = root.session.start
        self.arn = root.session.arn
        """The execution's ARN. For an EXPRESS machine it ends with an ID, since a name can be used again."""
        self._history: History | None = root.history
        self._decisions: Sequence[Decision] = ()
        self._running: Running | None = Running(hub, root, self._concluded)
        self._when_ended: list[Callable[[], None]] = []
        self._lock = threading.Lock()

    def begin(self, *, inline: bool) -> None:
        """Start, and run in this thread until the execution ends or waits.

        `inline` allows the execution to block this thread while it calls a task.
        """
        running = self._running
        if running is not None:
            running.begin(inline=inline)

    @property
    def history(self) -> History | None:
        """The history until it is packed: at the end of a STANDARD execution, and later for an EXPRESS one."""
        return self._history

    @property
    def decisions(self) -> Sequence[Decision]:
        """The Choice rules, retriers and catchers that decided which states came next."""
        history = self._history
        return self._decisions if history is None else list(history.decisions)

    def pack(self) -> None:
        """Pack the events of an EXPRESS execution that has ended."""
        history = self._history
        if history is not None and self.status != "RUNNING":
            self.packed = pack(history)
            self._decisions = history.decisions
            self._history = None

    @property
    def remembered(self) -> bool:
        """Whether the API can describe the execution."""
        return self.machine.type == "STANDARD"

    @property
    def size(self) -> int:
        """The approximate size in bytes after the end."""
        texts = len(self.input) + len(self.output or "") + len(self.cause or "")
        return texts + len(self.packed or b"") + DECISION * len(self._decisions)

    def when_ended(self, action: Callable[[], None]) -> None:
        """Call `action` in any thread when the execution ends, or now if it has ended."""
        with self._lock:
            if self.status == "RUNNING":
                self._when_ended.append(action)
                return
        action()

    def stop(self, error: str | None, cause: str | None) -> None:
        """End the execution as StopExecution does. Do nothing if it has ended."""
        running, history = self._running, self._history
        if running is None or history is None:
            return
        if self._end("ABORTED", error, cause, stopped(history, error, cause) if self.remembered else None):
            running.stop()

    def _perform(self, call: TaskCall) -> Any:
        """Return a task's raw result. Raise ExecutionStopped if the execution has been stopped."""
        if self.status == "ABORTED":
            raise ExecutionStopped
        if self.mocks is not None and self.mocks.handles(call):
            return self.mocks.answer(call)
        return self.machine.tasks(call)

    def _concluded(self, outcome: Execution | BaseException) -> None:
        if isinstance(outcome, Execution):
            try:
                self._end(outcome.status, outcome.error, outcome.cause, self._history, outcome)
            except RecursionError:
                self._end("FAILED", "States.Runtime", TOO_DEEP, None)
        elif isinstance(outcome, RunError):  # a limit of the interpreter, such as too deeply nested data
            self._end("FAILED", "States.Runtime", str(outcome), self._history)
        elif not isinstance(outcome, ExecutionStopped):  # a bug in aslant; nothing may wait for the end forever
            self._end("FAILED", "States.Runtime", f"{type(outcome).__name__}: {outcome}", self._history)

    def _end(
        self,
        status: str,
        error: str | None,
        cause: str | None,
        history: History | None,
        execution: Execution | None = None,
    ) -> bool:
        """Keep the outcome, and return whether this call ended the execution."""
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
            if self.remembered:
                self._decisions = () if history is None else history.decisions
                self._history = None
            self._running = None
            actions, self._when_ended = self._when_ended, []
        for action in actions:
            action()
        return True
