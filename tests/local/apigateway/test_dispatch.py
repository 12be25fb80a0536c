from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

import pytest

from aslant.local.apigateway.dispatch import Dispatcher
from aslant.local.http import Request, Response
from aslant.local.server import refuse

if TYPE_CHECKING:
    from aslant.local.apigateway.rest import RestApis
    from tests.local.conftest import Shop

ORIGIN = "https://a.shop.example"
NAME = "orders.shop.example"


@pytest.mark.parametrize(
    ("host", "target", "status", "path"),
    [
        (NAME, "/v1/event", 201, "/event"),
        (f"{NAME}:8000", "/v1/event", 201, "/event"),
        (NAME, "/event", 404, None),
        (NAME, "/v1", 404, None),
        ("127.0.0.1:8000", "/v1/event", 404, None),
        ("127.0.0.1:8000", "/event", 201, "/event"),
    ],
)
def test_a_custom_domain_name_reaches_the_stage_of_its_mapping(
    shop: Shop, host: str, target: str, status: int, path: str | None
) -> None:
    response = shop.ask("GET", target, host=host)
    assert (response.status, json.loads(response.body).get("rawPath")) == (status, path)


@pytest.mark.parametrize(
    ("method", "sent", "accepted"),
    [
        ("GET", {"origin": ORIGIN}, True),
        ("GET", {"origin": ORIGIN, "host": NAME}, False),  # no mapping matches this path
        ("GET", {"origin": "https://evil.example"}, False),
        ("OPTIONS", {"origin": "https://evil.example"}, False),
        ("OPTIONS", {"origin": "https://evil.example", "access-control-request-method": "GET"}, True),
        ("GET", {"origin": "http://localhost:3000"}, True),
        ("GET", {"origin": ORIGIN, "host": "evil.example"}, False),
        ("GET", {"host": NAME}, True),
    ],
)
def test_the_api_port_accepts_the_pages_that_cors_allows(
    shop: Shop, method: str, sent: dict[str, str], accepted: bool
) -> None:
    request = Request(method, "/event", "", {"host": "127.0.0.1:8000", **sent}, b"")
    refusal = asyncio.run(refuse(request, shop.deployment.dispatcher))
    assert (refusal is None) is accepted


@pytest.mark.parametrize("sent", [{"origin": ORIGIN}, {"host": NAME}])
def test_the_aws_port_accepts_no_pages(sent: dict[str, str]) -> None:
    request = Request("GET", "/", "", {"host": "127.0.0.1:4566", **sent}, b"")
    assert asyncio.run(refuse(request)) is not None


class Rest:
    """A REST API that responds to every request with its path."""

    class Api:
        id = "r1"
        url = "http://r1.localhost:8000"

    def __init__(self) -> None:
        self.apis = [self.Api()]

    def owns(self, request: Request) -> bool:
        return request.headers["host"] == "r1.localhost:8000"

    async def answer(self, request: Request) -> Response:
        return Response(200, f"{request.method} {request.headers['host']}{request.path}".encode(), ())

    def allows(self, request: Request, origin: str) -> bool:
        return origin == "https://ours.example"


Ask = Callable[..., Any]


@pytest.fixture
def dispatcher(shop: Shop) -> Dispatcher:
    """The dispatcher of the shop, with a REST API next to the HTTP API."""
    return Dispatcher(shop.deployment.gateway, shop.deployment.domains, cast("RestApis", Rest()))


def test_a_rest_api_gets_the_requests_that_it_owns(dispatcher: Dispatcher) -> None:
    def ask(host: str) -> Response:
        return asyncio.run(dispatcher.answer(Request("GET", "/live/x", "", {"host": host}, b"")))

    assert ask("r1.localhost:8000").body == b"GET r1.localhost:8000/live/x"
    assert ask("127.0.0.1:8000").status == 404


def test_a_custom_domain_name_reaches_a_stage_of_a_rest_api(
    dispatcher: Dispatcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dispatcher.domains, "_mappings", {NAME: [("v1", "r1", "live")]})
    response = asyncio.run(dispatcher.answer(Request("GET", "/v1/orders", "", {"host": NAME}, b"")))
    assert response.body == b"GET r1.localhost:8000/live/orders"


@pytest.mark.parametrize(
    ("method", "origin", "accepted"),
    [("POST", "https://ours.example", True), ("POST", "https://evil.example", False), ("OPTIONS", "https://x", False)],
)
def test_a_rest_api_accepts_the_pages_that_its_preflight_response_allows(
    dispatcher: Dispatcher, method: str, origin: str, accepted: bool
) -> None:
    sent = {"host": "r1.localhost:8000", "origin": origin, "content-type": "text/plain"}
    if method == "OPTIONS":
        sent["access-control-request-method"] = "POST"
    assert asyncio.run(dispatcher.accepts(Request(method, "/live/x", "", sent, b""))) is accepted
