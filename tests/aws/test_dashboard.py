"""The dashboard of an API."""

import json
from typing import Any

import pytest

from aslant.aws import StateMachineApi
from tests.aws.recording import record
from workflows.pizza import pizza

MACHINE = "arn:aws:states:eu-west-1:111122223333:stateMachine:shop-1a2b3c4"


@pytest.mark.parametrize(
    ("api_type", "of_api", "refused"),
    [("HTTP", ["ApiId", "api123"], "4xx"), ("REST", ["ApiName", "shop-1a2b3c4", "Stage", "live"], "4XXError")],
)
def test_it_shows_the_api_its_machines_and_functions(api_type: str, of_api: list[str], refused: str) -> None:
    args: dict[str, Any] = {"workflow": pizza, "dashboard": True, "api_type": api_type}
    inputs = record(lambda: StateMachineApi("shop", args))["Dashboard shop"].inputs  # type: ignore[arg-type]
    assert inputs["dashboardName"] == "shop-gateway-1a2b3c4"
    widgets = json.loads(inputs["dashboardBody"])["widgets"]
    assert [(one["x"], one["y"], one["properties"]["title"]) for one in widgets] == [
        (0, 0, "Requests"),
        (12, 0, "Latency (ms)"),
        (0, 6, "Executions of POST /"),
        (12, 6, "Time of POST / (ms)"),
        (0, 12, "Calls of pineapple_check"),
        (12, 12, "Time of pineapple_check (ms)"),
    ]
    assert widgets[0]["properties"]["metrics"][:2] == [
        ["AWS/ApiGateway", "Count", *of_api], ["AWS/ApiGateway", refused, *of_api]
    ]  # fmt: skip
    assert widgets[3]["properties"]["metrics"] == [["AWS/States", "ExecutionTime", "StateMachineArn", MACHINE]]
    assert {one["properties"]["region"] for one in widgets} == {"eu-west-1"}
