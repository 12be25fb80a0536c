"""One worker process of a Lambda function, as the server sees it: started, sent events, its responses read."""

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

__all__ = ["MAX_RESPONSE", "Invocation", "Log", "ResponseRefusedError", "WorkerEndedError", "WorkerProcess"]

WORKER = Path(__file__).with_name("worker.py")
PACKAGES = sorted({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")})

HEAD = struct.Struct(">cQI")
"""The head of a response: its kind, the number of the invocation, and the length of the body."""

INIT_SECONDS = 10.0
"""The time limit for importing a handler's module: Lambda's init phase."""

REPORTED = b"\0"
"""The line that a worker writes to standard error after the report of a failure, as in `worker.py`."""

REPORT_SECONDS = 1.0
"""How long to wait for the end of a report. It only takes that long if a handler has closed standard error."""

LOOK_SECONDS = 0.05
"""The interval at which a busy process and its memory are checked."""

PIECE = 65_536
"""The bytes to read at once: the capacity of a pipe."""

MAX_RESPONSE = 6_291_556
"""The size limit of a function's response in bytes (Lambda quotas, "Invocation payload")."""

TOO_LARGE = {
    "errorType": "Function.ResponseSizeTooLarge",
    "errorMessage": f"Response payload size exceeded maximum allowed payload size ({MAX_RESPONSE} bytes).",
}

Log = Callable[[str, str], None]
"""A function that takes the name of a Lambda function and a line that its code printed."""


@dataclasses.dataclass(frozen=True, slots=True)
class Invocation:
    """The outcome of an invocation: the handler's result, or the error object that Lambda reports, as JSON."""

    payload: bytes
    failed: bool = False


class ResponseRefusedError(Exception):
    """Raised when an invocation fails with an error object of Lambda; the process can take the next invocation."""

    def __init__(self, error: Mapping[str, str]) -> None:
        super().__init__(error["errorMessage"])
        self.error = error


class WorkerEndedError(ResponseRefusedError):
    """Raised when an invocation fails with an error object of Lambda, and the process has ended or must be ended."""


class WorkerProcess:
    """One worker process, used by one thread at a time."""

    def __init__(self, function: Function, log: Log) -> None:
        """Start the process, and do not wait until it has imported the handler."""
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
            start_new_session=True,  # so that Ctrl-C reaches only this process, which ends its workers
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

    def start(self) -> bytes:
        """Wait until the handler is imported. Return Lambda's error object as JSON if that failed, else nothing.

        Raises:
            WorkerEndedError: the process has ended, or importing takes too long.
        """
        self._started = True
        return self._receive(self._import_deadline, "")[1]

    def invoke(self, event: bytes, request_id: str) -> Invocation:
        """Invoke the handler once.

        Raises:
            ResponseRefusedError: Lambda would refuse the response.
            WorkerEndedError: the process has ended or must be ended.
        """
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
        if kind == b"E":  # so that its report is in the log before the line of the request
            self._reported.wait(REPORT_SECONDS)
        return Invocation(payload, failed=kind == b"E")

    def kill(self) -> None:
        """End the process and its children; an invocation in progress fails."""
        with contextlib.suppress(ProcessLookupError, PermissionError):  # it has already ended
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def end(self) -> None:
        """End the process and close its pipes; no thread may use it any more."""
        self.kill()
        self._memory.close()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()

    def _send(self, data: bytes, deadline: float, request_id: str) -> None:
        view = memoryview(data)
        with contextlib.suppress(BrokenPipeError):  # reading the response reports how it ended
            while view:
                try:
                    view = view[os.write(self._inbox, view) :]
                except BlockingIOError:
                    self._wait(self._writable, deadline, request_id)

    def _receive(self, deadline: float, request_id: str) -> tuple[bytes, bytes]:
        """Return the kind and the body of the response to the latest invocation; any other response is refused."""
        found = bytearray()
        while len(found) < HEAD.size:
            found += self._read(deadline, request_id)
        kind, number, length = HEAD.unpack_from(found)
        rest = HEAD.size + length - len(found)
        while rest > 0:
            piece = self._read(deadline, request_id)
            rest -= len(piece)
            if length <= MAX_RESPONSE:
                found += piece
        if number != self._number or rest < 0:
            raise WorkerEndedError(_misplaced(request_id))
        self._check_memory(request_id)
        if length > MAX_RESPONSE:
            raise ResponseRefusedError(TOO_LARGE)
        return kind, bytes(memoryview(found)[HEAD.size :])

    def _read(self, deadline: float, request_id: str) -> bytes:
        self._wait(self._readable, deadline, request_id)
        piece = os.read(self._outbox, PIECE)
        if not piece:
            raise self._ended(deadline, request_id)
        return piece

    def _ended(self, deadline: float, request_id: str) -> WorkerEndedError:
        """Return how the process ended. A handler that closes its files may still run for a while."""
        try:
            code = self._process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            return WorkerEndedError(_timed_out(request_id, self._function.timeout))
        return WorkerEndedError(exit_report(request_id, code))

    def _wait(self, poll: select.poll, deadline: float, request_id: str) -> None:
        """Wait until a pipe is ready. Raise WorkerEndedError after the timeout or when the process ends."""
        while True:
            rest = deadline - time.monotonic()
            if rest <= 0:
                raise WorkerEndedError(_timed_out(request_id, self._function.timeout))
            if poll.poll(min(rest, LOOK_SECONDS) * 1000):
                return
            self._check_memory(request_id)
            # A forked child can keep the pipe open after the process has ended.
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
    """Return Lambda's error object for a timeout."""
    message = f"RequestId: {request_id} Error: Task timed out after {timeout:.2f} seconds"
    return {"errorType": "Sandbox.Timedout", "errorMessage": message}


def _misplaced(request_id: str) -> dict[str, str]:
    """Return the error object for a response to another invocation, which a forked process may have sent."""
    message = f"RequestId: {request_id} Error: The function's process sent a response to another invocation"
    return {"errorType": "Runtime.InvalidResponse", "errorMessage": message}
