from __future__ import annotations

import dataclasses

from aslant.local.apigateway.mapping import compile_value
from aslant.local.apigateway.request_context import Caller, RequestContext
from aslant.local.http import Request

EXCHANGE = RequestContext(
    request=Request("GET", "/v1/orders", "", {"host": "a1.localhost:8000", "user-agent": "curl"}, b""),
    account_id="123456789012",
    api_id="a1",
    stage="v1",
    stage_variables={"oven": "hot"},
    path="/orders",
    started=1_583_348_638.390,
    route_key="GET /orders",
    id="r1",
)


def test_the_context_has_the_variables_that_aws_documents() -> None:
    assert EXCHANGE.context() == {
        "accountId": "123456789012",
        "apiId": "a1",
        "authorizer": {},
        "domainName": "a1.localhost",
        "domainPrefix": "a1",
        "extendedRequestId": "r1",
        "httpMethod": "GET",
        "identity": {"sourceIp": "127.0.0.1", "userAgent": "curl"},
        "path": "/v1/orders",
        "protocol": "HTTP/1.1",
        "requestId": "r1",
        "requestTime": "04/Mar/2020:19:03:58 +0000",
        "requestTimeEpoch": 1583348638390,
        "routeKey": "GET /orders",
        "stage": "v1",
    }


def test_the_context_has_the_caller_and_the_mapping_of_a_domain() -> None:
    caller = Caller({"claims": {"sub": "ada"}, "key": 1}, {}, {"accessKey": "test"})
    request_context = dataclasses.replace(EXCHANGE, caller=caller, base_path="shop/v1")
    texts = [
        "$context.authorizer.claims.sub",
        "$context.authorizer.key",
        "$context.identity.accessKey",
        "$context.customDomain.basePathMatched",
        "$stageVariables.oven",
    ]
    assert [compile_value(text, "p")(request_context.view) for text in texts] == ["ada", "1", "test", "shop/v1", "hot"]


def test_each_request_has_a_unique_id() -> None:
    first, second = (
        RequestContext(EXCHANGE.request, "1", "a1", "$default", {}, "/", 0.0).context()["requestId"] for _ in range(2)
    )
    assert first != second
