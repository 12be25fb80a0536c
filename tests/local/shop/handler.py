"""The handlers of the shop: responses to requests, and authorizers."""

from __future__ import annotations

import json
from typing import Any

import boto3


def answer(event: dict[str, Any], context: object) -> Any:
    """Return the event, or the response that the query string requests."""
    query = event.get("queryStringParameters") or {}
    if "fail" in query:
        raise ValueError("the oven is cold")
    if "bad" in query:
        return {"statusCode": "soon"}
    if "bare" in query:
        return json.loads(query["bare"])
    headers = {"X-Oven": "hot", "Access-Control-Allow-Origin": "*"}
    return {"statusCode": 201, "headers": headers, "cookies": ["a=1", "b=2"], "body": json.dumps(event)}


def executions(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Return the status of an execution."""
    arn = f"arn:aws:states:us-east-1:123456789012:execution:record:{event['pathParameters']['name']}"
    described = boto3.client("stepfunctions").describe_execution(executionArn=arn)
    return {"status": described["status"], "output": described.get("output")}


def authorize(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Authorize requests by the simple response format."""
    (token,) = event["identitySource"]
    print(f"asked {token}")
    if not token.isalpha():
        raise ValueError("no idea")
    return {"isAuthorized": token.islower(), "context": {"name": "Ada", "age": 36}}


def authorize_by_policy(event: dict[str, Any], context: object) -> dict[str, Any]:
    """Authorize requests by a policy for the resource in the token."""
    allowed = f"arn:aws:execute-api:us-east-1:123456789012:*/$default/{event['authorizationToken']}"
    statement = {"Effect": "Allow", "Action": "execute-api:Invoke", "Resource": allowed}
    return {"principalId": "ada", "policyDocument": {"Version": "2012-10-17", "Statement": [statement]}}
