from __future__ import annotations

import pytest

from aslant.local.http import Request
from aslant.local.services.credential_scope import CredentialScope, scope_of

SCOPE = "20261124/eu-west-1/{}/aws4_request"


@pytest.mark.parametrize(
    ("query", "headers", "service"),
    [
        ("", {"authorization": f"AWS4-HMAC-SHA256 Credential=k/{SCOPE.format('SQS')}, SignedHeaders=host"}, "sqs"),
        ("X-Amz-Credential=k%2F20261124%2Feu-west-1%2Fs3%2Faws4_request&X-Amz-Date=0", {}, "s3"),
    ],
)
def test_the_scope_is_read_from_the_header_or_the_query_string(
    query: str, headers: dict[str, str], service: str
) -> None:
    assert scope_of(Request("GET", "/", query, headers, b"")) == CredentialScope("k", "eu-west-1", service)


def test_a_request_that_is_not_signed_has_no_scope() -> None:
    assert scope_of(Request("GET", "/", "", {"authorization": "Bearer token"}, b"")) is None
