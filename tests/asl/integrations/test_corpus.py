"""Tests that the functions can rebuild every service call of the corpus."""

import importlib
import json
import re
from typing import Any

import pytest

from aslant.asl import Path, StateMachine, Task
from aslant.asl.integrations import aws_sdk
from aslant.asl.integrations.action import snake
from aslant.asl.integrations.catalogue import ACTIONS
from tests.corpus import CORPUS, MISSING

ARN = re.compile(r"arn:(?P<partition>[^:]+):states:::(?P<call>(?:aws-sdk:)?[^:]+:[^:.]+)(?:\.(?P<pattern>.+))?")


def tasks() -> dict[str, list[Any]]:
    """Return the tasks of the corpus that call a service, by resource."""
    found: dict[str, list[Any]] = {}
    stack: list[Any] = [json.loads(file.read_text()) for file in sorted((CORPUS / "valid").glob("*.json"))]
    while stack:
        item = stack.pop()
        if type(item) is dict:
            if item.get("Type") == "Task" and ARN.fullmatch(str(item.get("Resource"))):
                found.setdefault(item["Resource"], []).append(item)
            stack.extend(item.values())
        elif type(item) is list:
            stack.extend(item)
    return dict(sorted(found.items()))


TASKS = tasks()


def call(resource: str, given: dict[str, Any]) -> Any:
    """Return the call with this ARN and these arguments."""
    parts = ARN.fullmatch(resource)
    assert parts
    values = {name.removesuffix(".$"): Path(value) if name.endswith(".$") else value for name, value in given.items()}
    service, _, action = parts["call"].rpartition(":")
    if service.startswith("aws-sdk:"):
        made: Any = aws_sdk(service.removeprefix("aws-sdk:"), action, **values)
    else:
        module, _, name = ACTIONS[parts["call"]].function.partition(".")
        function = getattr(importlib.import_module(f"aslant.asl.integrations.{module}"), name)
        made = function(**{snake(argument): value for argument, value in values.items()})
    made = made.in_partition(parts["partition"])
    match parts["pattern"]:
        case None:
            return made
        case "waitForTaskToken":
            return made.wait_for_task_token()
        case "sync" if parts["call"] == "states:startExecution":
            return made.sync(version=1)
        case _:
            return made.sync()


@pytest.mark.skipif(not TASKS, reason=MISSING)
@pytest.mark.parametrize("resource", TASKS)
def test_the_tasks_of_the_corpus_can_be_rebuilt(resource: str) -> None:
    for document in TASKS[resource]:
        key = "Arguments" if "Arguments" in document else "Parameters"
        given = document.get(key, {})
        if type(given) is str:  # a single expression for all arguments, without their names
            continue
        made = Task("A", call(resource, given))
        machine = StateMachine(made, query_language="JSONata" if key == "Arguments" else "JSONPath")
        built = machine.to_dict()["States"]["A"]
        assert built["Resource"] == resource
        assert built[key] == given


def test_most_services_occur_in_the_corpus() -> None:
    if not TASKS:
        pytest.skip(MISSING)
    assert sum(len(documents) for documents in TASKS.values()) > 400
