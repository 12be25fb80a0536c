"""AWS Batch (Step Functions developer guide, connect-batch).

Made by tools/integrations.py from the models of botocore 1.44.5; change that, not this.
"""

from __future__ import annotations

from typing import Any, Required, TypedDict, Unpack

from aslant.asl.integration import Flag, Job, Number, Text

__all__ = ["submit_job"]


class SubmitJob(TypedDict, total=False):
    """What `submit_job` takes."""

    job_name: Required[Text]
    job_queue: Required[Text]
    job_definition: Required[Text]
    share_identifier: Text
    scheduling_priority_override: Number
    array_properties: Any
    depends_on: Any
    parameters: Any
    container_overrides: Any
    node_overrides: Any
    retry_strategy: Any
    propagate_tags: Flag
    timeout: Any
    tags: Any
    eks_properties_override: Any
    ecs_properties_override: Any
    consumable_resource_properties_override: Any


def submit_job(**arguments: Unpack[SubmitJob]) -> Job:
    """Submit a job."""
    return Job("batch:submitJob", arguments)
