"""The workers of a version that a reload has replaced."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from aslant.local.functions.function import Function
from aslant.local.functions.workers import Workers
from aslant.provider.account import LocalAccount

HANDLER = """
import os, time

def handle(event, context):
    time.sleep(event)
    return os.getpid()
"""


def make(root: Path, source: str = HANDLER) -> Workers:
    (root / "a.py").write_text(source)
    return Workers(Function("a", "arn:a", "a.handle", root, LocalAccount(), timeout=10), lambda *_: None)


def test_a_call_in_progress_is_completed_and_then_the_worker_ends(tmp_path: Path) -> None:
    workers = make(tmp_path)
    answers: list[bytes] = []
    call = threading.Thread(target=lambda: answers.append(workers.invoke(b"0.5").payload))
    call.start()
    time.sleep(0.2)
    workers.retire()
    call.join()
    assert not is_running(int(answers[0]))


def test_an_execution_that_still_uses_it_gets_a_worker_for_each_call(tmp_path: Path) -> None:
    workers = make(tmp_path)
    assert workers.start() is None
    workers.retire()
    first, second = (int(workers.invoke(b"0").payload) for _ in range(2))
    assert first != second
    assert not is_running(second)


def is_running(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        (HANDLER, None),
        ("x = 1\n", "Runtime.HandlerNotFound: Handler 'handle' missing on module 'a'"),
        ("\n1 / 0\n", "ZeroDivisionError: division by zero\n  at a.py:2"),
        ("import os\nos._exit(3)\n", "Runtime.ExitError: "),
    ],
)
def test_starting_reports_a_handler_that_cannot_be_imported(tmp_path: Path, source: str, problem: str | None) -> None:
    workers = make(tmp_path, source)
    found = workers.start()
    workers.end()
    assert found == problem if problem is None else (found or "").startswith(problem)
