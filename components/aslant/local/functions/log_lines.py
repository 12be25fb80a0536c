"""Lines of a function's log, read from a pipe in large pieces and cut where CloudWatch cuts them."""

from __future__ import annotations

import os
from collections.abc import Iterator

__all__ = ["MAX_LINE", "read_lines"]

MAX_LINE = 262_144
"""Bytes of a log event at most (CloudWatch Logs quotas, "Event size"). A longer line becomes several."""

PIECE = 65_536
"""Bytes that a pipe holds, and one read takes."""


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
    """Yield the parts of a line, none of which ends within a character."""
    start = 0
    while len(line) - start > MAX_LINE:
        end = start + MAX_LINE
        while end > start + MAX_LINE - 4 and line[end] & 0xC0 == 0x80:
            end -= 1
        yield line[start:end]
        start = end
    yield line[start:]
