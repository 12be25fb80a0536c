"""The inputs that names on the command line refer to: files, folders, standard input, Python."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from aslant.asl import loads
from aslant.asl.reading.text import TextError
from aslant.cli.inputs import find, load, load_machine, load_one, load_unchecked
from aslant.cli.usage import UsageError
from aslant.errors import DefinitionError
from tests.cli.conftest import BAD, GOOD, PYTHON, write


def names(*given: str) -> list[str]:
    return [item.name for item in find(given)]


def test_a_folder_is_its_definitions(folder: Path) -> None:
    write(folder / "a" / "x.json", GOOD)
    assert names(".") == ["bad.asl.json", "good.asl.json", "good.asl.yaml", "a/x.json"]


def test_duplicate_names_are_ignored(folder: Path) -> None:
    assert names("good.asl.json", "./good.asl.json", str(folder / "good.asl.json"), "bad.asl.json") == [
        "good.asl.json",
        "bad.asl.json",
    ]
    assert names("-", "-", "shop.py:shop", "shop.py:shop") == ["<stdin>", "shop.py:shop"]


def test_a_folder_without_definitions_is_refused(folder: Path) -> None:
    (folder / "empty").mkdir()
    with pytest.raises(UsageError, match=r"empty contains no definitions. Name them \*.asl.json or .*yaml\.$"):
        find(["empty"])
    (folder / "empty" / "shop.py").write_text(PYTHON)
    with pytest.raises(UsageError, match=r", or name a workflow in Python, such as empty/shop.py:shop\.$"):
        find(["empty"])


def test_a_template_is_refused_instead_of_a_definition(folder: Path) -> None:
    (folder / "template.yaml").write_text("Resources:\n  M: {Type: AWS::Serverless::StateMachine}\n")
    with pytest.raises(UsageError, match=r"^template.yaml: this is a CloudFormation or SAM template, not a definition"):
        load_one("template.yaml")
    (folder / "resources.json").write_text('{"Resources": {}, "StartAt": "A", "States": {}}')
    assert load_one("resources.json").definition["StartAt"] == "A"


def test_a_definition_with_errors_is_loaded_with_a_message(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert load_unchecked("good.asl.json") == GOOD
    assert capsys.readouterr().err == ""
    assert load_unchecked("bad.asl.json") == BAD
    assert capsys.readouterr().err == "bad.asl.json: this definition has 2 errors. Run aslant check for details.\n"
    (folder / "one.asl.json").write_text('{"StartAt": "A", "States": {"A": {"Type": "Succeed", "Odd": 1}}}')
    load_unchecked("one.asl.json")
    assert capsys.readouterr().err == "one.asl.json: this definition has 1 error. Run aslant check for details.\n"


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="this user may read everything")
def test_a_file_without_permission_is_refused(folder: Path) -> None:
    (folder / "good.asl.json").chmod(0)
    with pytest.raises(UsageError, match=r"^good.asl.json: permission denied$"):
        load(find(["good.asl.json"])[0])


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("missing.json", "missing.json: no such file or directory"),
        ("good.asl.json/x", "good.asl.json/x: not a directory"),
        ("shop.py:", "shop.py:: no such file or directory. Name a workflow in Python as file.py:name."),
        ("missing.py:x", "missing.py: this file does not exist"),
    ],
)
def test_a_missing_file_is_refused(folder: Path, name: str, message: str) -> None:
    with pytest.raises(UsageError) as refused:
        load(find([name])[0])
    assert str(refused.value) == message


def test_the_format_follows_the_suffix_and_is_guessed_without_one(folder: Path) -> None:
    (folder / "x.json").write_text("StartAt: A\nStates: {}\n")
    (folder / "x.txt").write_text("StartAt: A\nStates: {}\n")
    (folder / "y.yaml").write_text("{StartAt: A, States: {}}")
    with pytest.raises(TextError, match="this is not valid JSON"):
        load(find(["x.json"])[0])
    assert load(find(["x.txt"])[0]).definition == load(find(["y.yaml"])[0]).definition == {"StartAt": "A", "States": {}}


def test_a_file_named_like_a_reference_is_a_file(folder: Path) -> None:
    write(folder / "shop:shop", GOOD)
    assert load(find(["shop:shop"])[0]).definition == GOOD


def test_a_workflow_is_loaded_from_every_format(folder: Path) -> None:
    assert (
        load_machine("good.asl.json") == load_machine("good.asl.yaml") == loads((folder / "good.asl.json").read_text())
    )
    assert load_machine("shop.py:shop").start_at == "A"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[", "x.json:1:2: this is not valid JSON: Expecting value"),
        ("1", "x.json: this is not a definition. A definition"),
    ],
)
def test_messages_begin_with_the_name(folder: Path, text: str, message: str) -> None:
    (folder / "x.json").write_text(text)
    with pytest.raises(DefinitionError) as refused:
        load_machine("x.json")
    assert str(refused.value).startswith(message)


def test_a_folder_with_several_definitions_is_refused(folder: Path) -> None:
    with pytest.raises(UsageError, match=r"^\. has 3 definitions, but only one is allowed, such as bad.asl.json$"):
        load_machine(".")
