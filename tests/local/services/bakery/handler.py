"""Handlers that call AWS, or complete a task by its token."""

import json
from typing import Any


def call(event: Any, context: Any) -> Any:
    """Return the result of one call of boto3, or its error."""
    import boto3
    from botocore.exceptions import ClientError

    client = boto3.client(event["service"])
    try:
        answer = getattr(client, event["operation"])(**event["arguments"])
    except ClientError as error:
        return {"code": error.response["Error"]["Code"], "message": error.response["Error"]["Message"]}
    answer.pop("ResponseMetadata")
    body = answer.pop("Body", None)
    return json.loads(json.dumps(answer, default=str)) | ({"Body": body.read().decode()} if body else {})


def finish(event: Any, context: Any) -> Any:
    """Complete the task with the given token."""
    import boto3

    boto3.client("stepfunctions").send_task_success(taskToken=event["token"], output=json.dumps(event["order"]))
