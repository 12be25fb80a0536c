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


def test_a_body_that_is_no_json_has_nothing_to_give() -> None:
    parts = Parts("no", PARTS.params, PARTS.context, PARTS.stage_variables)
    assert compile_value("method.request.body.a", "method.request", "api")(parts) is None


@pytest.mark.parametrize(
    "expression",
    ["*", "'", "context", "stageVariables", "integration.response.header.a", "method.request.cookie.a", "header.a"],
)
def test_an_expression_that_means_nothing_is_refused(expression: str) -> None:
    with pytest.raises(LocalError) as caught:
        compile_value(expression, "method.request", "api: x")
    assert str(caught.value) == (
        f"api: x is mapped from {expression!r}, which means nothing; write 'a text' in single quotes, "
        "method.request.header.NAME, method.request.body.PATH, context.NAME or stageVariables.NAME"
    )


def test_a_path_into_a_body_must_be_one() -> None:
    with pytest.raises(LocalError, match=r"^api: .*a\["):
        compile_value("method.request.body.a[", "method.request", "api")
