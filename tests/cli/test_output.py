"""Output to standard output and files, colors, and progress."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from aslant.cli import output
from aslant.cli.output import Progress, is_coloured, paint, save, write
from aslant.cli.usage import UsageError


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "environment", "coloured"),
    [
        (Terminal(), {}, True),
        (Terminal(), {"TERM": "dumb"}, False),
        (Terminal(), {"NO_COLOR": "1"}, False),
        (Terminal(), {"NO_COLOR": ""}, True),
        (io.StringIO(), {}, False),
        (io.StringIO(), {"FORCE_COLOR": "1"}, True),
        (io.StringIO(), {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        (None, {}, False),
    ],
)
def test_colour_is_for_terminals(
    monkeypatch: pytest.MonkeyPatch, stream: Any, environment: dict[str, str], coloured: bool
) -> None:
    monkeypatch.setattr(os, "environ", environment)
    assert is_coloured(stream) is coloured


def test_painted_text_ends_its_style() -> None:
    assert paint("x", "bold", "red", coloured=True) == "\x1b[1;31mx\x1b[0m"
    assert paint("x", "bold", coloured=False) == "x"


def test_a_file_is_written_atomically_with_the_permissions_of_the_old_one(tmp_path: Path) -> None:
    old = tmp_path / "old"
    old.write_text("before")
    old.chmod(0o600)
    link = tmp_path / "link"
    link.symlink_to(old)
    write("é \ud800\n", link)
    assert old.read_bytes() == "é \\ud800\n".encode()
    assert old.stat().st_mode & 0o777 == 0o600
    assert link.is_symlink()
    before = os.umask(0o027)
    try:
        write("x", tmp_path / "new")
    finally:
        os.umask(before)
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o640
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link", "new", "old"]


def test_a_file_that_cannot_be_written_is_as_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "file"
    file.write_text("before")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(UsageError, match="file: no space left on device"):
        write("after", file)
    assert [path.read_text() for path in tmp_path.iterdir()] == ["before"]


@pytest.mark.parametrize(("name", "message"), [("no/such/x", "no such file or directory"), (".", "is a directory")])
def test_an_impossible_path_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match=message):
        write("x", Path(name))


def test_a_device_is_written_to_and_not_replaced() -> None:
    write("x", Path(os.devnull))
    assert not Path(os.devnull).is_file()


def test_progress_is_shown_on_a_terminal_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    terminal = Terminal()
    monkeypatch.setattr(output, "time", SimpleNamespace(monotonic=lambda: now[0]))
    monkeypatch.setattr(sys, "stderr", terminal)
    progress = Progress("checked", 3)
    progress.step()
    assert terminal.getvalue() == ""
    now[0] = 1.0
    progress.step()
    assert terminal.getvalue() == "\rchecked 2 of 3"
    progress.clear()
    progress.clear()
    assert terminal.getvalue() == "\rchecked 2 of 3\r\x1b[K"
    plain = io.StringIO()
    monkeypatch.setattr(sys, "stderr", plain)
    progress = Progress("checked", 3)
    now[0] = 9.0
    progress.step()
    progress.clear()
    assert plain.getvalue() == ""


@pytest.mark.parametrize(
    ("there", "force", "saved"),
    [(None, False, True), ("new", False, True), ("old", False, False), ("old", True, True), ("mine: old", False, True)],
)
def test_a_file_is_saved_unless_it_would_overwrite_another(
    tmp_path: Path, there: str | None, force: bool, saved: bool
) -> None:
    file = tmp_path / "file"
    if there is not None:
        file.write_text(there)
    refusal = pytest.raises(
        UsageError, match=r"file: this file already exists. Choose another name, or overwrite it with --force\.$"
    )
    with contextlib.nullcontext() if saved else refusal:
        save("new", file, force=force, may_replace=lambda text: text.startswith("mine: "))
    assert (file.read_text() == "new") is saved


def test_without_a_file_a_result_goes_to_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    save("text", None, force=False)
    assert capsys.readouterr().out == "text"


def test_a_device_can_be_written_to() -> None:
    save("text", Path(os.devnull), force=False)
