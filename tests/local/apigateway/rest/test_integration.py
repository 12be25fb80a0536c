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


def test_an_integration_has_the_defaults_of_aws() -> None:
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
def test_the_template_of_a_body_depends_on_its_type(
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
def test_the_first_pattern_that_matches_wholly_selects_the_response(outcome: str, status: int) -> None:
    integration = read(
        type="mock",
        responses={
            "default": {"statusCode": "200"},
            r"4\d{2}": {"statusCode": 400},
            "no.+": {"statusCode": "400"},
        },
    )
    assert integration.response(outcome).status == status


def test_there_may_be_no_matching_response() -> None:
    assert read(type="mock").response("200") is None


URI_RULE = "the uri must be the `invoke_arn` of a function or, for the type aws,"
FAULTS: list[tuple[dict[str, Any], str]] = [
    ({"type": "http"}, "the integration's type must be aws, aws_proxy or mock, not 'http'"),
    ({"type": "mok"}, "the integration's type must be aws, aws_proxy or mock, not 'mok'. Did you mean 'mock'?"),
    ({"type": "mock", "timeoutInMillis": 49}, "timeoutInMillis must be a whole number from 50 to 300000 milli"),
    (
        {"type": "mock", "timeoutInMillis": 300001},
        "timeoutInMillis must be a whole number from 50 to 300000 milliseconds",
    ),
    (
        {"type": "mock", "timeoutInMillis": "1"},
        "timeoutInMillis must be a whole number from 50 to 300000 milliseconds, ",
    ),
    (
        {"type": "mock", "passthroughBehavior": "no"},
        "passthroughBehavior must be one of when_no_match, when_no_",
    ),
    (
        {**AWS, "uri": f"{START}s"},
        f"{URI_RULE} arn:aws:apigateway:REGION:states:action/ACTION with one of DescribeExecution, StartExecution, "
        f"StartSyncExecution, StopExecution, "
        f"not '{START}s'. Did you mean 'StartExecution'?",
    ),
    ({**AWS, "uri": "http://a.b"}, f"{URI_RULE} arn:aws:apigateway:"),
    ({**AWS, "type": "aws_proxy"}, URI_RULE),
    ({**AWS, "httpMethod": None}, "the integration's httpMethod must be POST, not None"),
    (
        {"type": "mock", "requestTemplates": {JSON: "#if(true)"}},
        "requestTemplates: the template for application/json is not valid: line 1, column 10: expected #else, ",
    ),
    (
        {"type": "mock", "requestParameters": {"integration.request.path.id": "'a'"}},
        "requestParameters must have keys such as integration.request.header.NAME, not 'integration.request.path.id', ",
    ),
    (
        {"type": "mock", "requestParameters": {"integration.request.header.x": "a"}},
        "integration.request.header.x must be mapped from 'a string' in single quotes, method.request.header.NAME, ",
    ),
    (
        {"type": "mock", "responses": {"default": {"statusCode": "201"}}},
        "the integration response 'default': the method must declare a response with statusCode '201'. Ad",
    ),
    (
        {"type": "mock", "responses": {"(": {"statusCode": "200"}}},
        "the integration response '(': the regular expression '(' is not valid: missing ) at position 1. Write one",
    ),
    (
        {
            "type": "mock",
            "responses": {
                "default": {"statusCode": "200", "responseParameters": {"method.response.header.x-b": "'b'"}}
            },
        },
        "the integration response 'default': 'method.response.header.x-b' must be method.response.header.NAME, with a ",
    ),
]


@pytest.mark.parametrize(("given", "fault"), FAULTS)
def test_the_error_for_a_refused_integration_says_where_and_why(given: dict[str, Any], fault: str) -> None:
    with pytest.raises(LocalError) as caught:
        read(**given)
    assert str(caught.value).startswith(f"api: POST /: {fault}")
