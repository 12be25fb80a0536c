"""Operations on the tags of state machines and activities."""

from __future__ import annotations

from collections.abc import Mapping

from aslant.local.answers import AwsError
from aslant.local.arns import check_arn
from aslant.local.stepfunctions.configurations import tags_of
from aslant.local.stepfunctions.service import Operation, Parameters, Reply, Service

__all__ = ["OPERATIONS"]


def tag_resource(service: Service, parameters: Parameters) -> Reply:
    """Perform TagResource."""
    arn = _existing(service, parameters)
    service.tags.add(arn, tags_of(parameters, arn, service.tags.of(arn)))
    return Reply({})


def untag_resource(service: Service, parameters: Parameters) -> Reply:
    """Perform UntagResource. Keys that the resource does not have are ignored."""
    service.tags.remove(_existing(service, parameters), parameters["tagKeys"])
    return Reply({})


def list_tags_for_resource(service: Service, parameters: Parameters) -> Reply:
    """Perform ListTagsForResource."""
    tags = service.tags.of(_existing(service, parameters))
    return Reply({"tags": [{"key": key, "value": value} for key, value in tags.items()]})


def _existing(service: Service, parameters: Parameters) -> str:
    """Return the ARN of a machine or an activity. Versions and aliases have no tags."""
    arn: str = parameters["resourceArn"]
    check_arn(arn, "stateMachine", "activity")
    if service.machines.get(arn) is None and service.callbacks.activity(arn) is None:
        raise AwsError("ResourceNotFound", f"Resource not found: '{arn}'")
    return arn


OPERATIONS: Mapping[str, Operation] = {
    "ListTagsForResource": list_tags_for_resource,
    "TagResource": tag_resource,
    "UntagResource": untag_resource,
}
