"""Step Functions activities, whose work is done by workers that poll for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aslant.provider.account import LocalAccount
from aslant.provider.registry import RegisteredResource, Registry
from aslant.provider.resources.naming import MADE, Outputs, name_of

__all__ = ["ACTIVITY", "TYPES"]

ACTIVITY = "aws:sfn/activity:Activity"


def _activity(resource: RegisteredResource, account: LocalAccount, _: Registry) -> dict[str, Any]:
    name = name_of(resource)
    arn = account.arn("states", f"activity:{name}")
    return {"id": arn, "arn": arn, "name": name, "creationDate": MADE}


TYPES: Mapping[str, Outputs] = {ACTIVITY: _activity}
