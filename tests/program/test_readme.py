"""README.md: its code, commands and links work."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from aslant.asl import to_mermaid
from aslant.run import run
from workflows import pizza as pizza_page
from workflows.pizza import pizza

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", README, re.DOTALL)


def blocks(language: str) -> list[str]:
    return [text for kind, text in BLOCKS if kind == language]


@pytest.mark.parametrize("source", [text for text in blocks("python") if "import pulumi" not in text])
def test_a_python_block_runs(source: str) -> None:
    exec(compile(source, "README.md", "exec"), {})  # noqa: S102  # our own README


def test_the_workflow_on_the_page_is_the_pizza_workflow() -> None:
    shown = next(text for text in blocks("python") if "pizza = StateMachine" in text)
    built: dict[str, object] = {}
    exec(compile(shown, "README.md", "exec"), built)  # noqa: S102  # our own README
    assert built["pizza"] == pizza
    assert pizza_page.__file__ == str(ROOT / "workflows" / "pizza.py")


@pytest.mark.parametrize("text", blocks("json"))
def test_a_response_is_the_result_of_the_workflow(text: str) -> None:
    response = json.loads(text)
    assumed = '{"flavour": "pineapple"}' if response["status"] == "FAILED" else '{"flavour": "pepperoni"}'
    execution = run(pizza, json.loads(response.get("input", assumed)))
    assert execution.status == response["status"]
    assert (execution.error, execution.cause) == (response.get("error"), response.get("cause"))
    if "output" in response:
        assert execution.output == json.loads(response["output"])


def test_the_picture_is_the_one_that_aslant_draws() -> None:
    assert blocks("mermaid")[0] == to_mermaid(pizza)


@pytest.mark.parametrize("command", re.findall(r"^\$ \.venv/bin/aslant (.*)$", README, re.MULTILINE))
def test_an_aslant_command_works(command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "aslant", *shlex.split(command)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(("path", "anchor"), re.findall(r"\]\(([\w./-]+\.md)(?:#([\w-]+))?\)", README))
def test_a_linked_page_exists_and_has_the_heading(path: str, anchor: str) -> None:
    headings = re.findall(r"^#+ (.*)$", (ROOT / path).read_text(), re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
    assert anchor in {"", *anchors}


def test_links_from_other_pages_lead_to_a_heading() -> None:
    parts = {heading.lower().replace(" ", "-") for heading in re.findall(r"^## (.*)$", README, re.MULTILINE)}
    pages = "".join(page.read_text() for page in (ROOT / "docs").glob("*.md"))
    linked = set(re.findall(r"\(\.\./README\.md#([\w-]+)\)", pages))
    assert linked
    assert linked <= parts


@pytest.mark.parametrize("command", re.findall(r"`?(?:^\$ |`)make (\w+)", README, re.MULTILINE))
def test_a_make_command_exists(command: str) -> None:
    plan = subprocess.run(["make", "-n", command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert plan.returncode == 0, plan.stderr


def test_every_folder_in_the_table_exists() -> None:
    folders = re.findall(r"^\| (.*?) \|", README.split("## What is where")[1], re.MULTILINE)
    named = [name for cell in folders for name in re.findall(r"`([^`]+)`", cell)]
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []
