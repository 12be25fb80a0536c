"""REST APIs with functions, over real HTTP because events depend on the bytes that a client sends."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.local.apigateway.rest.shop import INVOKE, JSON, document, mock, operation
from tests.local.serving import Serving, serving

HANDLER = '''\
import json


def handle(event, context):
    """Return the event, both as an authorizer and as an integration."""
    if "methodArn" in event:
        statement = {"Action": "execute-api:Invoke", "Effect": "Allow", "Resource": event["methodArn"]}
        policy = {"Version": "2012-10-17", "Statement": [statement]}
        return {"principalId": "ada", "policyDocument": policy, "context": {"event": json.dumps(event)}}
    if event["path"] == "/picture":
        return {"headers": {"content-type": "image/png"}, "body": "iVBORw==", "isBase64Encoded": True}
    return {"statusCode": 200, "body": json.dumps(event)}
'''

PROGRAM = """\
import json
import pathlib

import pulumi
import pulumi_aws as aws

trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}
role = aws.iam.Role("role", assume_role_policy=json.dumps({"Version": "2012-10-17", "Statement": [trust]}))
function = aws.lambda_.Function(
    "function",
    name="function",
    role=role.arn,
    runtime="python3.13",
    handler="handler.handle",
    code=pulumi.AssetArchive({"handler.py": pulumi.FileAsset("handler.py")}),
)
api = aws.apigateway.RestApi(
    "api",
    body=pathlib.Path("body.json").read_text(),
    binary_media_types=["image/png"],
    endpoint_configuration={"types": "REGIONAL"},
)
aws.lambda_.Permission(
    "invoke",
    action="lambda:InvokeFunction",
    function=function.name,
    principal="apigateway.amazonaws.com",
    source_arn=pulumi.Output.concat(api.execution_arn, "/*"),
)
deployment = aws.apigateway.Deployment("deployment", rest_api=api.id)
logs = aws.cloudwatch.LogGroup("logs", name="logs")
aws.apigateway.Stage(
    "stage",
    rest_api=api.id,
    deployment=deployment.id,
    stage_name="live",
    access_log_settings={
        "destination_arn": logs.arn,
        "format": "$context.requestId|$context.path|$context.resourceId|$context.resourcePath|$context.deploymentId|"
        "$context.authorizer.principalId|$context.authorizer.error|$context.status|$context.integration.status|"
        "$context.integrationErrorMessage",
    },
)
"""

PROXY = {"type": "aws_proxy", "httpMethod": "POST", "uri": INVOKE}
ANY = "x-amazon-apigateway-any-method"
SCHEME = {
    "type": "apiKey",
    "name": "Unused",
    "in": "header",
    "x-amazon-apigateway-authtype": "custom",
    "x-amazon-apigateway-authorizer": {
        "type": "request",
        "authorizerUri": INVOKE,
        "authorizerResultTtlInSeconds": 0,
        "identitySource": "method.request.header.Authorization",
    },
}
TEMPLATE = "$input.params().header.get('tEsT-HEADeR')|$input.params('Test-Header')|$input.params().header.keySet()"
BODY = document(
    {
        "/{proxy+}": {ANY: operation(PROXY)},
        "/template": {"post": mock('{"statusCode": 200}', {"responseTemplates": {JSON: TEMPLATE}})},
        "/guarded/{id}": {ANY: operation(PROXY, security=[{"asked": []}])},
    },
    components={"securitySchemes": {"asked": SCHEME}},
)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    directory = tmp_path_factory.mktemp("rest")
    (directory / "Pulumi.yaml").write_text("name: shop\nruntime: python\n")
    (directory / "__main__.py").write_text(PROGRAM)
    (directory / "handler.py").write_text(HANDLER)
    (directory / "body.json").write_text(json.dumps(BODY))
    with serving(directory) as served:
        yield served


def send(shop: Serving, target: str, *headers: bytes, body: bytes = b"") -> tuple[int, dict[str, str], bytes]:
    """Return the status, headers and body of the response to a request that is sent unchanged."""
    head = b"".join(line + b"\r\n" for line in (b"Host: localhost", b"Connection: close", *headers))
    length = b"Content-Length: %d\r\n" % len(body)
    url = urlsplit(shop.url)
    with socket.create_connection((url.hostname, url.port or 0), timeout=10) as connection:
        connection.sendall(b"POST %s HTTP/1.1\r\n%s%s\r\n%s" % (target.encode(), head, length, body))
        received = b""
        while piece := connection.recv(65_536):
            received += piece
    lines, _, content = received.partition(b"\r\n\r\n")
    status, *rest = lines.decode().split("\r\n")
    return int(status.split()[1]), dict(line.split(": ", 1) for line in rest), content


def event(shop: Serving, target: str, *headers: bytes, body: bytes = b"") -> Any:
    status, _, content = send(shop, target, *headers, body=body)
    assert status == 200
    return json.loads(content)


def test_a_function_gets_header_names_as_the_client_sent_them(shop: Serving) -> None:
    sent = event(
        shop, "/live/a", b"Authorization: x", b"User-Agent: curl", b"tEsT-HEADeR: aValUE", b"X-A: 1", b"x-a: 2"
    )
    headers = sent["headers"]
    added = {"X-Amzn-Trace-Id", "X-Forwarded-For", "X-Forwarded-Port", "X-Forwarded-Proto"}
    assert headers.keys() == {"Host", "Authorization", "User-Agent", "tEsT-HEADeR", "X-A"} | added
    assert (headers["tEsT-HEADeR"], headers["X-Forwarded-For"]) == ("aValUE", "127.0.0.1")
    assert sent["multiValueHeaders"]["X-A"] == ["1", "2"]
    assert "authorizer" not in sent["requestContext"]


def test_a_template_gets_header_names_as_the_client_sent_them(shop: Serving) -> None:
    _, _, content = send(shop, "/live/template", b"tEsT-HEADeR: aValUE")
    names = "Host, tEsT-HEADeR, X-Amzn-Trace-Id, X-Forwarded-For, X-Forwarded-Port, X-Forwarded-Proto"
    assert content.decode() == f"aValUE|aValUE|[{names}]"


@pytest.mark.parametrize(
    ("target", "path", "full", "parameter"),
    [
        ("/live/test-path", "/test-path", "/live/test-path", "test-path"),
        ("/live/test-path/", "/test-path/", "/live/test-path/", "test-path"),
        ("/live/a/test%2Balias@x.y/b+c", "/a/test%2Balias@x.y/b+c", "/live/a/test%2Balias@x.y/b+c", None),
        ("/live/%E2%82%AC%20", "/%E2%82%AC%20", "/live/%E2%82%AC%20", "%E2%82%AC%20"),
        ("//live/a", "/a", "/live/a", "a"),
        ("/live//a/?b=1", "/a/", "/live/a/", "a"),
    ],
)
def test_a_function_gets_the_path_as_the_client_sent_it(
    shop: Serving, target: str, path: str, full: str, parameter: str | None
) -> None:
    sent = event(shop, target)
    found = sent["path"], sent["requestContext"]["path"], sent["pathParameters"]["proxy"]
    assert found == (path, full, parameter or path[1:])


def test_a_body_is_a_string_unless_its_type_is_binary(shop: Serving) -> None:
    form = event(shop, "/live/a", b"Content-Type: application/x-www-form-urlencoded", body=b"a=1")
    assert (form["body"], form["isBase64Encoded"]) == ("a=1", False)
    picture = event(shop, "/live/a", b"Content-Type: image/png", body=b"\x89PNG")
    assert (picture["body"], picture["isBase64Encoded"]) == ("iVBORw==", True)


@pytest.mark.parametrize(("accept", "body"), [(b"Accept: image/png", b"\x89PNG"), (b"Accept: */*", b"iVBORw==")])
def test_an_image_is_sent_to_clients_that_accept_it(shop: Serving, accept: bytes, body: bytes) -> None:
    status, headers, content = send(shop, "/live/picture", accept)
    assert (status, headers["content-type"], content) == (200, "image/png", body)


def test_an_authorizer_gets_the_request_as_the_client_sent_it(shop: Serving) -> None:
    authorizer = event(shop, "/live/guarded/a%2Bb/", b"Authorization: x", b"tEsT-HEADeR: y")["requestContext"][
        "authorizer"
    ]
    asked = json.loads(authorizer.pop("event"))
    assert authorizer == {"principalId": "ada"}
    assert (asked["type"], asked["path"], asked["pathParameters"]) == ("REQUEST", "/guarded/a%2Bb/", {"id": "a%2Bb"})
    assert {"Authorization", "tEsT-HEADeR"} <= asked["headers"].keys()
    assert asked["requestContext"]["resourceId"] != "/guarded/{id}"


def test_the_access_log_has_the_path_the_resource_and_the_caller(shop: Serving) -> None:
    send(shop, "/live/guarded/a%2Bb/", b"Authorization: x")
    send(shop, "/live/guarded/a")
    send(shop, "/live/a")
    lines = [line.removeprefix("logs ").split("|")[1:] for line in shop.printed if line.startswith("logs ")][-3:]
    (resource, deployment), (other, _) = ((line[1], line[3]) for line in (lines[0], lines[2]))
    path = "/guarded/{id}"
    assert len(resource) == len(other) == len(deployment) == 6
    assert lines == [
        ["/live/guarded/a%2Bb/", resource, path, deployment, "ada", "-", "200", "200", "-"],
        ["/live/guarded/a", resource, path, deployment, "-", "an identity source is missing", "401", "-", "-"],
        ["/live/a", other, "/{proxy+}", deployment, "-", "-", "200", "200", "-"],
    ]
