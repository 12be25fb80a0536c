"""DynamoDB tables and the items that a program puts into them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from aslant.errors import LocalError
from aslant.provider.account import LocalAccount
from aslant.provider.registry import RegisteredResource, Registry
from aslant.provider.resources.kept import Keep, Kept
from aslant.provider.resources.naming import Outputs, name_of

__all__ = ["KEPT", "TABLE", "TYPES"]

TABLE = "aws:dynamodb/table:Table"
ITEM = "aws:dynamodb/tableItem:TableItem"

STREAM_LABEL = "2026-01-01T00:00:00.000"


def _table(resource: RegisteredResource, account: LocalAccount, _: Registry) -> dict[str, Any]:
    name, inputs = name_of(resource), resource.inputs
    _check_keys(resource)
    arn = account.arn("dynamodb", f"table/{name}")
    outputs = {"id": name, "name": name, "arn": arn, "billingMode": inputs.get("billingMode") or "PROVISIONED"}
    if inputs.get("streamEnabled"):
        outputs |= {"streamArn": f"{arn}/stream/{STREAM_LABEL}", "streamLabel": STREAM_LABEL}
    return outputs


def _check_keys(resource: RegisteredResource) -> None:
    """Refuse a key without an attribute, and an attribute that is not a key, as DynamoDB does."""
    inputs = resource.inputs
    given = [str(attribute.get("name")) for attribute in inputs.get("attributes") or ()]
    if not inputs.get("hashKey"):
        raise LocalError(f"{resource.label}: hashKey is missing. Set it to the attribute that identifies items.")
    keys = {
        str(key["AttributeName"])
        for holder in (inputs, *_indexes(inputs, "global"), *_indexes(inputs, "local"))
        for key in _schema(holder, inputs)
    }
    for name in sorted(keys ^ set(given)):
        told = "is in no key" if name in given else "is a key, and attributes do not give its type"
        raise LocalError(f"{resource.label}: {name!r} {told}; attributes are those of the table's and indexes' keys")


def _indexes(inputs: Mapping[str, Any], kind: str) -> list[Mapping[str, Any]]:
    return list(inputs.get(f"{kind}SecondaryIndexes") or ())


def _schema(holder: Mapping[str, Any], table: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return the keys of the table or of an index; a local index has the table's hash key."""
    given = holder.get("keySchemas")
    if given:
        return [{"AttributeName": str(key["attributeName"]), "KeyType": str(key["keyType"])} for key in given]
    names = [(holder.get("hashKey") or table.get("hashKey"), "HASH"), (holder.get("rangeKey"), "RANGE")]
    return [{"AttributeName": str(name), "KeyType": kind} for name, kind in names if name]


def _item(resource: RegisteredResource, _: LocalAccount, registry: Registry) -> dict[str, Any]:
    name = resource.inputs.get("tableName")
    if registry.find(TABLE, "name", name) is None:
        raise LocalError(f"{resource.label}: the table {name!r} does not exist. Pass the `name` of one")
    return {"id": f"{name}|{resource.inputs.get('hashKey')}"}


def _make(resource: RegisteredResource, _: Path) -> Iterator[Kept]:
    inputs, name = resource.inputs, resource.output("name")
    provisioned = resource.output("billingMode") == "PROVISIONED"
    capacity = {"ReadCapacityUnits": inputs.get("readCapacity") or 1, "WriteCapacityUnits": 1}
    throughput = {"ProvisionedThroughput": capacity} if provisioned else {}
    parameters: dict[str, Any] = {
        "TableName": name,
        "BillingMode": resource.output("billingMode"),
        "AttributeDefinitions": [
            {"AttributeName": item["name"], "AttributeType": item["type"]} for item in inputs.get("attributes") or ()
        ],
        "KeySchema": _schema(inputs, inputs),
        **throughput,
    }
    for kind in ("Global", "Local"):
        indexes = [_index(index, inputs) for index in _indexes(inputs, kind.lower())]
        if indexes:
            parameters[f"{kind}SecondaryIndexes"] = [
                {**index, **(throughput if kind == "Global" else {})} for index in indexes
            ]
    if inputs.get("streamEnabled"):
        view = inputs.get("streamViewType") or "NEW_AND_OLD_IMAGES"
        parameters["StreamSpecification"] = {"StreamEnabled": True, "StreamViewType": view}
    yield Kept("dynamodb", "CreateTable", parameters)
    ttl = inputs.get("ttl") or {}
    if ttl.get("attributeName"):
        lives = {"AttributeName": ttl["attributeName"], "Enabled": ttl.get("enabled", True)}
        yield Kept("dynamodb", "UpdateTimeToLive", {"TableName": name, "TimeToLiveSpecification": lives})


def _index(index: Mapping[str, Any], table: Mapping[str, Any]) -> dict[str, Any]:
    projection = {"ProjectionType": index.get("projectionType") or "ALL"}
    if index.get("nonKeyAttributes"):
        projection["NonKeyAttributes"] = index["nonKeyAttributes"]
    return {"IndexName": index["name"], "KeySchema": _schema(index, table), "Projection": projection}


def _put(resource: RegisteredResource, _: Path) -> Iterator[Kept]:
    parameters = {"TableName": resource.inputs.get("tableName"), "Item": json.loads(resource.inputs.get("item") or "")}
    yield Kept("dynamodb", "PutItem", parameters)


TYPES: Mapping[str, Outputs] = {ITEM: _item, TABLE: _table}
KEPT: Mapping[str, Keep] = {ITEM: _put, TABLE: _make}
