"""AWS Glue (Step Functions developer guide, connect-glue).

Made by tools/integrations.py from the models of botocore 1.44.5; change that, not this.
"""

from __future__ import annotations

from typing import Any, Required, TypedDict, Unpack

from aslant.asl.integration import Flag, Job, Number, Text

__all__ = ["start_job_run"]


class StartJobRun(TypedDict, total=False):
    """What `start_job_run` takes."""

    job_name: Required[Text]
    job_run_queuing_enabled: Flag
    job_run_id: Text
    arguments: Any
    allocated_capacity: Number
    timeout: Number
    max_capacity: Number
    security_configuration: Text
    notification_property: Any
    worker_type: Text
    number_of_workers: Number
    execution_class: Text
    execution_role_session_policy: Text


def start_job_run(**arguments: Unpack[StartJobRun]) -> Job:
    """Run a Glue job."""
    return Job("glue:startJobRun", arguments)
