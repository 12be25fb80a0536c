from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import jwt
import pytest

from aslant.local.curl import http_lines, sample_body, sample_path
from aslant.local.routes import parse_route

if TYPE_CHECKING:
    from .conftest import Shop

URL = "http://127.0.0.1:8000"


def lines_of(shop: Shop, examples: list[Any]) -> list[str]:
    (api,) = shop.deployment.gateway.apis
    return list(http_lines(shop.deployment, api, examples))


def test_each_route_has_a_line_that_is_let_through(shop: Shop) -> None:
    lines = [re.sub(r"Bearer [\w.-]+", "Bearer TOKEN", line) for line in lines_of(shop, [])]
    form = "-H 'Content-Type: application/json' "
    assert lines == [
        f"curl -sS {form}{URL}/event -d '{{}}'",
        f"curl -sS {URL}/executions/NAME",
        f"curl -sS -H 'Authorization: Bearer TOKEN' {URL}/jwt",
        f"curl -sS {URL}/old/PART",
        f"curl -sS '{URL}/policy?token=...'",
        f"curl -sS -H 'Authorization: Bearer TOKEN' {URL}/scoped",
        f"curl -sS --aws-sigv4 aws:amz:us-east-1:execute-api --user test:test {URL}/signed/WHAT",
        f"curl -sS -H 'Authorization: ...' {URL}/simple",
        f"curl -sS {URL}/start -d '{{}}'",
        f"""curl -sS {URL}/stop -d '{{"executionArn": "..."}}'""",
        f"curl -sS -H 'Authorization: ...' {URL}/sync -d '{{}}'",
        f"curl -sS {URL}/twice",
        f"curl -sS -H 'Host: orders.shop.example' {form}{URL}/v1/event -d '{{}}'",
    ]


def test_what_starts_a_machine_has_a_line_for_each_body_to_try(shop: Shop) -> None:
    lines = lines_of(shop, [{"a": "it's"}, 1])
    assert [line for line in lines if "/start" in line] == [
        f"""curl -sS {URL}/start -d '{{"a": "it'\\''s"}}'""",
        f"curl -sS {URL}/start -d '1'",
    ]


@pytest.mark.parametrize(("path", "scope"), [("jwt", None), ("scoped", "a b")])
def test_a_token_is_what_the_authorizer_asks_for(shop: Shop, path: str, scope: str | None) -> None:
    (line,) = (line for line in lines_of(shop, []) if line.endswith(f"/{path}"))
    found = re.search(r"Bearer ([\w.-]+)", line)
    assert found is not None
    claims = jwt.decode(found[1], options={"verify_signature": False})
    assert (claims["iss"], claims["aud"], claims.get("scope")) == ("https://issuer.example", "shop", scope)
    assert claims["exp"] - claims["iat"] == 3600
    answer = shop.ask("GET", f"/{path}", authorization=f"Bearer {found[1]}")
    assert answer.status == 201


@pytest.mark.parametrize(
    ("key", "path"),
    [
        ("GET /", "/"),
        ("GET /orders/{id}", "/orders/ID"),
        ("GET /{proxy+}", "/PROXY"),
        ("GET /executions/{name}", "/executions/NAME"),
        ("GET /jobs/executions/{name}", "/jobs/executions/NAME"),
        ("GET /pizza-types/{name}", "/pizza-types/PIZZA_TYPES_NAME"),
        ("GET /{name}", "/A_NAME"),
    ],
)
def test_name_stands_for_that_of_an_execution_alone(key: str, path: str) -> None:
    assert sample_path(parse_route(key, "i1", "here")) == path


@pytest.mark.parametrize(
    ("state", "body"),
    [
        ({"Type": "Task", "InputPath": "$.flavour", "ResultPath": "$.check"}, {"flavour": "..."}),
        ({"Type": "Task", "Parameters": {"a.$": "$.order.id", "b.$": "$$.Execution.Id"}}, {"order": "..."}),
        ({"Type": "Choice", "Choices": [{"Variable": "$.size", "IsPresent": True}]}, {"size": "..."}),
        ({"Type": "Task", "Arguments": "{% $states.input.name %}"}, {"name": "..."}),
        ({"Type": "Pass"}, {}),
    ],
)
def test_a_sample_body_has_what_the_first_state_reads(state: dict[str, Any], body: dict[str, Any]) -> None:
    assert sample_body({"StartAt": "A", "States": {"A": state}}) == body


def test_a_sample_body_comes_from_the_first_state_that_reads_anything() -> None:
    states = {"A": {"Type": "Pass", "Next": "B"}, "B": {"Type": "Pass", "InputPath": "$.x", "Next": "A"}}
    assert sample_body({"StartAt": "A", "States": states}) == {"x": "..."}
    assert sample_body({"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "A"}}}) == {}
