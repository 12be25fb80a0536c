"""CloudWatch alarms, dashboards and metric streams. They do nothing locally: nothing is measured."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from aslant.errors import LocalError
from aslant.provider.account import LocalAccount
from aslant.provider.registry import RegisteredResource, Registry
from aslant.provider.resources.naming import MADE, Outputs, name_of

__all__ = ["TYPES"]

METRIC_ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
COMPOSITE_ALARM = "aws:cloudwatch/compositeAlarm:CompositeAlarm"
DASHBOARD = "aws:cloudwatch/dashboard:Dashboard"
METRIC_STREAM = "aws:cloudwatch/metricStream:MetricStream"


def _metric_alarm(resource: RegisteredResource, account: LocalAccount, _: Registry) -> dict[str, Any]:
    name = name_of(resource)
    return {"id": name, "name": name, "arn": account.arn("cloudwatch", f"alarm:{name}")}


def _composite_alarm(resource: RegisteredResource, account: LocalAccount, _: Registry) -> dict[str, Any]:
    name = name_of(resource, "alarmName")
    return {"id": name, "alarmName": name, "arn": account.arn("cloudwatch", f"alarm:{name}")}


def _dashboard(resource: RegisteredResource, account: LocalAccount, _: Registry) -> dict[str, Any]:
    name, body = name_of(resource, "dashboardName"), resource.inputs.get("dashboardBody")
    try:
        json.loads(str(body))
    except ValueError as error:
        raise LocalError(f"{resource.label}: dashboardBody is not JSON: {error}") from None
    arn = f"arn:{account.partition}:cloudwatch::{account.id}:dashboard/{name}"
    return {"id": name, "dashboardName": name, "dashboardArn": arn}


def _metric_stream(resource: RegisteredResource, account: LocalAccount, _: Registry) -> dict[str, Any]:
    name = name_of(resource)
    arn = account.arn("cloudwatch", f"metric-stream/{name}")
    return {"id": name, "name": name, "arn": arn, "state": "running", "creationDate": MADE, "lastUpdateDate": MADE}


TYPES: Mapping[str, Outputs] = {
    COMPOSITE_ALARM: _composite_alarm,
    DASHBOARD: _dashboard,
    METRIC_ALARM: _metric_alarm,
    METRIC_STREAM: _metric_stream,
}
