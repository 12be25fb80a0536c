"""The lines of a function's log, read from a pipe."""

from __future__ import annotations

import os
import threading

import pytest

from aslant.local.functions.log_lines import MAX_LINE, read_lines

LONG = b"x" * MAX_LINE


@pytest.mark.parametrize(
    ("written", "lines"),
    [
        (b"", []),
        (b"\n", [b""]),
        (b"a\nb", [b"a", b"b"]),
        (b"a\r\n\nb\n", [b"a\r", b"", b"b"]),
        (LONG + b"\n", [LONG]),
        (LONG, [LONG]),
        (LONG + b"y\nz\n", [LONG, b"y", b"z"]),
        (LONG * 3 + b"y", [LONG, LONG, LONG, b"y"]),
        (LONG[:-1] + "é\n".encode(), [LONG[:-1], "é".encode()]),
        (LONG[:-3] + "🍕\n".encode(), [LONG[:-3], "🍕".encode()]),
        (b"\xbf" * MAX_LINE + b"\xbf\n", [b"\xbf" * (MAX_LINE - 4), b"\xbf" * 5]),
    ],
)
def test_lines_are_cut_at_the_size_limit_of_cloudwatch(written: bytes, lines: list[bytes]) -> None:
    reader, writer = os.pipe()

    def write() -> None:
        with os.fdopen(writer, "wb") as pipe:
            pipe.write(written)

    thread = threading.Thread(target=write)
    thread.start()
    with os.fdopen(reader, "rb", buffering=0) as pipe:
        assert list(read_lines(pipe.fileno())) == lines
    thread.join()


def test_a_line_is_read_as_soon_as_it_is_written() -> None:
    reader, writer = os.pipe()
    lines = read_lines(reader)
    os.write(writer, b"first\nsec")
    assert next(lines) == b"first"
    os.write(writer, b"ond\n")
    assert next(lines) == b"second"
    os.close(writer)
    assert list(lines) == []
    os.close(reader)
