"""The source of a whole module: it builds the same definition, and a formatter does not change it."""

import ast
import inspect
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import aslant.asl
from aslant.asl import Catch, Choice, Fail, Goto, StateMachine, Task, from_dict, this, to_python, when
from aslant.asl.comparing.difference import diff
from aslant.asl.source import IMPORTED
from aslant.asl.values import same
from aslant.errors import DefinitionError
from tests.asl.source.machines import made
from tests.corpus import CORPUS, MISSING

FILES = sorted((CORPUS / "valid").glob("*.json"))
SEEDS = range(60)
PUBLISH = {
    "StartAt": "A",
    "States": {"A": {"Type": "Task", "Resource": "arn:aws:states:::sns:publish", "Parameters": {}, "End": True}},
}
ROOT = Path(__file__).parents[3]
DATA = "# Written as data: "
UNTYPED = [
    "cfn-lint--validate-jsonata-string-arguments-in-task.json",  # one expression makes all arguments
]
"""Files with a call whose arguments the builder writes differently."""


def read(file: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return document


def built(source: str, name: str = "machine") -> dict[str, Any]:
    """Return the definition that the source builds."""
    names: dict[str, Any] = {}
    exec(compile(source, "source", "exec"), names)  # noqa: S102
    machine = names[name]
    assert isinstance(machine, StateMachine)
    return machine.to_dict()


def loops(document: dict[str, Any]) -> bool:
    """Return whether a machine has a cycle, by removing states without remaining targets."""
    ways = {}
    for name, state in document["States"].items():
        branches = [*state.get("Choices", ()), *state.get("Catch", ())]
        ways[name] = {state.get("Next"), state.get("Default"), *(branch["Next"] for branch in branches)} - {None}
    while ended := [name for name, targets in ways.items() if not targets & ways.keys()]:
        for name in ended:
            del ways[name]
    inner = [machine for state in document["States"].values() for machine in inside(state)]
    return bool(ways) or any(map(loops, inner))


def inside(state: dict[str, Any]) -> list[dict[str, Any]]:
    return [*state.get("Branches", ()), *(state[key] for key in ("ItemProcessor", "Iterator") if key in state)]


@pytest.mark.skipif(not FILES, reason=MISSING)
def test_the_corpus_is_built_by_its_source() -> None:
    data, jumps, untyped = [], [], []
    for file in FILES:
        document = read(file)
        source = to_python(document)
        assert not diff(document, built(source)), file.name
        if DATA in source:
            data.append(file.name)
        if ("Goto(" in source) != loops(document):
            jumps.append(file.name)
        if ":states:::" in source:
            untyped.append(file.name)
    assert untyped == UNTYPED
    assert data == ["ls-catch-empty.json"]
    assert jumps == []
    assert len(FILES) == 323


@pytest.mark.parametrize("seed", SEEDS)
def test_any_machine_is_built_by_its_source(seed: int) -> None:
    document = made(seed)
    source = to_python(document)
    assert not diff(document, built(source))
    assert DATA not in source
    assert ("Goto(" in source) == loops(document)


@pytest.mark.parametrize("seed", SEEDS)
def test_any_odd_machine_is_built_by_its_source(seed: int) -> None:
    document = made(seed, odd=True)
    assert not diff(document, built(to_python(document)))


def test_a_formatter_has_nothing_to_change(tmp_path: Path) -> None:
    pytest.importorskip("ruff", reason="ruff is not installed")
    documents = [*map(read, FILES), *map(made, SEEDS), *(made(seed, odd=True) for seed in SEEDS)]
    for number, document in enumerate(documents):
        (tmp_path / f"machine_{number}.py").write_text(to_python(document), encoding="utf-8")
    ruff = [sys.executable, "-m", "ruff"]
    settings = ["--no-cache", "--config", str(ROOT / "pyproject.toml"), str(tmp_path)]
    for command in (["format", "--diff"], ["check", "--ignore", "E501", "--output-format", "concise"]):
        answer = subprocess.run([*ruff, *command, *settings], capture_output=True, text=True, encoding="utf-8")
        assert (answer.returncode, answer.stdout[:2000]) == (0, answer.stdout if "check" in command else "")


def test_the_pizza_workflow_is_a_page_again() -> None:
    check = Task("Check", "check_order", result_path=this.check)
    known = Choice("Known?", when(this.check.known.is_false(), Fail("Refuse", error="Refused")))
    bake = Task("Bake", "bake", catch=Catch("Oven.Busy", Goto("Check")))
    machine = StateMachine(check >> known >> bake, comment="Order a pizza", timeout_seconds=300)
    assert (
        to_python(machine, name="pizza")
        == '''"""Order a pizza"""

from aslant.asl import Catch, Choice, Fail, Goto, StateMachine, Task, this, when

check = Task("Check", "check_order", result_path=this.check)
refuse = Fail("Refuse", error="Refused")
known = Choice("Known?", when(this.check.known.is_false(), refuse))
bake = Task("Bake", "bake", catch=Catch("Oven.Busy", Goto("Check")))

pizza = StateMachine(check >> known >> bake, comment="Order a pizza", timeout_seconds=300)
'''
    )


def test_the_example_of_the_documentation_gives_itself() -> None:
    example = inspect.cleandoc(to_python.__doc__ or "").partition("```python\n")[2].partition("```")[0]
    names: dict[str, Any] = {}
    exec(example, names)  # noqa: S102
    assert same(built(names["source"], "pizza"), from_dict(built(names["source"], "pizza")).to_dict())
    assert "pizza = StateMachine(check >> known >> bake)" in names["source"]


@pytest.mark.parametrize(
    ("comment", "docstring"),
    [
        (None, "A workflow of AWS Step Functions."),
        ("  ", "A workflow of AWS Step Functions."),
        (5, "A workflow of AWS Step Functions."),
        ("Order a pizza", "Order a pizza"),
        ("Order\n\n  a pizza  \n", "Order\n\n  a pizza\n"),
        ('say """hi""" \\', "say '''hi''' /"),
        ("tab\there\0", "tab here"),
        ("word " * 30, f"{'word ' * 19}word\n{'word ' * 9}word\n"),
    ],
)
def test_the_docstring_is_the_comment(comment: Any, docstring: str) -> None:
    document = {"Comment": comment, "StartAt": "A", "States": {"A": {"Type": "Succeed"}}}
    source = to_python(document)
    assert ast.get_docstring(ast.parse(source), clean=False) == docstring
    assert built(source) == document


def test_many_imports_are_one_per_line() -> None:
    seed = next(seed for seed in range(1000) if "import (\n" in to_python(made(seed)))
    lines = to_python(made(seed)).splitlines()
    imports = lines[lines.index("from aslant.asl import (") + 1 : lines.index(")")]
    assert [line.strip(" ,") for line in imports] == [name for name in IMPORTED if f"    {name}," in imports]


def test_what_is_imported_is_there_to_import() -> None:
    assert [name for name in IMPORTED if not hasattr(aslant.asl, name) and name != "intrinsics"] == []


@pytest.mark.parametrize("name", ["", "2nd", "class", "a-b", "größe", "Task", "this", "intrinsics", "sns", 5])
def test_a_name_that_is_none_is_refused(name: Any) -> None:
    with pytest.raises(DefinitionError, match=r"cannot be a variable's name|may import .* from aslant\.asl"):
        to_python(PUBLISH, name=name)


def test_a_service_that_is_not_called_is_a_name_like_any_other() -> None:
    assert "\nsqs = StateMachine(" in to_python(PUBLISH, name="sqs")


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (
            object(),
            "/States/A/Result/0: a value of type object cannot be written as Python source. Insert a value known only",
        ),
        (float("nan"), "/States/A/Result/0: a number must be finite, not nan, as JSON requires."),
        ({1: 2}, "/States/A/Result/0: the key 1 must be a string, as JSON requires."),
        ([10**5000], "/States/A/Result/0/0: the number has more digits than Python can write."),
    ],
)
def test_a_leaf_without_source_is_refused_by_its_place(value: Any, message: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        to_python({"StartAt": "A", "States": {"A": {"Type": "Pass", "Result": [value], "End": True}}})
    assert str(refused.value).startswith(message)


def test_a_leaf_that_is_known_at_deployment_is_refused_untouched(leaf: Any) -> None:
    with pytest.raises(DefinitionError, match="/States/Pay/Resource: a value of type Untouchable cannot be written"):
        to_python(StateMachine(Task("Pay", leaf)))


def test_what_is_no_definition_is_refused() -> None:
    with pytest.raises(DefinitionError, match="a machine needs StartAt"):
        to_python({})
