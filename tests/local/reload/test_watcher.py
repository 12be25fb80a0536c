"""The watcher: edits are passed on once, together, and without loops."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from aslant.local.reload import watcher
from aslant.local.reload.watcher import Watcher


class Edits:
    """The calls of a watcher."""

    def __init__(self) -> None:
        self.calls: list[list[str]] = []
        self._changed = threading.Condition()
        self.during: Callable[[], None] = lambda: None

    def __call__(self, paths: list[str]) -> None:
        self.during()
        with self._changed:
            self.calls.append([Path(path).name for path in paths])
            self._changed.notify_all()

    def wait(self, count: int, seconds: float = 5) -> list[list[str]]:
        with self._changed:
            self._changed.wait_for(lambda: len(self.calls) >= count, seconds)
        return self.calls


@contextmanager
def watching(folder: Path, edits: Edits) -> Iterator[None]:
    watching = Watcher(lambda: [folder], edits)
    watching.start()
    try:
        yield
    finally:
        watching.stop()


def test_files_that_are_edited_together_are_passed_on_together(tmp_path: Path) -> None:
    edits = Edits()
    with watching(tmp_path, edits):
        for name in ("a.py", "b.py"):
            (tmp_path / name).write_text("1")
        assert edits.wait(1) == [["a.py", "b.py"]]


def test_an_edit_is_passed_on_well_within_a_second(tmp_path: Path) -> None:
    edits = Edits()
    with watching(tmp_path, edits):
        start = time.perf_counter()
        (tmp_path / "a.py").write_text("1")
        assert edits.wait(1)
        assert time.perf_counter() - start < 0.8


def test_an_edit_during_a_call_leads_to_another_call(tmp_path: Path) -> None:
    edits = Edits()
    waiting, going = threading.Event(), threading.Event()

    def during() -> None:
        waiting.set()
        going.wait(5)

    edits.during = during
    with watching(tmp_path, edits):
        (tmp_path / "a.py").write_text("1")
        assert waiting.wait(5)
        (tmp_path / "b.py").write_text("2")
        going.set()
        assert edits.wait(2) == [["a.py"], ["b.py"]]


@pytest.mark.parametrize("contents", [itertools.repeat("same"), map(str, itertools.count())], ids=["same", "other"])
def test_a_file_that_every_call_writes_does_not_lead_to_calls_without_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, contents: Iterator[str]
) -> None:
    monkeypatch.setattr(watcher, "PATIENT_CALLS", 1)
    edits = Edits()

    def during() -> None:
        (tmp_path / "made.json").write_text(next(contents))

    edits.during = during
    with watching(tmp_path, edits):
        (tmp_path / "a.py").write_text("1")
        edits.wait(2)
        time.sleep(0.6)
        assert edits.calls == [["a.py"], ["made.json"]]


def test_a_file_that_is_written_with_the_same_content_is_not_edited(tmp_path: Path) -> None:
    edits = Edits()
    with watching(tmp_path, edits):
        for text in ("1", "1", "2"):
            (tmp_path / "a.py").write_text(text)
            time.sleep(0.4)
    assert edits.calls == [["a.py"], ["a.py"]]


def test_a_file_that_is_edited_twice_in_a_row_is_still_watched(tmp_path: Path) -> None:
    edits = Edits()
    with watching(tmp_path, edits):
        for count in range(1, 5):
            (tmp_path / "a.py").write_text("x" * count)
            assert edits.wait(count) == [["a.py"]] * count


def test_it_stops(tmp_path: Path) -> None:
    edits = Edits()
    with watching(tmp_path, edits):
        pass
    (tmp_path / "a.py").write_text("1")
    time.sleep(0.3)
    assert edits.calls == []
