"""Handlers that record their events in a queue, and fail on request."""

import json
import os
from typing import Any

import boto3


def record(event: object, context: object) -> object:
    """Send the event to the queue `seen`, so that a test can look at it."""
    boto3.client("sqs").send_message(QueueUrl=os.environ["SEEN"], MessageBody=json.dumps(event))
    return {"handled": True}


def pick(event: dict[str, Any], context: object) -> object:
    """Record the messages of a batch, and report those with the body `bad` as failed."""
    record(event, context)
    bad = [item["messageId"] for item in event["Records"] if item["body"] == "bad"]
    return {"batchItemFailures": [{"itemIdentifier": id} for id in bad]}


def burn(event: object, context: object) -> None:
    """Record the event, and fail."""
    record(event, context)
    raise ValueError("burnt")


def stream(event: dict[str, Any], context: object) -> object:
    """Record the keys of a batch, and fail if one of them is `bad`."""
    keys = [item["dynamodb"]["Keys"]["id"]["S"] for item in event["Records"]]
    record({"keys": keys, "first": event["Records"][0]}, context)
    if "bad" in keys:
        raise ValueError("bad record")
    return None
