from __future__ import annotations

import json
from typing import Any

import pytest

from aslant.local.answers import AwsError
from aslant.local.page.experiments import machine_at

from .conftest import Kitchen


def test_an_execution_runs_from_a_state_with_other_data(kitchen: Kitchen, burnt: Any) -> None:
    data = {
        "execution": burnt["arn"],
        "path": ["Finish"],
        "input": '{"ready": true}',
        "variables": '{"customer": "Bob"}',
    }
    found = kitchen.ended(kitchen.post("run-from", **data)["execution"])
    assert (found["status"], json.loads(found["output"])) == ("SUCCEEDED", {"ready": True})
    assert [visit["name"] for visit in found["visits"]] == ["Finish", "Pack", "Label", "Tell customer", "Done"]
    assert json.loads(kitchen.visit(found, "Pack")["variables"]) == {"customer": "Bob"}
    assert found["name"].startswith("from-Finish-")
    assert found["arn"] in {item["arn"] for item in kitchen.get("executions", machine=burnt["machine"])["executions"]}


def test_a_nested_state_runs_to_the_end_of_its_iteration(kitchen: Kitchen) -> None:
    data = {"machine": kitchen.arn("orders"), "path": ["For each pizza", "Check flavour"], "input": '"hawaiian"'}
    found = kitchen.ended(kitchen.post("run-from", **data)["execution"])
    assert [visit["name"] for visit in found["visits"]] == ["Check flavour", "Sweet?", "Refuse it"]
    assert json.loads(found["output"]) == "refused"


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"path": ["Nothing"]}, (404, "StateDoesNotExist")),
        ({"path": ["Finish", "Nothing"]}, (404, "StateDoesNotExist")),
        ({"path": []}, (400, "ValidationException")),
        ({"path": "Finish"}, (400, "ValidationException")),
        ({"input": "{"}, (400, "InvalidExecutionInput")),
        ({"variables": "[]"}, (400, "ValidationException")),
        ({"input": json.dumps("x" * 300_000)}, (400, "ValidationException")),
    ],
)
def test_wrong_data_are_refused(kitchen: Kitchen, changes: dict[str, Any], refusal: tuple[int, str]) -> None:
    data = {"machine": kitchen.arn("orders"), "path": ["Finish"], "input": "{}", **changes}
    assert kitchen.refused("run-from", **data) == refusal


def test_a_state_runs_alone_and_really_calls_its_task(kitchen: Kitchen, baked: Any) -> None:
    data = {"execution": baked["arn"], "path": ["For each pizza", "Check flavour"], "input": '"hawaiian"'}
    found = kitchen.post("try-state", **data)
    assert (found["status"], json.loads(found["output"]), found["next"]) == ("SUCCEEDED", {"sweet": True}, "Sweet?")
    assert "afterParameters" in [stage["name"] for stage in found["stages"]]


@pytest.mark.parametrize(
    ("mock", "status"),
    [
        ({"result": '{"sweet": false}'}, "SUCCEEDED"),
        ({"error": "OvenBusy", "cause": "full"}, "RETRIABLE"),
        ({"error": "Other"}, "FAILED"),
    ],
)
def test_a_state_runs_alone_with_a_mock(kitchen: Kitchen, mock: dict[str, str], status: str) -> None:
    data = {"machine": kitchen.arn("orders"), "path": ["For each pizza", "Check flavour"], "input": "1", "mock": mock}
    assert kitchen.post("try-state", **data)["status"] == status


def test_a_map_alone_needs_a_mock(kitchen: Kitchen) -> None:
    data = {"machine": kitchen.arn("orders"), "path": ["For each pizza"], "input": '{"pizzas": []}'}
    assert kitchen.refused("try-state", **data) == (400, "InvalidRequest")
    assert kitchen.post("try-state", **data, mock={"result": "[]"})["status"] == "SUCCEEDED"


def test_a_definition_starts_at_a_state() -> None:
    inner = {"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "B"}, "B": {"Type": "Pass", "End": True}}}
    outer = {"Type": "Parallel", "Branches": [inner], "End": True}
    definition = {"QueryLanguage": "JSONata", "StartAt": "P", "States": {"P": outer}}
    assert machine_at(definition, ["P"]) == definition
    assert machine_at(definition, ["P", "B"]) == {**inner, "QueryLanguage": "JSONata", "StartAt": "B"}
    with pytest.raises(AwsError, match="does not have the state 'P / C'"):
        machine_at(definition, ["P", "C"])
