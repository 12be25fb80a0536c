"""Requests to the shop's API without a server, for every option of a registered API."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from aslant.local.http import Response
    from tests.local.conftest import Shop


def headers(response: Response) -> dict[str, str]:
    return {name.decode(): value.decode() for name, value in response.headers if name != b"apigw-requestid"}


def body(response: Response) -> Any:
    return json.loads(response.body)


def token(shop: Shop, *scopes: str, audience: str = "shop", **claims: Any) -> str:
    return shop.deployment.tokens.issue("https://issuer.example", audience, scopes, **claims)


@pytest.mark.parametrize(
    ("method", "target", "key", "version"),
    [("POST", "/event", "ANY /event", "2.0"), ("GET", "/old/a/b", "GET /old/{part+}", "1.0")],
)
def test_a_function_responds_to_a_route(shop: Shop, method: str, target: str, key: str, version: str) -> None:
    response = shop.ask(method, target)
    event = body(response)
    assert response.status == 201
    assert (event["version"], event.get("routeKey") or event["requestContext"]["resourceId"]) == (version, key)
    assert headers(response)["x-oven"] == "hot"
    assert [value for name, value in response.headers if name == b"set-cookie"] == (
        [b"a=1", b"b=2"] if version == "2.0" else []
    )


def test_a_response_without_a_status_code_is_inferred(shop: Shop) -> None:
    response = shop.ask("GET", '/event?bare={"a":[1]}')
    assert (response.status, headers(response), body(response)) == (
        200,
        {"content-type": "application/json"},
        {"a": [1]},
    )


@pytest.mark.parametrize(
    ("target", "note"),
    [
        ("/event?fail", "answer: The Lambda function returned the following error: the oven is cold."),
        ("/event?bad", "answer: The response from the Lambda function cannot be read: statusCode must be a whole num"),
    ],
)
def test_a_function_that_fails_is_500_and_the_log_says_why(shop: Shop, target: str, note: str) -> None:
    response = shop.ask("GET", target)
    assert (response.status, body(response)) == (500, {"message": "Internal Server Error"})
    assert response.note.startswith(note)


def test_a_status_header_has_the_status_of_a_synchronous_execution(shop: Shop) -> None:
    response = shop.ask("POST", "/sync", authorization="ada")
    assert headers(response)["x-execution-status"] == body(response)["status"] == "SUCCEEDED"


def test_mappings_see_the_context_of_an_authorizer(shop: Shop) -> None:
    assert body(shop.ask("POST", "/sync", authorization="ada"))["input"] == '{"by": "Ada"}'


def test_an_asynchronous_execution_is_started_described_by_a_function_and_stopped(shop: Shop) -> None:
    started = shop.ask("POST", "/start", b'{"flavour": "pepperoni"}', idempotency_key="order-1")
    assert started.status == 202
    arn = body(started)["executionArn"]
    assert arn == "arn:aws:states:us-east-1:123456789012:execution:record:order-1"
    stopped = shop.ask("POST", "/stop", json.dumps({"executionArn": arn}).encode())
    assert (stopped.status, sorted(body(stopped))) == (200, ["stopDate"])
    unknown = shop.ask("POST", "/stop", json.dumps({"executionArn": f"{arn}x"}).encode())
    assert (unknown.status, body(unknown)["__type"].rpartition("#")[2]) == (400, "ExecutionDoesNotExist")
    nothing = shop.ask("POST", "/stop", b"{}")
    assert (nothing.status, nothing.note) == (400, "ValidationException")


@pytest.mark.parametrize("prefix", ["", "Bearer "])
def test_a_token_is_accepted_and_its_claims_reach_the_function(shop: Shop, prefix: str) -> None:
    response = shop.ask("GET", "/jwt", authorization=prefix + token(shop, sub="ada"))
    jwt = body(response)["requestContext"]["authorizer"]["jwt"]
    assert (response.status, jwt["claims"]["sub"], jwt["scopes"]) == (201, "ada", None)


@pytest.mark.parametrize(
    ("target", "scopes", "audience", "status", "message"),
    [
        ("/jwt", (), "other", 401, "Unauthorized"),
        ("/scoped", (), "shop", 403, "Forbidden"),
        ("/scoped", ("c",), "shop", 403, "Forbidden"),
        ("/scoped", ("b",), "staff", 201, None),
    ],
)
def test_a_token_must_have_the_audience_and_a_scope(
    shop: Shop, target: str, scopes: tuple[str, ...], audience: str, status: int, message: str | None
) -> None:
    response = shop.ask("GET", target, authorization=token(shop, *scopes, audience=audience))
    assert (response.status, body(response).get("message")) == (status, message)
    assert ("www-authenticate" in headers(response)) is (message is not None)


@pytest.mark.parametrize(
    ("target", "sent", "status"),
    [
        ("/jwt", {}, 401),
        ("/signed/x", {}, 403),
        ("/simple", {}, 401),
        ("/simple", {"authorization": "LOUD"}, 403),
        ("/simple", {"authorization": "3"}, 500),
        ("/simple", {"authorization": "quiet"}, 201),
        ("/policy", {}, 401),
        ("/policy?token=GET/policy", {}, 201),
        ("/policy?token=GET/other", {}, 403),
        ("/event", {}, 201),
        ("/nowhere", {}, 404),
    ],
)
def test_a_route_is_guarded_as_it_was_registered(shop: Shop, target: str, sent: dict[str, str], status: int) -> None:
    assert shop.ask("GET", target, **sent).status == status


def test_a_route_with_limits_returns_429_after_its_burst(shop: Shop) -> None:
    responses = [shop.ask("GET", "/twice") for _ in range(3)]
    assert [response.status for response in responses] == [201, 201, 429]
    assert body(responses[2]) == {"message": "Too Many Requests"}


def test_cors_answers_preflights_and_replaces_the_headers_of_a_function(shop: Shop) -> None:
    origin = "https://a.shop.example"
    preflight = shop.ask("OPTIONS", "/nowhere", origin=origin, access_control_request_method="GET")
    assert (preflight.status, headers(preflight)["access-control-allow-methods"]) == (204, "GET,POST")
    response = shop.ask("GET", "/event", origin=origin)
    assert [value for name, value in response.headers if name == b"access-control-allow-origin"] == [origin.encode()]
    assert "access-control-allow-origin" not in headers(shop.ask("GET", "/event"))
    refused = shop.ask("GET", "/jwt", origin=origin)
    assert (refused.status, headers(refused)["access-control-allow-origin"]) == (401, origin)
    # Without the headers of a preflight, it is an ordinary request.
    assert shop.ask("OPTIONS", "/event", origin=origin).status == 201


@pytest.mark.parametrize(
    ("target", "sent", "expected"),
    [
        ("/event", {}, {"route": "ANY /event", "status": 201, "integration": "201"}),
        (
            "/event?fail",
            {},
            {
                "route": "ANY /event",
                "status": 500,
                "function": "The Lambda function returned the following error: the oven is cold. Check your Lambda "
                "function code and try again.",
                "error": "Internal Server Error",
            },
        ),
        (
            "/jwt",
            {},
            {
                "route": "GET /jwt",
                "status": 401,
                "error": "Unauthorized",
                "refusal": "Unauthorized: the token is missing",
            },
        ),
        (
            "/simple",
            {"authorization": "ada"},
            {"route": "GET /simple", "status": 201, "integration": "201", "name": "Ada"},
        ),
        ("/nowhere", {}, {"status": 404, "error": "Not Found"}),
    ],
)
def test_each_request_is_a_line_of_the_access_log(
    shop: Shop, target: str, sent: dict[str, str], expected: dict[str, Any]
) -> None:
    response = shop.ask("GET", target, **sent)
    group, _, line = next(item for item in reversed(shop.lines) if item.startswith("/aws/")).partition(" | ")
    written = json.loads(line)
    assert group == "/aws/vendedlogs/apis/shop"
    assert written.pop("id") == dict(response.headers)[b"apigw-requestid"].decode()
    assert {key: value for key, value in written.items() if value != "-"} == expected


def test_a_line_has_the_claims_of_the_token(shop: Shop) -> None:
    shop.ask("GET", "/jwt", authorization=token(shop, sub='a"b'))
    line = next(item for item in reversed(shop.lines) if item.startswith("/aws/")).partition(" | ")[2]
    assert json.loads(line)["sub"] == 'a"b'


def test_the_shop_is_served_without_notes(shop: Shop) -> None:
    assert shop.notes == []
