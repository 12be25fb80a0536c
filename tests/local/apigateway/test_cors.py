from __future__ import annotations

from typing import Any

import pytest

from aslant.local.apigateway.cors import CorsRules, is_preflight, read_cors
from aslant.local.http import Request, Response

SHOP = CorsRules(
    origins=("https://shop.example", "https://*.shop.example"),
    methods=("GET", "POST"),
    headers=("Content-Type", "authorization"),
    exposed=("x-a", "x-b"),
    credentials=True,
    max_age=60,
)
ORIGIN = {"access-control-allow-origin": "https://shop.example"}
ALLOWED = {**ORIGIN, "access-control-allow-credentials": "true", "access-control-expose-headers": "x-a,x-b"}


def preflight(origin: str = "https://shop.example", method: str = "POST", headers: str | None = None) -> Request:
    sent = {"origin": origin, "access-control-request-method": method}
    if headers is not None:
        sent["access-control-request-headers"] = headers
    return Request("OPTIONS", "/", "", sent, b"")


def headers_of(response: Response) -> dict[str, str]:
    return {name.decode(): value.decode() for name, value in response.headers}


@pytest.mark.parametrize(
    ("origins", "origin", "allowed"),
    [
        (["*"], "https://any.example", True),
        (["https://*"], "https://any.example:8443", True),
        (["https://*"], "http://any.example", False),
        (["https://*.shop.example"], "https://a.b.shop.example", True),
        (["https://*.shop.example"], "https://shop.example", False),
        (["https://*.shop.example"], "https://a.shop.example.evil", False),
        (["https://Shop.example"], "https://shop.example", True),
        ([], "https://shop.example", False),
    ],
)
def test_an_origin_is_allowed_literally_or_by_a_pattern(origins: list[str], origin: str, allowed: bool) -> None:
    assert CorsRules(origins=tuple(origins)).allows(origin) is allowed


@pytest.mark.parametrize("headers", [None, "", "content-type", "Authorization , content-type"])
def test_a_preflight_for_an_allowed_request_gets_the_cors_headers(headers: str | None) -> None:
    response = SHOP.preflight(preflight(headers=headers))
    assert (response.status, response.body) == (204, b"")
    assert headers_of(response) == {
        **ALLOWED,
        "access-control-allow-methods": "GET,POST",
        "access-control-allow-headers": "Content-Type,authorization",
        "access-control-max-age": "60",
    }


@pytest.mark.parametrize(
    "request_",
    [
        preflight(origin="https://evil.example"),
        preflight(method="DELETE"),
        preflight(headers="content-type,x-other"),
    ],
)
def test_any_other_preflight_gets_204_without_headers(request_: Request) -> None:
    response = SHOP.preflight(request_)
    assert (response.status, response.headers) == (204, ())


def test_stars_allow_everything_and_are_sent_as_stars() -> None:
    cors = CorsRules(origins=("*",), methods=("*",), headers=("*",))
    assert headers_of(cors.preflight(preflight(method="DELETE", headers="x-any"))) == {
        "access-control-allow-origin": "*",
        "access-control-allow-methods": "*",
        "access-control-allow-headers": "*",
    }


@pytest.mark.parametrize(
    ("origin", "expected"),
    [("https://shop.example", ALLOWED), ("https://evil.example", {}), (None, {})],
)
def test_other_responses_get_the_headers_of_their_origin_instead_of_the_integrations(
    origin: str | None, expected: dict[str, str]
) -> None:
    response = Response(200, b"x", ((b"x-a", b"1"), (b"Access-Control-Allow-Origin", b"*")))
    assert headers_of(SHOP.add_headers(response, origin)) == {"x-a": "1", **expected}


@pytest.mark.parametrize(
    ("method", "headers", "expected"),
    [
        ("OPTIONS", {"origin": "x", "access-control-request-method": "GET"}, True),
        ("OPTIONS", {"origin": "x"}, False),
        ("OPTIONS", {"access-control-request-method": "GET"}, False),
        ("GET", {"origin": "x", "access-control-request-method": "GET"}, False),
    ],
)
def test_a_preflight_has_an_origin_and_asks_for_a_method(method: str, headers: dict[str, str], expected: bool) -> None:
    assert is_preflight(Request(method, "/", "", headers, b"")) is expected


@pytest.mark.parametrize(
    ("configuration", "expected"),
    [
        (None, None),
        ({}, None),
        ({"allowOrigins": ["*"], "maxAge": 0}, CorsRules(origins=("*",), max_age=0)),
        (
            {"allowCredentials": True, "allowHeaders": ["a"], "allowMethods": ["GET"], "exposeHeaders": ["b"]},
            CorsRules(methods=("GET",), headers=("a",), exposed=("b",), credentials=True),
        ),
    ],
)
def test_the_rules_come_from_the_configuration(
    configuration: dict[str, Any] | None, expected: CorsRules | None
) -> None:
    assert read_cors(configuration) == expected
