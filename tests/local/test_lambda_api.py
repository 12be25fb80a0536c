from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from .conftest import Served

ARN = "arn:aws:lambda:us-east-1:123456789012:function:check"
INVOKE = "/2015-03-31/functions/{}/invocations"


def test_boto3_invokes_a_function(served: Served) -> None:
    boto3 = pytest.importorskip("boto3")
    keys = {"aws_access_key_id": "local", "aws_secret_access_key": "local"}
    client = boto3.client("lambda", region_name="us-east-1", endpoint_url=served.aws_url, **keys)
    answer = client.invoke(FunctionName="check", Payload=b'"pineapple"')
    with answer["Payload"] as payload:
        assert json.loads(payload.read()) == {"containsPineapple": True}
    assert (answer["StatusCode"], answer["ExecutedVersion"]) == (200, "$LATEST")
    assert "FunctionError" not in answer
    failed = client.invoke(FunctionName=ARN, Payload=b'"crash"')
    with failed["Payload"] as payload:
        assert json.loads(payload.read())["errorType"] == "ValueError"
    assert failed["FunctionError"] == "Unhandled"
    assert client.get_function(FunctionName="check")["Configuration"]["Handler"] == "handler.handle"
    assert [item["FunctionName"] for item in client.list_functions()["Functions"]] == ["check", "lookup"]
    client.close()


@pytest.mark.parametrize("name", ["check", ARN, f"{ARN}:$LATEST", "check:1", "123456789012:function:check"])
def test_a_function_has_several_names(served: Served, name: str) -> None:
    assert served.aws.post(INVOKE.format(name), content=b"1").json() == {"containsPineapple": False}


@pytest.mark.parametrize(("kind", "status"), [("DryRun", 204), ("Event", 202)])
def test_other_invocation_types_return_no_result(served: Served, kind: str, status: int) -> None:
    response = served.aws.post(INVOKE.format("check"), content=b"1", headers={"X-Amz-Invocation-Type": kind})
    assert (response.status_code, response.content) == (status, b"")


@pytest.mark.parametrize(
    ("method", "path", "headers", "body", "status", "code"),
    [
        ("POST", INVOKE.format("none"), {}, b"1", 404, "ResourceNotFoundException"),
        ("POST", INVOKE.format(ARN.replace("us-east-1", "eu-west-1")), {}, b"1", 404, "ResourceNotFoundException"),
        ("POST", INVOKE.format("check"), {}, b"{", 400, "InvalidRequestContentException"),
        ("POST", INVOKE.format("check"), {}, b"\xff", 400, "InvalidRequestContentException"),
        ("POST", INVOKE.format("check"), {}, b"1" * 6_291_457, 413, "RequestTooLargeException"),
        (
            "POST",
            INVOKE.format("check"),
            {"X-Amz-Invocation-Type": "Soon"},
            b"1",
            400,
            "InvalidParameterValueException",
        ),
        ("DELETE", "/2015-03-31/functions/check", {}, b"", 405, "MethodNotAllowedException"),
        ("GET", "/2015-03-31/functions/check/policy", {}, b"", 404, "UnknownOperationException"),
    ],
)
def test_an_invalid_request_gets_the_error_type_of_aws(
    served: Served, method: str, path: str, headers: dict[str, str], body: bytes, status: int, code: str
) -> None:
    response = served.aws.request(method, path, content=body, headers=headers)
    assert (response.status_code, response.headers["x-amzn-errortype"]) == (status, code)
    assert response.json()["message"]


def test_a_function_sees_its_variables_and_the_local_endpoint(served: Served) -> None:
    seen = served.aws.post(INVOKE.format("check"), content=b'"environment"').json()
    assert (seen["OVEN"], seen["AWS_ENDPOINT_URL"]) == ("hot", served.aws_url)
