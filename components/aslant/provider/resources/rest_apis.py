"""API Gateway REST APIs: the API, its deployments, stages, settings of methods and gateway responses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aslant.errors import LocalError
from aslant.provider.account import LocalAccount, digest
from aslant.provider.registry import RegisteredResource, Registry
from aslant.provider.resources.apis import REST_API, local_url
from aslant.provider.resources.naming import MADE, Outputs, name_of

__all__ = ["DEPLOYMENT", "GATEWAY_RESPONSE", "METHOD_SETTINGS", "STAGE", "TYPES"]

DEPLOYMENT = "aws:apigateway/deployment:Deployment"
STAGE = "aws:apigateway/stage:Stage"
METHOD_SETTINGS = "aws:apigateway/methodSettings:MethodSettings"
GATEWAY_RESPONSE = "aws:apigateway/response:Response"
ACCOUNT = "aws:apigateway/account:Account"


def _rest_api(resource: RegisteredResource, account: LocalAccount, registry: Registry) -> dict[str, Any]:
    id = digest(resource.urn, 10)
    return {
        "id": id,
        "name": name_of(resource),
        "arn": f"arn:{account.partition}:apigateway:{account.region}::/restapis/{id}",
        "executionArn": account.arn("execute-api", id),
        "rootResourceId": digest(f"{resource.urn}/", 10),
        "createdDate": MADE,
        "disableExecuteApiEndpoint": bool(resource.inputs.get("disableExecuteApiEndpoint")),
        "localUrl": local_url(resource, account, registry),
    }


def _deployment(resource: RegisteredResource, _: LocalAccount, registry: Registry) -> dict[str, Any]:
    _existing_api(resource, registry)
    return {"id": digest(resource.urn, 6), "createdDate": MADE}


def _stage(resource: RegisteredResource, account: LocalAccount, registry: Registry) -> dict[str, Any]:
    api = _existing_api(resource, registry)
    name = str(resource.inputs.get("stageName"))
    return {
        "id": f"ags-{api.id}-{name}",
        "arn": f"arn:{account.partition}:apigateway:{account.region}::/restapis/{api.id}/stages/{name}",
        "executionArn": account.arn("execute-api", f"{api.id}/{name}"),
        "invokeUrl": f"{api.output('localUrl')}/{name}",
        "webAclArn": "",
    }


def _method_settings(resource: RegisteredResource, _: LocalAccount, registry: Registry) -> dict[str, Any]:
    api = _existing_api(resource, registry)
    return {"id": f"{api.id}-{resource.inputs.get('stageName')}-{resource.inputs.get('methodPath')}"}


def _gateway_response(resource: RegisteredResource, _: LocalAccount, registry: Registry) -> dict[str, Any]:
    api = _existing_api(resource, registry, "restApiId")
    return {"id": f"aggr-{api.id}-{resource.inputs.get('responseType')}"}


def _account(resource: RegisteredResource, _: LocalAccount, __: Registry) -> dict[str, Any]:
    """Return the outputs of the account's settings, of which a Region has one."""
    return {"id": "api-gateway-account", "apiKeyVersion": "4", "features": ["UsagePlans"], "throttleSettings": []}


def _existing_api(resource: RegisteredResource, registry: Registry, key: str = "restApi") -> RegisteredResource:
    api = registry.find(REST_API, "id", resource.inputs.get(key))
    if api is None:
        raise LocalError(
            f"{resource.label}: the REST API {resource.inputs.get(key)!r} does not exist. Pass the `id` of one that "
            "the "
            "program registers."
        )
    return api


TYPES: Mapping[str, Outputs] = {
    REST_API: _rest_api,
    DEPLOYMENT: _deployment,
    STAGE: _stage,
    METHOD_SETTINGS: _method_settings,
    GATEWAY_RESPONSE: _gateway_response,
    ACCOUNT: _account,
}
