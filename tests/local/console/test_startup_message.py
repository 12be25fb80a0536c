from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from aslant.local.console.startup_message import guide
from aslant.local.deployment import deploy
from aslant.local.project import read_project
from aslant.provider.account import LocalAccount

if TYPE_CHECKING:
    from tests.local.conftest import LoadProgram, Served


def test_it_prints_the_outputs_what_to_try_and_what_is_served(served: Served) -> None:
    lines = guide(served.deployment, served.aws_url).splitlines()
    url = str(served.api.base_url).rstrip("/")
    assert lines[:4] == [
        f"url: {url}/",
        f"machine: {served.arn('pizza')}",
        "password: [secret]",
        f"aws: {served.aws_url}",
    ]
    assert f"""  curl -sS {url}/ -d '{{"flavour": "..."}}'""" in lines
    assert f"  curl -sS {url}/orders/ID" in lines
    assert f"  curl -sS {url}/async/executions/NAME" in lines
    assert (
        "  NAME of an execution is what follows the last colon of the executionArn that its start is answered with"
        in (lines)
    )
    assert "  function check" in lines
    assert f"  EXPRESS state machine {served.arn('pizza')}" in lines
    assert lines[-1] == "Ctrl-C ends it."


def test_what_there_is_none_of_has_no_title(load_program: LoadProgram, tmp_path: Path) -> None:
    registry = load_program("import pulumi\npulumi.export('size', 3)\n")
    deployment = deploy(read_project(tmp_path, "dev"), registry, LocalAccount(), lambda *_: None, lambda _: None)
    try:
        assert guide(deployment, "http://aws").splitlines() == ["size: 3", "aws: http://aws", "", "Ctrl-C ends it."]
    finally:
        deployment.end()
