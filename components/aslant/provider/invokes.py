"""The provider functions that a program may call while it runs, such as `aws.get_region()`."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from aslant.errors import LocalError, did_you_mean
from aslant.provider.account import LocalAccount, digest

__all__ = ["invoke"]

Arguments = Mapping[str, Any]


def invoke(token: str, arguments: Arguments, account: LocalAccount) -> dict[str, Any]:
    """Return the result of a provider function; raise LocalError for an unsupported one."""
    function = INVOKES.get(token)
    if function is None:
        raise LocalError(
            f"the program calls {token}, which aslant.local does not support{did_you_mean(token, INVOKES) or '.'} "
            f"It supports {', '.join(sorted(INVOKES))}. Configure the result in the stack's file: "
            f'aslant:invokes: {{"{token}": {{...}}}}'
        )
    return function(arguments, account)


def _region(_: Arguments, account: LocalAccount) -> dict[str, Any]:
    return {
        "id": account.region,
        "name": account.region,
        "region": account.region,
        "description": account.region,
        "endpoint": f"ec2.{account.region}.{account.suffix}",
    }


def _caller_identity(_: Arguments, account: LocalAccount) -> dict[str, Any]:
    return {
        "id": account.id,
        "accountId": account.id,
        "arn": account.arn("iam", "user/local"),
        "userId": "AIDA" + digest("local", 16).upper(),
    }


def _partition(_: Arguments, account: LocalAccount) -> dict[str, Any]:
    suffix = account.suffix
    return {
        "id": account.partition,
        "partition": account.partition,
        "dnsSuffix": suffix,
        "reverseDnsPrefix": ".".join(reversed(suffix.split("."))),
    }


def _policy_document(arguments: Arguments, _: LocalAccount) -> dict[str, Any]:
    """Return the document of `aws.iam.get_policy_document`, with IAM's own key names."""
    statements = [_statement(item) for item in arguments.get("statements") or ()]
    document: dict[str, Any] = {"Version": arguments.get("version") or "2012-10-17"}
    if arguments.get("policyId"):
        document["Id"] = arguments["policyId"]
    document["Statement"] = statements
    return {
        "id": digest(json.dumps(document), 10),
        "json": json.dumps(document, indent=2),
        "minifiedJson": json.dumps(document, separators=(",", ":")),
    }


def _statement(item: Mapping[str, Any]) -> dict[str, Any]:
    statement: dict[str, Any] = {"Sid": item["sid"]} if item.get("sid") else {}
    statement["Effect"] = item.get("effect") or "Allow"
    for key, name in (("actions", "Action"), ("notActions", "NotAction")):
        if item.get(key):
            statement[name] = _one(item[key])
    for key, name in (("resources", "Resource"), ("notResources", "NotResource")):
        if item.get(key):
            statement[name] = _one(item[key])
    for key, name in (("principals", "Principal"), ("notPrincipals", "NotPrincipal")):
        if item.get(key):
            statement[name] = _principals(item[key])
    conditions: dict[str, dict[str, Any]] = {}
    for condition in item.get("conditions") or ():
        conditions.setdefault(condition["test"], {})[condition["variable"]] = _one(condition["values"])
    if conditions:
        statement["Condition"] = conditions
    return statement


def _principals(items: list[Mapping[str, Any]]) -> Any:
    if any(item["type"] == "*" for item in items):
        return "*"
    merged: dict[str, list[str]] = {}
    for item in items:
        merged.setdefault(item["type"], []).extend(item["identifiers"])
    return {kind: _one(names) for kind, names in merged.items()}


def _one(values: list[str]) -> Any:
    return values[0] if len(values) == 1 else values


def _vpc(arguments: Arguments, account: LocalAccount) -> dict[str, Any]:
    id = arguments.get("id") or f"vpc-{digest('vpc', 17)}"
    return {"id": id, "arn": account.arn("ec2", f"vpc/{id}"), "cidrBlock": "172.31.0.0/16", "ownerId": account.id}


def _subnets(_: Arguments, account: LocalAccount) -> dict[str, Any]:
    return {"id": account.region, "ids": [f"subnet-{digest(zone, 17)}" for zone in _zones(account)]}


def _security_group(arguments: Arguments, account: LocalAccount) -> dict[str, Any]:
    id = arguments.get("id") or f"sg-{digest('sg', 17)}"
    return {"id": id, "arn": account.arn("ec2", f"security-group/{id}"), "name": arguments.get("name") or "default"}


def _availability_zones(_: Arguments, account: LocalAccount) -> dict[str, Any]:
    return {"id": account.region, "names": _zones(account), "zoneIds": _zones(account), "groupNames": [account.region]}


def _zones(account: LocalAccount) -> list[str]:
    return [f"{account.region}{letter}" for letter in "abc"]


def _hosted_zone(arguments: Arguments, account: LocalAccount) -> dict[str, Any]:
    name = str(arguments.get("name") or "example.com").rstrip(".")
    id = arguments.get("zoneId") or "Z" + digest(name, 13).upper()
    arn = f"arn:{account.partition}:route53:::hostedzone/{id}"
    return {"id": id, "zoneId": id, "name": name, "arn": arn, "nameServers": []}


INVOKES: dict[str, Callable[[Arguments, LocalAccount], dict[str, Any]]] = {
    "aws:index/getRegion:getRegion": _region,
    "aws:index/getCallerIdentity:getCallerIdentity": _caller_identity,
    "aws:index/getPartition:getPartition": _partition,
    "aws:ec2/getSecurityGroup:getSecurityGroup": _security_group,
    "aws:ec2/getSubnets:getSubnets": _subnets,
    "aws:ec2/getVpc:getVpc": _vpc,
    "aws:iam/getPolicyDocument:getPolicyDocument": _policy_document,
    "aws:index/getAvailabilityZones:getAvailabilityZones": _availability_zones,
    "aws:route53/getZone:getZone": _hosted_zone,
}
