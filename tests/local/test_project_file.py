from __future__ import annotations

import json
from pathlib import Path

import pytest

from aslant.errors import LocalError
from aslant.local.project import read_project
from aslant.local.project_file import config_string, read_document

PROJECT = "name: shop\nruntime: python\n"


def config(directory: Path, stack: str) -> dict[str, str]:
    (directory / "Pulumi.yaml").write_text(PROJECT)
    (directory / "__main__.py").touch()
    (directory / "Pulumi.dev.yaml").write_text(stack)
    return read_project(directory, "dev").config


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("2026-11-24", "2026-11-24"),
        ("2026-11-24T20:00:00Z", "2026-11-24T20:00:00Z"),
        ("3.10", "3.10"),
        ("1e3", "1e3"),
        ("012345678901", "012345678901"),
        ("0x10", "0x10"),
        ("yes", "yes"),
        ("True", "True"),
        ("'true'", "true"),
        ("|-\n    a\n    b", "a\nb"),
        ("[2026-11-24, 3.5, true, ~]", '["2026-11-24", 3.5, true, null]'),
        ("{opened: 2026-11-24, inner: {config: 3.10}}", '{"opened": "2026-11-24", "inner": {"config": 3.1}}'),
    ],
)
def test_a_value_is_what_pulumi_passes_to_a_program(tmp_path: Path, written: str, value: str) -> None:
    stack = f"other: [{{a: 1.50}}]\nconfig:\n  list: [{{shop:x: 1.10}}]\n  shop:x: {written}\n  last: 1.50\n"
    found = config(tmp_path, stack)
    assert (found["shop:x"], found["shop:last"]) == (value, "1.50")


def test_an_alias_repeats_a_value(tmp_path: Path) -> None:
    found = config(tmp_path, "config:\n  a: &size 1.50\n  b: *size\n  c: {x: *size}\n")
    assert found == {"shop:a": "1.50", "shop:b": "1.5", "shop:c": '{"x": 1.5}'}


BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 9)}]\n" for level in range(1, 10)
)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (BOMB, "line 6, column 35: aliases repeat more here than a definition can hold"),
        (f"config: {{a: {'[' * 2_000}{']' * 2_000}}}", "column 1011: this YAML is nested too deeply to read"),
        (f"config: {{a: {'[' * 100_000}", "nested too deeply to read"),
        ("a: 1\na: 2\n", "line 2, column 1: /a is already defined at line 1"),
        ("a: &a [*a]", "*a is inside the value that it repeats"),
        ("a: [", "line 1, column 5: this is not valid YAML: "),
        ("a: .nan", "line 1, column 4: "),
        ("a: 1\n---\nb: 1", "a second document begins here"),
    ],
    ids=["bomb", "deep", "deeper", "twice", "cycle", "open", "nan", "two"],
)
def test_an_invalid_file_is_reported_with_line_and_column(tmp_path: Path, text: str, fault: str) -> None:
    file = tmp_path / "Pulumi.dev.yaml"
    file.write_text(text)
    with pytest.raises(LocalError) as caught:
        read_document(file)
    message = str(caught.value)
    assert message.startswith(f"{file} cannot be used: line ")
    assert fault in message


@pytest.mark.parametrize("text", ["", "# nothing\n", "~\n"])
def test_a_file_without_values_is_empty(tmp_path: Path, text: str) -> None:
    file = tmp_path / "Pulumi.dev.yaml"
    file.write_text(text)
    assert read_document(file) == {}


def test_bytes_that_are_not_utf_8_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "Pulumi.dev.yaml"
    file.write_bytes(b"a: \xff\xfe\xfd")
    with pytest.raises(LocalError, match="cannot be used"):
        read_document(file)


def test_a_value_that_json_cannot_write_is_refused(tmp_path: Path) -> None:
    deep: list[object] = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(LocalError, match=r"^Pulumi\.dev\.yaml: a is nested too deeply"):
        config_string(deep, "Pulumi.dev.yaml: a")
    assert json.loads(config_string([1], "")) == [1]
