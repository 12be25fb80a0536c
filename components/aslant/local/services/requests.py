"""The action and the arguments of a client's request, as a Task state would write them.

Most services send the action's name. Services with REST protocols only send a method and a path; of these, S3's objects
and buckets and Lambda's Invoke are recognized.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, unquote

from aslant.local.http import Request
from aslant.local.services.names import sdk_name

__all__ = ["called_task"]

SIGNED: Mapping[str, str] = {"monitoring": "cloudwatch", "states": "sfn"}
"""The services whose name in signatures differs from that in the SDK and in botocore."""

INVOKE = re.compile(r"/2015-03-31/functions/([^/]+)/invocations/?")

OBJECTS: Mapping[str, str] = {
    "DELETE": "deleteObject",
    "GET": "getObject",
    "HEAD": "headObject",
    "POST": "putObject",
    "PUT": "putObject",
}
BUCKETS: Mapping[str, str] = {"DELETE": "deleteBucket", "HEAD": "headBucket", "PUT": "createBucket"}


def called_task(request: Request, service: str) -> tuple[str, Any] | None:
    """Return the `Resource` and the arguments of a Task that makes the same call; None if they are not known."""
    if service == "s3":
        return _of_s3(request)
    if service == "lambda":
        found = INVOKE.fullmatch(request.path)
        return ("arn:aws:states:::lambda:invoke", {"FunctionName": unquote(found[1])}) if found else None
    target = request.headers.get("x-amz-target", "")
    if target:
        name = "dynamodbstreams" if target.startswith("DynamoDBStreams") else SIGNED.get(service) or sdk_name(service)
        return _sdk(name, target.rpartition(".")[2], _read(request.body))
    if "x-www-form-urlencoded" in request.headers.get("content-type", ""):
        arguments = dict(parse_qsl(request.body.decode("utf-8", "replace")))
        return _sdk(SIGNED.get(service) or sdk_name(service), arguments.get("Action", ""), arguments)
    return None


def _sdk(service: str, operation: str, arguments: Any) -> tuple[str, Any]:
    return f"arn:aws:states:::aws-sdk:{service}:{operation[:1].lower()}{operation[1:]}", arguments


def _read(body: bytes) -> Any:
    try:
        return json.loads(body or b"{}")
    except ValueError:
        return {}


def _of_s3(request: Request) -> tuple[str, Any] | None:
    host, named, _ = request.headers.get("host", "").partition(".localhost")
    path = unquote(request.path).lstrip("/")
    bucket, _, key = (host, "", path) if named else path.partition("/")
    query = dict(parse_qsl(request.query, keep_blank_values=True))
    if not bucket:
        return _sdk("s3", "listBuckets", {})
    if key:
        source = request.headers.get("x-amz-copy-source")
        if source and request.method == "PUT":
            return _sdk("s3", "copyObject", {"Bucket": bucket, "Key": key, "CopySource": unquote(source)})
        return _sdk("s3", OBJECTS.get(request.method, ""), {"Bucket": bucket, "Key": key})
    if request.method == "POST" and "delete" in query:
        return _sdk("s3", "deleteObjects", {"Bucket": bucket})
    if request.method == "GET":
        listing = not query or {"list-type", "prefix", "delimiter", "max-keys", "marker"} & query.keys()
        prefix = {"Prefix": query["prefix"]} if query.get("prefix") else {}
        return _sdk("s3", "listObjectsV2", {"Bucket": bucket, **prefix}) if listing else None
    return None if query else _sdk("s3", BUCKETS.get(request.method, ""), {"Bucket": bucket})
