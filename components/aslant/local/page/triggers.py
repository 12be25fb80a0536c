"""Schedules and the rules of event buses, which the page can fire by hand."""

from __future__ import annotations

import json
import re
import time
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aslant.json_value import Json
from aslant.local.answers import AwsError
from aslant.local.events.rules import placeholders
from aslant.local.events.templates import TemplateError, transform
from aslant.local.executions import read_input
from aslant.local.functions.function_names import find_function
from aslant.local.page.histories import pretty
from aslant.provider.account import LocalAccount
from aslant.provider.resources.buses import EVENT_RULE, EVENT_TARGET
from aslant.run.timestamps import format_timestamp

if TYPE_CHECKING:
    from aslant.local.deployment import Deployment
    from aslant.provider.registry import RegisteredResource, Registry

__all__ = ["SCHEDULE", "fire", "target_input", "triggers"]

SCHEDULE = "aws:scheduler/schedule:Schedule"
VARIABLE = re.compile(r"<([\w.-]+)>")


@dataclass(frozen=True, slots=True)
class Trigger:
    """A schedule or a rule with one of its targets."""

    resource: RegisteredResource
    """The schedule, or the target of the rule."""
    rule: RegisteredResource | None
    target: str
    """The ARN of what it starts."""

    @property
    def id(self) -> str:
        """The URN of the resource."""
        return self.resource.urn

    @property
    def when(self) -> str:
        """The schedule's expression, or the pattern of the rule's events."""
        inputs = self.resource.inputs if self.rule is None else self.rule.inputs
        return str(inputs.get("scheduleExpression") or inputs.get("eventPattern") or "")

    @property
    def name(self) -> str:
        """The name of the schedule or the rule."""
        resource = self.rule or self.resource
        return str(resource.outputs.get("name") or resource.inputs.get("name") or resource.name)


def triggers(registry: Registry, account: LocalAccount) -> list[dict[str, Json]]:
    """Return the schedules and the rules' targets, each with an event that would fire it."""
    return [
        {
            "id": trigger.id,
            "kind": "schedule" if trigger.rule is None else "rule",
            "name": trigger.name,
            "when": trigger.when,
            "target": trigger.target,
            "enabled": _enabled(trigger),
            "event": pretty(sample_event(trigger, account)),
        }
        for trigger in _found(registry)
    ]


def _found(registry: Registry) -> Iterator[Trigger]:
    for schedule in registry.of(SCHEDULE):
        target = schedule.inputs.get("target") or {}
        yield Trigger(schedule, None, str(target.get("arn")))
    for target in registry.of(EVENT_TARGET):
        rule = registry.find(EVENT_RULE, "name", target.inputs.get("rule"))
        if rule is not None:
            yield Trigger(target, rule, str(target.inputs.get("arn")))


def _enabled(trigger: Trigger) -> bool:
    inputs = trigger.resource.inputs if trigger.rule is None else trigger.rule.inputs
    return inputs.get("state") != "DISABLED" and inputs.get("isEnabled") is not False


def sample_event(trigger: Trigger, account: LocalAccount) -> Any:
    """Return the input of a schedule, or an event that matches a rule."""
    if trigger.rule is None:
        text = str((trigger.resource.inputs.get("target") or {}).get("input") or "{}")
        return _value(_scheduled(text, trigger.resource))
    event: dict[str, Any] = {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": account.id,
        "time": format_timestamp(time.time())[:19] + "Z",
        "region": account.region,
        "resources": [trigger.rule.outputs.get("arn")],
        "detail": {},
    }
    pattern = _value(str(trigger.rule.inputs.get("eventPattern") or "{}"))
    return _matching(event, pattern) if isinstance(pattern, dict) else event


def _scheduled(text: str, schedule: RegisteredResource) -> str:
    """Replace the context attributes of EventBridge Scheduler in an input (user guide, "Context attributes")."""
    values = {
        "aws.scheduler.schedule-arn": str(schedule.outputs.get("arn")),
        "aws.scheduler.scheduled-time": format_timestamp(time.time())[:19] + "Z",
        "aws.scheduler.execution-id": str(uuid.uuid4()),
        "aws.scheduler.attempt-number": "1",
    }
    return VARIABLE.sub(lambda found: values.get(found[1], found[0]), text)


def _matching(event: dict[str, Any], pattern: Mapping[str, Any]) -> dict[str, Any]:
    """Return an event with the first value that a pattern allows in each of its places."""
    stack = [(event, pattern)]
    while stack:
        target, rules = stack.pop()
        for name, rule in rules.items():
            if isinstance(rule, dict):
                inner = target[name] = dict(target[name]) if isinstance(target.get(name), dict) else {}
                stack.append((inner, rule))
            elif isinstance(rule, list) and rule and not name.startswith("$"):
                target[name] = _example(rule[0])
                if name == "resources":
                    target[name] = [target[name]]
    return event


def _example(rule: Any) -> Any:
    """Return a value that matches one entry of a pattern (EventBridge user guide, "Comparison operators")."""
    if not isinstance(rule, dict):
        return rule
    key, value = next(iter(rule.items()), ("", None))
    if key in ("prefix", "suffix", "equals-ignore-case") and isinstance(value, str):
        return value
    if key == "wildcard" and isinstance(value, str):
        return value.replace("*", "x")
    if key == "numeric" and isinstance(value, list) and len(value) > 1:
        shift = {"<": -1, ">": 1}.get(str(value[0]), 0)
        return value[1] + shift if isinstance(value[1], int | float) else 0
    return "..."


def target_input(target: Mapping[str, Any], event: Any, arn: str = "", name: str = "") -> str:
    """Return the JSON string that the rule with an ARN and a name passes to a target.

    The target is given by the inputs of its resource.

    Raises:
        AwsError: the input of the target cannot be made.
    """
    transformer = target.get("inputTransformer")
    if isinstance(transformer, Mapping):
        transformer = {
            "InputPathsMap": transformer.get("inputPaths"),
            "InputTemplate": transformer.get("inputTemplate"),
        }
    members = {"Input": target.get("input"), "InputPath": target.get("inputPath"), "InputTransformer": transformer}
    try:
        return transform(members, event, placeholders(arn, name, event if isinstance(event, dict) else {}))
    except TemplateError as error:
        raise AwsError("ValidationException", str(error)) from None


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def fire(deployment: Deployment, id: str, event_text: str) -> dict[str, Json]:
    """Start the target of a trigger with an event, and return the execution or the function that was started.

    Raises:
        AwsError: the trigger does not exist, or its target cannot be started here.
    """
    event = read_input(event_text)
    trigger = next((item for item in _found(deployment.registry) if item.id == id), None)
    if trigger is None:
        raise AwsError("TriggerDoesNotExist", "The program does not have this schedule or rule any more.", 404)
    text = (
        json.dumps(event)
        if trigger.rule is None
        else target_input(trigger.resource.inputs, event, str(trigger.rule.outputs.get("arn")), trigger.name)
    )
    if deployment.machines.find(trigger.target) is not None:
        run = deployment.executions.start({"stateMachineArn": trigger.target, "input": text})
        return {"execution": run.arn, "input": text}
    workers = find_function(deployment.functions, trigger.target)
    if workers is None:
        raise AwsError(
            "TargetNotSupported",
            f"The target {trigger.target} is not a state machine or a function of this program. Only these can be "
            "started here.",
        )
    invocation = workers.invoke(text.encode(), str(uuid.uuid4()))
    return {
        "function": workers.function.name,
        "input": text,
        "failed": invocation.failed,
        "answer": pretty(_value(invocation.payload.decode("utf-8", "replace"))),
    }
