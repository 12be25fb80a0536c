"""Updates of a program that has not changed, whose mappings come out of Outputs in another order each time.

A process gets such a mapping as a protobuf Struct, whose order differs from process to process; the programs here run
in one process, so they turn the mapping themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pulumi_aws as aws
import pytest
from pulumi import Output
from pulumi.automation import PulumiCommand

from aslant.aws import StateMachineApi
from tests.engine.engine import Engine, Program

TAGS = {"owner": "bakery", "stage": "dev", "cost": "orders", "zone": "a"}


def turned(value: Any, by: int) -> Any:
    """The same value with the members of each mapping in another order."""
    if isinstance(value, Mapping):
        keys = sorted(value)
        at = by % len(keys) if keys else 0
        return {key: turned(value[key], by) for key in keys[at:] + keys[:at]}
    return [turned(item, by) for item in value] if isinstance(value, list) else value


DONE = {
    "StartAt": "Done",
    "States": {"Done": {"Type": "Succeed"}, "Never": {"Type": "Succeed"}},
    "Comment": "All of it",
}


def program(run: int, args: Mapping[str, Any]) -> Program:
    """A program that gets mappings from a queue: within workflows, as one, in a condition and as tags."""

    def build() -> None:
        queue = aws.sqs.Queue("orders", tags=TAGS)

        def later(make: Callable[[Mapping[str, str]], Any]) -> Output[Any]:
            return queue.tags.apply(lambda tags: turned(make(tags or {}), run))

        tags = later(dict)
        note = {"Type": "Pass", "Result": {"z": [tags], "tags": tags}, "End": True}
        publish = {
            "Type": "Task",
            "Resource": "arn:aws:states:::events:putEvents",
            "Parameters": {"Entries": [{"Detail": tags, "DetailType": "order", "Source": "shop"}]},
            "End": True,
        }
        condition = later(lambda found: {"StringEquals": {f"aws:ResourceTag/{key}": one for key, one in found.items()}})
        given: Any = {
            "workflow": {"StartAt": "Note", "States": {"Note": note}},
            "policy_statements": [{"actions": ["glue:StartJobRun"], "resources": ["*"], "condition": condition}],
            "routes": {
                "POST /publish": {"workflow": {"StartAt": "Publish", "States": {"Publish": publish}}},
                "POST /all": {"workflow": later(lambda _: DONE)},
            },
            "tags": tags,
            **args,
        }
        StateMachineApi("shop", given)

    return build


@pytest.fixture
def fresh(cli: PulumiCommand, plugin: Path, tmp_path: Path) -> Engine:
    return Engine(cli, plugin, tmp_path)


@pytest.mark.parametrize(
    "args",
    [{}, {"rollout": {}}, {"api_type": "REST", "rollout": {}, "dashboard": True}],
    ids=["plain", "rollout", "REST"],
)
def test_four_updates_are_one_change(fresh: Engine, args: dict[str, Any]) -> None:
    ups = [fresh.up(program(run, args)) for run in range(4)]
    assert [set(steps.changes) for steps in ups] == [{"create"}, set(), set(), set()]
    machines = [one for one in fresh.standing if one.type == "aws:sfn/stateMachine:StateMachine"]
    assert [one.version for one in machines] == [1, 1, 1]
