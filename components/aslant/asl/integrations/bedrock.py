"""Amazon Bedrock (Step Functions developer guide, connect-bedrock).

Made by tools/integrations.py from the models of botocore 1.44.5; change that, not this.
"""

from __future__ import annotations

from typing import Any, Required, TypedDict, Unpack

from aslant.asl.integration import Callback, Job, Text

__all__ = ["create_model_customization_job", "invoke_model"]


class InvokeModel(TypedDict, total=False):
    """What `invoke_model` takes."""

    model_id: Required[Text]
    body: Any
    content_type: Text
    accept: Text
    trace: Text
    guardrail_identifier: Text
    guardrail_version: Text
    performance_config_latency: Text
    service_tier: Text
    request_metadata: Text
    input: Any
    output: Any


def invoke_model(**arguments: Unpack[InvokeModel]) -> Callback:
    """Ask a model; `input` and `output` name objects of S3 instead of `body` and the answer's."""
    return Callback("bedrock:invokeModel", arguments)


class CreateModelCustomizationJob(TypedDict, total=False):
    """What `create_model_customization_job` takes."""

    job_name: Required[Text]
    custom_model_name: Required[Text]
    role_arn: Required[Text]
    base_model_identifier: Required[Text]
    training_data_config: Required[Any]
    output_data_config: Required[Any]
    client_request_token: Text
    customization_type: Text
    custom_model_kms_key_id: Text
    job_tags: Any
    custom_model_tags: Any
    validation_data_config: Any
    hyper_parameters: Any
    vpc_config: Any
    customization_config: Any


def create_model_customization_job(**arguments: Unpack[CreateModelCustomizationJob]) -> Job:
    """Create a job that customizes a model."""
    return Job("bedrock:createModelCustomizationJob", arguments)
