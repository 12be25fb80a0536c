from __future__ import annotations

import pytest

from aslant.errors import LocalError
from aslant.local.apigateway.mapping import MAX_SELECTED_BODY, View, compile_value
from aslant.local.http import Request

BODY = b'{"a": {"b": [10, {"c": "deep"}]}, "n": null, "t": true}'


def view(body: bytes = BODY) -> View:
    request = Request("POST", "/orders/7", "q=one&q=two&empty=", {"x-name": "Ada"}, body)
    context = {"requestId": "r1", "identity": {"sourceIp": "127.0.0.1"}}
    return View(request, {"id": "7"}, lambda: context, {"table": "orders"})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$request.body", BODY.decode()),
        ("$request.body.a.b[0]", "10"),
        ("$request.body.a.b[1].c", "deep"),
        ("$request.body.a", '{"b":[10,{"c":"deep"}]}'),
        ("$request.body.t", "true"),
        ("$request.body.n", None),
        ("$request.body.missing.x", None),
        ("$request.header.X-Name", "Ada"),
        ("$request.header.other", None),
        ("$request.querystring.q", "one,two"),
        ("$request.querystring.empty", ""),
        ("$request.querystring.none", None),
        ("$request.path.id", "7"),
        ("$request.path", "/orders/7"),
        ("$context.requestId", "r1"),
        ("$context.identity.sourceIp", "127.0.0.1"),
        ("$context.unknown", None),
        ("$stageVariables.table", "orders"),
        ("fixed text", "fixed text"),
        ("${request.path.id}-${context.requestId}", "7-r1"),
        ("${$stageVariables.table}!", "orders!"),
        ('{"id": "${request.path.id}"}', '{"id": "7"}'),
        ("a${request.header.none}b", "ab"),
    ],
)
def test_a_value_is_taken_from_the_request(text: str, expected: str | None) -> None:
    assert compile_value(text, "p")(view()) == expected


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 100_000, b'{"a": "' + b"x" * MAX_SELECTED_BODY + b'"}'])
def test_nothing_is_selected_from_an_unreadable_body(body: bytes) -> None:
    assert compile_value("$request.body.a", "p")(view(body)) is None


@pytest.mark.parametrize("text", ["$request", "$body", "$request.cookie.a", "$request.body..a", "${nothing.x}"])
def test_an_unknown_variable_is_an_error(text: str) -> None:
    with pytest.raises(LocalError, match=r"^p: .* does not exist\. Use"):
        compile_value(text, "p")
