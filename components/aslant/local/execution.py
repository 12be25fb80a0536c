"""One execution of a deployed machine, and the data that is kept after its end."""

from __future__ import annotations

import secrets
import threading
import time
import zlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from aslant.errors import RunError
from aslant.local.aliases import ExecutionQualifier
from aslant.local.answers import UTF_8
from aslant.local.history import ended_in, pack, restored, stopped
from aslant.local.machines import LocalMachine
from aslant.local.run_record import RunRecord
from aslant.run.execution import Execution
from aslant.run.limits import TOO_DEEP
from aslant.run.position import PastExecution, Position, from_json, to_json
from aslant.run.redriving import prepare_redrive
from aslant.run.running import Running
from aslant.run.values import dumps, loads

if TYPE_CHECKING:
    from aslant.local.map_runs import MapRuns
    from aslant.run import TaskCall
    from aslant.run.fiber import Fiber
    from aslant.run.history import Decision, History
    from aslant.run.hub import Hub
    from aslant.run.mock_config import MockCase

__all__ = ["Run"]

DECISION = 150
"""The approximate size of a decision in bytes."""


class ExecutionStopped(BaseException):
    """Raised at the next task call of an execution that StopExecution has ended."""


class Run(RunRecord):
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
        maps: MapRuns | None = None,
        variables: Mapping[str, Any] | None = None,
        mocks: MockCase | None = None,
    ) -> None:
        """Prepare an execution in the threads of a hub; `value` is the JSON value of the string `input`.

        Its Map Runs are noted in `maps`. `mocks` are those of a test case, if the execution was started with one.
        `variables` are assigned before the first state; only the page sets them.
        """
        super().__init__(machine, name, input, trace, route)
        self.first_variables = variables or {}
        self.mocks = mocks
        self.place: bytes | None = None
        """The place at which a STANDARD execution ended and from which it can be redriven, packed."""
        self.redrive_tokens: dict[str, tuple[float, float]] = {}
        """The client tokens of the latest redrives: the date of the redrive, and until when the token is valid."""
        self.redriving = threading.Lock()
        """Held by a request that redrives the execution."""
        self._hub = hub
        self._maps = maps
        self._decisions: Sequence[Decision] = ()
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
        self._run(root)

    def _run(self, root: Fiber) -> None:
        if self._maps is not None:
            root.session.world.map_run_watcher = self._maps.watch(self)
        self._history: History | None = root.history
        self._running: Running | None = Running(self._hub, root, self._concluded)

    def redrive(self) -> None:
        """Prepare an ended STANDARD execution to go on at its place; `begin` starts it.

        Raises:
            ValueError: its place is not known.
        """
        machine, history = self.machine, restored(self.packed)
        history.decisions = list(self._decisions)
        past = PastExecution(
            name=self.name,
            arn=self.arn,
            input=loads(self.input),
            items=0,
            status=self.status,
            output=None,
            error=self.error,
            cause=self.cause,
            start_date=self.start_date,
            stop_date=self.stop_date or self.start_date,
            redrive_count=self.redrive_count,
            redrive_date=self.redrive_date,
            history=history,
            position=self._position(history),
        )
        root = prepare_redrive(
            machine.program,
            past,
            tasks=self._perform,
            clock=self._hub.clock,
            machine_arn=machine.arn,
            role_arn=machine.role_arn,
            seed=secrets.randbits(64),
        )
        with self._lock:
            self.redrive_count += 1
            self.redrive_date = root.session.redriven_at
            self.stop_date = self.output = self.error = self.cause = self.state = self.packed = self.place = None
            self._run(root)
            self.status = "RUNNING"

    def _position(self, history: History) -> Position | None:
        if self.place is None:
            raise ValueError("the place at which the execution ended is not known")
        written: Any = loads(zlib.decompress(self.place).decode("utf-8", "surrogatepass"))
        return None if written is None else from_json(written, history)

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
        return super().size + len(self.place or b"") + DECISION * len(self._decisions)

    def stop(self, error: str | None, cause: str | None) -> None:
        """End the execution as StopExecution does. Do nothing if it has ended."""
        running, history = self._running, self._history
        if running is None or history is None:
            return
        position = running.halt()
        events = stopped(history, error, cause) if self.remembered else None
        self._end("ABORTED", error, cause, events, position=position)

    def _perform(self, call: TaskCall) -> Any:
        """Return a task's raw result. Raise ExecutionStopped if the execution has been stopped."""
        if self.status == "ABORTED":
            raise ExecutionStopped
        if self.mocks is not None and self.mocks.handles(call):
            return self.mocks.answer(call)
        return self.machine.tasks(call)

    def _concluded(self, outcome: Execution | BaseException, position: Position | None) -> None:
        if isinstance(outcome, Execution):
            try:
                self._end(outcome.status, outcome.error, outcome.cause, self._history, outcome, position)
            except RecursionError:
                self._end("FAILED", "States.Runtime", TOO_DEEP, None)
        elif isinstance(outcome, RunError):  # a limit of the interpreter, such as too deeply nested data
            self._end("FAILED", "States.Runtime", str(outcome), self._history, position=position)
        elif not isinstance(outcome, ExecutionStopped):  # a bug in aslant; nothing may wait for the end forever
            problem = f"{type(outcome).__name__}: {outcome}"
            self._end("FAILED", "States.Runtime", problem, self._history, position=position)

    def _end(
        self,
        status: str,
        error: str | None,
        cause: str | None,
        history: History | None,
        execution: Execution | None = None,
        position: Position | None = None,
    ) -> bool:
        """Keep the outcome, and return whether this call ended the execution."""
        now = time.time()
        packed = pack(history) if history is not None and self.remembered else None
        output = UTF_8.encode(execution.output) if execution is not None and status == "SUCCEEDED" else None
        place = _packed_place(position) if packed is not None and status != "SUCCEEDED" else None
        with self._lock:
            if self.status != "RUNNING":
                return False
            self.output, self.error, self.cause, self.packed, self.place = output, error, cause, packed, place
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


def _packed_place(position: Position | None) -> bytes:
    """Return the place at which an execution ended, compressed; that of one that had not begun is null."""
    return zlib.compress(dumps(None if position is None else to_json(position)).encode("utf-8", "surrogatepass"), 1)
