"""docs/local.md lists exactly the actions that the local AWS serves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from aslant.local import lambda_api
from aslant.local.deployment import Deployment, deploy
from aslant.local.program import load
from aslant.local.project import read_project
from aslant.provider.account import LocalAccount
from tests.local.serving import serving

PAGE = (Path(__file__).parents[2] / "docs" / "local.md").read_text()


@pytest.fixture(scope="module")
def empty_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("empty")
    (directory / "Pulumi.yaml").write_text("name: empty\nruntime: python\n")
    (directory / "__main__.py").write_text("")
    return directory


@pytest.fixture(scope="module")
def empty(empty_folder: Path) -> Iterator[Deployment]:
    project, account = read_project(empty_folder, "dev"), LocalAccount()
    deployment = deploy(project, load(project, account), account, lambda *_: None, lambda _: None)
    yield deployment
    deployment.end()


def documented(row: str) -> list[str]:
    """The actions in a row of the table "What is served"; what is in parentheses is an action's detail."""
    found = re.search(rf"^\| {row} \| (.+) \|$", PAGE, re.MULTILINE)
    assert found
    return sorted(re.sub(r" \(.*?\)", "", found[1]).split(", "))


def test_the_page_lists_every_action_of_step_functions(empty: Deployment) -> None:
    assert documented("Step Functions") == empty.stepfunctions.actions


def test_the_page_lists_every_action_of_lambda() -> None:
    assert documented("Lambda") == sorted(lambda_api.ACTIONS.values())


def test_the_page_lists_every_action_that_an_http_api_integrates_with(empty: Deployment) -> None:
    row = re.search(r"integrations with Step Functions \(([\w, ]+)\)", PAGE)
    assert row
    assert [f"states:{action}" for action in row[1].split(", ")] == list(empty.integrated_actions)


def test_the_example_of_the_step_functions_api_works(empty_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    section = PAGE[PAGE.index("## The Step Functions API") :]
    code = re.search(r"```python\n(.*?)```", section, re.DOTALL)
    assert code
    with serving(empty_folder) as served:
        exec(code[1].replace("http://127.0.0.1:4566", served.aws_url), {})  # noqa: S102
    output, comment = capsys.readouterr().out.strip(), code[1].rstrip().rpartition("# ")[2]
    assert output == comment
