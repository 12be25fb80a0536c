from __future__ import annotations

import dataclasses
import subprocess
import sys

import pytest

from aslant.local.apigateway.auth.signature import signature
from aslant.local.http import Request

MOMENT = "20261124T123824Z"

CURL = Request("POST", "/orders", "a=1&b=x%20y", {"host": "127.0.0.1:8799"}, b'{"flavour": "pepperoni"}')
"""A request that curl 7.88 signed with SIGNATURE."""

SIGNATURE = "7301ba4ef3e4ccbbda9f3b0b354888bc8f128f1fd3528c0d98b0379a9861c7b7"


def sign(request: Request, *names: str, **headers: str) -> str:
    sent = {**request.headers, "x-amz-date": MOMENT, **{name.replace("_", "-"): text for name, text in headers.items()}}
    request = dataclasses.replace(request, headers=sent)
    return signature(request, ["host", "x-amz-date", *names], MOMENT, "execute-api", "eu-west-1", "test")


@pytest.mark.parametrize(
    "request_",
    [
        CURL,
        dataclasses.replace(CURL, query="b=x+y&a=1"),
        dataclasses.replace(CURL, path="/./orders"),
        dataclasses.replace(CURL, path="/shop/../orders"),
        dataclasses.replace(CURL, path="//orders"),
    ],
    ids=["as sent", "query in another order and encoding", "dot segment", "parent segment", "empty segment"],
)
def test_the_signature_is_of_the_canonical_request(request_: Request) -> None:
    assert sign(request_) == SIGNATURE


@pytest.mark.parametrize(
    "request_",
    [
        dataclasses.replace(CURL, method="PUT"),
        dataclasses.replace(CURL, path="/orders/"),
        dataclasses.replace(CURL, query="a=1"),
        dataclasses.replace(CURL, headers={"host": "127.0.0.1"}),
        dataclasses.replace(CURL, body=b""),
    ],
    ids=["method", "path", "query", "host", "body"],
)
def test_each_part_of_the_request_changes_the_signature(request_: Request) -> None:
    assert sign(request_) != SIGNATURE


def test_a_header_that_botocore_never_signs_counts_when_the_client_signed_it() -> None:
    # The SDK for Java 1 signs user-agent.
    expected = "72b779b2768b9fe1d8232fcfa113a8f8b167dd050e9cfa3b121f5cf85c7e2e92"
    assert sign(CURL, "user-agent", user_agent="aws-sdk-java/1.11  x") == expected


def test_a_header_that_the_client_did_not_sign_does_not_count() -> None:
    assert sign(CURL, user_agent="curl/7.88.1", content_type="text/plain") == SIGNATURE


def test_the_hash_of_the_body_is_computed_and_not_believed() -> None:
    claimed = {"x_amz_content_sha256": "UNSIGNED-PAYLOAD"}
    changed = dataclasses.replace(CURL, body=b"{}")
    assert sign(CURL, "x-amz-content-sha256", **claimed) != sign(changed, "x-amz-content-sha256", **claimed)


def test_the_guard_does_not_import_botocore_before_a_signed_request_comes() -> None:
    code = "import sys, aslant.local.apigateway.auth.iam; print(sorted(m for m in sys.modules if m == 'botocore'))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
