"""How much memory a process has used, as Linux counts it."""

from __future__ import annotations

import os

__all__ = ["ProcessMemory"]


class ProcessMemory:
    """The memory of one running process. Elsewhere than on Linux it is not known."""

    def __init__(self, pid: int) -> None:
        """Watch a process that has begun to run its own program."""
        try:
            self._status: int | None = os.open(f"/proc/{pid}/status", os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            self._status = None

    def peak(self) -> int:
        """Return the most bytes that the process had for itself at once; 0 where that is not known.

        What is reserved and never touched does not count, nor do pages of files, which the kernel can drop.
        """
        if self._status is None:
            return 0
        try:
            status = os.pread(self._status, 4096, 0)
        except OSError:  # the process is gone
            return 0
        return 1024 * (_kilobytes(status, b"VmHWM:") - _kilobytes(status, b"RssFile:"))

    def close(self) -> None:
        """Stop watching."""
        if self._status is not None:
            os.close(self._status)
            self._status = None


def _kilobytes(status: bytes, name: bytes) -> int:
    _, found, rest = status.partition(name)
    return int(rest.split(None, 1)[0]) if found else 0
