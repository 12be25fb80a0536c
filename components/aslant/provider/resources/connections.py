"""Connections of EventBridge: how an HTTP API authorizes requests. Their credentials are kept in a secret."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from aslant.provider.account import LocalAccount, digest
from aslant.provider.registry import RegisteredResource, Registry
from aslant.provider.resources.kept import Keep, Kept
from aslant.provider.resources.naming import Outputs, name_of, uuid_of

__all__ = ["CONNECTION", "KEPT", "TYPES"]

CONNECTION = "aws:cloudwatch/eventConnection:EventConnection"

PARTS = (
    ("headers", "HeaderParameters"),
    ("queryStrings", "QueryStringParameters"),
    ("bodies", "BodyParameters"),
)
"""The inputs with further parameters of requests, and their names in the API."""


def _connection(resource: RegisteredResource, account: LocalAccount, _: Registry) -> dict[str, Any]:
    name, id = name_of(resource), uuid_of(resource.urn)
    secret = f"secret:events!connection/{name}/{id}-{digest(resource.urn, 6)}"
    return {
        "id": name,
        "name": name,
        "arn": account.arn("events", f"connection/{name}/{id}"),
        "secretArn": account.arn("secretsmanager", secret),
    }


def _make(resource: RegisteredResource, _: Path) -> Iterator[Kept]:
    given = resource.inputs.get("authParameters") or {}
    parameters: dict[str, Any] = {}
    key, basic, oauth = given.get("apiKey"), given.get("basic"), given.get("oauth")
    if key:
        parameters["ApiKeyAuthParameters"] = {"ApiKeyName": key.get("key"), "ApiKeyValue": key.get("value")}
    if basic:
        parameters["BasicAuthParameters"] = {"Username": basic.get("username"), "Password": basic.get("password")}
    if oauth:
        client = oauth.get("clientParameters") or {}
        parameters["OAuthParameters"] = {
            "AuthorizationEndpoint": oauth.get("authorizationEndpoint"),
            "HttpMethod": oauth.get("httpMethod"),
            "ClientParameters": {"ClientID": client.get("clientId"), "ClientSecret": client.get("clientSecret")},
            "OAuthHttpParameters": _http(oauth.get("oauthHttpParameters")),
        }
    if given.get("invocationHttpParameters"):
        parameters["InvocationHttpParameters"] = _http(given["invocationHttpParameters"])
    call: dict[str, Any] = {
        "Name": resource.output("name"),
        "AuthorizationType": resource.inputs.get("authorizationType"),
        "AuthParameters": parameters,
    }
    description = resource.inputs.get("description")
    yield Kept("events", "CreateConnection", call | ({"Description": description} if description else {}))


def _http(given: Mapping[str, Any] | None) -> dict[str, Any]:
    return {
        name: [
            {
                "Key": item.get("key"),
                "Value": str(item.get("value") or ""),
                "IsValueSecret": bool(item.get("isValueSecret")),
            }
            for item in (given or {})[key]
        ]
        for key, name in PARTS
        if (given or {}).get(key)
    }


TYPES: Mapping[str, Outputs] = {CONNECTION: _connection}
KEPT: Mapping[str, Keep] = {CONNECTION: _make}
