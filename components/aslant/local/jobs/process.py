"""The process of one command: its input is written, its output is logged and kept, and its group can be ended."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
from collections import deque
from collections.abc import Callable, Mapping
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import IO

from aslant.local.functions.log_lines import read_lines

__all__ = ["JobProcess", "RunningJobs"]

GRACE_SECONDS = 2.0
"""The time between SIGTERM and SIGKILL."""

DRAIN_SECONDS = 1.0
"""How long to wait for output after the process has ended. Its children may keep the pipes open."""

MAX_OUTPUT = 4 * 1024 * 1024
"""The number of bytes at the end of the output that are kept."""

MAX_ERRORS = 8192
"""The same for standard error, which is in the cause of a failure."""


class JobProcess:
    """A command that runs in its own process group."""

    def __init__(
        self, command: list[str], folder: Path, environment: Mapping[str, str], input: bytes, threads: Executor
    ) -> None:
        """Prepare to run a command in a folder with an input. `threads` write and read."""
        self._command = command
        self._folder = folder
        self._environment = environment
        self._input = input
        self._threads = threads
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._ended = False
        self._actions: list[Callable[[], None]] = []
        self._output = _Tail(MAX_OUTPUT)
        self._errors = _Tail(MAX_ERRORS)
        self.code: int = -1
        """The exit code, or the negative number of the signal that ended the process."""

    @property
    def output(self) -> str:
        """The standard output of the command, or the end of it."""
        return self._output.text()

    @property
    def errors(self) -> str:
        """The end of what the command has written to standard error."""
        return self._errors.text()

    def start(self, log: Callable[[str], None]) -> None:
        """Start the process, and log each line that it writes. Raise OSError if it cannot be started."""
        process = subprocess.Popen(  # noqa: S603  # the developer's own command, and no shell
            self._command,
            cwd=self._folder,
            env=dict(self._environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        self._process = process
        assert process.stdout  # noqa: S101  # PIPE was asked for
        assert process.stderr  # noqa: S101
        readers = [
            self._threads.submit(_read, process.stdout, self._output, log),
            self._threads.submit(_read, process.stderr, self._errors, log),
        ]
        self._threads.submit(self._write)
        self._threads.submit(self._wait, readers)

    def when_ended(self, action: Callable[[], None]) -> None:
        """Call `action` in any thread when the process has ended, or now if it has."""
        with self._lock:
            if not self._ended:
                self._actions.append(action)
                return
        action()

    def stop(self) -> None:
        """End the process and its children: by SIGTERM, and by SIGKILL if they are still running after a while."""
        with self._lock:
            if self._ended:
                return
        self._signal(signal.SIGTERM)
        timer = threading.Timer(GRACE_SECONDS, self._kill)
        timer.daemon = True
        timer.start()

    def _kill(self) -> None:
        self._signal(signal.SIGKILL)

    def _signal(self, number: signal.Signals) -> None:
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):  # the group has ended
                os.killpg(self._process.pid, number)

    def _write(self) -> None:
        assert self._process is not None  # noqa: S101  # set by `start`
        assert self._process.stdin  # noqa: S101
        with contextlib.suppress(OSError):  # the command does not read its input
            self._process.stdin.write(self._input)
        with contextlib.suppress(OSError):
            self._process.stdin.close()

    def _wait(self, readers: list[Future[None]]) -> None:
        assert self._process is not None  # noqa: S101  # set by `start`
        self.code = self._process.wait()
        for reader in readers:
            with contextlib.suppress(TimeoutError):
                reader.result(DRAIN_SECONDS)
        with self._lock:
            self._ended = True
            actions, self._actions = self._actions, []
        for action in actions:
            action()


class RunningJobs:
    """The commands that are running. Safe to use from several threads."""

    def __init__(self) -> None:
        self._jobs: set[JobProcess] = set()

    def add(self, job: JobProcess) -> None:
        """Add a command until it ends."""
        self._jobs.add(job)
        job.when_ended(lambda: self._jobs.discard(job))

    def end(self) -> None:
        """End all commands."""
        for job in list(self._jobs):
            job.stop()


class _Tail:
    """The lines at the end of a stream."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lines: deque[bytes] = deque()
        self._size = 0

    def add(self, line: bytes) -> None:
        self._lines.append(line)
        self._size += len(line) + 1
        while self._size > self._most and len(self._lines) > 1:
            self._size -= len(self._lines.popleft()) + 1

    def text(self) -> str:
        return b"\n".join(list(self._lines)).decode("utf-8", "replace")


def _read(pipe: IO[bytes], tail: _Tail, log: Callable[[str], None]) -> None:
    with contextlib.suppress(OSError), pipe:
        for line in read_lines(pipe.fileno()):
            tail.add(line)
            log(line.decode("utf-8", "backslashreplace"))
