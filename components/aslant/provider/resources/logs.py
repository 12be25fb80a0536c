"""CloudWatch log groups. Locally only rules write to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from aslant.errors import LocalError
from aslant.provider.account import LocalAccount
from aslant.provider.registry import RegisteredResource, Registry
from aslant.provider.resources.kept import Keep, Kept
from aslant.provider.resources.naming import Outputs, name_of

__all__ = ["KEPT", "LOG_GROUP", "TYPES"]

LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"
LOG_RESOURCE_POLICY = "aws:cloudwatch/logResourcePolicy:LogResourcePolicy"

# CloudWatch Logs API, PutRetentionPolicy; in the provider 0 means "never expire".
RETENTION_DAYS = frozenset(
    {0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731} | {1096, 1827, 2192, 2557, 2922, 3288, 3653}
)


def _log_group(resource: RegisteredResource, account: LocalAccount, _: Registry) -> dict[str, Any]:
    days = resource.inputs.get("retentionInDays")
    if days is not None and days not in RETENTION_DAYS:
        raise LocalError(
            f"{resource.label}: CloudWatch keeps logs for {', '.join(map(str, sorted(RETENTION_DAYS - {0})))} "
            f"days, not {days}"
        )
    name = name_of(resource)
    return {"id": name, "name": name, "arn": account.arn("logs", f"log-group:{name}")}


def _log_resource_policy(resource: RegisteredResource, _: LocalAccount, __: Registry) -> dict[str, Any]:
    return {"id": resource.inputs.get("policyName") or resource.inputs.get("resourceArn") or resource.name}


def _make(resource: RegisteredResource, _: Path) -> Iterator[Kept]:
    yield Kept("logs", "CreateLogGroup", {"logGroupName": resource.output("name")})


TYPES: Mapping[str, Outputs] = {LOG_GROUP: _log_group, LOG_RESOURCE_POLICY: _log_resource_policy}
KEPT: Mapping[str, Keep] = {LOG_GROUP: _make}
