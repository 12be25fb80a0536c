"""Tells how an execution of one state machine went, or stops it: what an HTTP API cannot ask of Step Functions.

The event is that of an HTTP API's Lambda integration, payload format 2.0. An answer has the members that
StartSyncExecution has: `output` is JSON text, dates are epoch seconds.
"""

import json
import os
import re
from typing import Any

import boto3
from botocore.exceptions import ClientError

MEMBERS = ("executionArn", "name", "status", "startDate", "stopDate", "output", "error", "cause")
NAME = re.compile(r"[^\s<>{}\[\]?*\"#%\\^|~`$&,;:/\x00-\x1f\x7f-\x9f]{1,80}")
"""What Step Functions takes for a name (API reference, "StartExecution"): nothing that leads to another machine."""

states = boto3.client("stepfunctions")


def executions(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Answer one request: stop where it came by the route in `STOP_ROUTE`, and tell otherwise."""
    name = event["pathParameters"]["name"]
    if not NAME.fullmatch(name):
        return answer(400, {"message": "This is not the name of an execution"})
    arn = f"{os.environ['STATE_MACHINE_ARN'].replace(':stateMachine:', ':execution:', 1)}:{name}"
    try:
        if event["routeKey"] == os.environ.get("STOP_ROUTE"):
            return answer(200, {"stopDate": states.stop_execution(executionArn=arn)["stopDate"]})
        described = states.describe_execution(executionArn=arn)
    except ClientError as error:
        code = error.response["Error"]["Code"]
        if code == "ExecutionDoesNotExist":
            return answer(404, {"message": f"There is no execution {name!r}"})
        if "Throttl" in code:
            return answer(429, {"message": "Too Many Requests"})
        raise
    return answer(200, {key: described[key] for key in MEMBERS if described.get(key) is not None})


def answer(status: int, body: dict[str, Any]) -> dict[str, Any]:
    """An answer of the API."""
    text = json.dumps(body, default=lambda date: date.timestamp())
    return {"statusCode": status, "headers": {"content-type": "application/json"}, "body": text}
