"""`aslant run`: a workflow, or one state of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from aslant.run import run, trace
from tests.cli.conftest import Aslant
from tests.run.machines import machine

PAY = machine({"Pay": {"Type": "Task", "Resource": "${pay}", "Retry": [{"ErrorEquals": ["Busy"]}]}, "Done": {}})
MOCKS = {
    "StateMachines": {"Orders": {"TestCases": {"Paid": {"Pay": "Late"}, "Unmocked": {}, "Strange": {"Pya": "Late"}}}},
    "MockedResponses": {"Late": {"0": {"Throw": {"Error": "Busy"}}, "1": {"Return": {"paid": True}}}},
}
TASKS = """
def pay(event):
    print("printed")
    return {"paid": event}

def _private(): ...
"""


@pytest.fixture(autouse=True)
def files(folder: Path) -> None:
    (folder / "pay.asl.json").write_text(json.dumps(PAY))
    (folder / "tasks.json").write_text('{"Pay": {"paid": "by file"}}')
    (folder / "tasks.py").write_text(TASKS)
    (folder / "named.py").write_text(
        "tasks = {'Pay': 1}\nothers = {'Pay': 2}\ndef every(call): return call.state\nno = 3\n"
    )
    (folder / "mocks.json").write_text(json.dumps(MOCKS))
    (folder / "input.json").write_text("[1]")
    (folder / "twice.json").write_text('{"StartAt":"A","States":{"A":1,"A":{"Type":"Succeed"}}}')


def test_the_states_visited_are_shown(aslant: Aslant) -> None:
    code, out, err = aslant("run", "pay.asl.json", "--tasks", '{"Pay": 1}')
    assert (code, err) == (0, "")
    assert out == trace(run(PAY, {}, tasks={"Pay": 1})) + "\n"


def test_a_failed_execution_is_1(aslant: Aslant) -> None:
    code, out, err = aslant("run", "pay.asl.json", "--tasks", '{"Pay": {"Throw": {"Error": "No", "Cause": "why"}}}')
    assert (code, err) == (1, "")
    assert out.startswith("FAILED after 0 s")
    assert out.endswith("error   No: why\n")


def test_a_lone_surrogate_in_an_expression_is_an_error_of_the_definition(aslant: Aslant, folder: Path) -> None:
    state = {"Type": "Pass", "Output": "{% '\ud800' %}", "End": True}
    (folder / "half.json").write_text(json.dumps({"QueryLanguage": "JSONata", "StartAt": "A", "States": {"A": state}}))
    code, out, err = aslant("run", "half.json")
    assert (code, out) == (2, "")
    assert "state 'A': Output: the expression" in err
    assert "U+D800 is half of a surrogate pair, not a character" in err


def test_a_terminal_is_coloured(aslant: Aslant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert aslant("run", "good.asl.json").out.startswith("\x1b[1;32mSUCCEEDED\x1b[0m after")


def test_a_definition_with_errors_is_run_with_a_message(aslant: Aslant) -> None:
    message = "bad.asl.json: this definition has 2 errors. Run aslant check for details.\n"
    assert aslant("run", "bad.asl.json") == (
        2,
        "",
        f"{message}error: state 'A': the next state 'Nowhere' does not exist\n",
    )


@pytest.mark.parametrize(
    ("options", "stdin", "output"),
    [
        ([], "", {}),
        (["--input", '{"a": 1}'], "", {"a": 1}),
        (["--input", "@input.json"], "", [1]),
        (["--input", "-"], "[2]", [2]),
        (["--input", "null"], "", None),
    ],
)
def test_an_input_is_json_a_file_or_standard_input(aslant: Aslant, options: list[str], stdin: str, output: Any) -> None:
    code, out, _ = aslant("run", "good.asl.json", "--json", *options, stdin=stdin)
    assert (code, json.loads(out)["output"]) == (0, output)


@pytest.mark.parametrize(
    ("tasks", "output"),
    [
        ('{"Pay": {"paid": 1}}', {"paid": 1}),
        ('{"pay": {"paid": 2}}', {"paid": 2}),
        ('{"Pay": {"Return": {"Throw": 1}}}', {"Throw": 1}),
        ('{"Pay": {"Throw": 1}}', {"Throw": 1}),
        ("tasks.json", {"paid": "by file"}),
        ("tasks.py", {"paid": {}}),
        ("tasks.py:pay", None),
        ("named.py", 1),
        ("named.py:others", 2),
        ("named.py:every", "Pay"),
        ("named", 1),
    ],
)
def test_mocks_come_from_json_or_python(aslant: Aslant, tasks: str, output: Any) -> None:
    code, out, err = aslant("run", "pay.asl.json", "--json", "--tasks", tasks)
    if output is None:  # a function of the event is none of the call
        assert code == 2
        return
    assert (code, json.loads(out)["output"]) == (0, output)
    assert err == ("printed\n" if tasks == "tasks.py" else "")


def test_a_workflow_in_python_runs_its_handlers(aslant: Aslant, folder: Path) -> None:
    (folder / "own.py").write_text(
        "from aslant.asl import StateMachine, Task\n"
        "def double(event: int, context: object) -> int: return 2 * event\n"
        "own = StateMachine(Task('Double', double))\n"
    )
    assert aslant("run", "own.py:own", "--input", "21").out.endswith("output  42\n")


def test_a_mock_configuration_runs_a_test_case(aslant: Aslant) -> None:
    code, out, _ = aslant("run", "pay.asl.json", "--mock-config", "mocks.json", "--case", "Orders/Paid")
    assert (code, out.splitlines()[0]) == (0, "SUCCEEDED after 1 s, 2 states")
    without_mock = ["run", "pay.asl.json", "--mock-config", "mocks.json", "--case", "Orders/Unmocked"]
    assert aslant(*without_mock, "--tasks", '{"Pay": 7}').out.endswith("output  7\n")
    assert aslant(*without_mock).code == 2


def test_json_has_the_members_of_aws(aslant: Aslant) -> None:
    result = json.loads(aslant("run", "good.asl.json", "--json", "--name", "mine", "--type", "EXPRESS").out)
    assert result["status"] == "SUCCEEDED"
    assert result["name"] == "mine"
    assert ":express:machine:mine:" in result["executionArn"]
    assert [event["type"] for event in result["history"]][::5] == ["ExecutionStarted", "ExecutionSucceeded"]
    failed = json.loads(aslant("run", "pay.asl.json", "--json", "--tasks", '{"Pay": {"Throw": {"Error": "E"}}}').out)
    assert (failed["status"], failed["error"], failed["cause"]) == ("FAILED", "E", None)
    assert "output" not in failed


def test_one_state_is_tested_alone(aslant: Aslant) -> None:
    state = ["run", "pay.asl.json", "--test-state", "Pay"]
    code, out, _ = aslant(*state, "--input", "5", "--tasks", '{"Pay": 1}', "--variables", '{"x": 2}')
    assert code == 0
    assert out.splitlines() == [
        "SUCCEEDED Pay, on to 'Done'",
        "  input                5",
        "  afterInputPath       5",
        "  afterParameters      5",
        "  result               1",
        "  afterResultSelector  1",
        "  afterResultPath      1",
        '  variables            {"x":2}',
        "  output               1",
    ]
    code, out, _ = aslant(*state, "--tasks", '{"Pay": {"Throw": {"Error": "Busy", "Cause": "wait"}}}')
    assert (code, out.splitlines()[0], out.splitlines()[-1]) == (
        1,
        "RETRIABLE Pay",
        "  error                Busy: wait",
    )
    assert json.loads(aslant(*state, "--json", "--tasks", '{"Pay": 1}').out)["nextState"] == "Done"


def test_functions_that_match_no_task_are_helpers(aslant: Aslant, folder: Path) -> None:
    (folder / "helped.py").write_text("def helper(): return {'paid': 1}\ndef pay(event): return helper()\n")
    assert aslant("run", "pay.asl.json", "--tasks", "helped.py").out.endswith('output  {"paid":1}\n')


def test_the_type_is_case_insensitive(aslant: Aslant) -> None:
    result = json.loads(aslant("run", "good.asl.json", "--json", "--type", "express").out)
    assert ":express:" in result["executionArn"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["pay.asl.json"],
            "state 'Pay' calls '${pay}', which has no mock or handler. Pass its result, such as --tasks",
        ),
        (["missing.json"], "missing.json: no such file or directory"),
        (["-", "--input", "-"], "the definition and the input cannot both be standard input"),
        (["good.asl.json", "--input", "{"], "--input:1:2: this is not valid JSON: Expecting property name"),
        (["good.asl.json", "--input", "NaN"], "--input: this is not valid JSON: NaN is not valid JSON"),
        (["good.asl.json", "--input", "@gone.json"], "gone.json: no such file or directory"),
        (["good.asl.json", "--tasks", "{"], "--tasks:1:2: this is not valid JSON"),
        (["good.asl.json", "--tasks", "input.json"], "input.json: mocks must be a JSON object"),
        (["good.asl.json", "--tasks", "gone.json"], "gone.json: no such file or directory"),
        (["good.asl.json", "--tasks", "gone.py"], "gone.py: this file does not exist"),
        (["good.asl.json", "--tasks", "named.py:other"], "named.py has no other. Did you mean 'others'?"),
        (
            ["good.asl.json", "--tasks", "named.py:no"],
            "named.py:no must be a dict of mocks or a function, not of type int",
        ),
        (
            ["good.asl.json", "--tasks", '{"A": {"Throw": {"Error": 1}}}'],
            "the mock of 'A': Error and Cause of Throw must be strings",
        ),
        (
            ["pay.asl.json", "--tasks", '{"Pya": 1}'],
            "--tasks: 'Pya' does not match a task of this workflow. Did you mean 'Pay'?",
        ),
        (
            ["good.asl.json", "--tasks", '{"A": 1}'],
            "--tasks: 'A' does not match a task of this workflow, which has no tasks",
        ),
        (
            ["good.asl.json", "--tasks", "tasks.py"],
            "tasks.py: 'pay' does not match a task of this workflow, which has no tasks",
        ),
        (
            ["good.asl.json", "--tasks", "named.py"],
            "named.py: 'Pay' does not match a task of this workflow, which has no tasks",
        ),
        (
            ["pay.asl.json", "--mock-config", "mocks.json", "--case", "Orders/Strange"],
            "mocks.json: Orders/Strange mocks 'Pya', which is not a task of this workflow. Did you mean 'Pay'?",
        ),
        (["twice.json"], "twice.json:1:32: /States/A is already defined at line 1. Rename or remove one"),
        (["good.asl.json", "--case", "A/B"], "--case requires --mock-config, the mock configuration file with"),
        (
            ["good.asl.json", "--mock-config", "mocks.json"],
            "mocks.json: choose a test case with --case. The file has Ord",
        ),
        (
            ["good.asl.json", "--mock-config", "mocks.json", "--case", "Orders/Pad"],
            "mocks.json: state machine 'Orders' has no test case 'Pad'. Did you mean 'Paid'?",
        ),
        (["good.asl.json", "--mock-config", "input.json"], "input.json: a mock configuration must be an object with"),
        (
            ["good.asl.json", "--variables", "{}"],
            "--variables requires --test-state, the state that reads the variables",
        ),
        (["good.asl.json", "--test-state", "A", "--variables", "[]"], "--variables must be a JSON object"),
        (["good.asl.json", "--test-state", "C"], "State not found in definition"),
        (["."], "aslant run: error: . has 5 definitions"),
    ],
)
def test_a_workflow_that_cannot_be_run_is_2(aslant: Aslant, arguments: list[str], message: str) -> None:
    code, out, err = aslant("run", *arguments)
    assert (code, out) == (2, "")
    assert err.startswith(f"error: {message.removeprefix('aslant run: error: ')}")


@pytest.mark.parametrize("text", ["{", "[]", '{"StartAt": "A"}'])
def test_a_document_that_is_not_a_definition_is_2(aslant: Aslant, text: str) -> None:
    code, out, err = aslant("run", "-", stdin=text)
    assert (code, out) == (2, "")
    assert err.startswith("error: ")
