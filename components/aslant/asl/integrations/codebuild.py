"""AWS CodeBuild (Step Functions developer guide, connect-codebuild).

Made by tools/integrations.py from the models of botocore 1.44.5; change that, not this.
"""

from __future__ import annotations

from typing import Any, Required, TypedDict, Unpack

from aslant.asl.integration import Flag, Integration, Job, Number, Text

__all__ = [
    "batch_delete_builds",
    "batch_get_reports",
    "delete_build_batch",
    "retry_build_batch",
    "start_build",
    "start_build_batch",
    "stop_build",
    "stop_build_batch",
]


class StartBuild(TypedDict, total=False):
    """What `start_build` takes."""

    project_name: Required[Text]
    secondary_sources_override: Any
    secondary_sources_version_override: Any
    source_version: Text
    artifacts_override: Any
    secondary_artifacts_override: Any
    environment_variables_override: Any
    source_type_override: Text
    source_location_override: Text
    source_auth_override: Any
    git_clone_depth_override: Number
    git_submodules_config_override: Any
    buildspec_override: Text
    insecure_ssl_override: Flag
    report_build_status_override: Flag
    build_status_config_override: Any
    environment_type_override: Text
    image_override: Text
    compute_type_override: Text
    certificate_override: Text
    cache_override: Any
    service_role_override: Text
    privileged_mode_override: Flag
    timeout_in_minutes_override: Number
    queued_timeout_in_minutes_override: Number
    encryption_key_override: Text
    idempotency_token: Text
    logs_config_override: Any
    registry_credential_override: Any
    image_pull_credentials_type_override: Text
    debug_session_enabled: Flag
    fleet_override: Any
    auto_retry_limit_override: Number
    host_kernel_override: Text


def start_build(**arguments: Unpack[StartBuild]) -> Job:
    """Start a build."""
    return Job("codebuild:startBuild", arguments)


class StopBuild(TypedDict, total=False):
    """What `stop_build` takes."""

    id: Required[Text]


def stop_build(**arguments: Unpack[StopBuild]) -> Integration:
    """Stop a build."""
    return Integration("codebuild:stopBuild", arguments)


class BatchDeleteBuilds(TypedDict, total=False):
    """What `batch_delete_builds` takes."""

    ids: Required[Any]


def batch_delete_builds(**arguments: Unpack[BatchDeleteBuilds]) -> Integration:
    """Delete builds."""
    return Integration("codebuild:batchDeleteBuilds", arguments)


class BatchGetReports(TypedDict, total=False):
    """What `batch_get_reports` takes."""

    report_arns: Required[Any]


def batch_get_reports(**arguments: Unpack[BatchGetReports]) -> Integration:
    """Read test reports."""
    return Integration("codebuild:batchGetReports", arguments)


class StartBuildBatch(TypedDict, total=False):
    """What `start_build_batch` takes."""

    project_name: Required[Text]
    secondary_sources_override: Any
    secondary_sources_version_override: Any
    source_version: Text
    artifacts_override: Any
    secondary_artifacts_override: Any
    environment_variables_override: Any
    source_type_override: Text
    source_location_override: Text
    source_auth_override: Any
    git_clone_depth_override: Number
    git_submodules_config_override: Any
    buildspec_override: Text
    insecure_ssl_override: Flag
    report_build_batch_status_override: Flag
    environment_type_override: Text
    image_override: Text
    compute_type_override: Text
    certificate_override: Text
    cache_override: Any
    service_role_override: Text
    privileged_mode_override: Flag
    build_timeout_in_minutes_override: Number
    queued_timeout_in_minutes_override: Number
    encryption_key_override: Text
    idempotency_token: Text
    logs_config_override: Any
    registry_credential_override: Any
    image_pull_credentials_type_override: Text
    build_batch_config_override: Any
    debug_session_enabled: Flag


def start_build_batch(**arguments: Unpack[StartBuildBatch]) -> Job:
    """Start a batch of builds."""
    return Job("codebuild:startBuildBatch", arguments)


class StopBuildBatch(TypedDict, total=False):
    """What `stop_build_batch` takes."""

    id: Required[Text]


def stop_build_batch(**arguments: Unpack[StopBuildBatch]) -> Integration:
    """Stop a batch of builds."""
    return Integration("codebuild:stopBuildBatch", arguments)


class RetryBuildBatch(TypedDict, total=False):
    """What `retry_build_batch` takes."""

    id: Text
    idempotency_token: Text
    retry_type: Text


def retry_build_batch(**arguments: Unpack[RetryBuildBatch]) -> Job:
    """Start a batch of builds again."""
    return Job("codebuild:retryBuildBatch", arguments)


class DeleteBuildBatch(TypedDict, total=False):
    """What `delete_build_batch` takes."""

    id: Required[Text]


def delete_build_batch(**arguments: Unpack[DeleteBuildBatch]) -> Integration:
    """Delete a batch of builds."""
    return Integration("codebuild:deleteBuildBatch", arguments)
