"""Operations on activities, and the one by which a worker asks for a task."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Future

from aslant.local.answers import AwsError
from aslant.local.arns import check_arn
from aslant.local.later import then
from aslant.local.services.callbacks import Activity
from aslant.local.stepfunctions.configurations import check_name, encryption_of, tags_of
from aslant.local.stepfunctions.pages import page
from aslant.local.stepfunctions.service import Operation, Parameters, Reply, Service, now, present

__all__ = ["OPERATIONS"]


def create_activity(service: Service, parameters: Parameters) -> Reply:
    """Perform CreateActivity. The same request again returns the activity that exists; its tags are ignored."""
    name = parameters["name"]
    check_name(name)
    encryption = encryption_of(parameters.get("encryptionConfiguration"))
    arn = service.account.arn("states", f"activity:{name}")
    tags = tags_of(parameters, arn)
    activity = Activity(arn, name, now(), encryption)
    existing = service.callbacks.create(activity)
    if existing is activity:
        service.tags.add(arn, tags)
    elif existing.encryption != encryption:
        raise AwsError("ActivityAlreadyExists", f"Activity Already Exists: '{arn}'")
    return Reply({"activityArn": arn, "creationDate": existing.created})


def delete_activity(service: Service, parameters: Parameters) -> Reply:
    """Perform DeleteActivity. An activity that does not exist is ignored."""
    arn = parameters["activityArn"]
    check_arn(arn, "activity")
    service.callbacks.remove(arn)
    service.tags.forget(arn)
    return Reply({})


def describe_activity(service: Service, parameters: Parameters) -> Reply:
    """Perform DescribeActivity."""
    activity = _existing(service, parameters["activityArn"])
    return Reply(
        {
            "activityArn": activity.arn,
            "creationDate": activity.created,
            "encryptionConfiguration": activity.encryption,
            "name": activity.name,
        }
    )


def list_activities(service: Service, parameters: Parameters) -> Reply:
    """Perform ListActivities: the activities of a Region, oldest first, as other emulators list them."""
    prefix = service.account.arn("states", "activity:")
    items = [
        {"activityArn": activity.arn, "creationDate": activity.created, "name": activity.name}
        for activity in sorted(service.callbacks.activities, key=lambda activity: activity.created)
        if activity.arn.startswith(prefix)
    ]
    return page("activities", items, parameters, lambda item: item["activityArn"])


def get_activity_task(service: Service, parameters: Parameters) -> Reply | Future[Reply]:
    """Perform GetActivityTask. The response has no token if no task comes in time."""
    activity = _existing(service, parameters["activityArn"])
    task = service.callbacks.take(activity.arn)
    return then(task, lambda task: Reply(present(**task)))


def _existing(service: Service, arn: str) -> Activity:
    check_arn(arn, "activity")
    activity = service.callbacks.activity(arn)
    if activity is None:
        raise AwsError("ActivityDoesNotExist", f"Activity Does Not Exist: '{arn}'")
    return activity


OPERATIONS: Mapping[str, Operation] = {
    "CreateActivity": create_activity,
    "DeleteActivity": delete_activity,
    "DescribeActivity": describe_activity,
    "GetActivityTask": get_activity_task,
    "ListActivities": list_activities,
}
