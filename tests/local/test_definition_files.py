"""Definitions and workflows in files, as state machines."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from aslant.errors import LocalError
from aslant.local.definition_files import DefinitionFiles
from aslant.provider.account import LocalAccount

GOOD = {"StartAt": "A", "States": {"A": {"Type": "Pass", "End": True}}}
BAD = {"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "Gone"}}}
PYTHON = """
from aslant.asl import StateMachine, Succeed, Task
from helpers import check

shop = StateMachine(Task("Check", check) >> Succeed("Done"))
"""
TASK: dict[str, Any] = {
    "StartAt": "Check",
    "States": {"Check": {"Type": "Task", "Resource": "${CheckArn}", "TimeoutSeconds": 5, "End": True}},
}


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(name: str, content: Any) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content if isinstance(content, str) else json.dumps(content, indent=1))
    return path


def read(*paths: str, types: dict[str, str] | None = None, **values: str) -> DefinitionFiles:
    return DefinitionFiles([Path(path) for path in paths or (".",)], types or {}, values, LocalAccount())


def test_each_definition_of_a_folder_is_a_machine_with_the_name_of_its_file() -> None:
    write("order.asl.json", GOOD)
    write("deep/refund order.json", GOOD)
    write("pay.asl.yaml", "StartAt: A\nStates:\n  A: {Type: Pass, End: true}\n")
    write("ship.yml", "StartAt: A\nStates:\n  A: {Type: Pass, End: true}\n")
    write("package.json", {"name": "shop"})
    write("node_modules/x/y.asl.json", GOOD)
    files = read()
    assert {name: machine.type for name, machine in files.machines.items()} == dict.fromkeys(
        ["order", "pay", "ship", "refund-order"], "STANDARD"
    )
    assert json.loads(files.machines["pay"].definition) == GOOD
    assert files.problems == {}


def test_workflows_in_python_are_machines_and_their_handlers_are_functions() -> None:
    write("shop.py", PYTHON)
    write("helpers.py", "def check(event, context):\n    return event\n")
    imports = "from aslant.asl import StateMachine, Succeed\n"
    write("program.py", f"import pulumi\n{imports}x = StateMachine(Succeed('A'))\n")
    write("two.py", f"{imports}a = StateMachine(Succeed('A'))\nb = StateMachine(Succeed('B'))\n")
    files = read()
    assert list(files.machines) == ["shop", "two-a", "two-b"]
    assert files.handlers["check"].path == Path("helpers.py").resolve()
    assert files.handlers["check"].function == "check"


def test_an_edited_helper_of_a_workflow_is_imported_again() -> None:
    write("shop.py", PYTHON.replace('"Check"', "NAME").replace("import check", "import NAME, check"))
    for name in ("One", "Two"):
        write("helpers.py", f"NAME = {name!r}\ndef check(event, context):\n    return event\n")
        assert json.loads(read("shop.py").machines["shop"].definition)["StartAt"] == name


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("bad.asl.json", BAD, "bad.asl.json:6:4: /States/A/Next: "),
        ("bad.asl.json", '{"StartAt": "A",\n "States": }', "bad.asl.json:2:12: "),
        ("bad.asl.json", '{"StartAt": "A", "States": {}, "StartAt": "B"}', "bad.asl.json:1:32: /StartAt is already"),
        ("bad.asl.json", [], "bad.asl.json: this is not a definition. It must be an object with StartAt and States."),
        ("bad.asl.yaml", "StartAt: [\n", "bad.asl.yaml:2:1: "),
        ("bad.py", "from aslant.asl import StateMachine\na = StateMachine(1)\n", "bad.py:2: "),
        ("good.json", GOOD, "good.json: good.asl.json already has the name 'good'. Rename one of the files."),
    ],
)
def test_a_wrong_file_is_reported_and_does_not_stop_the_others(name: str, content: Any, problem: str) -> None:
    write("good.asl.json", GOOD)
    write(name, content)
    files = read()
    assert list(files.machines) == ["good"]
    (message,) = files.problems.values()
    assert message.startswith(problem)


def test_a_probable_mistake_is_a_warning_with_its_place() -> None:
    rule = {"Variable": "$.a", "IsPresent": True, "Next": "B"}
    states = {"A": {"Type": "Choice", "Choices": [rule]}, "B": {"Type": "Succeed"}}
    write("a.asl.json", {"StartAt": "A", "States": states})
    files = read()
    assert list(files.machines) == ["a"]
    assert [line.partition(": ")[0] for line in files.warnings] == ["a.asl.json:4:3"]


def test_types_are_chosen_for_all_or_by_name() -> None:
    write("a.asl.json", GOOD)
    write("b.asl.json", GOOD)
    files = read(types={"": "EXPRESS", "b": "STANDARD"})
    assert [machine.type for machine in files.machines.values()] == ["EXPRESS", "STANDARD"]
    with pytest.raises(LocalError, match=r"--type: 'c' is not the name of a machine\. The machines are a, b\."):
        read(types={"c": "EXPRESS"})


def test_placeholders_get_values_and_others_are_left() -> None:
    write("a.asl.json", json.dumps(TASK).replace("5", "${Seconds}"))
    write("b.asl.yaml", "StartAt: A\nStates:\n  A: {Type: Task, Resource: '${CheckArn}', End: true}\n")
    files = read(Seconds="7")
    state = json.loads(files.machines["a"].definition)["States"]["Check"]
    assert (state["Resource"], state["TimeoutSeconds"]) == ("${CheckArn}", 7)
    assert "${CheckArn}" in files.machines["b"].definition
    with pytest.raises(LocalError, match=r"--substitute: no definition has the placeholder \$\{Second\}\. Did"):
        read(Second="7")


@pytest.mark.parametrize(
    ("path", "message"),
    [("none", "--machines: none does not exist."), ("a.txt", "--machines: a.txt must be a folder, or a file in JSON")],
)
def test_a_wrong_path_is_refused(path: str, message: str) -> None:
    write("a.txt", "x")
    with pytest.raises(LocalError, match=message):
        read(path)


TEMPLATE = """
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Resources:
  Orders:
    Type: AWS::Serverless::StateMachine
    Properties:
      DefinitionUri: statemachine/order.asl.json
      Type: EXPRESS
      DefinitionSubstitutions:
        CheckArn: !GetAtt CheckFunction.Arn
        Table: !Ref StockTable
        Own: !Ref Refunds
        Limit: 3
        Later: !Sub '${AWS::StackName}-x'
  Refunds:
    Type: AWS::Serverless::StateMachine
    Properties: {Name: refunds, DefinitionUri: statemachine/refund.asl.json}
  CheckFunction: {Type: AWS::Serverless::Function, Properties: {Handler: app.handler}}
  StockTable: {Type: AWS::Serverless::SimpleTable}
"""


@pytest.mark.parametrize("path", [".", "statemachine", "statemachine/order.asl.json"])
def test_a_sam_template_names_machines_and_gives_types_and_values(path: str) -> None:
    order = {**TASK, "Comment": "${Table} ${Own} ${Limit} ${Later}"}
    write("template.yaml", TEMPLATE)
    write("statemachine/order.asl.json", order)
    write("statemachine/refund.asl.json", GOOD)
    files = read(path)
    assert files.problems == {}
    machine = files.machines["Orders"]
    assert machine.type == "EXPRESS"
    document = json.loads(machine.definition)
    assert document["States"]["Check"]["Resource"] == "arn:aws:lambda:us-east-1:123456789012:function:CheckFunction"
    own = "arn:aws:states:us-east-1:123456789012:stateMachine:refunds"
    assert document["Comment"] == f"StockTable {own} 3 ${{Later}}"
    assert path.endswith(".json") or files.machines["refunds"].type == "STANDARD"


def test_an_unreadable_template_is_reported() -> None:
    write("template.yaml", "Resources: [\n")
    write("a.asl.json", GOOD)
    files = read()
    assert list(files.machines) == ["a"]
    assert "template.yaml" in files.warnings[0]
