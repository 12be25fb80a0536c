"""The target of each symbol of a workflow."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pulumi
import pytest

from aslant.aws.definition import WorkflowDefinition
from aslant.aws.function.handlers import FunctionSource
from aslant.aws.symbols import plan, texts_of
from aslant.errors import ArgsError
from functions.pineapple_check.handler import pineapple_check
from tests.aws.recording import record

ARN = "arn:aws:lambda:eu-west-1:111122223333:function:check"
HERE = Path(__file__).parents[2] / "functions" / "pineapple_check"


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program's directory with functions/check in it."""
    folder = tmp_path / "functions" / "check"
    folder.mkdir(parents=True)
    (folder / "handler.py").write_text("def handler(event, context): ...\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def planned(text: str = "${check}", handlers: Any = None, functions: Any = None, substitutions: Any = None) -> Any:
    definition = WorkflowDefinition.read("x", {"States": {"Go": {"Type": "Task", "Resource": text}}})
    definition = replace(definition, handlers=handlers or {})
    return plan("x", {"x": definition}, functions or {}, substitutions or {})


def test_the_folder_of_the_programs_directory_comes_last(program: Path) -> None:
    folder = FunctionSource(program / "functions" / "check", "handler.handler")
    assert planned() == {"check": folder}
    assert planned(handlers={"check": pineapple_check}) == {"check": FunctionSource(HERE, "handler.pineapple_check")}
    assert planned(handlers={"check": pineapple_check}, functions={"check": "functions/check"}) == {"check": folder}
    assert planned(handlers={"check": pineapple_check}, functions={"check": ARN}) == {"check": ARN}
    assert planned(substitutions={"check": "text"}) == {"check": "text"}


def test_a_folder_may_be_a_path(program: Path) -> None:
    assert planned(functions={"check": Path("functions", "check")}) == planned()


def test_a_folder_of_a_functions_arguments_may_be_a_path(program: Path) -> None:
    assert planned(functions={"check": {"folder": Path("functions", "check"), "handler": None}}) == planned()


def test_an_output_is_no_handler() -> None:
    def program() -> None:
        function = {"folder": str(HERE), "handler": pulumi.Output.from_input("handler.x")}
        with pytest.raises(ArgsError, match=r"x: functions\['check'\]: handler decides what is registered"):
            planned(functions={"check": function})

    record(program)


def test_texts_are_what_is_no_folder(program: Path) -> None:
    behind = planned("${check} ${table}", substitutions={"table": "orders"})
    assert texts_of(behind) == {"table": "orders"}
    assert list(behind) == ["check", "table"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            {"text": "${chekc}"},
            "x: ${chekc} in state 'Go' is not defined. Write functions/chekc/handler.py, "
            "or add it to functions or substitutions. Did you mean 'check'?",
        ),
        ({"functions": {"chekc": ARN}}, "x: ${chekc} is not in the workflow. Did you mean 'check'?"),
        ({"substitutions": {"zzz": "text"}}, "x: ${zzz} is not in the workflow. Leave it out."),
        (
            {"functions": {"check": ARN}, "substitutions": {"check": "a"}},
            "x: 'check' is in both functions and substitutions. Remove one.",
        ),
        (
            {"functions": {"check": 7}},
            "x: functions['check'] must be a folder, the arguments of a PythonFunction, a Lambda ARN, a PythonFunction "
            "or a pulumi_aws.lambda_.Function, not int",
        ),
        ({"functions": {"check": {}}}, "x: functions['check']: folder is missing. Add it to args."),
        ({"functions": {"check": {"folder": 7}}}, "x: functions['check']: folder must be a non-empty string, not 7"),
        (
            {"functions": {"check": {"folder": "functions/check", "handler": 7}}},
            "x: functions['check']: handler must be a non-empty string, not 7",
        ),
        (
            {"functions": {"check": {"folder": "functions/check", "memory": 7}}},
            "x: functions['check']: 'memory' is not an argument. Did you mean 'memory_size'?",
        ),
        ({"functions": {"check": "functions\0check"}}, "x: functions['check']: the folder"),
        ({"functions": {"check": {"folder": "a\0b"}}}, "x: functions['check']: the folder"),
        ({"functions": {"check": "functions/none"}}, "x: functions['check']: the folder"),
        (
            {"functions": {"check": "arn:aws:sqs:eu-west-1:1:q"}},
            "x: functions['check']: 'arn:aws:sqs:eu-west-1:1:q' is not the ARN of a Lambda function",
        ),
        ({"handlers": {"check": len}}, "x: handler 'check': <built-in function len> is not a function"),
    ],
)
def test_a_symbol_without_a_target_is_refused(program: Path, options: Any, message: str) -> None:
    with pytest.raises(ArgsError) as caught:
        planned(**options)
    assert str(caught.value).startswith(message)
