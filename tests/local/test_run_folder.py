"""The folder of a run, and the removal of abandoned folders."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from aslant.local.run_folder import PREFIX, RunFolder, remove_abandoned


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Use a separate folder, since other servers may be running."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_a_folder_exists_until_it_is_removed(elsewhere: Path) -> None:
    folder = RunFolder()
    (folder.path / "check").mkdir()
    (folder.path / "check" / "handler.py").write_text("")
    (folder.path / "check").chmod(0o500)
    assert folder.path.parent == elsewhere
    folder.remove()
    folder.remove()
    assert list(elsewhere.iterdir()) == []


def test_the_folder_of_a_running_run_is_kept(elsewhere: Path) -> None:
    ours = RunFolder()
    code = "from aslant.local.run_folder import RunFolder\nprint(RunFolder().path, flush=True)\ninput()"
    environment = {**os.environ, "TMPDIR": str(elsewhere)}
    with subprocess.Popen([sys.executable, "-c", code], stdin=-1, stdout=-1, text=True, env=environment) as other:
        assert other.stdout
        theirs = Path(other.stdout.readline().strip())
        remove_abandoned()
        assert theirs.is_dir()
        assert ours.path.is_dir()
        other.kill()
        other.wait()
        remove_abandoned()
    assert list(elsewhere.iterdir()) == [ours.path]
    ours.remove()


def test_only_processes_of_an_abandoned_run_are_ended(elsewhere: Path) -> None:
    abandoned, other = elsewhere / f"{PREFIX}gone", elsewhere / f"{PREFIX}gone2"
    abandoned.mkdir()
    started = [
        subprocess.Popen([sys.executable, "-S", "-c", "input()"], stdin=-1, env={"LAMBDA_TASK_ROOT": str(root)})
        for root in (abandoned / "check", other / "check")
    ]
    remove_abandoned()
    ended, going_on = started
    assert ended.wait(5) == -9
    assert going_on.poll() is None
    for process in started:
        process.communicate(b"\n")
    assert going_on.returncode == 0
    assert not abandoned.exists()


def test_only_folders_of_runs_are_removed(elsewhere: Path) -> None:
    (elsewhere / "kept").mkdir()
    (elsewhere / f"{PREFIX}link").symlink_to(elsewhere / "kept")
    (elsewhere / f"{PREFIX}file").write_text("")
    (elsewhere / "aslant-other").mkdir()
    before = sorted(elsewhere.iterdir())
    remove_abandoned()
    assert sorted(elsewhere.iterdir()) == before
