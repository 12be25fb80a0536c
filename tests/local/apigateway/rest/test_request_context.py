from __future__ import annotations

import pytest

from aslant.local.apigateway.rest.request_context import RestRequestContext, resource_id
from aslant.local.http import Request


def request_context(**headers: str) -> RestRequestContext:
    request = Request("GET", "/live/a", "", headers, b"")
    return RestRequestContext(
        request, "123456789012", "a1", "live", {}, "/a", 1.0, "GET /{id}", urn="urn", full_path="/live/a"
    )


def test_the_context_has_the_variables_of_a_rest_api() -> None:
    context = request_context(host="a1.localhost").context()
    assert "routeKey" not in context
    assert (context["path"], context["resourcePath"]) == ("/live/a", "/{id}")
    assert context["resourceId"] == resource_id("urn", "/{id}")


def test_a_request_without_a_method_has_no_resource() -> None:
    lost = request_context()
    lost.route_key = None
    assert (lost.context()["resourceId"], lost.context()["resourcePath"]) == (None, None)


@pytest.mark.parametrize(("path", "length"), [("/", 10), ("/orders", 6)])
def test_the_id_of_a_resource_is_stable(path: str, length: int) -> None:
    found = resource_id("urn", path)
    assert (len(found), found.isalnum()) == (length, True)
    assert found == resource_id("urn", path) != resource_id("other", path)


@pytest.mark.parametrize(
    ("sent", "kept"), [("Root=1-a-b;Parent=c", True), ("Self=1-a-b;Root=1-c-d", True), ("1-a-b", False), ("", False)]
)
def test_a_trace_of_the_client_is_continued(sent: str, kept: bool) -> None:
    trace = request_context(**{"x-amzn-trace-id": sent}).trace_id
    assert (trace == sent) is kept
    assert kept or trace.startswith("Root=1-00000001-")
