from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING, Any

import jwt
import pytest

from aslant.local.apigateway.routes import parse_route
from aslant.local.console.curl import http_commands, identity_options, sample_path, shell

if TYPE_CHECKING:
    from tests.local.conftest import Shop

URL = "http://127.0.0.1:8000"


def lines_of(shop: Shop, examples: list[Any]) -> list[str]:
    (api,) = shop.deployment.gateway.apis
    return list(http_commands(shop.deployment, api, examples))


def test_each_route_has_an_authorized_command(shop: Shop) -> None:
    token, *lines = lines_of(shop, [])
    assert re.fullmatch(r"TOKEN=[\w.-]+", token)
    form = "-H 'Content-Type: application/json' "
    assert lines == [
        f"curl -sS {form}{URL}/event -d '{{}}'",
        f"curl -sS {URL}/executions/NAME",
        f'curl -sS -H "Authorization: Bearer $TOKEN" {URL}/jwt',
        f"curl -sS {URL}/old/PART",
        f"curl -sS '{URL}/policy?token=...'",
        f'curl -sS -H "Authorization: Bearer $TOKEN" {URL}/scoped',
        f"curl -sS --aws-sigv4 aws:amz:us-east-1:execute-api --user test:test {URL}/signed/WHAT",
        f"curl -sS -H 'Authorization: ...' {URL}/simple",
        f"curl -sS {URL}/start -d '{{}}'",
        f"""curl -sS {URL}/stop -d '{{"executionArn": "..."}}'""",
        f"curl -sS -H 'Authorization: ...' {URL}/sync -d '{{}}'",
        f"curl -sS {URL}/twice",
        f"curl -sS -H 'Host: orders.shop.example' {form}{URL}/v1/event -d '{{}}'",
    ]


def test_a_route_that_starts_a_machine_has_a_command_for_each_sample_body(shop: Shop) -> None:
    lines = lines_of(shop, [{"a": "it's"}, 1])
    assert [line for line in lines if "/start" in line] == [
        f"""curl -sS {URL}/start -d '{{"a": "it'\\''s"}}'""",
        f"curl -sS {URL}/start -d '1'",
    ]


@pytest.mark.parametrize("path", ["jwt", "scoped"])
def test_the_token_is_valid_for_each_route_of_its_authorizer(shop: Shop, path: str) -> None:
    token = lines_of(shop, [])[0].removeprefix("TOKEN=")
    claims = jwt.decode(token, options={"verify_signature": False})
    assert (claims["iss"], claims["aud"], claims.get("scope")) == ("https://issuer.example", "shop", "a b")
    assert claims["exp"] - claims["iat"] == 3600
    assert shop.ask("GET", f"/{path}", authorization=f"Bearer {token}").status == 201


@pytest.mark.parametrize(
    ("sources", "options", "query"),
    [
        (["$request.header.Authorization"], '-H "Authorization: Bearer $TOKEN" ', ""),
        (["request.header.x-token"], '-H "x-token: $TOKEN" ', ""),
        (["$request.querystring.token"], "", "?token=$TOKEN"),
        (['$request.header.x"`\\'], '-H "x\\"\\`\\\\: $TOKEN" ', ""),
        (["$context.identity.sourceIp"], "", ""),
    ],
)
def test_a_token_is_sent_in_the_identity_source_of_its_authorizer(sources: list[str], options: str, query: str) -> None:
    assert identity_options(sources, "$TOKEN") == (options, query)


def test_a_shell_expands_the_variable_of_the_token() -> None:
    options, query = identity_options(["request.header.Authorization", "request.querystring.token"], "$TOKEN_2")
    line = f"printf '%s\\n' {options}{shell(f'http://x/{query}')}"
    output = subprocess.run(["sh", "-c", f"TOKEN_2=e.y-J; {line}"], capture_output=True, text=True, check=True).stdout
    assert output.splitlines() == ["-H", "Authorization: Bearer e.y-J", "http://x/?token=e.y-J"]


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
def test_name_is_only_the_placeholder_for_an_execution(key: str, path: str) -> None:
    assert sample_path(parse_route(key, "i1", "here")) == path
