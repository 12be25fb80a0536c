"""Operations on activities, and the one by which a worker asks for a task."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Future
from typing import Any

from aslant.local.answers import AwsError
from aslant.local.executions import required
from aslant.local.later import then
from aslant.local.machines import DEPLOYED
from aslant.local.stepfunctions.service import Operation, Parameters, Reply, Service, present

__all__ = ["OPERATIONS"]


def describe_activity(service: Service, parameters: Parameters) -> Reply:
    """Perform DescribeActivity."""
    return Reply(_described(service, _existing(service, parameters)))


def list_activities(service: Service, parameters: Parameters) -> Reply:
    """Perform ListActivities."""
    return Reply({"activities": [_described(service, arn) for arn in sorted(service.callbacks.activities)]})


def get_activity_task(service: Service, parameters: Parameters) -> Reply | Future[Reply]:
    """Perform GetActivityTask. The response has no token if no task comes in time."""
    task = service.callbacks.take(_existing(service, parameters))
    return then(task, lambda task: Reply(present(**task)))


def _existing(service: Service, parameters: Parameters) -> str:
    arn = required(parameters, "activityArn")
    if arn not in service.callbacks.activities:
        raise AwsError("ActivityDoesNotExist", f"Activity Does Not Exist: '{arn}'")
    return arn


def _described(service: Service, arn: str) -> dict[str, Any]:
    return {"activityArn": arn, "creationDate": DEPLOYED, "name": service.callbacks.activities[arn]}


OPERATIONS: Mapping[str, Operation] = {
    "DescribeActivity": describe_activity,
    "GetActivityTask": get_activity_task,
    "ListActivities": list_activities,
}
