"""The definitions in a folder, and the files that are skipped."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from aslant.files.folder import Skipped, definitions, is_definition, is_template
from tests.cli.conftest import GOOD, PYTHON, write

TEMPLATE = {"AWSTemplateFormatVersion": "2010-09-09", "Resources": {}}


def names(folder: str) -> list[str]:
    return [str(path) for path in definitions(Path(folder), Skipped())]


def test_definitions_come_in_the_order_of_their_paths(folder: Path) -> None:
    write(folder / "b" / "x.json", GOOD)
    write(folder / "b" / "only_states.json", {"States": {}})
    write(folder / "b" / "only_start.json", {"StartAt": "A"})
    write(folder / "b" / "other.json", {"StartAt": {"deeper": "States"}})
    write(folder / "b" / "list.json", ["StartAt", "States"])
    write(folder / "a" / "any.ASL.JSON", {})
    (folder / "a" / "x.yml").write_text('"StartAt": A\nStates : {}\n')
    (folder / "a" / "only_start.yml").write_text("StartAt: A\n")
    (folder / "a" / "nested.yaml").write_text("Definition:\n  StartAt: A\n  States: {}\n")
    (folder / "a" / "of_a_country.yaml").write_text("States: [Ohio]\n")
    (folder / "a" / "flow.yaml").write_text('{"StartAt": "A", "States": {}}')
    (folder / "a" / "broken.json").write_text('{"StartAt": "A", "States": {,}}')
    (folder / "a" / "broken.yaml").write_text("States: {{ template }}\n")
    (folder / "a" / "bytes.json").write_bytes(b"\xff\xfe")
    (folder / "a" / "notes.txt").write_text("StartAt States")
    for hidden in (".git", "node_modules", "a/cdk.out", "a/__pycache__", "venv"):
        write(folder / hidden / "x.asl.json", GOOD)
    a = ["a/any.ASL.JSON", "a/broken.json", "a/flow.yaml", "a/only_start.yml", "a/x.yml"]
    b = ["b/only_start.json", "b/only_states.json", "b/x.json"]
    assert (names("a"), names("b")) == (a, b)
    assert names(".") == ["bad.asl.json", "good.asl.json", "good.asl.yaml", *a, *b]
    assert names("node_modules") == ["node_modules/x.asl.json"]


def test_a_template_is_skipped_whatever_its_name(folder: Path) -> None:
    write(folder / "a" / "stack.asl.json", TEMPLATE)
    (folder / "a" / "stack.yaml").write_text("Resources:\n  M:\n    Definition:\n      StartAt: A\n")
    assert names("a") == []


def test_skipped_files_are_counted_and_reported(folder: Path) -> None:
    write(folder / "a" / "package.json", {})
    write(folder / "a" / "template.json", TEMPLATE)
    (folder / "a" / "shop.py").write_text(PYTHON)
    (folder / "a" / "tools.py").write_text("from aslant.asl import StateMachine\ndef make(flow): StateMachine(flow)\n")
    skipped = Skipped()
    assert list(definitions(folder / "a", skipped)) == []
    assert (skipped.others, skipped.modules) == (2, [f"{folder}/a/shop.py:shop"])
    reported: list[str] = []
    assert list(definitions(Path("a"), Skipped(), reported.append)) == []
    assert reported == [
        "a/package.json: skipped, because it has neither StartAt nor States at its top level",
        "a/template.json: skipped, because it is a CloudFormation or SAM template",
    ]


@pytest.mark.parametrize(
    ("skipped", "lines"),
    [
        (Skipped(), []),
        (Skipped(1), ["skipped: 1 JSON or YAML file, not a definition. Use -v for the names."]),
        (Skipped(2), ["skipped: 2 JSON or YAML files, not definitions. Use -v for the names."]),
        (
            Skipped(0, ["x.py:a"]),
            ["skipped: 1 Python file with a workflow. Name each as file.py:name, such as x.py:a."],
        ),
        (
            Skipped(0, ["x.py:a", "y.py:b"]),
            ["skipped: 2 Python files with workflows. Name each as file.py:name, such as x.py:a."],
        ),
    ],
)
def test_skipped_files_are_reported_if_there_are_any(skipped: Skipped, lines: list[str]) -> None:
    assert list(skipped.lines()) == lines


@pytest.mark.parametrize(
    ("document", "definition", "template"),
    [
        (GOOD, True, False),
        ({"StartAt": "A"}, True, False),
        ({"States": {}}, True, False),
        ({"States": {}, "Resources": {}}, True, False),
        (TEMPLATE, False, True),
        ({"Resources": {}}, False, True),
        ({"Resources": []}, False, False),
        ({}, False, False),
        ([], False, False),
        (None, False, False),
    ],
)
def test_a_document_is_a_definition_a_template_or_neither(document: Any, definition: bool, template: bool) -> None:
    assert (is_definition(document), is_template(document)) == (definition, template)
