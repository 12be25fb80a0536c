"""Amazon ECS and AWS Fargate (Step Functions developer guide, connect-ecs).

Made by tools/integrations.py from the models of botocore 1.44.5; change that, not this.
"""

from __future__ import annotations

from typing import Any, Required, TypedDict, Unpack

from aslant.asl.integration import Flag, JobOrCallback, Number, Text

__all__ = ["run_task"]


class RunTask(TypedDict, total=False):
    """What `run_task` takes."""

    task_definition: Required[Text]
    capacity_provider_strategy: Any
    cluster: Text
    count: Number
    enable_ecs_managed_tags: Flag
    enable_execute_command: Flag
    group: Text
    launch_type: Text
    network_configuration: Any
    overrides: Any
    placement_constraints: Any
    placement_strategy: Any
    platform_version: Text
    propagate_tags: Text
    reference_id: Text
    started_by: Text
    tags: Any
    client_token: Text
    volume_configurations: Any


def run_task(**arguments: Unpack[RunTask]) -> JobOrCallback:
    """Run a task in containers."""
    return JobOrCallback("ecs:runTask", arguments)
