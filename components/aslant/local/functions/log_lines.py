"""The lines of a function's log, read from a pipe and cut at the size limit of CloudWatch."""

from __future__ import annotations

import os
from collections.abc import Iterator

__all__ = ["MAX_LINE", "read_lines"]

MAX_LINE = 262_144
"""The size limit of a log event in bytes (CloudWatch Logs quotas, "Event size"). A longer line is split."""

PIECE = 65_536
"""The bytes to read at once: the capacity of a pipe."""


def read_lines(pipe: int) -> Iterator[bytes]:
    """Yield each line of a pipe as soon as it is complete, without its newline, until the other side closes it."""
    rest = b""
    while piece := os.read(pipe, PIECE):
        *lines, rest = (rest + piece).split(b"\n")
        for line in lines:
            yield from _cut(line)
        if len(rest) > MAX_LINE:
            *parts, rest = _cut(rest)
            yield from parts
    if rest:
        yield from _cut(rest)


def _cut(line: bytes) -> Iterator[bytes]:
    """Yield the parts of a line, and do not split a UTF-8 character."""
    start = 0
    while len(line) - start > MAX_LINE:
        end = start + MAX_LINE
        while end > start + MAX_LINE - 4 and line[end] & 0xC0 == 0x80:
            end -= 1
        yield line[start:end]
        start = end
    yield line[start:]
