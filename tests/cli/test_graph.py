"""`aslant graph`: Mermaid or SVG, to standard output or a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from aslant.asl import loads
from aslant.asl.mermaid import to_mermaid
from tests.cli.conftest import Aslant


def test_mermaid_goes_to_standard_output(aslant: Aslant, folder: Path) -> None:
    machine = loads((folder / "good.asl.json").read_text())
    assert aslant("graph", "good.asl.json") == (0, to_mermaid(machine).rstrip("\n") + "\n", "")
    assert aslant("graph", "--direction", "LR", "good.asl.json").out.startswith("flowchart LR")


def test_a_workflow_in_python_is_drawn(aslant: Aslant) -> None:
    assert "A" in aslant("graph", "shop.py:shop").out


@pytest.mark.parametrize("name", ["x.mmd", "x.mermaid", "x.MMD"])
def test_a_file_says_by_its_name_what_it_holds(aslant: Aslant, folder: Path, name: str) -> None:
    assert aslant("graph", "good.asl.json", "-o", name) == (0, "", "")
    assert (folder / name).read_text().startswith("flowchart TB")


def test_svg_is_a_picture(aslant: Aslant, folder: Path) -> None:
    pytest.importorskip("pygraphviz")
    assert aslant("graph", "good.asl.json", "-o", "x.svg") == (0, "", "")
    drawn = (folder / "x.svg").read_text()
    assert "<svg" in drawn
    assert aslant("graph", "good.asl.json", "--format", "svg").out == drawn


def test_a_file_of_another_kind_needs_a_format(aslant: Aslant, folder: Path) -> None:
    code, out, err = aslant("graph", "good.asl.json", "-o", "x.md")
    assert (code, out) == (2, "")
    assert err == "error: x.md: a drawing is named *.mmd or *.svg; say which it is with --format\n"
    assert aslant("graph", "good.asl.json", "-o", "x.md", "--format", "mermaid").code == 0


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "error: <stdin>:1:2: this is no JSON: "),
        ("{}", "error: <stdin>: the definition: a machine has StartAt"),
    ],
)
def test_what_is_no_definition_is_1(aslant: Aslant, text: str, message: str) -> None:
    code, out, err = aslant("graph", "-", stdin=text)
    assert (code, out) == (1, "")
    assert err.startswith(message)
