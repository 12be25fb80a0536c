"""The peak memory of a process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from aslant.local.functions.process_memory import ProcessMemory

MEGABYTE = 1_048_576
SCRIPT = "import mmap, sys\nfilled = b'x' * {filled}\nreserved = mmap.mmap(-1, {reserved})\nprint(flush=True)\ninput()"

linux = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the memory of processes is known on Linux")


@linux
@pytest.mark.parametrize(
    ("filled", "reserved", "least", "most"), [(1, MEGABYTE, 1, 40), (100 * MEGABYTE, 2048 * MEGABYTE, 100, 140)]
)
def test_memory_counts_when_it_is_used_not_when_it_is_reserved(
    filled: int, reserved: int, least: int, most: int
) -> None:
    code = SCRIPT.format(filled=filled, reserved=reserved)
    with subprocess.Popen([sys.executable, "-S", "-c", code], stdin=-1, stdout=-1) as process:
        memory = ProcessMemory(process.pid)
        assert process.stdout
        process.stdout.readline()
        assert least <= memory.peak() / MEGABYTE <= most
        process.communicate(b"\n")
    assert memory.peak() == 0
    memory.close()
    assert memory.peak() == 0


def test_the_memory_of_a_process_that_does_not_exist_is_unknown() -> None:
    assert ProcessMemory(-1).peak() == 0
