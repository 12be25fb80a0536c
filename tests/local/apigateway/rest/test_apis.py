from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from aslant.local.http import Request

if TYPE_CHECKING:
    from .conftest import Served

NO_METHOD = '{"message":"Missing Authentication Token"}'
SYNC_CASES: list[tuple[Any, int]] = [
    ({"a": ["it's", '"', "\\", "\n", "\u2028", "🍕", "$foo #set($x = 1)"]}, 200),
    ([], 200),
    ("text", 200),
    (1.5, 200),
]


@pytest.mark.parametrize(("body", "status"), SYNC_CASES)
def test_a_synchronous_execution_returns_only_its_output(rest: Served, body: Any, status: int) -> None:
    response = rest.send("POST", "/live/orders", json.dumps(body))
    assert (response.status, json.loads(response.body), response.note) == (status, body, "StartSyncExecution SUCCEEDED")
    assert dict(response.headers)[b"content-type"] == b"application/json"


@pytest.mark.parametrize("cause", ["it's", '{"errorMessage": "\\"no\\""}', "a\\b\nc", "🍕\u2028", "$context.stage"])
def test_a_failed_execution_has_a_status_and_the_reason(rest: Served, cause: str) -> None:
    response = rest.send("POST", "/live/refused", json.dumps({"error": "No Pizza", "cause": cause}))
    assert response.status == 422
    assert response.note.startswith("StartSyncExecution FAILED No Pizza: ")
    assert response.note.isprintable()
    assert json.loads(response.body) == {"error": "No Pizza", "cause": cause}


def test_an_execution_is_started_described_and_stopped(rest: Served) -> None:
    def send(method: str, path: str, **headers: str) -> tuple[int, str]:
        response = rest.send(method, path, "{}", **headers)
        return response.status, response.body.decode()

    arn = "arn:aws:states:us-east-1:123456789012:execution:wait:first"
    assert send("POST", "/live/jobs", x_name="first") == (202, f'{{"arn":"{arn}"}}')
    assert send("GET", "/live/jobs/first") == (200, "RUNNING")
    status, body = send("DELETE", "/live/jobs/first")
    assert (status, list(json.loads(body))) == (200, ["stopDate"])
    assert send("GET", "/live/jobs/first") == (200, "ABORTED")
    assert send("POST", "/live/jobs", x_name="not a name") == (400, """{"why":"Invalid Name: 'not a name'"}""")
    assert send("GET", "/live/jobs/second") == (404, "com.amazonaws.swf.service.v2.model#ExecutionDoesNotExist")


ANSWERS = [
    ("GET", "/live", "", 200, "root"),
    ("GET", "/live/", "", 200, "root"),
    ("GET", "/other/", "", 403, '{"message":"Forbidden"}'),
    ("GET", "/", "", 403, '{"message":"Forbidden"}'),
    ("GET", "/live/none", "", 403, NO_METHOD),
    ("PUT", "/live/orders", "", 403, NO_METHOD),
    ("POST", "/live/orders/", "7", 200, "7"),
    ("OPTIONS", "/live/orders", "", 200, ""),
    ("GET", "/live/never", "", 429, '{"message":"Too Many Requests"}'),
    ("POST", "/live/slow", "{}", 504, '{"message":"Endpoint request timed out"}'),
    ("POST", "/live/unmatched", "{}", 500, '{"message":"Internal server error"}'),
    ("GET", "/live/twice", "", 500, '{"message":"Internal server error"}'),
    ("POST", "/live/passed", '{"statusCode": 200}', 200, ""),
    ("POST", "/live/passed", "{}", 500, '{"message":"Internal server error"}'),
    ("POST", "/live/checked", "{}", 400, '{"message":"Missing required request parameters: [size]"}'),
    ("POST", "/live/checked?size=1", "{}", 400, '{"message":"Invalid request body"}'),
    ("POST", "/live/checked?size=1", "", 400, '{"message":"Invalid request body"}'),
    ("POST", "/live/checked?size=1", '{"flavour": ""}', 400, '{"message":"Invalid request body"}'),
    ("POST", "/live/checked?size=1", '{"flavour": "x"}', 200, "taken"),
    (
        "POST",
        "/live/orders",
        "no",
        400,
        '{"message":"Could not parse request body into json: Expecting value: line 1 column 1 (char 0)"}',
    ),
    (
        "GET",
        "/live/proxy/a/b%20c?x=1&x=2",
        "",
        201,
        "['/proxy/{rest+}', '/proxy/a/b%20c', {'rest': 'a/b%20c'}, {'x': '2'}, None]",
    ),
    ("POST", "/live/proxy/a", "bad", 502, '{"message": "Internal server error"}'),
    ("POST", "/live/function", '{"x": 1}', 200, '{"got":{"x":1}}'),
    ("POST", "/live/function", '{"bare": true}', 200, '"hello"'),
    ("POST", "/live/function", '{"fail": true}', 404, "no such flavour"),
    ("GET", "/live/overridden", "", 444, ""),
    ("POST", "/live/overridden", "", 444, "444"),
    ("GET", "//live", "", 200, "root"),
    ("GET", "/live//", "", 200, "root"),
    ("POST", "//live//orders", "7", 200, "7"),
    (
        "GET",
        "//live//proxy/a/?x=",
        "",
        201,
        "['/proxy/{rest+}', '/proxy/a/', {'rest': 'a'}, {'x': ''}, None]",
    ),
    ("POST", "/live/proxy/answer", '{"statusCode": "201", "body": "made"}', 201, "made"),
    ("POST", "/live/proxy/answer", '{"headers": {"x-a": "b"}}', 200, ""),
    ("POST", "/live/proxy/answer", '{"statusCode": 200, "cookies": []}', 502, '{"message": "Internal server error"}'),
]


@pytest.mark.parametrize(("method", "path", "body", "status", "text"), ANSWERS)
def test_a_request_is_answered(rest: Served, method: str, path: str, body: str, status: int, text: str) -> None:
    response = rest.send(method, path, body)
    assert (response.status, response.body.decode()) == (status, text)


def test_a_template_and_mappings_see_the_request(rest: Served) -> None:
    response = rest.send("PATCH", "/live/mapped/a%20b?q=1&q=2", x_name="ada")
    assert response.body.decode() == "a%20b 2 ada hot me PATCH /mapped/{id} live"
    headers = dict(response.headers)
    assert headers.pop(b"x-amzn-requestid")
    assert headers == {
        b"content-type": b"application/json",
        b"x-a": b"over",
        b"x-b": b"fixed",
        b"x-c": b"hot",
        b"x-d": b"/mapped/{id}",
    }


def test_another_content_type_is_refused(rest: Served) -> None:
    for given, status in (("text/plain", 415), ("application/json; charset=utf-8", 200), ("APPLICATION/JSON", 200)):
        assert rest.send("POST", "/live/orders", "{}", content_type=given).status == status


def test_an_api_customizes_gateway_responses(rest: Served) -> None:
    response = rest.send("GET", "/live/none")
    headers = dict(response.headers)
    assert headers.pop(b"x-amzn-requestid")
    assert headers == {
        b"content-type": b"application/json",
        b"x-amzn-errortype": b"MissingAuthenticationTokenException",
        b"access-control-allow-origin": b"*",
    }
    refused = rest.send("GET", "/live/guarded")
    assert (refused.status, refused.body) == (418, b'UNAUTHORIZED in live, hot: "Unauthorized"')


def test_a_preflight_gets_the_cors_headers(rest: Served) -> None:
    headers = dict(rest.send("OPTIONS", "/live/orders").headers)
    assert headers[b"access-control-allow-origin"] == b"*"


def test_the_log_has_details_that_the_client_does_not_get(rest: Served) -> None:
    notes = [
        rest.send("GET", "/live/twice").note,
        rest.send("POST", "/live/unmatched", "{}").note,
        rest.send("POST", "/live/checked?size=1", "{}").note,
    ]
    assert notes == [
        "Internal server error: status must be overridden only once. Put the value in a variable and set the override "
        "at the end.",
        "Internal server error: no integration response matches '200', and the default is missing",
        "Invalid request body: $: 'flavour' is a required property",
    ]


@pytest.mark.parametrize(
    ("method", "path", "line"),
    [
        ("GET", "/live/", {"resource": "GET /", "status": "200", "length": "4", "integration": "-", "error": "-"}),
        ("POST", "/live/orders", {"status": "200", "integration": "200", "resource": "POST /orders", "length": "2"}),
        ("GET", "/live/none", {"resource": "GET -", "status": "403", "error": "Missing Authentication Token"}),
    ],
)
def test_each_request_of_a_stage_is_logged(rest: Served, method: str, path: str, line: dict[str, str]) -> None:
    response = rest.send(method, path, "{}")
    group, text = rest.lines[-1]
    logged = json.loads(text)
    assert group == "logs"
    assert logged["id"] == dict(response.headers)[b"x-amzn-requestid"].decode()
    assert {key: logged[key] for key in line} == line


def test_the_first_api_gets_requests_for_unknown_hosts(rest: Served) -> None:
    (api,) = rest.apis.apis
    assert (api.url, list(api.stages)) == ("http://127.0.0.1:8000", ["live"])
    assert ("ANY", "/proxy/{rest+}") in api.routes
    for host in ("127.0.0.1:8000", "localhost:8000", "localhost", ""):
        assert rest.apis.owns(Request("GET", "/", "", {"host": host}, b""))


@pytest.mark.parametrize(
    ("path", "origin"),
    [("/live/proxy/x", "https://evil.example"), ("/live/nowhere", "https://evil.example"), ("/no", "x")],
)
def test_only_a_mock_preflight_accepts_a_page_and_no_backend_is_called(rest: Served, path: str, origin: str) -> None:
    before = len(rest.lines)
    request = Request("POST", path, "", {"host": "127.0.0.1:8000", "origin": origin}, b"{}")
    assert rest.apis.allows(request, origin) is False
    assert len(rest.lines) == before
