"""The warm worker processes of one Lambda function.

A function starts with one worker. When all workers are busy for a moment, another one is started, as Lambda scales out,
so that a slow handler does not delay other invocations and a function can call itself.
"""

from __future__ import annotations

import json
import re
import signal
import threading
import uuid
from collections.abc import Mapping

from aslant.local.functions.function import Function
from aslant.local.functions.worker_process import (
    MAX_RESPONSE,
    Invocation,
    Log,
    ResponseRefusedError,
    WorkerEndedError,
    WorkerProcess,
)
from aslant.run.process_exit import exit_report

__all__ = ["MAX_RESPONSE", "Invocation", "Log", "Workers"]

SCALE_OUT_SECONDS = 0.1
"""How long an invocation waits for a busy worker before another worker is started."""

MAX_WORKERS = 16
"""The maximum number of worker processes of one function; further invocations wait."""

OWN_FRAME = re.compile(r'File "/var/task/(.+)", line (\d+)')
"""A line of a stack trace in the function's own code."""


class Workers:
    """All workers of one function. Safe to use from several threads."""

    def __init__(self, function: Function, log: Log) -> None:
        """Start the first worker."""
        self.function = function
        self._log = log
        self._changed = threading.Condition()
        self._all = {WorkerProcess(function, log)}
        self._idle = list(self._all)
        self._ended = self._retired = False

    def start(self) -> str | None:
        """Wait until the first worker has imported the handler. Return the error if that failed, else None.

        It is called before the first invocation.
        """
        try:
            report = self._idle[0].start()
        except WorkerEndedError as ended:
            return f"{ended.error['errorType']}: {ended.error['errorMessage']}"
        if not report:
            return None
        error = json.loads(report)
        places = [match for line in error["stackTrace"] for match in OWN_FRAME.findall(line)]
        lines = [f"  at {file}:{line}" for file, line in places]
        return "\n".join([f"{error['errorType']}: {error['errorMessage']}", *lines])

    def invoke(self, event: bytes, request_id: str | None = None) -> Invocation:
        """Invoke the function with an event, JSON in UTF-8. It does not raise, whatever the handler does."""
        request_id = request_id or str(uuid.uuid4())
        worker = self._take()
        if worker is None:
            return Invocation(_json(exit_report(request_id, -signal.SIGKILL)), failed=True)
        try:
            invocation = worker.invoke(event, request_id)
        except WorkerEndedError as ended:
            worker.end()
            self._replace(worker)
            return self._failed(ended.error)
        except ResponseRefusedError as refused:
            invocation = self._failed(refused.error)
        self._give_back(worker)
        return invocation

    def retire(self) -> None:
        """End every worker when it is idle, as another version of the function is served now.

        Invocations in progress are completed. Executions that still use this version get a worker for each call.
        """
        with self._changed:
            self._retired = True
            idle, self._idle = self._idle, []
            self._all.difference_update(idle)
        for worker in idle:
            worker.end()

    def end(self) -> None:
        """End every worker; invocations in progress fail."""
        with self._changed:
            self._ended = True
            idle, busy = self._idle, self._all.difference(self._idle)
            self._all, self._idle = set(), []
            self._changed.notify_all()
        for worker in idle:
            worker.end()
        for worker in busy:
            worker.kill()  # the thread of its invocation calls `end`

    def _failed(self, error: Mapping[str, str]) -> Invocation:
        """Log a failure that the worker could not report, and return it."""
        self._log(self.function.name, f"[ERROR] {error['errorType']}: {error['errorMessage']}")
        return Invocation(_json(error), failed=True)

    def _take(self) -> WorkerProcess | None:
        """Return an idle or new worker; None after `end`."""
        with self._changed:
            while not self._idle:
                if self._ended:
                    return None
                patience = 0 if self._retired and not self._all else SCALE_OUT_SECONDS
                if self._changed.wait(patience) or len(self._all) >= MAX_WORKERS:
                    continue
                worker = WorkerProcess(self.function, self._log)
                self._all.add(worker)
                return worker
            return self._idle.pop()

    def _give_back(self, worker: WorkerProcess) -> None:
        with self._changed:
            if not self._ended and not self._retired:
                self._idle.append(worker)
                self._changed.notify()
                return
            self._all.discard(worker)
            self._changed.notify()
        worker.end()

    def _replace(self, worker: WorkerProcess) -> None:
        with self._changed:
            self._all.discard(worker)
            if not self._ended and not self._retired:
                fresh = WorkerProcess(self.function, self._log)
                self._all.add(fresh)
                self._idle.append(fresh)
                self._changed.notify()


def _json(value: object) -> bytes:
    return json.dumps(value).encode()
