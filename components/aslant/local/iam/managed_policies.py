"""The AWS managed policies that a workflow's roles are likely to have, by name.

AWS managed policy reference guide, reduced to the actions that decide whether a workflow runs.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["MANAGED_POLICIES"]


def _allow(*actions: str) -> list[dict[str, Any]]:
    return [{"Effect": "Allow", "Action": list(actions), "Resource": "*"}]


MANAGED_POLICIES: Mapping[str, list[dict[str, Any]]] = {
    "AdministratorAccess": _allow("*"),
    "AWSLambda_FullAccess": _allow("lambda:*", "logs:*", "states:*", "xray:*"),
    "AWSStepFunctionsFullAccess": _allow("states:*"),
    "CloudWatchLogsFullAccess": _allow("logs:*"),
    "service-role/AWSLambdaBasicExecutionRole": _allow(
        "logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"
    ),
    "service-role/AWSLambdaRole": _allow("lambda:InvokeFunction"),
    "AWSXRayDaemonWriteAccess": _allow("xray:PutTraceSegments", "xray:PutTelemetryRecords"),
}
