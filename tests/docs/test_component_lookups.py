"""docs/component.md on lookups: both kinds of API respond as its table states."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.local.serving import serving

PAGE = (Path(__file__).parents[2] / "docs" / "component.md").read_text()
ROWS = {row[0]: row[1:] for row in re.findall(r"^\| (`executionArn`|`output`|404) \| (.*) \| (.*) \|$", PAGE, re.M)}
PROGRAM = """\
import pulumi
from aslant.asl import Pass, StateMachine
from aslant.aws import StateMachineApi

done = StateMachine(Pass("Done", result={"containsPineapple": False}))
for type in ("HTTP", "REST"):
    args = {"workflow": done, "mode": "async", "api_type": type}
    pulumi.export(type, StateMachineApi(type.lower(), args).url)
"""


@pytest.fixture(scope="module")
def urls(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    directory = tmp_path_factory.mktemp("lookups")
    (directory / "Pulumi.yaml").write_text("name: shop\nruntime: python\n")
    (directory / "__main__.py").write_text(PROGRAM)
    with serving(directory) as served:
        yield served.deployment.registry.exports


def ask(method: str, url: str, **options: Any) -> httpx.Response:
    """Send a request to an API under `*.localhost`, which only curl and browsers resolve."""
    address = httpx.URL(url)
    here = address.copy_with(host="127.0.0.1")
    return httpx.request(method, here, headers={"host": address.netloc.decode()}, **options)


@pytest.mark.parametrize(("type", "column"), [("HTTP", 0), ("REST", 1)])
def test_a_lookup_responds_as_the_page_states(urls: dict[str, str], type: str, column: int) -> None:
    stated = {name: row[column] for name, row in ROWS.items()}
    name = ask("POST", urls[type], json={}).json()["executionArn"].rpartition(":")[2]
    while (found := ask("GET", f"{urls[type]}executions/{name}").json())["status"] == "RUNNING":
        time.sleep(0.01)
    assert ("executionArn" in found) is stated["`executionArn`"].startswith("is there")
    assert found["output"] == json.loads(stated["`output`"].split("`")[1])
    assert {"name", "status", "startDate", "stopDate"} <= found.keys()


@pytest.mark.parametrize(("type", "column"), [("HTTP", 0), ("REST", 1)])
def test_an_unknown_execution_gets_the_response_that_the_page_states(
    urls: dict[str, str], type: str, column: int
) -> None:
    response = ask("GET", f"{urls[type]}executions/NAME")
    assert (response.status_code, response.json()) == (404, json.loads(ROWS["404"][column].strip("`")))
