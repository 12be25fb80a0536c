from __future__ import annotations

import json
from typing import Any

from .conftest import Kitchen


def test_a_state_has_its_data_calls_and_decisions(kitchen: Kitchen, burnt: Any) -> None:
    found = kitchen.visit(burnt, "Check flavour", 1)
    assert (found["status"], found["iteration"]) == ("FAILED", 1)
    assert json.loads(found["input"]) == "calzone"
    assert found["output"] is None
    assert json.loads(found["variables"]) == {"customer": "Ada"}
    assert [call["failure"]["error"] for call in found["calls"]] == ["OvenBusy"] * 3
    assert json.loads(found["calls"][0]["arguments"]) == {"pizza": "calzone"}
    assert found["decisions"] == [
        "Retry[0] for OvenBusy: again after 1 s",
        "Retry[0] for OvenBusy: again after 2 s",
        "Retry[0] for OvenBusy: no attempt is left",
    ]
    assert json.loads(found["definition"])["Retry"][0]["MaxAttempts"] == 2
    types = [event["type"] for event in found["events"]]
    assert types[0] == "TaskStateEntered"
    assert types.count("LambdaFunctionFailed") == 3


def test_a_state_has_the_variables_that_it_assigned(kitchen: Kitchen, baked: Any) -> None:
    found = kitchen.visit(baked, "Read order")
    assert json.loads(found["assigned"]) == {"customer": "Ada"}
    assert [event["type"] for event in found["events"]] == ["PassStateEntered", "PassStateExited"]


def test_the_events_of_a_map_include_those_of_its_iterations(kitchen: Kitchen, baked: Any) -> None:
    types = [event["type"] for event in kitchen.visit(baked, "For each pizza")["events"]]
    assert (types[0], types[-1]) == ("MapStateEntered", "MapStateExited")
    assert types.count("MapIterationSucceeded") == 2


def test_the_permission_that_a_call_used_is_shown(kitchen: Kitchen, baked: Any) -> None:
    (call,) = kitchen.visit(baked, "Check flavour")["calls"]
    (right,) = call["rights"]
    assert (right["action"], right["allowed"], right["statement"]) == ("lambda:InvokeFunction", True, None)
    assert ":function:orders-check" in right["resource"]


def test_the_missing_permission_is_shown_with_the_statement_that_allows_it(kitchen: Kitchen) -> None:
    name = next(iter(kitchen.deployment.functions))
    execution = kitchen.ended(kitchen.start("call", json.dumps({"function": name})))
    assert execution["status"] == "FAILED"
    (right,) = kitchen.visit(execution, "Call")["calls"][0]["rights"]
    arn = kitchen.deployment.functions[name].function.arn
    assert (right["allowed"], right["explicit"]) == (False, False)
    assert json.loads(right["statement"]) == {"Effect": "Allow", "Action": "lambda:InvokeFunction", "Resource": arn}


def test_an_unknown_visit_does_not_exist(kitchen: Kitchen, baked: Any) -> None:
    assert kitchen.client.get("api/state", params={"arn": baked["arn"], "id": "9999"}).status_code == 404
