from __future__ import annotations

import json
import re
import time
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.local.conftest import Served

DETAILS = {"__type": "com.amazonaws.swf.base.model#CloudWatchEventsExecutionDataDetails", "included": True}
UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"


def test_the_response_to_an_order_is_that_of_start_sync_execution(served: Served) -> None:
    before = time.time()
    response = served.api.post("/", content=b'{ "flavour": "pepperoni"}')
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    assert response.headers["apigw-requestid"]
    result = response.json()
    assert list(result) == sorted(result)
    assert re.search(rb'"startDate":\d\.\d+E9,', response.content)
    assert before - 1 < result.pop("startDate") <= result.pop("stopDate") < time.time() + 1
    name = result.pop("name")
    assert re.fullmatch(UUID, name)
    arn = rf"arn:aws:states:us-east-1:123456789012:express:pizza:{name}:{UUID}"
    assert re.fullmatch(arn, result.pop("executionArn"))
    assert result == {
        "billingDetails": {"billedDurationInMilliseconds": 100, "billedMemoryUsedInMB": 64},
        "input": '{ "flavour": "pepperoni"}',
        "inputDetails": DETAILS,
        "output": '{"containsPineapple":false}',
        "outputDetails": DETAILS,
        "stateMachineArn": served.arn("pizza"),
        "status": "SUCCEEDED",
    }


@pytest.mark.parametrize("flavour", ["pineapple", "hawaiian"])
def test_a_failed_execution_is_200_with_error_and_cause_and_without_output(served: Served, flavour: str) -> None:
    response = served.api.post("/", json={"flavour": flavour})
    result = response.json()
    assert response.status_code == 200
    assert (result["status"], result["error"]) == ("FAILED", "Failed To Make Pizza")
    assert result["cause"] == "They asked for Pineapple"
    assert "output" not in result


def test_an_exception_in_a_handler_is_the_error_with_lambdas_object_as_cause(served: Served) -> None:
    result = served.api.post("/", json={"flavour": "crash"}).json()
    cause = json.loads(result["cause"])
    assert (result["status"], result["error"]) == ("FAILED", "ValueError")
    assert cause["errorMessage"] == "no such flavour"
    assert cause["stackTrace"][0].startswith('  File "/var/task/handler.py", line ')


@pytest.mark.parametrize(("flavour", "error"), [("exit", "Runtime.ExitError"), ({"sleep": 60}, "Sandbox.Timedout")])
def test_a_worker_that_crashes_or_times_out_fails_only_its_execution(served: Served, flavour: Any, error: str) -> None:
    result = served.api.post("/", json={"flavour": flavour}).json()
    assert (result["status"], result["error"]) == ("FAILED", error)
    assert served.api.post("/", json={"flavour": "pepperoni"}).json()["status"] == "SUCCEEDED"


@pytest.mark.parametrize(
    ("method", "path", "body", "input"),
    [
        ("GET", "/echo", b"1", "1"),
        ("DELETE", "/echo", b"[]", "[]"),
        ("POST", "/echo/a/b", b'"x"', '"x"'),
        ("POST", "/selected", b'{"order": {"items": [1, {"a": "b"}]}}', '{"a":"b"}'),
        ("POST", "/selected", b"no json", "{}"),
        ("POST", "/selected", b"{}", "{}"),
        ("GET", "/orders/7?q=x", b"", '{"id": "7", "q": "x"}'),
        ("GET", "/orders/a%20b", b"", '{"id": "a b", "q": ""}'),
    ],
)
def test_parameters_are_mapped_from_the_request(
    served: Served, method: str, path: str, body: bytes, input: str
) -> None:
    result = served.api.request(method, path, content=body).json()
    assert (result["status"], result["input"]) == ("SUCCEEDED", input)


def test_a_mapped_name_is_the_name_of_the_execution(served: Served) -> None:
    result = served.api.post("/named", content=b"{}", headers={"X-Name": "order-7"}).json()
    assert result["name"] == "order-7"
    assert ":express:echo:order-7:" in result["executionArn"]


def test_the_trace_header_of_the_request_is_passed_on(served: Served) -> None:
    trace = "Root=1-612601bf-c54eff48a04f8cc9ce170772;Sampled=1"
    assert served.api.post("/echo", json={}, headers={"X-Amzn-Trace-Id": trace}).json()["traceHeader"] == trace
    assert "traceHeader" not in served.api.post("/echo", json={}).json()


def test_an_asynchronous_route_returns_the_arn_of_the_execution(served: Served) -> None:
    result = served.api.post("/async", json={"a": 1}).json()
    assert sorted(result) == ["executionArn", "startDate"]
    assert result["executionArn"].startswith("arn:aws:states:us-east-1:123456789012:execution:record:")


def test_a_function_finds_an_execution_with_the_sdk(served: Served) -> None:
    arn = served.api.post("/async", json={"a": 1}).json()["executionArn"]
    for _ in range(200):  # it runs for a moment
        result = served.call("DescribeExecution", executionArn=arn).json()
        if result["status"] != "RUNNING":
            break
    found = served.api.get(f"/async/executions/{arn.rpartition(':')[2]}")
    assert (found.status_code, found.json()) == (200, {"status": "SUCCEEDED", "output": '{"a":1}'})


def test_an_integration_that_takes_too_long_is_504(served: Served) -> None:
    response = served.api.post("/impatient", json={})
    assert (response.status_code, response.json()) == (504, {"message": "Endpoint request timed out"})


def test_a_request_is_logged_without_its_body(served: Served) -> None:
    served.api.post("/echo/logged?key=secret", json={"password": "hush"})
    (line,) = served.logged("POST /echo/logged")
    assert re.fullmatch(r"POST /echo/logged 200 SUCCEEDED \d+ ms", line)


def test_a_workflow_in_jsonata_is_served(served: Served) -> None:
    result = served.api.post("/sum", json={"prices": [7, 9.5]}).json()
    assert (result["status"], result["output"]) == ("SUCCEEDED", "16.5")
    result = served.api.post("/sum", json={"prices": "none"}).json()
    assert (result["status"], result["error"]) == ("FAILED", "States.QueryEvaluationError")
    assert "$states.input.prices" in result["cause"]
