"""The temporary folder of one run, which contains the code of its functions, and the removal of abandoned folders.

A run locks its folder, and the system releases the lock when the run ends. A folder without a lock therefore belongs
to a run that could not clean up, such as one that was killed. The worker processes that such a run has left behind are
found by their environment, which contains the folder's path.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import signal
import stat
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

__all__ = ["RunFolder", "remove_abandoned"]

PREFIX = "aslant-local-"
VARIABLE = "LAMBDA_TASK_ROOT"
"""The environment variable with the directory of a function's code, in each of its processes."""


class RunFolder:
    """A folder that belongs to this run until `remove` or the end of the process."""

    def __init__(self) -> None:
        """Create and lock the folder."""
        self._used: Counter[str] = Counter()
        while True:
            self.path = Path(tempfile.mkdtemp(prefix=PREFIX)).resolve()
            lock = _lock(self.path)
            if lock is not None:
                self._lock = lock
                return

    def new(self, name: str) -> Path:
        """Return the path of a new folder inside, which does not exist yet. Its name is `name`, or begins with it."""
        self._used[name] += 1
        return self.path / (name if self._used[name] == 1 else f"{name}.{self._used[name]}")

    def remove(self) -> None:
        """Remove the folder and its content."""
        if self._lock >= 0:
            _remove(self.path)
            os.close(self._lock)
            self._lock = -1


def remove_abandoned() -> None:
    """Remove the folders that ended runs have left behind, and end their worker processes."""
    for path in Path(tempfile.gettempdir()).resolve().glob(f"{PREFIX}*"):
        lock = _lock(path)
        if lock is None:
            continue
        if os.fstat(lock).st_uid == os.getuid():
            for pid in _processes_of(path):
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.kill(pid, signal.SIGKILL)
            _remove(path)
        os.close(lock)


def _remove(path: Path) -> None:
    """Remove a folder, even if folders in it are not writable. They have the permissions of the archive."""
    for folder, _, _ in os.walk(path):
        with contextlib.suppress(OSError):
            os.chmod(folder, stat.S_IRWXU)
    shutil.rmtree(path, ignore_errors=True)


def _lock(path: Path) -> int | None:
    """Lock a folder. Return None if another process has locked or removed it, or if it is not a folder."""
    try:
        lock = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if path.exists():  # it may have been removed between open and flock
            return lock
    except OSError:
        pass
    os.close(lock)
    return None


def _processes_of(path: Path) -> Iterator[int]:
    """Yield the IDs of the worker processes whose function's code is in a folder."""
    for pid, environment in _environments():
        if f"{VARIABLE}={path}{os.sep}".encode() in environment:
            yield pid


def _environments() -> Iterator[tuple[int, bytes]]:
    """Yield the ID and the environment of each process that this user can inspect."""
    if Path("/proc/self/environ").exists():
        for folder in Path("/proc").iterdir():
            if folder.name.isdigit():
                with contextlib.suppress(OSError):
                    yield int(folder.name), (folder / "environ").read_bytes()
        return
    listing = ["ps", "-axEww", "-o", "pid=,command="]
    with contextlib.suppress(OSError):
        for line in subprocess.run(listing, capture_output=True, check=False).stdout.splitlines():  # noqa: S603
            pid, _, rest = line.strip().partition(b" ")
            yield int(pid), rest
