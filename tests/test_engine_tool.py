"""tools/engine.py: the CLI that the engine's tests run with."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import engine


def test_the_cli_on_path_is_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    cli = tmp_path / "pulumi"
    cli.touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert engine.find_or_build() is None


def test_a_cli_that_was_built_before_is_used_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    engine.cache().mkdir(parents=True)
    (engine.cache() / "pulumi").touch()
    assert engine.find_or_build() == engine.cache()


def test_an_error_says_what_to_install_without_pulumi_and_go(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    with pytest.raises(SystemExit) as ended:
        engine.find_or_build()
    assert (ended.value.code, capsys.readouterr().err) == (2, engine.INSTALL + "\n")


def test_a_build_that_fails_shows_its_last_lines_and_leaves_no_cli(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    go = tmp_path / "go"
    go.write_text("#!/bin/sh\necho 'no such module' >&2\nexit 1\n")
    go.chmod(0o755)
    with pytest.raises(SystemExit, match=r"Pulumi could not be built.*\n.*no such module"):
        engine.build(str(go), tmp_path / "cache")
    assert not (tmp_path / "cache" / "pulumi").exists()
