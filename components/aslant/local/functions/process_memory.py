"""The peak memory of a process, read from /proc on Linux."""

from __future__ import annotations

import os

__all__ = ["ProcessMemory"]


class ProcessMemory:
    """The memory of one running process. It is only known on Linux."""

    def __init__(self, pid: int) -> None:
        """Open the status of a process. Call it after exec, since fork alone still counts the memory of the parent."""
        try:
            self._status: int | None = os.open(f"/proc/{pid}/status", os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            self._status = None

    def peak(self) -> int:
        """Return the peak of the process's own memory in bytes; 0 if it is not known.

        Memory that is reserved but never used does not count, nor do pages of files, which the kernel can drop.
        """
        if self._status is None:
            return 0
        try:
            status = os.pread(self._status, 4096, 0)
        except OSError:  # the process is gone
            return 0
        return 1024 * (_kilobytes(status, b"VmHWM:") - _kilobytes(status, b"RssFile:"))

    def close(self) -> None:
        """Close the status file."""
        if self._status is not None:
            os.close(self._status)
            self._status = None


def _kilobytes(status: bytes, name: bytes) -> int:
    _, found, rest = status.partition(name)
    return int(rest.split(None, 1)[0]) if found else 0
