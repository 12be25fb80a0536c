"""Amazon EKS (Step Functions developer guide, connect-eks).

Made by tools/integrations.py from the models of botocore 1.44.5; change that, not this.
"""

from __future__ import annotations

from typing import Any, Required, TypedDict, Unpack

from aslant.asl.integration import Callback, Flag, Job, JobOrCallback, Number, Text

__all__ = [
    "call",
    "create_cluster",
    "create_fargate_profile",
    "create_nodegroup",
    "delete_cluster",
    "delete_fargate_profile",
    "delete_nodegroup",
    "run_job",
]


class Call(TypedDict, total=False):
    """What `call` takes."""

    cluster_name: Required[Text]
    certificate_authority: Required[Text]
    endpoint: Required[Text]
    method: Required[Text]
    path: Required[Text]
    query_parameters: Any
    request_body: Any


def call(**arguments: Unpack[Call]) -> Callback:
    """Call the Kubernetes API of a cluster."""
    return Callback("eks:call", arguments)


class RunJob(TypedDict, total=False):
    """What `run_job` takes."""

    cluster_name: Required[Text]
    certificate_authority: Required[Text]
    endpoint: Required[Text]
    job: Required[Any]
    namespace: Text
    log_options: Any


def run_job(**arguments: Unpack[RunJob]) -> JobOrCallback:
    """Run a Kubernetes job in a cluster."""
    return JobOrCallback("eks:runJob", arguments)


class CreateCluster(TypedDict, total=False):
    """What `create_cluster` takes."""

    name: Required[Text]
    role_arn: Required[Text]
    resources_vpc_config: Required[Any]
    version: Text
    kubernetes_network_config: Any
    logging: Any
    client_request_token: Text
    tags: Any
    encryption_config: Any
    outpost_config: Any
    access_config: Any
    bootstrap_self_managed_addons: Flag
    upgrade_policy: Any
    zonal_shift_config: Any
    remote_network_config: Any
    compute_config: Any
    storage_config: Any
    deletion_protection: Flag
    control_plane_scaling_config: Any
    kube_api_server_config: Any
    kube_scheduler_config: Any
    kube_controller_manager_config: Any


def create_cluster(**arguments: Unpack[CreateCluster]) -> Job:
    """Create a cluster."""
    return Job("eks:createCluster", arguments)


class DeleteCluster(TypedDict, total=False):
    """What `delete_cluster` takes."""

    name: Required[Text]


def delete_cluster(**arguments: Unpack[DeleteCluster]) -> Job:
    """Delete a cluster."""
    return Job("eks:deleteCluster", arguments)


class CreateFargateProfile(TypedDict, total=False):
    """What `create_fargate_profile` takes."""

    fargate_profile_name: Required[Text]
    cluster_name: Required[Text]
    pod_execution_role_arn: Required[Text]
    subnets: Any
    selectors: Any
    client_request_token: Text
    tags: Any


def create_fargate_profile(**arguments: Unpack[CreateFargateProfile]) -> Job:
    """Create a Fargate profile."""
    return Job("eks:createFargateProfile", arguments)


class DeleteFargateProfile(TypedDict, total=False):
    """What `delete_fargate_profile` takes."""

    cluster_name: Required[Text]
    fargate_profile_name: Required[Text]


def delete_fargate_profile(**arguments: Unpack[DeleteFargateProfile]) -> Job:
    """Delete a Fargate profile."""
    return Job("eks:deleteFargateProfile", arguments)


class CreateNodegroup(TypedDict, total=False):
    """What `create_nodegroup` takes."""

    cluster_name: Required[Text]
    nodegroup_name: Required[Text]
    subnets: Required[Any]
    node_role: Required[Text]
    scaling_config: Any
    disk_size: Number
    instance_types: Any
    ami_type: Text
    remote_access: Any
    labels: Any
    taints: Any
    tags: Any
    client_request_token: Text
    launch_template: Any
    update_config: Any
    node_repair_config: Any
    capacity_type: Text
    version: Text
    release_version: Text
    warm_pool_config: Any


def create_nodegroup(**arguments: Unpack[CreateNodegroup]) -> Job:
    """Create a group of nodes."""
    return Job("eks:createNodegroup", arguments)


class DeleteNodegroup(TypedDict, total=False):
    """What `delete_nodegroup` takes."""

    cluster_name: Required[Text]
    nodegroup_name: Required[Text]


def delete_nodegroup(**arguments: Unpack[DeleteNodegroup]) -> Job:
    """Delete a group of nodes."""
    return Job("eks:deleteNodegroup", arguments)
