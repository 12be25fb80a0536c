"""API Gateway HTTP APIs: the API, its routes, integrations, authorizers and stages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from aslant.errors import LocalError
from aslant.provider.account import LocalAccount, digest
from aslant.provider.registry import RegisteredResource, Registry
from aslant.provider.resources.naming import Outputs, name_of

__all__ = ["API", "AUTHORIZER", "INTEGRATION", "REST_API", "ROUTE", "STAGE", "TYPES", "local_url"]

API = "aws:apigatewayv2/api:Api"
INTEGRATION = "aws:apigatewayv2/integration:Integration"
ROUTE = "aws:apigatewayv2/route:Route"
STAGE = "aws:apigatewayv2/stage:Stage"
AUTHORIZER = "aws:apigatewayv2/authorizer:Authorizer"
REST_API = "aws:apigateway/restApi:RestApi"

AUTHORIZER_TTL = 300
"""The default of AWS's provider for the seconds that an authorizer's decision is cached."""


def local_url(resource: RegisteredResource, account: LocalAccount, registry: Registry) -> str:
    """Return the URL of an API: the local address for the program's first one, separate host names for others.

    An account without a local address is on AWS.
    """
    if not account.api_url:
        return f"https://{digest(resource.urn, 10)}.execute-api.{account.region}.{account.suffix}"
    earlier = [other for other in registry.of(API, REST_API) if other.urn != resource.urn]
    first = (resource.type, resource.name) == registry.first_api if registry.first_api else not earlier
    url = urlsplit(account.api_url)
    own = f"{url.scheme}://{digest(resource.urn, 10)}.localhost:{url.port}"
    return account.api_url if first else own


def _api(resource: RegisteredResource, account: LocalAccount, registry: Registry) -> dict[str, Any]:
    protocol = resource.inputs.get("protocolType")
    if protocol != "HTTP":
        raise LocalError(f"{resource.label}: protocolType {protocol!r} is not supported locally. Use 'HTTP'.")
    id = digest(resource.urn, 10)
    return {
        "id": id,
        "name": name_of(resource),
        "apiEndpoint": local_url(resource, account, registry),
        "arn": f"arn:{account.partition}:apigateway:{account.region}::/apis/{id}",
        "executionArn": account.arn("execute-api", id),
    }


def _integration(resource: RegisteredResource, _: LocalAccount, registry: Registry) -> dict[str, Any]:
    _existing_api(resource, registry)
    return {
        "id": digest(resource.urn, 7),
        "timeoutMilliseconds": resource.inputs.get("timeoutMilliseconds") or 30000,
        "payloadFormatVersion": resource.inputs.get("payloadFormatVersion") or "1.0",
        "connectionType": resource.inputs.get("connectionType") or "INTERNET",
    }


def _route(resource: RegisteredResource, _: LocalAccount, registry: Registry) -> dict[str, Any]:
    _existing_api(resource, registry)
    return {"id": digest(resource.urn, 7), "authorizationType": resource.inputs.get("authorizationType") or "NONE"}


def _stage(resource: RegisteredResource, account: LocalAccount, registry: Registry) -> dict[str, Any]:
    api = _existing_api(resource, registry)
    name = name_of(resource)
    path = "" if name == "$default" else name
    return {
        "id": name,
        "name": name,
        "arn": f"arn:{account.partition}:apigateway:{account.region}::/apis/{api.id}/stages/{name}",
        "executionArn": account.arn("execute-api", f"{api.id}/{name}"),
        "invokeUrl": f"{api.output('apiEndpoint')}/{path}",
        "deploymentId": digest(resource.urn + "deployment", 6),
    }


def _authorizer(resource: RegisteredResource, _: LocalAccount, registry: Registry) -> dict[str, Any]:
    _existing_api(resource, registry)
    inputs = resource.inputs
    ttl = inputs.get("authorizerResultTtlInSeconds")
    if ttl is None:
        ttl = AUTHORIZER_TTL if inputs.get("authorizerType") == "REQUEST" and inputs.get("identitySources") else 0
    return {"id": digest(resource.urn, 6), "name": name_of(resource), "authorizerResultTtlInSeconds": ttl}


def _existing_api(resource: RegisteredResource, registry: Registry) -> RegisteredResource:
    api = registry.find(API, "id", resource.inputs.get("apiId"))
    if api is None:
        raise LocalError(
            f"{resource.label}: the API {resource.inputs.get('apiId')!r} does not exist. Pass the `id` of one that the "
            "program registers."
        )
    return api


TYPES: Mapping[str, Outputs] = {
    API: _api,
    AUTHORIZER: _authorizer,
    INTEGRATION: _integration,
    ROUTE: _route,
    STAGE: _stage,
}
