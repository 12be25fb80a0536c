from __future__ import annotations

import pytest

from aslant.errors import LocalError
from aslant.local.apigateway.rest.parameters import Parts, compile_value

PARTS = Parts(
    body='{"a": {"b": [1, "two"]}}',
    params={"path": {"id": "7"}, "querystring": {"q": "x"}, "header": {"x-name": "ada"}},
    context={"identity": {"sourceIp": "127.0.0.1"}, "requestTimeEpoch": 1},
    stage_variables={"oven": "hot"},
)


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("'*'", "*"),
        ("''", ""),
        ("stageVariables.oven", "hot"),
        ("stageVariables.none", None),
        ("context.identity.sourceIp", "127.0.0.1"),
        ("context.requestTimeEpoch", "1"),
        ("context.none.deeper", None),
        ("method.request.header.X-Name", "ada"),
        ("method.request.path.id", "7"),
        ("method.request.querystring.q", "x"),
        ("method.request.querystring.none", None),
        ("method.request.body", '{"a": {"b": [1, "two"]}}'),
        ("method.request.body.a.b[1]", "two"),
        ("method.request.body.a.b", '[1,"two"]'),
        ("method.request.body.c", None),
    ],
)
def test_a_mapping_takes_its_value_from_a_request(expression: str, value: str | None) -> None:
    assert compile_value(expression, "method.request", "api")(PARTS) == value


def test_nothing_is_selected_from_a_body_that_is_not_json() -> None:
    parts = Parts("no", PARTS.params, PARTS.context, PARTS.stage_variables)
    assert compile_value("method.request.body.a", "method.request", "api")(parts) is None


@pytest.mark.parametrize(
    "expression",
    ["*", "'", "context", "stageVariables", "integration.response.header.a", "method.request.cookie.a", "header.a"],
)
def test_an_unknown_expression_is_an_error(expression: str) -> None:
    with pytest.raises(LocalError) as caught:
        compile_value(expression, "method.request", "api: x")
    assert str(caught.value) == (
        "api: x must be mapped from 'a string' in single quotes, method.request.header.NAME, method.request.body.PATH, "
        f"context.NAME or stageVariables.NAME, not {expression!r}"
    )


def test_an_invalid_path_into_a_body_is_an_error() -> None:
    with pytest.raises(LocalError, match=r"^api: .*a\["):
        compile_value("method.request.body.a[", "method.request", "api")
