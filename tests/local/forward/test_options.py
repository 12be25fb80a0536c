"""`--forward` and `--wait-scale` on the command line, with and without a program."""

from __future__ import annotations

from pathlib import Path

import pytest

from aslant.errors import LocalError
from aslant.local.content import Content
from aslant.local.deployment import Deployment, check_content
from aslant.local.options import parse_options
from aslant.local.source import Source
from tests.local.conftest import WriteProgram


def loaded(*arguments: str) -> Content:
    content = Source(parse_options(arguments, {}), "http://127.0.0.1:1", "http://127.0.0.1:2").load()
    list(check_content(content))
    return content


def test_tasks_are_forwarded_without_a_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    content = loaded("--forward", "bedrock:invokeModel=us-east-1", "--forward", "Ask")
    assert list(content.forwards) == ["bedrock:invokeModel", "Ask"]


def test_an_option_without_a_name_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(LocalError, match=r"^--forward must be NAME or NAME=REGION, not '=us-east-1'\.$"):
        loaded("--forward", "=us-east-1")


@pytest.mark.parametrize(("arguments", "expected"), [((), 0.5), (("--wait-scale", "0"), 0.0)])
def test_the_speed_of_waits_is_that_of_the_latest_content(
    write_program: WriteProgram, arguments: tuple[str, ...], expected: float
) -> None:
    folder = write_program("", Pulumi__dev__yaml="config: {}\n")
    deployment = Deployment(loaded("--program", str(folder)), lambda *_: None)
    try:
        assert deployment.executions.hub.wait_scale == 1
        (folder / "Pulumi.dev.yaml").write_text("config: {aslant:waitScale: 0.5}\n")
        deployment.update(loaded("--program", str(folder), *arguments))
        assert deployment.executions.hub.wait_scale == expected
    finally:
        deployment.end()


def test_a_wrong_speed_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse_options(["--wait-scale", "fast"], {})
    assert "it must be a number of 0 or more, such as 0.5, not 'fast'" in capsys.readouterr().err
    with pytest.raises(LocalError, match="the environment variable WAIT_TIME_SCALE: it must be a number of 0 or more"):
        parse_options([], {"WAIT_TIME_SCALE": "-1"})
