"""The requests of HTTP tasks (developer guide, "Call HTTPS APIs")."""

from __future__ import annotations

import re
from typing import Any

import pytest

from aslant.local.services.http_request import RequestError, build

URL = "https://api.example.com/v1"


def made(connection: dict[str, Any] | None = None, **arguments: Any) -> Any:
    return build({"ApiEndpoint": URL, "Method": "POST", **arguments}, connection or {}, "eu-west-1")


def items(**values: str) -> list[dict[str, str]]:
    return [{"Key": key, "Value": value} for key, value in values.items()]


def test_a_request_has_the_headers_of_step_functions() -> None:
    request = made(RequestBody={"a": 1}, Headers={"X-Shop": "1", "Accept": ["a", "b"], "Range": "bytes=1-2"})
    assert request.headers == {
        "x-shop": "1",
        "accept": "a, b",
        "content-type": "application/json",
        "user-agent": "Amazon|StepFunctions|HttpInvoke|eu-west-1",
        "range": "bytes=0-262144",
    }
    assert (request.method, request.url, request.body) == ("POST", URL, b'{"a":1}')


def test_the_parameters_of_the_connection_take_precedence() -> None:
    connection = {
        "HeaderParameters": items(**{"X-Shop": "connection"}),
        "QueryStringParameters": items(q="connection"),
        "BodyParameters": items(b="connection"),
    }
    request = made(
        connection,
        ApiEndpoint=f"{URL}?q=url&r=url",
        Headers={"x-shop": "task"},
        QueryParameters={"q": "task", "list": [1, "two"]},
        RequestBody={"b": "task", "c": 1},
    )
    assert request.headers["x-shop"] == "connection"
    assert request.url == f"{URL}?r=url&list=1&list=two&q=connection"
    assert request.body == b'{"b":"connection","c":1}'


@pytest.mark.parametrize(
    ("format", "expected"),
    [
        (None, "array[0]=a&array[1]=b+c&nested[deep][x]=1&flag=true&none="),
        ("INDICES", "array[0]=a&array[1]=b+c&nested[deep][x]=1&flag=true&none="),
        ("REPEAT", "array=a&array=b+c&nested[deep][x]=1&flag=true&none="),
        ("COMMAS", "array=a,b+c&nested[deep][x]=1&flag=true&none="),
        ("BRACKETS", "array[]=a&array[]=b+c&nested[deep][x]=1&flag=true&none="),
    ],
)
def test_a_body_can_be_a_form(format: str | None, expected: str) -> None:
    transform: dict[str, Any] = {"RequestBodyEncoding": "URL_ENCODED"}
    if format:
        transform["RequestEncodingOptions"] = {"ArrayFormat": format}
    body = {"array": ["a", "b c"], "nested": {"deep": {"x": 1}}, "flag": True, "none": None}
    request = made(RequestBody=body, Transform=transform)
    assert request.body == expected.encode()
    assert request.headers["content-type"] == "application/x-www-form-urlencoded"


def test_a_string_is_sent_as_it_is_and_no_body_has_no_type() -> None:
    assert made(RequestBody="plain", Headers={"Content-Type": "text/plain"}).body == b"plain"
    assert "content-type" not in made().headers


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"Method": "FETCH"}, 'Method must be one of GET, POST, PUT, DELETE, PATCH, OPTIONS, HEAD, not "FETCH"'),
        ({"ApiEndpoint": "ftp://x"}, 'ApiEndpoint must be a URL that starts with https://, not "ftp://x"'),
        ({"ApiEndpoint": None}, "ApiEndpoint must be a URL that starts with https://, not null"),
        ({"Headers": {"Authorization": "x"}}, 'The header "Authorization" is not supported in an HTTP task'),
        ({"Headers": {"X-Amz-Date": "x"}}, 'The header "X-Amz-Date" is not supported in an HTTP task'),
        ({"Headers": {"x": "a\r\nb: c"}}, 'The header "x" must not have control characters'),
        ({"Headers": []}, "Headers must be an object, not []"),
        ({"Transform": {"RequestBodyEncoding": "XML"}}, 'RequestBodyEncoding must be NONE or URL_ENCODED, not "XML"'),
        (
            {"RequestBody": [1], "Transform": {"RequestBodyEncoding": "URL_ENCODED"}},
            "RequestBody must be an object to be URL-encoded",
        ),
    ],
)
def test_invalid_arguments_are_refused(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(RequestError, match=re.escape(message)):
        made(**arguments)


def test_a_body_that_is_not_an_object_cannot_be_merged() -> None:
    with pytest.raises(RequestError, match="because the connection has body parameters"):
        made({"BodyParameters": items(a="b")}, RequestBody="text")
