"""AWS Elemental MediaConvert (Step Functions developer guide, connect-mediaconvert).

Made by tools/integrations.py from the models of botocore 1.44.5; change that, not this.
"""

from __future__ import annotations

from typing import Any, Required, TypedDict, Unpack

from aslant.asl.integration import Job, Number, Text

__all__ = ["create_job"]


class CreateJob(TypedDict, total=False):
    """What `create_job` takes."""

    role: Required[Text]
    settings: Required[Any]
    acceleration_settings: Any
    billing_tags_source: Text
    client_request_token: Text
    elemental_inference_settings: Any
    hop_destinations: Any
    job_engine_version: Text
    job_template: Text
    priority: Number
    queue: Text
    simulate_reserved_queue: Text
    status_update_interval: Text
    tags: Any
    user_metadata: Any


def create_job(**arguments: Unpack[CreateJob]) -> Job:
    """Create a transcoding job."""
    return Job("mediaconvert:createJob", arguments)
