from __future__ import annotations

import json
import time
from typing import Any

import pytest

from .conftest import JSON, Kitchen, order


def test_the_page_and_its_files_come_from_the_package(kitchen: Kitchen) -> None:
    page = kitchen.client.get("")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert '<script type="module" src="main.js">' in page.text
    assert kitchen.client.get("main.js").headers["content-type"] == "text/javascript; charset=utf-8"
    assert kitchen.client.get("page.css").headers["content-type"] == "text/css; charset=utf-8"
    redirect = kitchen.client.get(kitchen.url.rstrip("/"))
    assert (redirect.status_code, redirect.headers["location"]) == (308, "/_aslant/")


@pytest.mark.parametrize("path", ["nothing", "%2e%2e/page.py", "static/main.js", "api/nothing", "api/"])
def test_other_paths_do_not_exist(kitchen: Kitchen, path: str) -> None:
    response = kitchen.client.get(path)
    assert (response.status_code, response.json()["error"]) == (404, "NotFound")


def test_every_response_has_a_strict_content_security_policy(kitchen: Kitchen) -> None:
    for path in ("", "main.js", "api/overview", "api/machine", "nothing"):
        headers = kitchen.client.get(path).headers
        assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'; style-src 'self';")
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"host": "evil.example"}, 403),
        ({"origin": "https://evil.example"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"content-type": "text/plain"}, 415),
        ({"content-type": "application/x-www-form-urlencoded"}, 415),
        ({"content-type": "application/json; charset=utf-8"}, 200),
        ({"sec-fetch-site": "same-origin", "origin": "http://127.0.0.1:4566"}, 200),
    ],
)
def test_only_the_page_itself_may_start_an_execution(kitchen: Kitchen, headers: dict[str, str], status: int) -> None:
    body = json.dumps({"machine": kitchen.arn("call"), "input": '{"function": "x"}'})
    response = kitchen.client.post("api/start", content=body, headers={**JSON, **headers})
    assert response.status_code == status


@pytest.mark.parametrize("headers", [{"host": "evil.example"}, {"origin": "https://evil.example"}])
@pytest.mark.parametrize("path", ["", "api/executions"])
def test_pages_of_other_origins_and_hosts_read_nothing(kitchen: Kitchen, path: str, headers: dict[str, str]) -> None:
    assert kitchen.client.get(path, headers=headers).status_code == 403


def test_a_read_needs_get_and_a_change_needs_post(kitchen: Kitchen) -> None:
    assert kitchen.client.get("api/start").status_code == 405
    assert kitchen.client.post("api/overview", json={}).status_code == 405
    assert kitchen.client.post("main.js", json={}).status_code == 405


@pytest.mark.parametrize("body", ["", "[]", "{", "null", "[" * 100_000])
def test_a_body_must_be_a_json_object(kitchen: Kitchen, body: str) -> None:
    response = kitchen.client.post("api/start", content=body, headers=JSON)
    assert (response.status_code, response.json()["error"]) == (400, "SerializationException")


@pytest.mark.parametrize(
    "view", ["machine", "form", "execution", "state", "events", "reproduction", "compare", "test.py"]
)
def test_a_read_without_its_parameters_is_refused(kitchen: Kitchen, view: str) -> None:
    assert kitchen.client.get(f"api/{view}").status_code == 400


def test_the_overview_has_all_machines(kitchen: Kitchen, baked: Any) -> None:
    overview = kitchen.get("overview")
    assert (overview["project"], overview["stack"]) == ("kitchen", "dev")
    assert [machine["name"].partition("-")[0] for machine in overview["machines"]] == ["call", "orders"]
    assert overview["machines"][1]["counts"]["SUCCEEDED"] >= 1


def test_an_execution_is_started_with_its_name_and_followed_to_its_end(kitchen: Kitchen) -> None:
    started = kitchen.post("start", machine=kitchen.arn("orders"), input=order("salami"), name="by-hand")
    assert started["execution"].endswith(":by-hand")
    first = kitchen.get("execution", arn=started["execution"])
    assert first["drawing"] is not None
    later = kitchen.get("execution", arn=started["execution"], seen=first["event_count"])
    assert later["event_count"] > first["event_count"] or later["status"] != "RUNNING"
    assert later["drawing"] is None
    assert kitchen.ended(started["execution"])["status"] == "SUCCEEDED"


def test_a_wrong_input_is_refused_with_the_reason(kitchen: Kitchen) -> None:
    assert kitchen.refused("start", machine=kitchen.arn("orders"), input="{") == (400, "InvalidExecutionInput")
    assert kitchen.refused("start", machine="arn:aws:states:us-east-1:123456789012:stateMachine:x", input="{}") == (
        400,
        "StateMachineDoesNotExist",
    )


def test_a_running_execution_can_be_stopped(kitchen: Kitchen) -> None:
    started = kitchen.start("orders", order("salami"))
    until = time.monotonic() + 10
    while not kitchen.get("execution", arn=started)["visits"] and time.monotonic() < until:
        pass
    assert kitchen.post("stop", arn=started, error="Stopped", cause="by hand") == {"status": "ABORTED"}
    found = kitchen.get("execution", arn=started)
    assert (found["status"], found["error"], found["cause"]) == ("ABORTED", "Stopped", "by hand")
    assert found["visits"][-1]["status"] in ("ABORTED", "SUCCEEDED")


def test_events_are_as_aws_lists_them(kitchen: Kitchen, baked: Any) -> None:
    found = kitchen.get("events", arn=baked["arn"])
    assert found["total"] == len(found["events"]) == baked["event_count"]
    assert json.loads(found["events"][0]["details"])["executionStartedEventDetails"]["input"] == order(
        "salami", "hawaiian"
    ).replace(": ", ":").replace(", ", ",")
    assert [event["id"] for event in kitchen.get("events", arn=baked["arn"], first=10)["events"]][:2] == [10, 11]


def test_a_definition_is_found_by_its_path(kitchen: Kitchen, baked: Any) -> None:
    path = json.dumps(["For each pizza", "Bake it"])
    found = kitchen.get("definition", execution=baked["arn"], path=path)
    assert found["kind"] == "Wait"
    assert json.loads(found["definition"])["Seconds"] == 1
    assert kitchen.client.get("api/definition", params={"execution": baked["arn"], "path": "[]"}).status_code == 400


def test_an_unknown_execution_is_explained(kitchen: Kitchen) -> None:
    response = kitchen.client.get("api/execution", params={"arn": "arn:aws:states:us-east-1:1:execution:x:y"})
    assert response.status_code == 404
    assert "is not kept here" in response.json()["message"]
