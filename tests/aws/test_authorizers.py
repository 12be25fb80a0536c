"""Who may call an API: what an authorizer must say."""

from typing import Any

import pulumi
import pytest

from aslant.aws import StateMachineApi
from aslant.aws.authorizers import check_authorizer
from aslant.errors import ArgsError
from tests.aws.recording import record

JWT = {"type": "JWT", "issuer": "https://id.example/pool", "audiences": ["shop"]}
LAMBDA = {"type": "LAMBDA", "function": "arn:aws:lambda:eu-west-1:111122223333:function:decide"}
SOURCES = "$request.header.x or $request.querystring.x"


@pytest.mark.parametrize(
    "given",
    [
        JWT,
        {**JWT, "identity_sources": ["$request.querystring.token"]},
        {**LAMBDA, "identity_sources": ["$request.header.x-api-key", "$context.identity.sourceIp"]},
    ],
)
def test_an_authorizer_is_taken(given: dict[str, Any]) -> None:
    assert check_authorizer("x", given, "HTTP")[0] == given


@pytest.mark.parametrize(
    ("given", "message"),
    [
        *(
            ({**JWT, "issuer": issuer}, f"issuer must be the URL of an issuer, https://…, not {issuer!r}")
            for issuer in ("id.example", "http://id.example", "https://", "https://id.example?a=b")
        ),
        (
            {**JWT, "identity_sources": ["$context.x"]},
            f"identity_sources has '$context.x', which is not supported. Write {SOURCES}",
        ),
        (
            {**JWT, "identity_sources": ["$request.header."]},
            f"has '$request.header.', which is not supported. Write {SOURCES}",
        ),
        (
            {**JWT, "identity_sources": ["$request.body.a"]},
            f"has '$request.body.a', which is not supported. Write {SOURCES}",
        ),
        (
            {**LAMBDA, "identity_sources": ["$request.header.a,b c"]},
            "has '$request.header.a,b c', which is not supported. Write $request",
        ),
        ({**LAMBDA, "identity_sources": ["$request.header."]}, f"Write {SOURCES} or $context.x or $stageVariables.x"),
        (
            {"type": "LAMBDA", "function": {"folder": "functions/pineapple_check", "handler": 5}},
            "x: authorizer: function: handler must be a non-empty string, not 5",
        ),
    ],
)
def test_what_no_request_could_satisfy_is_refused(given: dict[str, Any], message: str) -> None:
    with pytest.raises(ArgsError) as caught:
        check_authorizer("x", given, "HTTP")
    assert message in str(caught.value)


def test_audiences_may_be_known_later() -> None:
    done = {"StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}}

    def program() -> None:
        later: Any = {**JWT, "audiences": pulumi.Output.from_input(["shop", "staff"])}
        StateMachineApi("shop", {"workflow": done, "authorizer": later})

    assert record(program)["Authorizer shop"].inputs["jwtConfiguration"]["audiences"] == ["shop", "staff"]
