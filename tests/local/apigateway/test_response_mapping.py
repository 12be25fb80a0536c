from __future__ import annotations

import pytest

from aslant.errors import LocalError
from aslant.local.apigateway.mapping import MAX_SELECTED_BODY, View
from aslant.local.apigateway.response_mapping import compile_changes
from aslant.local.http import Request, Response

VIEW = View(Request("POST", "/", "", {}, b""), {}, lambda: {"requestId": "r1"}, {"oven": "hot"})
BODY = b'{"status": "FAILED", "error": "422", "a": {"b": [1, true]}, "lines": "one\\r\\ntwo"}'
HEADERS = ((b"content-type", b"application/json"), (b"x-kept", b"1"), (b"x-kept", b"2"))


def change(key: str, value: str, response: Response | None = None) -> Response:
    changes = compile_changes([{"statusCode": "200", "mappings": {key: value}}], "p")
    return changes[200](response or Response(200, BODY, HEADERS), VIEW)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("$response.body.status", b"FAILED"),
        ("$response.body.a.b[1]", b"true"),
        ("$response.body.a.b", b"[1,true]"),
        ("$response.body.lines", b"one two"),
        ("$response.header.X-Kept", b"1,2"),
        ("$context.requestId", b"r1"),
        ("$stageVariables.oven", b"hot"),
        ("fixed", b"fixed"),
        ("${response.body.status}-${context.requestId}", b"FAILED-r1"),
        ("$response.body.nothing", None),
        ("$response.header.nothing", None),
        ("$context.nothing", None),
    ],
)
def test_a_header_is_mapped_from_the_response(value: str, expected: bytes | None) -> None:
    added = () if expected is None else ((b"x-new", expected),)
    assert change("append:header.X-New", value).headers == (*HEADERS, *added)


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("append:header.x-kept", "3", (*HEADERS, (b"x-kept", b"3"))),
        ("overwrite:header.x-kept", "3", (HEADERS[0], (b"x-kept", b"3"))),
        ("overwrite:header.x-kept", "$response.body.none", HEADERS),
        ("overwrite:header.content-type", "text/plain", (*HEADERS[1:], (b"content-type", b"text/plain"))),
        ("remove:header.X-Kept", "", HEADERS[:1]),
    ],
)
def test_headers_are_added_replaced_and_removed(key: str, value: str, expected: object) -> None:
    assert change(key, value).headers == expected


@pytest.mark.parametrize(
    ("value", "status"),
    [
        ("202", 202),
        ("$response.body.error", 422),
        ("$response.body.status", 200),
        ("$response.body.none", 200),
        ("99", 200),
        ("600", 200),
    ],
)
def test_the_status_is_replaced_by_a_number_from_200_to_599(value: str, status: int) -> None:
    assert change("overwrite:statuscode", value).status == status


def test_every_change_sees_the_original_response() -> None:
    mappings = {"remove:header.x-kept": "", "append:header.x-new": "$response.header.x-kept"}
    changes = compile_changes([{"statusCode": "200", "mappings": mappings}], "p")
    assert changes[200](Response(200, BODY, HEADERS), VIEW).headers == (HEADERS[0], (b"x-new", b"1,2"))


def test_a_body_is_truncated_before_a_value_is_selected() -> None:
    body = b'{"status": "FAILED", "rest": "' + b"x" * MAX_SELECTED_BODY + b'"}'
    assert change("append:header.x", "$response.body.status", Response(200, body, ())).headers == ()


@pytest.mark.parametrize(
    ("code", "key", "value", "message"),
    [
        (
            "200",
            "append:header.Content-Length",
            "1",
            "p 200 .*: the header content-length is reserved by API Gateway",
        ),
        ("200", "remove:header.access-control-allow-origin", "", "the header access-control-allow-origin is reserved"),
        ("200", "overwrite:header.x-amzn-id", "1", "the header x-amzn-id is reserved"),
        ("200", "overwrite:statusCode", "1", "must be overwrite:statuscode, append:"),
        ("200", "overwrite:body", "1", "must be overwrite:statuscode"),
        ("200", "set:header.x", "1", "must be overwrite:statuscode"),
        ("200", "append:header.x", "$request.body.a", r"\$request.body.a does not exist\. Use \$response.header"),
        ("200", "append:header.x", "$response.body", r"\$response.body does not exist"),
        ("199", "append:header.x", "1", "statusCode must be from 200 to 599, not '199'"),
        ("2XX", "append:header.x", "1", "statusCode must be from 200 to 599, not '2XX'"),
    ],
)
def test_response_parameters_that_api_gateway_refuses_are_errors(code: str, key: str, value: str, message: str) -> None:
    with pytest.raises(LocalError, match=message):
        compile_changes([{"statusCode": code, "mappings": {key: value}}], "p")
