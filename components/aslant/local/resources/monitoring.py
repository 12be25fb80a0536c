"""Alarms and dashboards of CloudWatch. They are created and left alone: nothing is measured here."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from aslant.errors import LocalError
from aslant.local.account import Account
from aslant.local.registry import Registry, Resource
from aslant.local.resources.naming import Outputs, name_of

__all__ = ["TYPES"]

METRIC_ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
DASHBOARD = "aws:cloudwatch/dashboard:Dashboard"


def _metric_alarm(resource: Resource, account: Account, _: Registry) -> dict[str, Any]:
    name = name_of(resource)
    return {"id": name, "name": name, "arn": account.arn("cloudwatch", f"alarm:{name}")}


def _dashboard(resource: Resource, account: Account, _: Registry) -> dict[str, Any]:
    name, body = name_of(resource, "dashboardName"), resource.inputs.get("dashboardBody")
    try:
        json.loads(str(body))
    except ValueError as error:
        raise LocalError(f"{resource.label}: dashboardBody is not JSON: {error}") from None
    arn = f"arn:{account.partition}:cloudwatch::{account.id}:dashboard/{name}"
    return {"id": name, "dashboardName": name, "dashboardArn": arn}


TYPES: Mapping[str, Outputs] = {DASHBOARD: _dashboard, METRIC_ALARM: _metric_alarm}
