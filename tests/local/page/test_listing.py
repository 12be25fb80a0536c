from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from .conftest import Kitchen


def test_executions_are_listed_by_machine_status_and_text(kitchen: Kitchen, baked: Any, burnt: Any) -> None:
    orders = kitchen.arn("orders")

    def found(**query: str) -> set[str]:
        return {item["arn"] for item in kitchen.get("executions", **query)["executions"]}

    assert {baked["arn"], burnt["arn"]} <= found() & found(machine=orders)
    assert baked["arn"] in found(status="SUCCEEDED")
    assert burnt["arn"] not in found(status="SUCCEEDED")
    assert burnt["arn"] in found(text="CALZONE")
    assert burnt["arn"] in found(text="kitchen.closed", status="FAILED")
    assert baked["arn"] not in found(text="calzone")
    assert found(machine=kitchen.arn("call")).isdisjoint(found(machine=orders))


def test_the_latest_execution_comes_first(kitchen: Kitchen, baked: Any, burnt: Any) -> None:
    starts = [item["start"] for item in kitchen.get("executions")["executions"]]
    assert starts == sorted(starts, reverse=True)


def test_an_execution_has_its_data_and_its_drawing(kitchen: Kitchen, baked: Any) -> None:
    assert json.loads(baked["input"])["customer"] == "Ada"
    assert json.loads(baked["output"])["results"] == ["baked", "refused"]
    assert [visit["name"] for visit in baked["visits"] if visit["parent"] is None] == [
        "Read order",
        "For each pizza",
        "Finish",
        "Done",
    ]
    assert {tuple(visit["path"]) for visit in baked["visits"]} <= {
        tuple(box["path"]) for box in baked["drawing"]["boxes"] if box["path"]
    }


def test_express_executions_are_kept_for_the_page(kitchen: Kitchen) -> None:
    arn = kitchen.start("call", '{"function": "nothing"}')
    found = kitchen.ended(arn)
    assert (found["type"], found["status"], found["visits"][0]["name"]) == ("EXPRESS", "FAILED", "Call")
    assert arn in {item["arn"] for item in kitchen.get("executions", machine=kitchen.arn("call"))["executions"]}


def test_a_machine_of_a_client_is_listed_drawn_and_started(kitchen: Kitchen) -> None:
    definition = {"StartAt": "Only", "States": {"Only": {"Type": "Pass", "End": True}}}
    given = {"name": "by-client", "definition": json.dumps(definition), "roleArn": "arn:aws:iam::123456789012:role/x"}
    headers = {"X-Amz-Target": "AWSStepFunctions.CreateStateMachine", "Content-Type": "application/x-amz-json-1.0"}
    response = httpx.post(kitchen.url.replace("/_aslant", ""), json=given, headers=headers)
    arn = response.json()["stateMachineArn"]
    try:
        assert kitchen.get("machine", arn=arn)["states"] == ["Only"]
        assert kitchen.get("form", arn=arn)["fields"] == []
        assert kitchen.ended(kitchen.start("by-client", "[1]"))["output"] == "[\n  1\n]"
    finally:
        kitchen.deployment.machines.remove(arn)


def test_an_edit_that_is_not_served_is_reported(kitchen: Kitchen) -> None:
    assert kitchen.get("overview")["reload"] is None
    kitchen.deployment.fail("__main__.py:3: SyntaxError")
    try:
        assert kitchen.get("overview")["reload"] == {"problem": "__main__.py:3: SyntaxError"}
    finally:
        kitchen.deployment.problem = None


def test_large_numbers_are_shown_as_they_are(kitchen: Kitchen) -> None:
    arn = kitchen.start("call", '{"function": "x", "id": 12345678901234567890}')
    assert "12345678901234567890" in kitchen.ended(arn)["input"]


@pytest.mark.parametrize("machine", ["call", "orders"])
def test_a_machine_has_its_definition_and_states(kitchen: Kitchen, machine: str) -> None:
    found = kitchen.get("machine", arn=kitchen.arn(machine))
    assert json.loads(found["definition"])["StartAt"] == found["states"][0]
    assert found["role"].startswith("arn:aws:iam::123456789012:role/")
