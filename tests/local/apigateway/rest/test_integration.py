from __future__ import annotations

from typing import Any

import pytest

from aslant.errors import LocalError
from aslant.local.apigateway.rest.integration import read_integration

JSON = "application/json"
START = "arn:aws:apigateway:us-east-1:states:action/StartExecution"
FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:f"
INVOKE = f"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{FUNCTION}/invocations"
AWS = {"type": "AWS", "httpMethod": "POST", "uri": START, "credentials": "role"}
RESPONSES = {"200": frozenset({"x-a"}), "400": frozenset[str]()}


def read(**given: Any) -> Any:
    return read_integration(given, RESPONSES, "api: POST /")


def test_an_integration_is_read_with_awss_defaults() -> None:
    integration = read(**AWS)
    assert (integration.type, integration.action, integration.function) == ("aws", "StartExecution", None)
    assert (integration.timeout, integration.passthrough, integration.responses) == (29.0, "when_no_match", ())
    assert read(type="mock").action is None
    assert read(type="aws_proxy", httpMethod="POST", uri=INVOKE).function == FUNCTION


@pytest.mark.parametrize(
    ("passthrough", "templates", "content_type", "template"),
    [
        ("never", {JSON: "a"}, JSON, "a"),
        ("never", {JSON: "a"}, "text/plain", LookupError),
        ("NEVER", {}, JSON, LookupError),
        ("when_no_templates", {JSON: "a"}, "text/plain", LookupError),
        ("when_no_templates", {}, "text/plain", None),
        ("when_no_match", {JSON: "a"}, "text/plain", None),
    ],
)
def test_what_becomes_of_a_body_follows_its_type(
    passthrough: str, templates: dict[str, str], content_type: str, template: Any
) -> None:
    integration = read(type="mock", passthroughBehavior=passthrough, requestTemplates=templates)
    if template is LookupError:
        with pytest.raises(LookupError):
            integration.template(content_type)
    else:
        assert integration.template(content_type) == template


@pytest.mark.parametrize(
    ("outcome", "status"), [("200", 200), ("404", 400), ("4040", 200), ("no such pizza", 400), ("no\nsuch", 200)]
)
def test_the_first_pattern_that_fits_wholly_picks_the_response(outcome: str, status: int) -> None:
    integration = read(
        type="mock",
        responses={
            "default": {"statusCode": "200"},
            r"4\d{2}": {"statusCode": 400},
            "no.+": {"statusCode": "400"},
        },
    )
    assert integration.response(outcome).status == status


def test_without_a_response_that_fits_there_is_none() -> None:
    assert read(type="mock").response("200") is None


FAULTS: list[tuple[dict[str, Any], str]] = [
    ({"type": "http"}, "the integration's type 'http' is not served here; aws, aws_proxy, mock are"),
    ({"type": "mok"}, "the integration's type 'mok' is not served here; did you mean 'mock'?; aws, aws_proxy, mock"),
    ({"type": "mock", "timeoutInMillis": 49}, "timeoutInMillis must be a whole number from 50 to 300000 milli"),
    (
        {"type": "mock", "timeoutInMillis": 300001},
        "timeoutInMillis must be a whole number from 50 to 300000 milliseconds",
    ),
    (
        {"type": "mock", "timeoutInMillis": "1"},
        "timeoutInMillis must be a whole number from 50 to 300000 milliseconds, ",
    ),
    ({"type": "mock", "passthroughBehavior": "no"}, "passthroughBehavior 'no' must be one of when_no_match, when_no_"),
    ({**AWS, "uri": f"{START}s"}, f"the uri '{START}s' is not served here; did you mean 'StartExecution'?; for type"),
    ({**AWS, "uri": "http://a.b"}, "the uri 'http://a.b' is not served here; for type aws write arn:aws:apigateway:"),
    ({**AWS, "type": "aws_proxy"}, f"the uri '{START}' is not served here"),
    ({**AWS, "httpMethod": None}, "the integration's httpMethod must be POST, not None"),
    (
        {"type": "mock", "requestTemplates": {JSON: "#if(true)"}},
        "requestTemplates: the template for application/json is not well-formed: line 1, column 10: expected #else, ",
    ),
    (
        {"type": "mock", "requestParameters": {"integration.request.path.id": "'a'"}},
        "requestParameters has 'integration.request.path.id', which this integration does not take; write integration.",
    ),
    (
        {"type": "mock", "requestParameters": {"integration.request.header.x": "a"}},
        "integration.request.header.x is mapped from 'a', which means nothing; write 'a text' in single quotes, ",
    ),
    (
        {"type": "mock", "responses": {"default": {"statusCode": "201"}}},
        "the integration response 'default' has statusCode '201', for which the method has no response; add it to ",
    ),
    (
        {"type": "mock", "responses": {"(": {"statusCode": "200"}}},
        "the integration response '(': the regular expression '(' is not valid: missing ) at position 1; write one",
    ),
    (
        {
            "type": "mock",
            "responses": {
                "default": {"statusCode": "200", "responseParameters": {"method.response.header.x-b": "'b'"}}
            },
        },
        "the integration response 'default' maps 'method.response.header.x-b', and the method's response 200 has no ",
    ),
]


@pytest.mark.parametrize(("given", "fault"), FAULTS)
def test_an_integration_that_aws_refuses_says_where_and_why(given: dict[str, Any], fault: str) -> None:
    with pytest.raises(LocalError) as caught:
        read(**given)
    assert str(caught.value).startswith(f"api: POST /: {fault}")
