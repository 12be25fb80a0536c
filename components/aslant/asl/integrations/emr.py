"""Amazon EMR (Step Functions developer guide, connect-emr).

Made by tools/integrations.py from the models of botocore 1.44.5; change that, not this.
"""

from __future__ import annotations

from typing import Any, Required, TypedDict, Unpack

from aslant.asl.integration import Flag, Integration, Job, Number, Text

__all__ = [
    "add_step",
    "cancel_step",
    "create_cluster",
    "modify_instance_fleet_by_name",
    "modify_instance_group_by_name",
    "set_cluster_termination_protection",
    "terminate_cluster",
]


class CreateCluster(TypedDict, total=False):
    """What `create_cluster` takes."""

    name: Required[Text]
    instances: Required[Any]
    log_uri: Text
    log_encryption_kms_key_id: Text
    additional_info: Text
    ami_version: Text
    release_label: Text
    step_execution_role_arn: Text
    bootstrap_actions: Any
    supported_products: Any
    new_supported_products: Any
    applications: Any
    configurations: Any
    visible_to_all_users: Flag
    job_flow_role: Text
    service_role: Text
    tags: Any
    security_configuration: Text
    auto_scaling_role: Text
    scale_down_behavior: Text
    custom_ami_id: Text
    ebs_root_volume_size: Number
    repo_upgrade_on_boot: Text
    kerberos_attributes: Any
    step_concurrency_level: Number
    managed_scaling_policy: Any
    placement_group_configs: Any
    auto_termination_policy: Any
    os_release_label: Text
    ebs_root_volume_iops: Number
    ebs_root_volume_throughput: Number
    extended_support: Flag
    monitoring_configuration: Any
    session_enabled: Flag


def create_cluster(**arguments: Unpack[CreateCluster]) -> Job:
    """Create a cluster and start it."""
    return Job("elasticmapreduce:createCluster", arguments)


class SetClusterTerminationProtection(TypedDict, total=False):
    """What `set_cluster_termination_protection` takes."""

    termination_protected: Required[Flag]
    cluster_id: Required[Text]


def set_cluster_termination_protection(**arguments: Unpack[SetClusterTerminationProtection]) -> Integration:
    """Say whether a cluster may be terminated."""
    return Integration("elasticmapreduce:setClusterTerminationProtection", arguments)


class TerminateCluster(TypedDict, total=False):
    """What `terminate_cluster` takes."""

    cluster_id: Required[Text]


def terminate_cluster(**arguments: Unpack[TerminateCluster]) -> Job:
    """Terminate a cluster."""
    return Job("elasticmapreduce:terminateCluster", arguments)


class AddStep(TypedDict, total=False):
    """What `add_step` takes."""

    cluster_id: Required[Text]
    step: Required[Any]
    execution_role_arn: Text


def add_step(**arguments: Unpack[AddStep]) -> Job:
    """Add a step to a cluster."""
    return Job("elasticmapreduce:addStep", arguments)


class CancelStep(TypedDict, total=False):
    """What `cancel_step` takes."""

    cluster_id: Required[Text]
    step_id: Required[Text]
    step_cancellation_option: Text


def cancel_step(**arguments: Unpack[CancelStep]) -> Integration:
    """Cancel a step that waits."""
    return Integration("elasticmapreduce:cancelStep", arguments)


class ModifyInstanceFleetByName(TypedDict, total=False):
    """What `modify_instance_fleet_by_name` takes."""

    cluster_id: Required[Text]
    instance_fleet: Required[Any]
    instance_fleet_name: Required[Text]


def modify_instance_fleet_by_name(**arguments: Unpack[ModifyInstanceFleetByName]) -> Integration:
    """Change the capacity of an instance fleet."""
    return Integration("elasticmapreduce:modifyInstanceFleetByName", arguments)


class ModifyInstanceGroupByName(TypedDict, total=False):
    """What `modify_instance_group_by_name` takes."""

    cluster_id: Required[Text]
    instance_group_name: Required[Text]
    instance_group: Required[Any]


def modify_instance_group_by_name(**arguments: Unpack[ModifyInstanceGroupByName]) -> Integration:
    """Change an instance group."""
    return Integration("elasticmapreduce:modifyInstanceGroupByName", arguments)
