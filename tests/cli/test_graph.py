"""`aslant graph`: Mermaid or SVG, to standard output or a file."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from aslant.asl import loads
from aslant.asl.drawing.mermaid import to_mermaid
from aslant.extras import install_command
from tests.cli.conftest import Aslant, write


def test_mermaid_goes_to_standard_output(aslant: Aslant, folder: Path) -> None:
    machine = loads((folder / "good.asl.json").read_text())
    assert aslant("graph", "good.asl.json") == (0, to_mermaid(machine).rstrip("\n") + "\n", "")
    assert aslant("graph", "--direction", "LR", "good.asl.json").out.startswith("flowchart LR")


def test_a_workflow_in_python_is_drawn(aslant: Aslant) -> None:
    assert "A" in aslant("graph", "shop.py:shop").out


@pytest.mark.parametrize("name", ["x.mmd", "x.mermaid", "x.MMD"])
def test_the_format_follows_the_suffix_of_the_file(aslant: Aslant, folder: Path, name: str) -> None:
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
    assert err == "error: x.md: a drawing's file must be named *.mmd or *.svg. Set the format with --format.\n"
    assert aslant("graph", "good.asl.json", "-o", "x.md", "--format", "mermaid").code == 0


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "error: <stdin>:1:2: this is not valid JSON: "),
        ("{}", "error: <stdin>: this is not a definition. A definition is an object with StartAt and States."),
        (
            '{"StartAt": "A"}',
            "error: <stdin>: this is not a definition. A definition is an object with StartAt and States.",
        ),
    ],
)
def test_a_document_that_is_not_a_definition_is_1(aslant: Aslant, text: str, message: str) -> None:
    code, out, err = aslant("graph", "-", stdin=text)
    assert (code, out) == (1, "")
    assert err.startswith(message)


def test_a_definition_with_errors_is_drawn_too(aslant: Aslant, folder: Path) -> None:
    code, out, err = aslant("graph", "bad.asl.json")
    assert (code, "? Nowhere" in out) == (0, True)
    assert err == "bad.asl.json: this definition has 2 errors. Run aslant check for details.\n"
    write(folder / "odd.asl.json", {"States": {"A": {"Type": "Nothing"}, "B": 5}})
    assert aslant("graph", "odd.asl.json").code == 0


def test_a_duplicate_member_is_2(aslant: Aslant) -> None:
    text = '{"StartAt": "A", "States": {"A": {"Type": "Succeed"},\n"A": {"Type": "Fail"}}}'
    message = "error: <stdin>:2:1: /States/A is already defined at line 1. Rename or remove one of them.\n"
    assert aslant("graph", "-", stdin=text) == (2, "", message)


def test_a_drawing_replaces_a_drawing_and_nothing_else(aslant: Aslant, folder: Path) -> None:
    aslant("graph", "good.asl.json", "-o", "x.mmd")
    assert aslant("graph", "shop.py:shop", "-o", "x.mmd") == (0, "", "")
    (folder / "x.mmd").write_text("flowchart TB\n  mine --> own\n")
    message = "error: x.mmd: this file already exists. Choose another name, or overwrite it with --force.\n"
    assert aslant("graph", "good.asl.json", "-o", "x.mmd") == (2, "", message)
    assert "mine" in (folder / "x.mmd").read_text()
    assert aslant("graph", "good.asl.json", "-o", "x.mmd", "--force") == (0, "", "")
    assert "mine" not in (folder / "x.mmd").read_text()


def test_a_picture_without_its_extra_is_2(aslant: Aslant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pygraphviz", None)
    message = (
        f"error: a picture needs pygraphviz, which is not installed. Run {install_command('graph')}, or use Mermaid\n"
    )
    assert aslant("graph", "good.asl.json", "-o", "x.svg") == (2, "", message)


def test_a_picture_replaces_a_picture(aslant: Aslant) -> None:
    pytest.importorskip("pygraphviz")
    aslant("graph", "good.asl.json", "-o", "x.svg")
    assert aslant("graph", "shop.py:shop", "-o", "x.svg") == (0, "", "")
