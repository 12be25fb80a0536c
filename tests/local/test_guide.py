from __future__ import annotations

from typing import TYPE_CHECKING

from aslant.local.guide import guide

if TYPE_CHECKING:
    from .conftest import Served


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
