from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest

from aslant.errors import LocalError
from aslant.local.apigateway.rest.parameters import Parts
from aslant.local.apigateway.rest.responses import TYPES, GatewayResponses, Refusal

PARTS = Parts(
    "", {"path": {}, "querystring": {}, "header": {"origin": "http://a"}}, {"requestId": "1"}, {"oven": "hot"}
)


@pytest.mark.parametrize("type", TYPES)
def test_a_gateway_response_has_its_message(type: str) -> None:
    status, error = TYPES[type]
    response = GatewayResponses({}, "api").answer(Refusal(type, 'no "pizza"'), PARTS)
    member = "Message" if type == "ACCESS_DENIED" else "message"
    assert (response.status, json.loads(response.body), response.note) == (status, {member: 'no "pizza"'}, 'no "pizza"')
    assert response.headers == ((b"content-type", b"application/json"), (b"x-amzn-errortype", error.encode()))


def test_an_api_customizes_one_type_or_all_of_a_kind() -> None:
    responses = GatewayResponses(
        {
            "DEFAULT_4XX": {
                "responseParameters": {
                    "gatewayresponse.header.Access-Control-Allow-Origin": "method.request.header.origin",
                    "gatewayresponse.header.x-none": "method.request.header.none",
                }
            },
            "BAD_REQUEST_BODY": {
                "statusCode": "422",
                "responseTemplates": {
                    "text/plain": "$context.error.message|$context.error.messageString|$context.error.responseType|"
                    "$context.error.validationErrorString|$context.requestId|$stageVariables.oven|$context.none|$x"
                },
            },
        },
        "api",
    )
    response = responses.answer(Refusal("THROTTLED", "Too Many Requests"), PARTS)
    assert dict(response.headers)[b"access-control-allow-origin"] == b"http://a"
    assert dict(response.headers)[b"x-none"] == b""
    response = responses.answer(Refusal("BAD_REQUEST_BODY", 'a "b"', "c"), PARTS)
    assert (response.status, response.note) == (422, 'a "b": c')
    assert response.body.decode() == 'a "b"|"a \\"b\\""|BAD_REQUEST_BODY|"c"|1|hot||$x'
    assert (b"access-control-allow-origin", b"http://a") not in response.headers
    assert responses.answer(Refusal.misconfigured("why"), PARTS).status == 500


def test_a_value_from_a_client_cannot_add_a_header() -> None:
    given = {"THROTTLED": {"responseParameters": {"gatewayresponse.header.a": "method.request.header.origin"}}}
    parts = dataclasses.replace(PARTS, params={**PARTS.params, "header": {"origin": "x\r\nset-cookie: y"}})
    response = GatewayResponses(given, "api").answer(Refusal("THROTTLED", "Too Many Requests"), parts)
    assert dict(response.headers)[b"a"] == b"x set-cookie: y"


FAULTS: list[tuple[dict[str, Any], str]] = [
    ({"THROTLED": {}}, "api: the gateway response 'THROTLED': the type must be one of ACCESS_DENIED, "),
    (
        {"THROTTLED": {"responseParameters": {"method.response.header.a": "'b'"}}},
        "api: the gateway response 'THROTTLED': responseParameters must have keys such as gatewayresponse.header.NAME, "
        "not 'method.response.header.a'",
    ),
    (
        {"THROTTLED": {"responseParameters": {"gatewayresponse.header.a": "*"}}},
        "api: the gateway response 'THROTTLED': gatewayresponse.header.a must be mapped from ",
    ),
]


@pytest.mark.parametrize(("given", "fault"), FAULTS)
def test_the_error_for_a_refused_gateway_response_says_why(given: dict[str, Any], fault: str) -> None:
    with pytest.raises(LocalError) as caught:
        GatewayResponses(given, "api")
    assert str(caught.value).startswith(fault)
