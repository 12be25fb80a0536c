"""Workflows in Python, by reference."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from aslant.cli.usage import UsageError
from aslant.files.workflow import load_workflow, module_file, split_reference


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("workflows/pizza.py:pizza", ("workflows/pizza.py", "pizza")),
        ("workflows/pizza.py", ("workflows/pizza.py", "")),
        ("workflows.pizza:pizza", ("workflows.pizza", "pizza")),
        ("pizza:Shop.pizza", ("pizza", "Shop.pizza")),
        ("C:\\pizza.py:pizza", ("C:\\pizza.py", "pizza")),
        ("pizza.json", None),
        ("pizza", None),
        ("C:\\pizza.json", None),
        ("pizza.py:", None),
    ],
)
def test_a_reference_is_a_module_and_a_name(text: str, parts: tuple[str, str] | None) -> None:
    assert split_reference(text) == parts


def test_a_file_or_a_module_has_its_workflow(folder: Path) -> None:
    (folder / "shops").mkdir()
    (folder / "shops" / "city_shop.py").write_text("from shop import shop\nclass Chain:\n    first = shop\n")
    expected = load_workflow("shop.py", "shop")
    assert expected.start_at == "A"
    assert load_workflow("shop.py", "") == expected
    try:
        assert (
            load_workflow("shops/city_shop.py", "Chain.first") == expected
        )  # found in its folder and in the working directory
        assert load_workflow("shops.city_shop", "shop") == expected
    finally:
        for name in ("shop", "shops", "shops.city_shop"):
            sys.modules.pop(name, None)


def test_a_file_can_import_from_its_project(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "project" / "flows").mkdir(parents=True)
    (folder / "project" / "Pulumi.yaml").write_text("")
    (folder / "project" / "kitchen_names.py").write_text("NAME = 'Bake'\n")
    source = "import kitchen_names\nfrom aslant.asl import *\nbake = StateMachine(Succeed(kitchen_names.NAME))\n"
    (folder / "project" / "flows" / "bake.py").write_text(source)
    try:
        assert load_workflow("project/flows/bake.py", "bake").start_at == "Bake"
    finally:
        sys.modules.pop("kitchen_names", None)


def test_the_import_path_is_restored(folder: Path) -> None:
    path, modules = list(sys.path), set(sys.modules)
    load_workflow("shop.py", "shop")
    assert (sys.path, set(sys.modules)) == (path, modules)


def test_what_a_module_prints_goes_to_standard_error(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "loud.py").write_text("print('hello')\n" + (folder / "shop.py").read_text())
    load_workflow("loud.py", "shop")
    assert capsys.readouterr() == ("", "hello\n")


@pytest.mark.parametrize(
    ("source", "name", "message"),
    [
        ("", "", "x.py has no StateMachine"),
        ("", "y", "x.py has no y"),
        (
            "one = StateMachine(Succeed('A'))\ntwo = one",
            "",
            "x.py has several workflows: one, two. Choose one: x.py:one.",
        ),
        ("pizza = StateMachine(Succeed('A'))", "piza", "x.py has no piza. Did you mean 'pizza'?"),
        ("pizza = StateMachine(Succeed('A'))", "zzz", "x.py has no zzz; its workflows are pizza"),
        ("a = Succeed('A')", "a", "x.py:a must be a StateMachine, not Succeed. Write StateMachine(a)."),
        ("a = 1", "a", "x.py:a must be a StateMachine, not int"),
        ("\n1 / 0", "a", "{}/x.py:3: importing x.py failed with ZeroDivisionError: division by zero"),
        ("raise SystemExit(3)", "a", "{}/x.py:2: importing x.py failed with SystemExit: 3"),
        ("import nothing_like_it", "a", "{}/x.py:2: importing x.py failed with ModuleNotFoundError: No module named"),
        ("a =", "a", "{}/x.py:2: this is not valid Python: invalid syntax"),
        ("a = Succeed('')", "a", "{}/x.py:2: state '': a name must have 1 to 80 characters"),
    ],
)
def test_an_error_has_its_line(folder: Path, source: str, name: str, message: str) -> None:
    (folder / "x.py").write_text(f"from aslant.asl import StateMachine, Succeed\n{source}\n")
    with pytest.raises(UsageError) as refused:
        load_workflow("x.py", name)
    assert str(refused.value).replace(str(folder.resolve()), "{}").startswith(message)


@pytest.mark.parametrize("module", ["nothing_like_it", "nothing_like_it.at_all", "json.nothing"])
def test_a_missing_module_is_refused(folder: Path, module: str) -> None:
    with pytest.raises(UsageError, match=f"module {module} does not exist. For a file, include the suffix .py."):
        load_workflow(module, "x")


def test_a_missing_import_is_reported_in_the_importing_module(folder: Path) -> None:
    (folder / "pizzas.py").write_text("import pizza\n")
    with pytest.raises(UsageError, match=r"pizzas.py:1: importing pizzas failed with ModuleNotFoundError: .*'pizza'$"):
        load_workflow("pizzas", "x")


def test_an_imported_module_has_its_file(folder: Path) -> None:
    assert module_file("flows/shop.py") == Path("flows/shop.py")
    assert module_file("json") == Path(json.__file__)
    assert module_file("sys") is None
    assert module_file("nothing_like_it") is None
    try:
        load_workflow("shop", "shop")
        assert module_file("shop") == Path("shop.py")
    finally:
        sys.modules.pop("shop", None)
