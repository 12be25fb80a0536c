from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from aslant.errors import LocalError
from aslant.provider.resources.apis import API, REST_API
from aslant.provider.resources.rest_apis import DEPLOYMENT, GATEWAY_RESPONSE, METHOD_SETTINGS, STAGE, TYPES

if TYPE_CHECKING:
    from .conftest import Register


def test_only_the_first_api_is_at_the_local_address(register: Register) -> None:
    registry = register((REST_API, "first", {}), (REST_API, "second", {}), (API, "third", {"protocolType": "HTTP"}))
    first, second, third = registry
    assert first.output("localUrl") == "http://127.0.0.1:8000"
    assert second.output("localUrl") == f"http://{second.id}.localhost:8000"
    assert third.output("apiEndpoint") == f"http://{third.id}.localhost:8000"


def test_a_rest_api_after_an_http_api_has_a_separate_host(register: Register) -> None:
    _, api = register((API, "first", {"protocolType": "HTTP"}), (REST_API, "second", {}))
    assert api.output("localUrl") == f"http://{api.id}.localhost:8000"


def test_resources_get_the_outputs_of_aws(register: Register) -> None:
    api, _, stage, settings, response = register(
        (REST_API, "api", {"name": "shop"}),
        (DEPLOYMENT, "deployment", {"restApi": "api"}),
        (STAGE, "stage", {"restApi": "api", "deployment": "deployment", "stageName": "live"}),
        (METHOD_SETTINGS, "settings", {"restApi": "api", "stageName": "live", "methodPath": "*/*"}),
        (GATEWAY_RESPONSE, "response", {"restApiId": "api", "responseType": "THROTTLED"}),
    )
    assert api.output("executionArn") == f"arn:aws:execute-api:us-east-1:123456789012:{api.id}"
    assert api.output("name") == "shop"
    assert stage.output("invokeUrl") == "http://127.0.0.1:8000/live"
    assert stage.output("executionArn") == f"arn:aws:execute-api:us-east-1:123456789012:{api.id}/live"
    assert stage.output("arn") == f"arn:aws:apigateway:us-east-1::/restapis/{api.id}/stages/live"
    assert (settings.id, response.id) == (f"{api.id}-live-*/*", f"aggr-{api.id}-THROTTLED")


@pytest.mark.parametrize("type", [type for type in TYPES if type != REST_API and "account" not in type])
def test_a_resource_without_an_api_is_an_error(register: Register, type: str) -> None:
    with pytest.raises(LocalError) as caught:
        register((type, "lost", {"restApi": "none", "restApiId": "none"}))
    assert str(caught.value) == (
        f"{type} 'lost': the REST API 'none' does not exist. Pass the `id` of one that the program registers."
    )
