"""Amazon EMR Serverless (Step Functions developer guide, connect-emr-serverless).

Made by tools/integrations.py from the models of botocore 1.44.5; change that, not this.
"""

from __future__ import annotations

from typing import Any, Required, TypedDict, Unpack

from aslant.asl.integration import Job, Number, Text

__all__ = [
    "cancel_job_run",
    "create_application",
    "delete_application",
    "start_application",
    "start_job_run",
    "stop_application",
]


class CreateApplication(TypedDict, total=False):
    """What `create_application` takes."""

    release_label: Required[Text]
    type: Required[Text]
    name: Text
    client_token: Text
    initial_capacity: Any
    maximum_capacity: Any
    tags: Any
    auto_start_configuration: Any
    auto_stop_configuration: Any
    network_configuration: Any
    architecture: Text
    image_configuration: Any
    worker_type_specifications: Any
    runtime_configuration: Any
    monitoring_configuration: Any
    disk_encryption_configuration: Any
    interactive_configuration: Any
    scheduler_configuration: Any
    identity_center_configuration: Any
    job_level_cost_allocation_configuration: Any


def create_application(**arguments: Unpack[CreateApplication]) -> Job:
    """Create an application."""
    return Job("emr-serverless:createApplication", arguments)


class StartApplication(TypedDict, total=False):
    """What `start_application` takes."""

    application_id: Required[Text]


def start_application(**arguments: Unpack[StartApplication]) -> Job:
    """Start an application."""
    return Job("emr-serverless:startApplication", arguments)


class StopApplication(TypedDict, total=False):
    """What `stop_application` takes."""

    application_id: Required[Text]


def stop_application(**arguments: Unpack[StopApplication]) -> Job:
    """Stop an application."""
    return Job("emr-serverless:stopApplication", arguments)


class DeleteApplication(TypedDict, total=False):
    """What `delete_application` takes."""

    application_id: Required[Text]


def delete_application(**arguments: Unpack[DeleteApplication]) -> Job:
    """Delete an application."""
    return Job("emr-serverless:deleteApplication", arguments)


class StartJobRun(TypedDict, total=False):
    """What `start_job_run` takes."""

    application_id: Required[Text]
    execution_role_arn: Required[Text]
    client_token: Text
    execution_iam_policy: Any
    job_driver: Any
    configuration_overrides: Any
    tags: Any
    execution_timeout_minutes: Number
    name: Text
    mode: Text
    retry_policy: Any
    flex_execution: Any


def start_job_run(**arguments: Unpack[StartJobRun]) -> Job:
    """Run a job."""
    return Job("emr-serverless:startJobRun", arguments)


class CancelJobRun(TypedDict, total=False):
    """What `cancel_job_run` takes."""

    application_id: Required[Text]
    job_run_id: Required[Text]
    shutdown_grace_period_in_seconds: Number


def cancel_job_run(**arguments: Unpack[CancelJobRun]) -> Job:
    """Cancel a job run."""
    return Job("emr-serverless:cancelJobRun", arguments)
