"""The warm processes of one Lambda function, and invocations of it.

A function has one worker from the start. When all are busy for a moment another one joins, as Lambda scales out,
so a slow handler does not hold up others and a function may call itself.
"""

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
import uuid
from collections.abc import Callable, Mapping
from pathlib import Path

from aslant.local.function import Function
from aslant.run.exits import exit_report

__all__ = ["Invocation", "Workers"]

WORKER = Path(__file__).with_name("worker.py")
PACKAGES = sorted({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")})

HEAD = struct.Struct(">cI")
"""What an answer begins with: its kind and the length of its body."""

INIT_SECONDS = 10.0
"""How long a handler's module may take to import: Lambda's init phase."""

REPORTED = b"\0\n"
"""What a worker writes to standard error after the report of a failure; `worker.py` has it, too."""

REPORT_SECONDS = 1.0
"""How long a report may take to the log; it takes that long only where a handler has closed standard error."""

SCALE_OUT_SECONDS = 0.1
"""How long an invocation waits for a busy worker before another one is started."""

MAX_WORKERS = 16
"""Processes of one function at most; further invocations wait."""

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
    """What an invocation came to: the handler's result, or the error object that Lambda reports, as JSON."""

    payload: bytes
    failed: bool = False


class WorkerEndedError(Exception):
    """The process is gone, or did not answer in time and has been ended."""


class Worker:
    """One process. Used by one thread at a time."""

    def __init__(self, function: Function, log: Log) -> None:
        """Start it; its handler is imported while the caller goes on."""
        self._function = function
        self._started = False
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
        self._poll = select.poll()
        self._poll.register(self._outbox, select.POLLIN)
        threading.Thread(target=self._relay, args=(log,), daemon=True).start()
        self._send(_frame(_json({**function.description(), "packages": PACKAGES})))

    def invoke(self, event: bytes, request_id: str) -> Invocation:
        """One invocation; `WorkerEndedError` carries Lambda's error object where the process does not survive it."""
        if not self._started:
            self._receive(time.monotonic() + INIT_SECONDS, request_id)
            self._started = True
        timeout = self._function.timeout
        self._reported.clear()
        head = _json({"request_id": request_id, "deadline": time.time() + timeout})
        self._send(_frame(head) + _frame(event))
        kind, payload = self._receive(time.monotonic() + timeout, request_id)
        if kind == b"E":  # its report is in the log before the line of whoever asked
            self._reported.wait(REPORT_SECONDS)
        return Invocation(payload, failed=kind == b"E")

    def end(self) -> None:
        """End the process and whatever it has started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()

    def _send(self, data: bytes) -> None:
        view = memoryview(data)
        with contextlib.suppress(BrokenPipeError):  # reading the answer finds out how it ended
            while view:
                view = view[os.write(self._inbox, view) :]

    def _receive(self, deadline: float, request_id: str) -> tuple[bytes, bytes]:
        """An answer's kind and body. A worker sends one at a time, so what there is belongs to it."""
        found, length = b"", HEAD.size
        while len(found) < length:
            rest = deadline - time.monotonic()
            if rest <= 0 or not self._poll.poll(rest * 1000):
                raise WorkerEndedError(_timed_out(request_id, self._function.timeout))
            piece = os.read(self._outbox, 1 << 20)
            if not piece:
                raise WorkerEndedError(exit_report(request_id, self._process.wait()))
            found += piece
            if len(found) >= HEAD.size:
                length = HEAD.size + HEAD.unpack_from(found)[1]
        return found[:1], found[HEAD.size :]

    def _relay(self, log: Log) -> None:
        assert self._process.stderr  # noqa: S101  # PIPE was asked for
        with self._process.stderr as lines:
            for line in lines:
                if line == REPORTED:
                    self._reported.set()
                    continue
                log(self._function.name, line.decode("utf-8", "backslashreplace").rstrip("\n"))


class Workers:
    """All workers of one function. Safe to use from several threads."""

    def __init__(self, function: Function, log: Log) -> None:
        """Start the first worker."""
        self.function = function
        self._log = log
        self._changed = threading.Condition()
        self._all = {Worker(function, log)}
        self._idle = list(self._all)
        self._ended = False

    def invoke(self, event: bytes, request_id: str | None = None) -> Invocation:
        """Invoke the function with an event, JSON text in UTF-8; never raises for what the handler does."""
        request_id = request_id or str(uuid.uuid4())
        worker = self._take()
        if worker is None:
            return Invocation(_json(exit_report(request_id, -signal.SIGKILL)), failed=True)
        try:
            invocation = worker.invoke(event, request_id)
        except WorkerEndedError as ended:
            worker.end()
            self._replace(worker)
            return self._failed(ended.args[0])
        self._give_back(worker)
        if len(invocation.payload) > MAX_ANSWER:
            return self._failed(TOO_LARGE)
        return invocation

    def end(self) -> None:
        """End every worker; invocations under way fail."""
        with self._changed:
            self._ended = True
            workers, self._all, self._idle = self._all, set(), []
            self._changed.notify_all()
        for worker in workers:
            worker.end()

    def _failed(self, error: Mapping[str, str]) -> Invocation:
        """A failure that the worker has not told of itself."""
        self._log(self.function.name, f"[ERROR] {error['errorType']}: {error['errorMessage']}")
        return Invocation(_json(error), failed=True)

    def _take(self) -> Worker | None:
        """A worker that is idle, or a new one; None when all have been ended."""
        with self._changed:
            while not self._idle:
                if self._ended:
                    return None
                if self._changed.wait(SCALE_OUT_SECONDS) or len(self._all) >= MAX_WORKERS:
                    continue
                worker = Worker(self.function, self._log)
                self._all.add(worker)
                return worker
            return self._idle.pop()

    def _give_back(self, worker: Worker) -> None:
        with self._changed:
            if not self._ended:
                self._idle.append(worker)
                self._changed.notify()

    def _replace(self, worker: Worker) -> None:
        with self._changed:
            self._all.discard(worker)
            if not self._ended:
                fresh = Worker(self.function, self._log)
                self._all.add(fresh)
                self._idle.append(fresh)
                self._changed.notify()


def _frame(body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + body


def _json(value: object) -> bytes:
    return json.dumps(value).encode()


def _timed_out(request_id: str, timeout: float) -> dict[str, str]:
    """Lambda's answer for a function that ran into its timeout."""
    message = f"RequestId: {request_id} Error: Task timed out after {timeout:.2f} seconds"
    return {"errorType": "Sandbox.Timedout", "errorMessage": message}
