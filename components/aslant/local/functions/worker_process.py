"""One process of a Lambda function, from the side of the server: starts it, sends it events and reads its answers."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import select
import signal
import struct
import subprocess
import sys
import sysconfig
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from aslant.local.functions.function import Function
from aslant.local.functions.log_lines import read_lines
from aslant.local.functions.process_memory import ProcessMemory
from aslant.run.process_exit import exit_report

__all__ = ["MAX_ANSWER", "AnswerRefusedError", "Invocation", "Log", "WorkerEndedError", "WorkerProcess"]

WORKER = Path(__file__).with_name("worker.py")
PACKAGES = sorted({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")})

HEAD = struct.Struct(">cQI")
"""The head of an answer: its kind, the number of its invocation, and the length of its body."""

INIT_SECONDS = 10.0
"""How long a handler's module may take to import: Lambda's init phase."""

REPORTED = b"\0"
"""The line that a worker writes to standard error after the report of a failure; `worker.py` has it, too."""

REPORT_SECONDS = 1.0
"""How long a report may take to the log; it takes that long only where a handler has closed standard error."""

LOOK_SECONDS = 0.05
"""How often the state and the memory of a process are checked while it computes."""

PIECE = 65_536
"""Bytes that a pipe holds, and one read takes."""

MAX_ANSWER = 6_291_556
"""Bytes: what a function may answer with (Lambda quotas, "Invocation payload")."""

TOO_LARGE = {
    "errorType": "Function.ResponseSizeTooLarge",
    "errorMessage": f"Response payload size exceeded maximum allowed payload size ({MAX_ANSWER} bytes).",
}

Log = Callable[[str, str], None]
"""Takes the name of a function and a line that its code printed."""


@dataclasses.dataclass(frozen=True, slots=True)
class Invocation:
    """The outcome of an invocation: the handler's result, or the error object that Lambda reports, as JSON."""

    payload: bytes
    failed: bool = False


class AnswerRefusedError(Exception):
    """The invocation fails with Lambda's error object, and the process can take the next one."""

    def __init__(self, error: Mapping[str, str]) -> None:
        """Fail with an error object."""
        super().__init__(error["errorMessage"])
        self.error = error


class WorkerEndedError(AnswerRefusedError):
    """The invocation fails with Lambda's error object, and the process is gone or has to be ended."""


class WorkerProcess:
    """One process. Used by one thread at a time."""

    def __init__(self, function: Function, log: Log) -> None:
        """Start it; its handler is imported while the caller goes on."""
        self._function = function
        self._started = False
        self._import_deadline = time.monotonic() + INIT_SECONDS
        self._number = 0
        self._reported = threading.Event()
        self._process = subprocess.Popen(  # noqa: S603  # this interpreter and our own file
            [sys.executable, "-I", "-S", str(WORKER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=function.environment(),
            cwd=function.root,
            bufsize=0,
            start_new_session=True,  # Ctrl-C is for this process, which ends its workers itself
        )
        assert self._process.stdin  # noqa: S101  # PIPE was asked for
        assert self._process.stdout  # noqa: S101
        self._inbox, self._outbox = self._process.stdin.fileno(), self._process.stdout.fileno()
        os.set_blocking(self._inbox, False)
        self._writable, self._readable = select.poll(), select.poll()
        self._writable.register(self._inbox, select.POLLOUT)
        self._readable.register(self._outbox, select.POLLIN)
        self._memory = ProcessMemory(self._process.pid)
        threading.Thread(target=self._relay, args=(log,), daemon=True).start()
        self._send(_frame(_json({**function.description(), "packages": PACKAGES})), self._import_deadline, "")

    def invoke(self, event: bytes, request_id: str) -> Invocation:
        """Invoke the handler once; AnswerRefusedError or WorkerEndedError where it has no answer that Lambda takes."""
        timeout = self._function.timeout
        if not self._started:
            self._receive(max(self._import_deadline, time.monotonic() + timeout), request_id)
            self._started = True
        self._number += 1
        deadline = time.monotonic() + timeout
        self._reported.clear()
        head = _json({"number": self._number, "request_id": request_id, "deadline": time.time() + timeout})
        self._send(_frame(head) + _frame(event), deadline, request_id)
        kind, payload = self._receive(deadline, request_id)
        if kind == b"E":  # its report is in the log before the line of whoever asked
            self._reported.wait(REPORT_SECONDS)
        return Invocation(payload, failed=kind == b"E")

    def kill(self) -> None:
        """End the process and whatever it has started; an invocation under way fails."""
        with contextlib.suppress(ProcessLookupError, PermissionError):  # they have ended already
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def end(self) -> None:
        """End the process, which no thread uses any more, and let go of its pipes."""
        self.kill()
        self._memory.close()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()

    def _send(self, data: bytes, deadline: float, request_id: str) -> None:
        view = memoryview(data)
        with contextlib.suppress(BrokenPipeError):  # reading the answer finds out how it ended
            while view:
                try:
                    view = view[os.write(self._inbox, view) :]
                except BlockingIOError:
                    self._wait(self._writable, deadline, request_id)

    def _receive(self, deadline: float, request_id: str) -> tuple[bytes, bytes]:
        """Return the kind and the body of the answer to the latest invocation, the only one that a worker may send."""
        found = bytearray()
        while len(found) < HEAD.size:
            found += self._read(deadline, request_id)
        kind, number, length = HEAD.unpack_from(found)
        rest = HEAD.size + length - len(found)
        while rest > 0:
            piece = self._read(deadline, request_id)
            rest -= len(piece)
            if length <= MAX_ANSWER:
                found += piece
        if number != self._number or rest < 0:
            raise WorkerEndedError(_misplaced(request_id))
        self._check_memory(request_id)
        if length > MAX_ANSWER:
            raise AnswerRefusedError(TOO_LARGE)
        return kind, bytes(memoryview(found)[HEAD.size :])

    def _read(self, deadline: float, request_id: str) -> bytes:
        self._wait(self._readable, deadline, request_id)
        piece = os.read(self._outbox, PIECE)
        if not piece:
            raise self._ended(deadline, request_id)
        return piece

    def _ended(self, deadline: float, request_id: str) -> WorkerEndedError:
        """Return how the process has ended, which a handler that closes its files does not do at once."""
        try:
            code = self._process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            return WorkerEndedError(_timed_out(request_id, self._function.timeout))
        return WorkerEndedError(exit_report(request_id, code))

    def _wait(self, poll: select.poll, deadline: float, request_id: str) -> None:
        """Wait until a pipe is ready; WorkerEndedError after the timeout, or when the process cannot go on."""
        while True:
            rest = deadline - time.monotonic()
            if rest <= 0:
                raise WorkerEndedError(_timed_out(request_id, self._function.timeout))
            if poll.poll(min(rest, LOOK_SECONDS) * 1000):
                return
            self._check_memory(request_id)
            # A process that it has forked may keep the pipe open after its end.
            if self._process.poll() is not None and not poll.poll(0):
                raise self._ended(deadline, request_id)

    def _check_memory(self, request_id: str) -> None:
        if self._memory.peak() > self._function.memory * 1_048_576:
            report = exit_report(request_id, -signal.SIGKILL)
            raise WorkerEndedError({**report, "errorType": "Runtime.OutOfMemory"})

    def _relay(self, log: Log) -> None:
        assert self._process.stderr  # noqa: S101  # PIPE was asked for
        with self._process.stderr as pipe:
            for line in read_lines(pipe.fileno()):
                if line == REPORTED:
                    self._reported.set()
                else:
                    log(self._function.name, line.decode("utf-8", "backslashreplace"))


def _frame(body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + body


def _json(value: object) -> bytes:
    return json.dumps(value).encode()


def _timed_out(request_id: str, timeout: float) -> dict[str, str]:
    """Return Lambda's error for a function that ran into its timeout."""
    message = f"RequestId: {request_id} Error: Task timed out after {timeout:.2f} seconds"
    return {"errorType": "Sandbox.Timedout", "errorMessage": message}


def _misplaced(request_id: str) -> dict[str, str]:
    """Return the error for an answer to another invocation, such as one that a forked process has sent."""
    message = f"RequestId: {request_id} Error: The function's process sent an answer to another invocation"
    return {"errorType": "Runtime.InvalidResponse", "errorMessage": message}
