"""Schedules of EventBridge Scheduler, and their groups."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aslant.errors import LocalError
from aslant.provider.account import LocalAccount
from aslant.provider.registry import RegisteredResource, Registry
from aslant.provider.resources.kept import Keep, Kept
from aslant.provider.resources.naming import MADE, Outputs, name_of

__all__ = ["GROUP", "KEPT", "SCHEDULE", "TYPES", "schedule_parameters"]

SCHEDULE = "aws:scheduler/schedule:Schedule"
GROUP = "aws:scheduler/scheduleGroup:ScheduleGroup"

DEFAULT = "default"
"""The group that every account has."""


def _schedule(resource: RegisteredResource, account: LocalAccount, registry: Registry) -> dict[str, Any]:
    group, name = str(resource.inputs.get("groupName") or DEFAULT), name_of(resource)
    if group != DEFAULT and registry.find(GROUP, "name", group) is None:
        raise LocalError(f"{resource.label}: the schedule group {group!r} does not exist. Pass the `name` of one")
    return {
        "id": f"{group}/{name}",
        "name": name,
        "groupName": group,
        "arn": account.arn("scheduler", f"schedule/{group}/{name}"),
        "state": resource.inputs.get("state") or "ENABLED",
    }


def _group(resource: RegisteredResource, account: LocalAccount, _: Registry) -> dict[str, Any]:
    name = name_of(resource)
    arn = account.arn("scheduler", f"schedule-group/{name}")
    dates = {"creationDate": MADE, "lastModificationDate": MADE}
    return {"id": name, "name": name, "arn": arn, "state": "ACTIVE", **dates}


def schedule_parameters(resource: RegisteredResource) -> dict[str, Any]:
    """Return the parameters of CreateSchedule for a registered schedule, except that dates are epoch seconds."""
    inputs = resource.inputs
    given = inputs.get("target") or {}
    retries, dead_letters = given.get("retryPolicy") or {}, given.get("deadLetterConfig") or {}
    event, queue = given.get("eventbridgeParameters") or {}, given.get("sqsParameters") or {}
    target = {
        "Arn": given.get("arn"),
        "RoleArn": given.get("roleArn"),
        "Input": given.get("input"),
        "DeadLetterConfig": {"Arn": dead_letters["arn"]} if dead_letters.get("arn") else None,
        "RetryPolicy": _present(
            {
                "MaximumEventAgeInSeconds": retries.get("maximumEventAgeInSeconds"),
                "MaximumRetryAttempts": retries.get("maximumRetryAttempts"),
            }
        )
        or None,
        "EventBridgeParameters": {"DetailType": event["detailType"], "Source": event["source"]} if event else None,
        "SqsParameters": {"MessageGroupId": queue["messageGroupId"]} if queue.get("messageGroupId") else None,
    }
    window = inputs.get("flexibleTimeWindow") or {}
    return _present(
        {
            "Name": resource.output("name"),
            "GroupName": resource.output("groupName"),
            "Description": inputs.get("description"),
            "ScheduleExpression": inputs.get("scheduleExpression"),
            "ScheduleExpressionTimezone": inputs.get("scheduleExpressionTimezone"),
            "StartDate": _epoch(inputs.get("startDate")),
            "EndDate": _epoch(inputs.get("endDate")),
            "State": inputs.get("state"),
            "ActionAfterCompletion": inputs.get("actionAfterCompletion"),
            "FlexibleTimeWindow": _present(
                {
                    "Mode": window.get("mode") or "OFF",
                    "MaximumWindowInMinutes": window.get("maximumWindowInMinutes"),
                }
            ),
            "Target": _present(target),
        }
    )


def _epoch(text: Any) -> float | None:
    if not text:
        return None
    moment = datetime.fromisoformat(str(text).replace("Z", "+00:00"))
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _present(members: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value is not None}


def _make(resource: RegisteredResource, _: Path) -> Iterator[Kept]:
    yield Kept("scheduler", "CreateSchedule", schedule_parameters(resource))


def _make_group(resource: RegisteredResource, _: Path) -> Iterator[Kept]:
    yield Kept("scheduler", "CreateScheduleGroup", {"Name": resource.output("name")})


TYPES: Mapping[str, Outputs] = {GROUP: _group, SCHEDULE: _schedule}
KEPT: Mapping[str, Keep] = {GROUP: _make_group, SCHEDULE: _make}
