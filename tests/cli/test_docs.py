"""The examples in docs/cli.md are what the command prints."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from aslant.cli.command import COMMANDS
from tests.cli.conftest import Aslant

PAGE = (Path(__file__).parents[2] / "docs" / "cli.md").read_text()
FILES = dict(re.findall(r"^```\w+ (\S+)\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE))
SHOWN = [
    tuple(block.split("\n", 1)) for block in re.findall(r"^```console\n\$ (.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
]


@pytest.mark.parametrize(("command", "output"), SHOWN)
def test_a_command_prints_what_the_page_shows(aslant: Aslant, folder: Path, command: str, output: str) -> None:
    for file in folder.iterdir():
        file.unlink()
    for name, text in FILES.items():
        (folder / name).write_text(text)
    name, *arguments = shlex.split(command)
    assert name == "aslant"
    answer = aslant(*arguments)
    before, dots, _ = output.partition("  ...\n")
    assert (answer.out + answer.err)[: len(before) if dots else None] == before


def test_every_command_has_its_section_and_an_example() -> None:
    parts = re.findall(r"^## (\w+)$", PAGE, re.MULTILINE)
    assert parts == list(COMMANDS)
    assert all(re.search(rf"aslant {name}\b", PAGE) for name in COMMANDS)
