"""Amazon EMR on EKS (Step Functions developer guide, connect-emr-eks).

Made by tools/integrations.py from the models of botocore 1.44.5; change that, not this.
"""

from __future__ import annotations

from typing import Any, Required, TypedDict, Unpack

from aslant.asl.integration import Flag, Integration, Job, Text

__all__ = ["create_virtual_cluster", "delete_virtual_cluster", "start_job_run"]


class CreateVirtualCluster(TypedDict, total=False):
    """What `create_virtual_cluster` takes."""

    name: Required[Text]
    container_provider: Required[Any]
    client_token: Text
    tags: Any
    security_configuration_id: Text
    session_enabled: Flag
    scheduler_configuration: Any


def create_virtual_cluster(**arguments: Unpack[CreateVirtualCluster]) -> Integration:
    """Create a virtual cluster."""
    return Integration("emr-containers:createVirtualCluster", arguments)


class DeleteVirtualCluster(TypedDict, total=False):
    """What `delete_virtual_cluster` takes."""

    id: Required[Text]


def delete_virtual_cluster(**arguments: Unpack[DeleteVirtualCluster]) -> Job:
    """Delete a virtual cluster."""
    return Job("emr-containers:deleteVirtualCluster", arguments)


class StartJobRun(TypedDict, total=False):
    """What `start_job_run` takes."""

    virtual_cluster_id: Required[Text]
    name: Text
    client_token: Text
    execution_role_arn: Text
    release_label: Text
    job_driver: Any
    configuration_overrides: Any
    tags: Any
    job_template_id: Text
    job_template_parameters: Any
    retry_policy_configuration: Any


def start_job_run(**arguments: Unpack[StartJobRun]) -> Job:
    """Run a job in a virtual cluster."""
    return Job("emr-containers:startJobRun", arguments)
