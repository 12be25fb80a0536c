"""The rights that an SDK call needs, for the tests of the tables."""

from __future__ import annotations

from typing import Any

from aslant.iam import Account, permissions

HERE = Account("aws", "eu-west-1", "111122223333")
HOME = "eu-west-1:111122223333"


def rights(action: str, arguments: dict[str, Any]) -> list[tuple[str, str]]:
    """Return each action with each of its resources."""
    task = {"Type": "Task", "Resource": f"arn:aws:states:::aws-sdk:{action}", "Parameters": arguments, "End": True}
    found = permissions({"StartAt": "Go", "States": {"Go": task}}, account=HERE)
    return sorted(
        (action, resource) for statement in found for action in statement.actions for resource in statement.resources
    )
