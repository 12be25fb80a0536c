"""docs/testing.md: the names of a task in its table are accepted everywhere."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from aslant.cli.doubles import load_tasks
from aslant.cli.task_names import TaskNames
from aslant.local.mocks import Mocks
from aslant.run import TaskCall, run, test_state
from aslant.testing import expect
from aslant.walk import states_of

PAGE = (Path(__file__).parents[2] / "docs" / "testing.md").read_text()
FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:pay"
MACHINE = "arn:aws:states:us-east-1:123456789012:stateMachine:bake"
INVOKE = "arn:aws:states:::lambda:invoke"
START = "arn:aws:states:::states:startExecution.sync:2"


def task(resource: str, **arguments: str) -> dict[str, Any]:
    return {"StartAt": "Ask", "States": {"Ask": {**only_state(resource, arguments), "End": True}}}


def only_state(resource: str, arguments: dict[str, str]) -> dict[str, Any]:
    return {"Type": "Task", "Resource": resource, "Parameters": arguments}


TASKS: dict[str, list[dict[str, Any]]] = {
    "state": [task("arn:aws:states:::bedrock:invokeModel")],
    "resource, as written": [task("arn:aws:states:::bedrock:invokeModel"), task("${pay}")],
    "resource, short form": [
        task("arn:aws:states:::bedrock:invokeModel"),
        task("arn:aws:states:::ecs:runTask.sync"),
        task(INVOKE, FunctionName=FUNCTION),
    ],
    "activity": [task("arn:aws:states:us-east-1:123456789012:activity:taste")],
    "called function": [
        task(f"{FUNCTION}:live"),
        task(INVOKE, FunctionName=f"{FUNCTION}:live"),
        task("${pay}"),
    ],
    "started state machine": [task(START, StateMachineArn=MACHINE), task(START, StateMachineArn="${bake}")],
}
"""Tasks that together have every name in a row of the table."""


def table() -> list[tuple[str, str]]:
    """Return the rows and the names in their second column."""
    rows = re.findall(r"^\| ([a-z, ]+) \| (`.*?) \| [^|]* \|$", PAGE, re.MULTILINE)
    return [(row, name) for row, names in rows for name in names_in(names)]


def names_in(cell: str) -> list[str]:
    """Return the names in a cell, without those in explanations such as `of …`."""
    return re.findall(r"`([^`]+)`", re.sub(r", of `[^`]+`|, the symbol of `[^`]+`", "", cell))


def definition_of(row: str, name: str) -> dict[str, Any]:
    return next(task for task in TASKS[row] if name in TaskNames.of(task).states | TaskNames.of(task).others)


def test_the_table_has_a_row_for_each_kind_of_name() -> None:
    assert list(dict.fromkeys(row for row, _ in table())) == list(TASKS)


@pytest.mark.parametrize(("row", "name"), table())
def test_a_name_is_accepted_everywhere(row: str, name: str) -> None:
    definition = definition_of(row, name)
    answer = {"answer": 1}
    tasks = {name: answer}
    outcome = expect(run(definition, tasks=tasks)).succeeded().called(name, times=1)
    output = outcome.execution.output
    assert json.dumps(answer) in json.dumps(output)
    assert test_state(definition, "Ask", tasks=tasks).status == "SUCCEEDED"
    doubles = load_tasks(json.dumps(tasks), TaskNames.of(definition))
    assert json.dumps(answer) in json.dumps(run(definition, tasks=doubles).output)
    mocks = Mocks({name: {"Return": answer}})
    ((state, document),) = states_of(definition)
    assert name in (mocks.names(state, document) or ())
    mocked = run(definition, tasks=lambda call: mocks.answer(call) if mocks.handles(call) else refuse(call))
    assert json.dumps(answer) in json.dumps(mocked.output)


def refuse(call: TaskCall) -> Any:
    raise AssertionError(call)
