from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from aslant.errors import LocalError
from aslant.local.project import read_project

PROJECT = """
name: shop
runtime:
  name: python
  options: {toolchain: pip, virtualenv: .venv}
config:
  greeting: {type: string, default: hello}
  size: {type: integer, default: 3}
  open: {type: boolean, default: true}
  toppings: {type: array, items: {type: string}, default: [basil]}
  password: {type: string, secret: true, default: hush}
  unset: {type: string}
  aws:region: {value: eu-west-1}
  plain: text
"""


def write(directory: Path, project: str = PROJECT, **stacks: str) -> Path:
    (directory / "Pulumi.yaml").write_text(project)
    (directory / "__main__.py").touch()
    for name, text in stacks.items():
        (directory / f"Pulumi.{name}.yaml").write_text(text)
    return directory


def test_defaults_are_the_strings_that_pulumi_passes_to_a_program(tmp_path: Path) -> None:
    project = read_project(write(tmp_path), "dev")
    assert project.config == {
        "shop:greeting": "hello",
        "shop:size": "3",
        "shop:open": "true",
        "shop:toppings": '["basil"]',
        "shop:password": "hush",
        "aws:region": "eu-west-1",
        "shop:plain": "text",
    }
    assert project.secrets == {"shop:password"}
    assert (project.name, project.stack, project.region) == ("shop", "dev", "eu-west-1")
    assert project.main == tmp_path / "__main__.py"


def test_the_stack_s_values_override_the_defaults(tmp_path: Path) -> None:
    stack = "config:\n  shop:size: 5\n  greeting: hi\n  shop:limits: {a: [1]}\n  aws:region: us-west-2\n"
    project = read_project(write(tmp_path, dev=stack), "dev")
    assert project.config["shop:size"] == "5"
    assert project.config["shop:greeting"] == "hi"
    assert project.config["shop:limits"] == '{"a": [1]}'
    assert project.region == "us-west-2"


def test_main_can_be_another_directory(tmp_path: Path) -> None:
    (tmp_path / "infra").mkdir()
    (tmp_path / "infra" / "__main__.py").touch()
    project = read_project(write(tmp_path, "name: shop\nruntime: python\nmain: infra\n"), "dev")
    assert project.main == tmp_path / "infra" / "__main__.py"


@pytest.mark.parametrize(
    ("project", "stack", "message"),
    [
        ("a: [", "", "cannot be used: line 1, column 5: "),
        ("- a", "", "must contain keys and values, not a list"),
        ("runtime: python", "", "`name` is missing"),
        ("name: shop\nruntime: nodejs", "", "`runtime` must be `python`, not 'nodejs'"),
        ("name: shop", "", "`runtime` must be `python`, not None"),
        ("name: shop\nruntime: python\nmain: nowhere", "", "does not exist"),
        ("name: shop\nruntime: python\nmain: 3", "", "`main` must be a path"),
        ("name: shop\nruntime: python\nconfig: 3", "", "`config` must contain keys and values"),
        (PROJECT, "config: [a]", "`config` must contain keys and values"),
        (PROJECT, "config:\n  aws:region: ../../x", "^aws:region of the stack 'dev' must be a Region, not '../../x'"),
        (PROJECT, "config:\n  shop:password: {secure: v1:abc}", "shop:password is encrypted.*plain value"),
    ],
)
def test_an_invalid_file_is_reported_with_the_repair(tmp_path: Path, project: str, stack: str, message: str) -> None:
    with pytest.raises(LocalError, match=message):
        read_project(write(tmp_path, project, dev=stack), "dev")


def test_a_directory_without_a_project_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LocalError, match=r"has no Pulumi\.yaml\. Set the program's directory with --program\."):
        read_project(tmp_path, "dev")


@pytest.mark.parametrize("stack", ["../x", "", "a/b", "x" * 101])
def test_an_invalid_name_of_a_stack_is_refused(tmp_path: Path, stack: str) -> None:
    with pytest.raises(LocalError, match=r"is not a valid name of a stack\. Use letters"):
        read_project(write(tmp_path), stack)


def test_an_unknown_stack_is_refused_with_the_existing_ones(tmp_path: Path) -> None:
    directory = write(tmp_path, dev="config: {}", prod="config: {}")
    with pytest.raises(
        LocalError, match=r"the stack 'prd' does not exist, .*The stacks are dev, prod. Did you mean 'prod'\?"
    ):
        read_project(directory, "prd")


@pytest.mark.parametrize(("stack", "kind", "value"), [("", list, []), ("", dict, {}), ("[1]", list, [1])])
def test_a_structured_value_is_empty_if_it_is_not_set(
    tmp_path: Path, stack: str, kind: type[list[Any]], value: object
) -> None:
    project = read_project(write(tmp_path, dev=f"config:\n  aslant:x: {stack}\n" if stack else ""), "dev")
    assert project.structured("aslant:x", kind, "be a list") == value


@pytest.mark.parametrize("text", ["plain", "{a: 1}", "3"])
def test_a_structured_value_of_another_type_is_refused_with_the_rule(tmp_path: Path, text: str) -> None:
    project = read_project(write(tmp_path, dev=f"config:\n  aslant:x: {text}\n"), "dev")
    with pytest.raises(LocalError, match=r"^the config value aslant:x must be a list\.$"):
        project.structured("aslant:x", list, "be a list")


@pytest.mark.parametrize(
    ("stack", "notes"),
    [
        ("config:\n  shop:siz: 3\n", ("Pulumi.dev.yaml sets shop:siz, which Pulumi.yaml does not declare{}",)),
        ("config:\n  siz: 3\n", ("Pulumi.dev.yaml sets siz, which Pulumi.yaml does not declare{}",)),
        ("config:\n  shop:size: 3\n  greeting: hi\n  unset: x\n  aws:profile: x\n  aslant:examples: []\n", ()),
    ],
)
def test_a_key_that_the_project_does_not_declare_is_noted(tmp_path: Path, stack: str, notes: tuple[str, ...]) -> None:
    project = read_project(write(tmp_path, dev=stack), "dev")
    assert project.notes == tuple(note.format(". Did you mean 'shop:size'?") for note in notes)


def test_a_project_that_declares_nothing_accepts_every_key(tmp_path: Path) -> None:
    plain = "name: shop\nruntime: python\nconfig:\n  aws:region: eu-west-1\n"
    assert read_project(write(tmp_path, plain, dev="config:\n  shop:siz: 3\n"), "dev").notes == ()


@pytest.mark.parametrize(("stack", "notes"), [("dev", ()), ("foo", ("stack foo (no Pulumi.foo.yaml)",))])
def test_a_requested_stack_without_a_file_is_noted(tmp_path: Path, stack: str, notes: tuple[str, ...]) -> None:
    assert read_project(write(tmp_path), stack).notes == notes
