"""The function that looks executions up and stops them."""

import datetime
import json
from typing import Any

import pytest
from botocore.exceptions import ClientError
from botocore.stub import Stubber

MACHINE = "arn:aws:states:eu-west-1:111122223333:stateMachine:shop"
EXECUTION = "arn:aws:states:eu-west-1:111122223333:execution:shop:one"
NOON = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)
DESCRIBED = {
    "executionArn": EXECUTION,
    "stateMachineArn": MACHINE,
    "name": "one",
    "startDate": NOON,
    "input": '{"secret":1}',
}


@pytest.fixture
def handler(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setenv("STATE_MACHINE_ARN", MACHINE)
    monkeypatch.setenv("STOP_ROUTE", "DELETE /executions/{name}")
    from aslant.aws.lambdas.executions import handler as module

    return module


def ask(module: Any, name: str, route: str = "GET /executions/{name}") -> tuple[int, Any]:
    answer = module.executions({"routeKey": route, "pathParameters": {"name": name}}, None)
    assert answer["headers"] == {"content-type": "application/json"}
    return answer["statusCode"], json.loads(answer["body"])


@pytest.mark.parametrize(
    ("described", "told"),
    [
        ({"status": "RUNNING"}, {"status": "RUNNING"}),
        (
            {"status": "SUCCEEDED", "stopDate": NOON, "output": '{"made":true}'},
            {"status": "SUCCEEDED", "stopDate": NOON.timestamp(), "output": '{"made":true}'},
        ),
        (
            {"status": "FAILED", "stopDate": NOON, "error": "Refused", "cause": "pineapple"},
            {"status": "FAILED", "stopDate": NOON.timestamp(), "error": "Refused", "cause": "pineapple"},
        ),
    ],
)
def test_an_execution_is_told_of_without_its_input(handler: Any, described: Any, told: Any) -> None:
    with Stubber(handler.states) as stub:
        stub.add_response("describe_execution", {**DESCRIBED, **described}, {"executionArn": EXECUTION})
        expected = {"executionArn": EXECUTION, "name": "one", "startDate": NOON.timestamp(), **told}
        assert ask(handler, "one") == (200, expected)


def test_an_execution_is_stopped(handler: Any) -> None:
    with Stubber(handler.states) as stub:
        stub.add_response("stop_execution", {"stopDate": NOON}, {"executionArn": EXECUTION})
        assert ask(handler, "one", "DELETE /executions/{name}") == (200, {"stopDate": NOON.timestamp()})


@pytest.mark.parametrize(
    ("code", "status", "message"),
    [
        ("ExecutionDoesNotExist", 404, "The execution 'one' does not exist"),
        ("ThrottlingException", 429, "Too Many Requests"),
    ],
)
def test_what_step_functions_refuses_has_a_status(handler: Any, code: str, status: int, message: str) -> None:
    with Stubber(handler.states) as stub:
        stub.add_client_error("describe_execution", code)
        assert ask(handler, "one") == (status, {"message": message})


def test_what_is_the_functions_own_fault_fails(handler: Any) -> None:
    with Stubber(handler.states) as stub:
        stub.add_client_error("describe_execution", "AccessDeniedException")
        with pytest.raises(ClientError, match="AccessDenied"):
            ask(handler, "one")


@pytest.mark.parametrize("name", ["a:b", "", "a" * 81, "a b", "a/b", "*"])
def test_a_name_that_could_lead_elsewhere_is_refused(handler: Any, name: str) -> None:
    assert ask(handler, name) == (400, {"message": "This is not the name of an execution"})
