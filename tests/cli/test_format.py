"""`aslant format`: to standard output, in place, or only checked."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest
import yaml

from aslant.extras import install_command
from tests.cli.conftest import GOOD, Aslant

MESSY = '{"States": {"A": {"End": true, "Type": "Pass"}}, "StartAt": "A"}'
NEAT = """{
  "StartAt": "A",
  "States": {
    "A": {
      "Type": "Pass",
      "End": true
    }
  }
}
"""
NEAT_YAML = "StartAt: A\nStates:\n  A:\n    Type: Pass\n    End: true\n"


@pytest.fixture
def messy(folder: Path) -> Path:
    file = folder / "messy.asl.json"
    file.write_text(MESSY)
    return file


def test_yaml_without_its_extra_is_2(aslant: Aslant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "yaml", None)
    message = f"YAML needs PyYAML, which is not installed. Run {install_command('yaml')}\n"
    assert aslant("format", "good.asl.json", "--to", "yaml") == (2, "", f"error: {message}")
    assert aslant("format", "good.asl.yaml") == (2, "", f"error: good.asl.yaml: {message}")


def test_the_result_goes_to_standard_output(aslant: Aslant, messy: Path) -> None:
    assert aslant("format", "messy.asl.json") == (0, NEAT, "")
    assert aslant("format", "-", stdin=MESSY) == (0, NEAT, "")
    assert aslant("format", "--indent", "4", "messy.asl.json").out == NEAT.replace("  ", "    ")
    assert aslant("format", "messy.asl.json", "good.asl.json").out == NEAT + json.dumps(GOOD, indent=2) + "\n"
    assert messy.read_text() == MESSY


def test_json_and_yaml_are_written_from_each_other(aslant: Aslant) -> None:
    assert aslant("format", "--to", "yaml", "-", stdin=MESSY) == (0, NEAT_YAML, "")
    assert aslant("format", "--to", "json", "-", stdin=NEAT_YAML) == (0, NEAT, "")
    assert aslant("format", "-", stdin=NEAT_YAML) == (0, NEAT_YAML, "")


def test_a_workflow_in_python_is_written_as_json(aslant: Aslant) -> None:
    assert json.loads(aslant("format", "shop.py:shop").out)["StartAt"] == "A"


def test_in_place_only_what_changes_is_written(aslant: Aslant, messy: Path, folder: Path) -> None:
    os.chmod(messy, 0o640)
    before = (folder / "good.asl.json").stat().st_mtime_ns
    assert aslant("format", "-w", "messy.asl.json", "good.asl.json") == (0, "messy.asl.json\n", "1 of 2 written\n")
    assert messy.read_text() == NEAT
    assert messy.stat().st_mode & 0o777 == 0o640
    assert (folder / "good.asl.json").stat().st_mtime_ns == before
    assert aslant("format", "-w", "messy.asl.json") == (0, "", "0 of 1 written\n")


def test_check_lists_what_would_change_and_changes_nothing(aslant: Aslant, messy: Path) -> None:
    assert aslant("format", "--check", "messy.asl.json", "good.asl.json") == (
        1,
        "messy.asl.json\n",
        "1 of 2 would change\n",
    )
    assert messy.read_text() == MESSY
    assert aslant("format", "--check", "good.asl.json") == (0, "", "0 of 1 would change\n")
    assert aslant("format", "--check", "-", stdin=MESSY).code == 1


COMMENTED = "States: {A: {Type: Succeed}} # all\nStartAt: A\n"


def test_yaml_with_comments_or_anchors_is_never_written_in_place(aslant: Aslant, folder: Path) -> None:
    file = folder / "commented.asl.yaml"
    file.write_text(COMMENTED)
    kept = "commented.asl.yaml: not changed, because its comments would be lost\n"
    assert aslant("format", "-w", "commented.asl.yaml") == (1, "", kept + "0 of 1 written\n")
    assert aslant("format", "--check", "commented.asl.yaml") == (0, "", kept + "0 of 1 would change\n")
    assert file.read_text() == COMMENTED
    code, out, err = aslant("format", "commented.asl.yaml")
    assert (code, err) == (0, "warning: commented.asl.yaml: its comments are not in the output\n")
    assert yaml.safe_load(out) == yaml.safe_load(COMMENTED)
    file.write_text("StartAt: A\nStates:\n  A: &a {Type: Succeed}\n  B: *a\n")
    assert "because its anchors would be lost" in aslant("format", "-w", "commented.asl.yaml").err


def test_yaml_that_is_formatted_already_does_not_change(aslant: Aslant, folder: Path) -> None:
    (folder / "neat.asl.yaml").write_text(NEAT_YAML)
    assert aslant("format", "--check", "neat.asl.yaml") == (0, "", "0 of 1 would change\n")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "error: <stdin>:1:2: this is not valid JSON"),
        ("{}", "error: <stdin>: this is not a definition. A definition is an object with StartAt and States.\n"),
        ("[1]", "error: <stdin>: this is not a definition. A definition is an object with StartAt and States.\n"),
        (
            '{"States": {\n"A": {},\n"A": {}}}',
            "error: <stdin>: line 3: /States/A is already defined at line 2, "
            "and one of them would be lost. Remove one.\n",
        ),
    ],
)
def test_a_document_that_is_not_a_definition_is_1(aslant: Aslant, text: str, message: str) -> None:
    code, out, err = aslant("format", "-", stdin=text)
    assert (code, out) == (1, "")
    assert err.startswith(message)


def test_one_bad_file_does_not_stop_the_rest(aslant: Aslant, messy: Path, folder: Path) -> None:
    (folder / "a.asl.json").write_text("{")
    code, out, err = aslant("format", "-w", ".")
    assert (code, out) == (1, "good.asl.yaml\nmessy.asl.json\n")
    assert err.startswith("error: a.asl.json:1:2: ")
    assert err.endswith("2 of 5 written\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--check", "-w", "good.asl.json"], "--check and --write cannot be combined. Use one of them."),
        (["-w", "--to", "yaml", "good.asl.json"], "--to cannot be combined with --check or --write"),
        (["-w", "-"], "<stdin> is not a file that can be written in place"),
        (["-w", "shop.py:shop"], "shop.py:shop is not a file that can be written in place"),
        (["--check", "shop.py:shop"], "shop.py:shop is not a file that can be written in place"),
        (["--indent", "0", "good.asl.json"], "invalid choice: 0"),
        (["--indent", "x", "good.asl.json"], "invalid int value: 'x'"),
    ],
)
def test_contradictory_options_are_2(aslant: Aslant, arguments: list[str], message: str) -> None:
    code, out, err = aslant("format", *arguments)
    assert (code, out) == (2, "")
    assert message in err


def test_a_definition_that_is_nested_200_deep_is_formatted(aslant: Aslant, folder: Path) -> None:
    definition = {"StartAt": "S0", "States": {"S0": {"Type": "Succeed"}}}
    for level in range(1, 200):
        state = {"Type": "Parallel", "Branches": [definition], "End": True}
        definition = {"StartAt": f"S{level}", "States": {f"S{level}": state}}
    (folder / "deep.json").write_text(json.dumps(definition))
    answer = aslant("format", "deep.json")
    assert (answer.code, answer.err) == (0, "")
    assert json.loads(answer.out) == definition
    assert aslant("format", "deep.json", "--to", "yaml").code == 0


def test_placeholders_without_quotes_stay_without_quotes(aslant: Aslant, folder: Path) -> None:
    text = '{\n  "TimeoutSeconds": ${timeout},\n  "StartAt": "A",\n  "States": {}\n}\n'
    (folder / "template.asl.json").write_text(text)
    assert aslant("format", "template.asl.json").out == text
