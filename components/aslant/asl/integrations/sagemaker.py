"""Amazon SageMaker AI (Step Functions developer guide, connect-sagemaker).

Made by tools/integrations.py from the models of botocore 1.44.5; change that, not this.
"""

from __future__ import annotations

from typing import Any, Required, TypedDict, Unpack

from aslant.asl.integration import Flag, Integration, Job, Number, Text

__all__ = [
    "create_endpoint",
    "create_endpoint_config",
    "create_hyper_parameter_tuning_job",
    "create_labeling_job",
    "create_model",
    "create_processing_job",
    "create_training_job",
    "create_transform_job",
    "update_endpoint",
]


class CreateEndpoint(TypedDict, total=False):
    """What `create_endpoint` takes."""

    endpoint_name: Required[Text]
    endpoint_config_name: Required[Text]
    deployment_config: Any
    tags: Any


def create_endpoint(**arguments: Unpack[CreateEndpoint]) -> Integration:
    """Create an endpoint."""
    return Integration("sagemaker:createEndpoint", arguments)


class CreateEndpointConfig(TypedDict, total=False):
    """What `create_endpoint_config` takes."""

    endpoint_config_name: Required[Text]
    production_variants: Required[Any]
    data_capture_config: Any
    tags: Any
    kms_key_id: Text
    async_inference_config: Any
    explainer_config: Any
    shadow_production_variants: Any
    execution_role_arn: Text
    vpc_config: Any
    enable_network_isolation: Flag
    metrics_config: Any
    cross_region_traffic_config: Any


def create_endpoint_config(**arguments: Unpack[CreateEndpointConfig]) -> Integration:
    """Create an endpoint configuration."""
    return Integration("sagemaker:createEndpointConfig", arguments)


class CreateHyperParameterTuningJob(TypedDict, total=False):
    """What `create_hyper_parameter_tuning_job` takes."""

    hyper_parameter_tuning_job_name: Required[Text]
    hyper_parameter_tuning_job_config: Required[Any]
    training_job_definition: Any
    training_job_definitions: Any
    warm_start_config: Any
    tags: Any
    autotune: Any


def create_hyper_parameter_tuning_job(**arguments: Unpack[CreateHyperParameterTuningJob]) -> Job:
    """Create a hyperparameter tuning job."""
    return Job("sagemaker:createHyperParameterTuningJob", arguments)


class CreateLabelingJob(TypedDict, total=False):
    """What `create_labeling_job` takes."""

    labeling_job_name: Required[Text]
    label_attribute_name: Required[Text]
    input_config: Required[Any]
    output_config: Required[Any]
    role_arn: Required[Text]
    human_task_config: Required[Any]
    label_category_config_s3_uri: Text
    stopping_conditions: Any
    labeling_job_algorithms_config: Any
    tags: Any


def create_labeling_job(**arguments: Unpack[CreateLabelingJob]) -> Job:
    """Create a labeling job."""
    return Job("sagemaker:createLabelingJob", arguments)


class CreateModel(TypedDict, total=False):
    """What `create_model` takes."""

    model_name: Required[Text]
    primary_container: Any
    containers: Any
    inference_execution_config: Any
    execution_role_arn: Text
    tags: Any
    vpc_config: Any
    enable_network_isolation: Flag


def create_model(**arguments: Unpack[CreateModel]) -> Integration:
    """Create a model."""
    return Integration("sagemaker:createModel", arguments)


class CreateProcessingJob(TypedDict, total=False):
    """What `create_processing_job` takes."""

    processing_job_name: Required[Text]
    processing_resources: Required[Any]
    app_specification: Required[Any]
    role_arn: Required[Text]
    processing_inputs: Any
    processing_output_config: Any
    stopping_condition: Any
    environment: Any
    network_config: Any
    tags: Any
    experiment_config: Any


def create_processing_job(**arguments: Unpack[CreateProcessingJob]) -> Job:
    """Create a processing job."""
    return Job("sagemaker:createProcessingJob", arguments)


class CreateTrainingJob(TypedDict, total=False):
    """What `create_training_job` takes."""

    training_job_name: Required[Text]
    role_arn: Required[Text]
    output_data_config: Required[Any]
    hyper_parameters: Any
    algorithm_specification: Any
    input_data_config: Any
    resource_config: Any
    vpc_config: Any
    stopping_condition: Any
    tags: Any
    enable_network_isolation: Flag
    enable_inter_container_traffic_encryption: Flag
    enable_managed_spot_training: Flag
    checkpoint_config: Any
    debug_hook_config: Any
    debug_rule_configurations: Any
    tensor_board_output_config: Any
    experiment_config: Any
    profiler_config: Any
    profiler_rule_configurations: Any
    environment: Any
    retry_strategy: Any
    remote_debug_config: Any
    infra_check_config: Any
    session_chaining_config: Any
    serverless_job_config: Any
    mlflow_config: Any
    model_package_config: Any


def create_training_job(**arguments: Unpack[CreateTrainingJob]) -> Job:
    """Create a training job."""
    return Job("sagemaker:createTrainingJob", arguments)


class CreateTransformJob(TypedDict, total=False):
    """What `create_transform_job` takes."""

    transform_job_name: Required[Text]
    model_name: Required[Text]
    transform_input: Required[Any]
    transform_output: Required[Any]
    transform_resources: Required[Any]
    max_concurrent_transforms: Number
    model_client_config: Any
    max_payload_in_mb: Number
    batch_strategy: Text
    environment: Any
    data_capture_config: Any
    data_processing: Any
    tags: Any
    experiment_config: Any


def create_transform_job(**arguments: Unpack[CreateTransformJob]) -> Job:
    """Create a transform job."""
    return Job("sagemaker:createTransformJob", arguments)


class UpdateEndpoint(TypedDict, total=False):
    """What `update_endpoint` takes."""

    endpoint_name: Required[Text]
    endpoint_config_name: Required[Text]
    retain_all_variant_properties: Flag
    exclude_retained_variant_properties: Any
    deployment_config: Any
    retain_deployment_config: Flag


def update_endpoint(**arguments: Unpack[UpdateEndpoint]) -> Integration:
    """Give an endpoint another configuration."""
    return Integration("sagemaker:updateEndpoint", arguments)
