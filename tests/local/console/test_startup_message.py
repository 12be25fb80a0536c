from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from aslant.local.console.startup_message import startup_message
from aslant.local.deployment import deploy
from aslant.local.project import read_project
from aslant.provider.account import LocalAccount

if TYPE_CHECKING:
    from tests.local.conftest import LoadProgram, Served


def test_the_message_has_outputs_sample_commands_and_served_resources(served: Served) -> None:
    lines = startup_message(served.deployment, served.aws_url).splitlines()
    url = str(served.api.base_url).rstrip("/")
    assert lines[:5] == [
        f"url: {url}/",
        f"machine: {served.arn('pizza')}",
        "password: [secret]",
        f"aws: {served.aws_url}",
        f"page: {served.aws_url}/_aslant/",
    ]
    assert f"""  curl -sS {url}/ -d '{{"flavour": "..."}}'""" in lines
    assert f"  curl -sS {url}/orders/ID" in lines
    assert f"  curl -sS {url}/async/executions/NAME" in lines
    name = "NAME is the name of an execution, which follows the last colon of the executionArn in the response"
    assert f"  {name} to its start" in lines
    assert "  function check" in lines
    assert f"  EXPRESS state machine {served.arn('pizza')}" in lines
    assert lines[-1] == "Press Ctrl-C to stop."


def test_an_empty_section_has_no_title(load_program: LoadProgram, tmp_path: Path) -> None:
    registry = load_program("import pulumi\npulumi.export('size', 3)\n")
    deployment = deploy(read_project(tmp_path, "dev"), registry, LocalAccount(), lambda *_: None, lambda _: None)
    try:
        message = startup_message(deployment, "http://aws")
        assert message == "size: 3\naws: http://aws\npage: http://aws/_aslant/\n\nPress Ctrl-C to stop."
    finally:
        deployment.end()
