from __future__ import annotations

import time
from types import SimpleNamespace
from typing import Any

import pytest

from aslant.local.page import recent
from aslant.local.page.recent import KEPT, Recent
from aslant.local.threads import Threads
from aslant.run.hub import Hub


class FakeRun:
    """An EXPRESS execution that has ended."""

    def __init__(self, number: int, size: int = 10, ended: bool = True) -> None:
        self.arn = f"run {number}"
        self.machine = SimpleNamespace(arn="machine")
        self.start_date = time.time() - 100 + number
        self.stop_date = self.start_date if ended else None
        self.packed: bytes | None = None
        self.size = size

    def pack(self) -> None:
        self.packed = b""


@pytest.fixture
def kept() -> Recent:
    return Recent(Hub(Threads(), Threads()))


def add(kept: Recent, *runs: Any) -> None:
    for run in runs:
        kept.add(run)


def test_the_latest_executions_of_a_machine_are_kept(kept: Recent) -> None:
    add(kept, *(FakeRun(number) for number in range(KEPT + 5)))
    assert [run.arn for run in kept.of("machine")] == [f"run {number}" for number in range(KEPT + 4, 4, -1)]
    assert kept.get("run 4") is None
    assert kept.get("run 5") is not None


def test_executions_that_have_ended_are_packed_later(kept: Recent) -> None:
    running, ended = FakeRun(1, ended=False), FakeRun(2)
    add(kept, running, ended)
    assert ended.packed is None
    kept.tidy()
    assert [run.packed for run in (running, ended)] == [None, b""]


def test_the_oldest_are_dropped_beyond_the_limit_of_bytes(kept: Recent, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recent, "MAX_BYTES", 25)
    add(kept, *(FakeRun(number) for number in range(4)))
    kept.tidy()
    assert [run.arn for run in kept.of("machine")] == ["run 3", "run 2"]
