"""Checks of subscriptions, rules, schedules, event source mappings and notifications that start functions and machines.

AWS refuses some of these at deployment. For others it delivers nothing and says so only in metrics, such as for a rule
that may not call its function: these are refused here as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from aslant.errors import LocalError
from aslant.local.checks.functions import check_permission, find_registered
from aslant.local.checks.mappings import QUEUE_ACTIONS
from aslant.local.events.mapping import Filters
from aslant.local.events.patterns import PatternError, read_pattern
from aslant.local.events.schedule_expression import ScheduleError, parse_schedule
from aslant.local.events.targets import SENDERS
from aslant.local.events.templates import TemplateError, select
from aslant.local.iam.grants import Role, find_role
from aslant.provider.account import LocalAccount
from aslant.provider.registry import RegisteredResource, Registry
from aslant.provider.resources.buckets import BUCKETS, NOTIFICATION
from aslant.provider.resources.buses import DEFAULT, EVENT_RULE, EVENT_TARGET, target_parameters
from aslant.provider.resources.machines import find_machine
from aslant.provider.resources.pipes import PIPE
from aslant.provider.resources.schedules import SCHEDULE
from aslant.provider.resources.topics import SUBSCRIPTION, TOPIC

__all__ = ["check_events", "event_notes"]

EVENTS, PIPES, SCHEDULER, SNS, S3 = (f"{name}.amazonaws.com" for name in ("events", "pipes", "scheduler", "sns", "s3"))

ACTIONS = {
    "events": "events:PutEvents",
    "lambda": "lambda:InvokeFunction",
    "sns": "sns:Publish",
    "sqs": "sqs:SendMessage",
    "states": "states:StartExecution",
}
"""The action that a role must allow to reach a target, by the service in the target's ARN."""

INPUTS = ("input", "inputPath", "inputTransformer")


def check_events(registry: Registry, account: LocalAccount) -> None:
    """Check all subscriptions, rules, targets, schedules and notifications. Raise LocalError for an invalid one."""
    for subscription in registry.of(SUBSCRIPTION):
        _check_subscription(subscription, registry, account)
    for rule in registry.of(EVENT_RULE):
        _check_rule(rule)
    for target in registry.of(EVENT_TARGET):
        _check_target(target, registry, account)
    for schedule in registry.of(SCHEDULE):
        _check_schedule(schedule, registry)
    for pipe in registry.of(PIPE):
        _check_pipe(pipe, registry)
    for notification in registry.of(NOTIFICATION):
        _check_notification(notification, registry, account)


def event_notes(registry: Registry) -> Iterator[str]:
    """Yield a note for each receiver that gets nothing here."""
    for subscription in registry.of(SUBSCRIPTION):
        protocol = subscription.inputs.get("protocol")
        if protocol not in ("sqs", "lambda"):
            yield f"{subscription.label}: nothing is sent by {protocol} here. Only queues and functions get messages."
        elif protocol == "lambda":
            yield from _unknown_target(subscription, str(subscription.inputs.get("endpoint")), registry)
    for target in registry.of(EVENT_TARGET):
        yield from _unknown_target(target, str(target.inputs.get("arn")), registry)
    for pipe in registry.of(PIPE):
        source = str(pipe.inputs.get("source"))
        if ":sqs:" not in source:
            yield f"{pipe.label}: nothing is read from {source} here. Pipes only read queues."
        yield from _unknown_target(pipe, str(pipe.inputs.get("target")), registry)
    for schedule in registry.of(SCHEDULE):
        yield from _unknown_target(schedule, str((schedule.inputs.get("target") or {}).get("arn")), registry)


def _unknown_target(user: RegisteredResource, arn: str, registry: Registry) -> Iterator[str]:
    service = (*arn.split(":"), "", "", "")[2]
    if service not in SENDERS:
        yield f"{user.label}: {arn} gets nothing here. Functions, machines, queues, topics, buses and log groups do."
    elif (service == "lambda" and find_registered(arn, registry) is None) or (
        service == "states" and find_machine(arn, registry) is None
    ):
        yield f"{user.label}: {arn} gets nothing here, since this program does not create it."


def _check_subscription(subscription: RegisteredResource, registry: Registry, account: LocalAccount) -> None:
    inputs = subscription.inputs
    if inputs.get("filterPolicy"):
        _check_pattern(subscription, "filterPolicy")
    topic = registry.find(TOPIC, "arn", inputs.get("topic"))
    if inputs.get("protocol") == "lambda" and topic is not None:
        arn = str(inputs.get("endpoint"))
        check_permission(subscription.label, arn, (SNS, "SNS"), topic.output("arn"), registry, account)


def _check_rule(rule: RegisteredResource) -> None:
    if rule.inputs.get("eventPattern"):
        _check_pattern(rule, "eventPattern")
    expression = rule.inputs.get("scheduleExpression")
    if not expression:
        return
    if rule.output("eventBusName") != DEFAULT:
        raise LocalError(
            f"{rule.label}: scheduleExpression is only allowed on the default event bus. Leave out eventBusName."
        )
    _check_expression(rule.label, str(expression), None, at=False)


def _check_target(target: RegisteredResource, registry: Registry, account: LocalAccount) -> None:
    inputs = target.inputs
    given = [name for name in INPUTS if inputs.get(name)]
    if len(given) > 1:
        raise LocalError(f"{target.label}: only one of {', '.join(INPUTS)} is allowed. Remove {' or '.join(given)}.")
    paths = [str(path) for path in ((inputs.get("inputTransformer") or {}).get("inputPaths") or {}).values()]
    for path in [*paths, *([str(inputs["inputPath"])] if inputs.get("inputPath") else ())]:
        try:
            select({}, path)
        except TemplateError as error:
            raise LocalError(f"{target.label}: {error}") from None
    parameters = target_parameters(target)
    arn, rule = str(inputs.get("arn")), _rule_of(parameters, registry)
    service = (*arn.split(":"), "", "", "")[2]
    if service == "lambda" and rule is not None:
        check_permission(target.label, arn, (EVENTS, "EventBridge"), rule.output("arn"), registry, account)
    if service == "states" or (service == "events" and inputs.get("roleArn")):
        _check_role(target.label, inputs.get("roleArn"), "roleArn", EVENTS, arn, registry)
    if arn.endswith(".fifo") and not (inputs.get("sqsTarget") or {}).get("messageGroupId"):
        raise LocalError(f"{target.label}: a FIFO queue needs sqsTarget with a messageGroupId.")


def _rule_of(parameters: dict[str, Any], registry: Registry) -> RegisteredResource | None:
    return next(
        (
            item
            for item in registry.of(EVENT_RULE)
            if item.output("name") == parameters["Rule"] and item.output("eventBusName") == parameters["EventBusName"]
        ),
        None,
    )


def _check_schedule(schedule: RegisteredResource, registry: Registry) -> None:
    inputs, label = schedule.inputs, schedule.label
    _check_expression(label, str(inputs.get("scheduleExpression")), inputs.get("scheduleExpressionTimezone"), at=True)
    target, window = inputs.get("target") or {}, inputs.get("flexibleTimeWindow") or {}
    minutes = window.get("maximumWindowInMinutes")
    if (window.get("mode") == "FLEXIBLE") != bool(minutes):
        raise LocalError(
            f"{label}: flexibleTimeWindow must have the mode OFF, or the mode FLEXIBLE and maximumWindowInMinutes."
        )
    arn = str(target.get("arn"))
    _check_role(label, target.get("roleArn"), "target.roleArn", SCHEDULER, arn, registry)


def _check_role(label: str, given: Any, key: str, service: str, arn: str, registry: Registry) -> None:
    """Check that a service may assume a role, and that the role may reach a target."""
    role: Role = find_role(given, registry, label, key)
    role.require_trust(service, {}, label)
    action = ACTIONS.get((*arn.split(":"), "", "", "")[2])
    if action is not None:
        role.require(action, arn, label, "its target needs")


def _check_pipe(pipe: RegisteredResource, registry: Registry) -> None:
    """Check a pipe: its filters, and the rights of its role to its source, its enrichment and its target."""
    inputs, label = pipe.inputs, pipe.label
    try:
        Filters.of((inputs.get("sourceParameters") or {}).get("filterCriteria"))
    except PatternError as error:
        raise LocalError(f"{label}: filterCriteria is not valid. {error}") from None
    source = str(inputs.get("source"))
    for arn in (inputs.get("enrichment"), inputs.get("target")):
        if arn:
            _check_role(label, inputs.get("roleArn"), "roleArn", PIPES, str(arn), registry)
    role = find_role(inputs.get("roleArn"), registry, label, "roleArn")
    for action in QUEUE_ACTIONS if ":sqs:" in source else ():
        role.require(action, source, label, "its source needs")


def _check_notification(notification: RegisteredResource, registry: Registry, account: LocalAccount) -> None:
    bucket = next(
        (item for item in registry.of(*BUCKETS) if item.outputs.get("bucket") == notification.inputs.get("bucket")),
        None,
    )
    for item in notification.inputs.get("lambdaFunctions") or ():
        arn = str(item.get("lambdaFunctionArn"))
        if bucket is not None:
            check_permission(notification.label, arn, (S3, "S3"), bucket.output("arn"), registry, account)


def _check_pattern(resource: RegisteredResource, key: str) -> None:
    try:
        read_pattern(resource.inputs.get(key))
    except PatternError as error:
        raise LocalError(f"{resource.label}: {key} is not valid. {error}") from None


def _check_expression(label: str, expression: str, zone: Any, *, at: bool) -> None:
    try:
        parse_schedule(expression, None if zone is None else str(zone), at=at)
    except ScheduleError as error:
        raise LocalError(f"{label}: {error}") from None
