from __future__ import annotations

from typing import Any

import pytest

from aslant.local.http import Request, Response
from aslant.local.later import settle
from aslant.local.services.credential_scope import CredentialScope
from aslant.local.services.port import AwsPort

SIGNED = "AWS4-HMAC-SHA256 Credential={}/20261124/eu-west-1/{}/aws4_request, SignedHeaders=host, Signature=0"


class Service:
    """A service that responds with its name."""

    def __init__(self, name: str) -> None:
        self.name = name

    def answer(self, request: Request, *rest: str) -> Response:
        return Response(200, ".".join([self.name, *rest]).encode())


class Guard:
    """A guard that denies one access key."""

    def refusal(self, request: Request, scope: CredentialScope) -> Response | None:
        return Response(403) if scope.key == "evil" else None


def ask(path: str = "/", query: str = "", **headers: str) -> str | int:
    services: Any = [Service("states"), Service("lambda"), Service("store"), Guard(), lambda: None]
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    answer = settle(AwsPort(*services).answer(Request("POST", path, query, named, b"")))
    return answer.body.decode() or answer.status


@pytest.mark.parametrize(
    ("path", "headers", "expected"),
    [
        ("/", {"authorization": SIGNED.format("k", "states")}, "states"),
        ("/", {"authorization": SIGNED.format("k", "lambda")}, "lambda"),
        ("/", {"authorization": SIGNED.format("k", "SQS")}, "store.sqs.eu-west-1"),
        ("/", {"authorization": SIGNED.format("evil", "sqs")}, 403),
        ("/", {"x_amz_target": "AWSStepFunctions.ListStateMachines"}, "states"),
        ("/2015-03-31/functions", {}, "lambda"),
        ("/", {}, "states"),
        ("/moto-api/reset", {}, '{"status":"ok"}'),
    ],
)
def test_the_signature_determines_the_service(path: str, headers: dict[str, str], expected: str | int) -> None:
    assert ask(path, **headers) == expected


def test_the_query_string_may_contain_the_signature() -> None:
    query = "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=k%2F20261124%2Feu-west-1%2Fs3%2Faws4_request"
    assert ask("/b/k", query) == "store.s3.eu-west-1"
