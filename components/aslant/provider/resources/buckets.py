"""S3 buckets and the objects that a program puts into them. Settings of a bucket are ignored locally."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from aslant.errors import LocalError
from aslant.provider.account import LocalAccount
from aslant.provider.registry import RegisteredResource, Registry
from aslant.provider.resources.kept import Keep, Kept
from aslant.provider.resources.naming import Outputs, name_of

__all__ = ["BUCKETS", "KEPT", "NOTIFICATION", "OBJECTS", "TYPES", "object_content"]

BUCKETS = ("aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2")
OBJECTS = ("aws:s3/bucketObject:BucketObject", "aws:s3/bucketObjectv2:BucketObjectv2")
NOTIFICATION = "aws:s3/bucketNotification:BucketNotification"
VERSIONING = ("aws:s3/bucketVersioning:BucketVersioning", "aws:s3/bucketVersioningV2:BucketVersioningV2")
SETTINGS = (
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2",
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
    "aws:s3/bucketPolicy:BucketPolicy",
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
)


def _bucket(resource: RegisteredResource, account: LocalAccount, _: Registry) -> dict[str, Any]:
    name = str(resource.inputs.get("bucket") or name_of(resource, "bucket").lower())
    return {
        "id": name,
        "bucket": name,
        "arn": f"arn:{account.partition}:s3:::{name}",
        "bucketDomainName": f"{name}.s3.{account.suffix}",
        "bucketRegionalDomainName": f"{name}.s3.{account.region}.{account.suffix}",
        "bucketRegion": account.region,
        "region": account.region,
    }


def _object(resource: RegisteredResource, account: LocalAccount, registry: Registry) -> dict[str, Any]:
    # The bucket with the functions' code often belongs to another program.
    bucket = str(resource.inputs.get("bucket")) if _is_code(resource) else _existing(resource, registry)
    key = str(resource.inputs.get("key"))
    return {"id": f"{bucket}/{key}", "key": key, "arn": f"arn:{account.partition}:s3:::{bucket}/{key}", "versionId": ""}


def _setting(resource: RegisteredResource, _: LocalAccount, registry: Registry) -> dict[str, Any]:
    return {"id": _existing(resource, registry)}


def _is_code(resource: RegisteredResource) -> bool:
    """Return whether an object is the archive of a PythonFunction."""
    return resource.parent.rpartition("::")[0].endswith("aslant:index:PythonFunction")


def _existing(resource: RegisteredResource, registry: Registry) -> str:
    name = resource.inputs.get("bucket")
    if not any(bucket.outputs.get("bucket") == name for bucket in registry.of(*BUCKETS)):
        raise LocalError(f"{resource.label}: the bucket {name!r} does not exist. Pass the `bucket` or `id` of one")
    return str(name)


def _make(resource: RegisteredResource, _: Path) -> Iterator[Kept]:
    region, name = resource.output("region"), resource.output("bucket")
    place = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
    yield Kept("s3", "CreateBucket", {"Bucket": name, **place})
    versioning = resource.inputs.get("versioning") or {}
    if versioning.get("enabled"):
        yield _versioned(name)


def _version(resource: RegisteredResource, _: Path) -> Iterator[Kept]:
    if (resource.inputs.get("versioningConfiguration") or {}).get("status") == "Enabled":
        yield _versioned(str(resource.inputs.get("bucket")))


def _versioned(bucket: str) -> Kept:
    return Kept("s3", "PutBucketVersioning", {"Bucket": bucket, "VersioningConfiguration": {"Status": "Enabled"}})


def _notify(resource: RegisteredResource, _: Path) -> Iterator[Kept]:
    """Yield the call for all notifications of a bucket; only functions, queues and topics of the program get them."""
    inputs = resource.inputs
    configuration: dict[str, Any] = {}
    for key, arn, name, member in RECEIVERS:
        given = inputs.get(key) or ()
        if given:
            configuration[name] = [
                {"Id": item.get("id") or f"{key}-{number}", member: item.get(arn), **_selection(item)}
                for number, item in enumerate(given)
            ]
    if inputs.get("eventbridge"):
        configuration["EventBridgeConfiguration"] = {}
    parameters = {"Bucket": inputs.get("bucket"), "NotificationConfiguration": configuration}
    yield Kept("s3", "PutBucketNotificationConfiguration", {**parameters, "SkipDestinationValidation": True})


def _selection(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return the events and the filter of one notification."""
    rules = [
        {"Name": kind, "Value": item[f"filter{kind.capitalize()}"]}
        for kind in ("prefix", "suffix")
        if item.get(f"filter{kind.capitalize()}")
    ]
    selected: dict[str, Any] = {"Events": list(item.get("events") or ())}
    return {**selected, "Filter": {"Key": {"FilterRules": rules}}} if rules else selected


RECEIVERS = (
    ("lambdaFunctions", "lambdaFunctionArn", "LambdaFunctionConfigurations", "LambdaFunctionArn"),
    ("queues", "queueArn", "QueueConfigurations", "QueueArn"),
    ("topics", "topicArn", "TopicConfigurations", "TopicArn"),
)
"""The kinds of receivers: their input, its member with the ARN, and the names of both in the API."""


def _put(resource: RegisteredResource, base: Path) -> Iterator[Kept]:
    inputs = resource.inputs
    if _is_code(resource):  # functions run from it, and nothing else reads it
        return
    parameters = {"Bucket": inputs.get("bucket"), "Key": inputs.get("key"), "Body": object_content(inputs, base)}
    if inputs.get("contentType"):
        parameters["ContentType"] = inputs["contentType"]
    yield Kept("s3", "PutObject", parameters)


def object_content(inputs: Mapping[str, Any], base: Path) -> bytes:
    """Return the bytes of an object, from its inputs; relative paths start at `base`."""
    if inputs.get("contentBase64"):
        return base64.b64decode(inputs["contentBase64"])
    source = inputs.get("source")
    if source is None:
        return str(inputs.get("content") or "").encode()
    text = getattr(source, "text", None)
    return text.encode() if isinstance(text, str) else (base / str(getattr(source, "path", source))).read_bytes()


TYPES: Mapping[str, Outputs] = {
    **dict.fromkeys(BUCKETS, _bucket),
    **dict.fromkeys(OBJECTS, _object),
    **dict.fromkeys((NOTIFICATION, *SETTINGS, *VERSIONING), _setting),
}
KEPT: Mapping[str, Keep] = {
    **dict.fromkeys(BUCKETS, _make),
    NOTIFICATION: _notify,
    **dict.fromkeys(OBJECTS, _put),
    **dict.fromkeys(VERSIONING, _version),
}
