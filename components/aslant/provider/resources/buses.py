"""EventBridge event buses, rules and their targets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from aslant.errors import LocalError
from aslant.provider.account import LocalAccount, digest
from aslant.provider.registry import RegisteredResource, Registry
from aslant.provider.resources.kept import Keep, Kept
from aslant.provider.resources.naming import Outputs, name_of

__all__ = ["EVENT_BUS", "EVENT_RULE", "EVENT_TARGET", "KEPT", "TYPES", "rule_parameters", "target_parameters"]

EVENT_BUS = "aws:cloudwatch/eventBus:EventBus"
EVENT_RULE = "aws:cloudwatch/eventRule:EventRule"
EVENT_TARGET = "aws:cloudwatch/eventTarget:EventTarget"

DEFAULT = "default"
"""The event bus that every account has."""


def _bus(resource: RegisteredResource, account: LocalAccount, _: Registry) -> dict[str, Any]:
    name = name_of(resource)
    return {"id": name, "name": name, "arn": account.arn("events", f"event-bus/{name}")}


def _rule(resource: RegisteredResource, account: LocalAccount, registry: Registry) -> dict[str, Any]:
    inputs, name = resource.inputs, name_of(resource)
    bus = _bus_of(resource)
    if bus != DEFAULT and registry.find(EVENT_BUS, "name", bus) is None:
        raise LocalError(f"{resource.label}: the event bus {bus!r} does not exist. Pass the `name` of one")
    if not inputs.get("eventPattern") and not inputs.get("scheduleExpression"):
        raise LocalError(f"{resource.label}: eventPattern and scheduleExpression are missing. Set one of them.")
    id = name if bus == DEFAULT else f"{bus}/{name}"
    return {"id": id, "name": name, "eventBusName": bus, "arn": account.arn("events", f"rule/{id}")}


def _bus_of(resource: RegisteredResource) -> str:
    """Return the event bus of a rule or target, which refers to it by name or ARN."""
    return str(resource.inputs.get("eventBusName") or DEFAULT).rpartition("/")[2]


def _target(resource: RegisteredResource, _: LocalAccount, registry: Registry) -> dict[str, Any]:
    rule = resource.inputs.get("rule")
    if registry.find(EVENT_RULE, "name", rule) is None:
        raise LocalError(f"{resource.label}: the rule {rule!r} does not exist. Pass the `name` of one")
    id = str(resource.inputs.get("targetId") or f"terraform-{digest(resource.urn, 26)}")
    return {"id": f"{rule}-{id}", "targetId": id}


def _make_bus(resource: RegisteredResource, _: Path) -> Iterator[Kept]:
    yield Kept("events", "CreateEventBus", {"Name": resource.output("name")})


def rule_parameters(resource: RegisteredResource) -> dict[str, Any]:
    """Return the parameters of PutRule for a registered rule."""
    inputs = resource.inputs
    enabled = inputs.get("isEnabled") is not False
    return _present(
        {
            "Name": resource.output("name"),
            "EventBusName": resource.output("eventBusName"),
            "EventPattern": inputs.get("eventPattern"),
            "ScheduleExpression": inputs.get("scheduleExpression"),
            "State": inputs.get("state") or ("ENABLED" if enabled else "DISABLED"),
            "RoleArn": inputs.get("roleArn"),
            "Description": inputs.get("description"),
        }
    )


def target_parameters(resource: RegisteredResource) -> dict[str, Any]:
    """Return the parameters of PutTargets for a registered target."""
    inputs = resource.inputs
    transformer, retries = inputs.get("inputTransformer") or {}, inputs.get("retryPolicy") or {}
    queue, dead_letters = inputs.get("sqsTarget") or {}, inputs.get("deadLetterConfig") or {}
    target = {
        "Id": resource.output("targetId"),
        "Arn": inputs.get("arn"),
        "RoleArn": inputs.get("roleArn"),
        "Input": inputs.get("input"),
        "InputPath": inputs.get("inputPath"),
        "InputTransformer": _present(
            {"InputPathsMap": transformer.get("inputPaths"), "InputTemplate": transformer["inputTemplate"]}
        )
        if transformer
        else None,
        "DeadLetterConfig": {"Arn": dead_letters["arn"]} if dead_letters.get("arn") else None,
        "RetryPolicy": _present(
            {
                "MaximumEventAgeInSeconds": retries.get("maximumEventAgeInSeconds"),
                "MaximumRetryAttempts": retries.get("maximumRetryAttempts"),
            }
        )
        or None,
        "SqsParameters": {"MessageGroupId": queue["messageGroupId"]} if queue.get("messageGroupId") else None,
    }
    return {"Rule": inputs.get("rule"), "EventBusName": _bus_of(resource), "Targets": [_present(target)]}


def _present(members: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value is not None}


def _make_rule(resource: RegisteredResource, _: Path) -> Iterator[Kept]:
    yield Kept("events", "PutRule", rule_parameters(resource))


def _make_target(resource: RegisteredResource, _: Path) -> Iterator[Kept]:
    yield Kept("events", "PutTargets", target_parameters(resource))


TYPES: Mapping[str, Outputs] = {EVENT_BUS: _bus, EVENT_RULE: _rule, EVENT_TARGET: _target}
KEPT: Mapping[str, Keep] = {EVENT_BUS: _make_bus, EVENT_RULE: _make_rule, EVENT_TARGET: _make_target}
