"""Calls AWS as it is told, or answers the token that it is given."""

import json
from typing import Any


def call(event: Any, context: Any) -> Any:
    """What boto3 answers to one call, or how it fails."""
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
    """Ends the task whose token it is given."""
    import boto3

    boto3.client("stepfunctions").send_task_success(taskToken=event["token"], output=json.dumps(event["order"]))
