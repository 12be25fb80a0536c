"""Describe or stop an execution of one state machine, since HTTP APIs do not have an integration for these calls.

The event is that of an HTTP API's Lambda integration, payload format 2.0. A response has the members of
StartSyncExecution: `output` is a JSON string, dates are epoch seconds.
"""

import json
import os
import re
from typing import Any

import boto3
from botocore.exceptions import ClientError

MEMBERS = ("executionArn", "name", "status", "startDate", "stopDate", "output", "error", "cause")
NAME = re.compile(r"[^\s<>{}\[\]?*\"#%\\^|~`$&,;:/\x00-\x1f\x7f-\x9f]{1,80}")
"""The names that Step Functions allows (API reference, "StartExecution"); none can refer to another machine."""

states = boto3.client("stepfunctions")


def executions(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Handle one request: stop the execution on the route in `STOP_ROUTE`, and describe it on any other."""
    name = event["pathParameters"]["name"]
    if not NAME.fullmatch(name):
        return respond(400, {"message": "This is not the name of an execution"})
    arn = f"{os.environ['STATE_MACHINE_ARN'].replace(':stateMachine:', ':execution:', 1)}:{name}"
    try:
        if event["routeKey"] == os.environ.get("STOP_ROUTE"):
            return respond(200, {"stopDate": states.stop_execution(executionArn=arn)["stopDate"]})
        described = states.describe_execution(executionArn=arn)
    except ClientError as error:
        code = error.response["Error"]["Code"]
        if code == "ExecutionDoesNotExist":
            return respond(404, {"message": f"The execution {name!r} does not exist"})
        if "Throttl" in code:
            return respond(429, {"message": "Too Many Requests"})
        raise
    return respond(200, {key: described[key] for key in MEMBERS if described.get(key) is not None})


def respond(status: int, body: dict[str, Any]) -> dict[str, Any]:
    """Return a response for the API."""
    text = json.dumps(body, default=lambda date: date.timestamp())
    return {"statusCode": status, "headers": {"content-type": "application/json"}, "body": text}
