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

__all__ = ["EVENT_BUS", "EVENT_TARGET", "KEPT", "TYPES"]

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


def _make_rule(resource: RegisteredResource, _: Path) -> Iterator[Kept]:
    """Yield the calls for a rule with a pattern; schedules do not run locally."""
    if resource.inputs.get("eventPattern"):
        parameters = {"Name": resource.output("name"), "EventBusName": resource.output("eventBusName")}
        yield Kept("events", "PutRule", {**parameters, "EventPattern": resource.inputs["eventPattern"]})


def _make_target(resource: RegisteredResource, _: Path) -> Iterator[Kept]:
    """Yield the calls for a queue; rules do not call other targets locally."""
    inputs = resource.inputs
    arn = str(inputs.get("arn"))
    if ":sqs:" in arn:
        target = {"Id": resource.output("targetId"), "Arn": arn}
        yield Kept(
            "events", "PutTargets", {"Rule": inputs["rule"], "EventBusName": _bus_of(resource), "Targets": [target]}
        )


TYPES: Mapping[str, Outputs] = {EVENT_BUS: _bus, EVENT_RULE: _rule, EVENT_TARGET: _target}
KEPT: Mapping[str, Keep] = {EVENT_BUS: _make_bus, EVENT_RULE: _make_rule, EVENT_TARGET: _make_target}
