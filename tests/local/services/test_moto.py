"""The internals of moto that the store uses. A newer moto must pass these tests, test_seeds.py and test_offline.py."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.awsrequest import AWSPreparedRequest
from botocore.compat import HTTPHeaders
from moto.backends import get_backend
from moto.core.base_backend import BackendDict
from moto.core.botocore_stubber import BotocoreStubber
from moto.core.config import default_user_config

from aslant.local.services.store import NOT_SERVED

OTHER, REGION = "999999999999", "us-east-1"


@pytest.fixture(autouse=True)
def other_account() -> Iterator[None]:
    """Remove what a test makes in an account that no other test uses."""
    yield
    for backend in BackendDict._instances:  # type: ignore[misc]
        backend.pop(OTHER, None)


def request(service: str, target: str, body: bytes) -> Any:
    headers = HTTPHeaders()
    for name, value in {
        "host": f"{service}.{REGION}.amazonaws.com",
        "x-amz-target": target,
        "content-type": "application/x-amz-json-1.0",
        "authorization": f"AWS4-HMAC-SHA256 Credential=test/20261124/{REGION}/{service}/aws4_request, Signature=0",
    }.items():
        headers[name] = value
    return AWSPreparedRequest("POST", f"https://{service}.{REGION}.amazonaws.com/", headers, body, False)


def test_the_stub_for_botocore_answers_a_request_with_status_headers_and_body() -> None:
    found = BotocoreStubber().process_request(request("kms", "TrentService.ListKeys", b"{}"))
    assert found is not None
    status, headers, body = found
    assert (int(status), b'"Keys"' in (body.encode() if isinstance(body, str) else body)) == (200, True)
    assert all(isinstance(name, str) for name in headers)


def test_the_stub_for_botocore_takes_one_request() -> None:
    assert list(inspect.signature(BotocoreStubber().process_request).parameters) == ["request"]


def test_the_stub_for_botocore_answers_404_for_a_service_that_moto_lacks() -> None:
    found = BotocoreStubber().process_request(request("gamelift", "GameLift.ListFleets", b"{}"))
    assert found == (404, {}, NOT_SERVED[1])


def test_every_backend_in_use_is_known_and_can_be_reset() -> None:
    get_backend("sqs")[OTHER][REGION]
    assert all(callable(backend.reset) for backend in BackendDict._instances)  # type: ignore[misc]
    assert any(OTHER in backend for backend in BackendDict._instances)  # type: ignore[misc]


def test_docker_can_be_switched_off() -> None:
    assert "use_docker" in default_user_config["batch"]
    assert "use_docker" in default_user_config["lambda"]


@pytest.mark.parametrize(
    ("service", "members"),
    [("kms", ["keys"]), ("secretsmanager", ["secrets"]), ("sns", ["subscriptions"]), ("dynamodb", ["get_table"])],
)
def test_a_backend_has_the_members_that_ids_and_arns_are_set_in(service: Any, members: list[str]) -> None:
    backend = get_backend(service)[OTHER][REGION]
    assert [name for name in members if not hasattr(backend, name)] == []
