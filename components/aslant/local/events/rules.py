"""The rules of event buses: each passes the events that match its pattern to its targets.

EventBridge user guide, "Rules" and "Targets". An event that a target refuses goes to the target's dead-letter queue.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from aslant.local.events.patterns import PatternError, matches, read_pattern
from aslant.local.events.targets import Targets
from aslant.local.events.templates import TemplateError, transform
from aslant.local.services.hooks import Rule

__all__ = ["Rules", "placeholders", "scheduled_event", "to_time"]

MEMBERS = ("version", "id", "detail-type", "source", "account", "time", "region", "resources", "detail")
"""The members of an event, in AWS's order."""


class Rules:
    """The deliveries of all event buses."""

    def __init__(self, targets: Targets, spawn: Callable[..., None], log: Callable[[str], None]) -> None:
        """Deliver to targets in other threads, which `spawn` provides, and log what cannot be delivered."""
        self._targets = targets
        self._spawn = spawn
        self._log = log

    def receive(self, rule: Rule, event: Mapping[str, Any]) -> None:
        """Pass an event of a bus to the targets of a rule, if the rule is enabled and its pattern matches."""
        if not rule.enabled or not rule.pattern or not rule.targets:
            return
        try:
            if not matches(_pattern(rule.pattern), whole(event)):
                return
        except PatternError as error:
            self._log(f"rule {rule.name!r}: {error}")
            return
        self.start(rule, whole(event))

    def start(self, rule: Rule, event: Mapping[str, Any]) -> None:
        """Deliver an event to all targets of a rule."""
        for target in rule.targets:
            if ":sqs:" in str(target.get("Arn")):  # in this thread, so that messages keep their order
                self._deliver(rule, target, event)
            else:
                self._spawn(self._deliver, rule, target, event)

    def _deliver(self, rule: Rule, target: Mapping[str, Any], event: Mapping[str, Any]) -> None:
        arn, why = str(target.get("Arn")), f"rule {rule.name!r}"
        try:
            body = transform(target, event, placeholders(rule.arn, rule.name, event))
        except TemplateError as error:
            self._log(f"{why}: {error}")
            return
        self._targets.deliver(
            arn,
            body,
            why=why,
            settings={**target, "ExecutionName": f"{event.get('id')}_{uuid.uuid4()}"[:80]},
            dead_letters=(target.get("DeadLetterConfig") or {}).get("Arn"),
            attributes={"RULE_ARN": rule.arn, "TARGET_ARN": arn},
        )


def placeholders(arn: str, name: str, event: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of AWS's own placeholders in the templates of a rule's targets."""
    return {
        "aws.events.rule-arn": arn,
        "aws.events.rule-name": name,
        "aws.events.event": {key: value for key, value in event.items() if key != "detail"},
        "aws.events.event.json": dict(event),
        "aws.events.event.ingestion-time": event.get("time"),
    }


@lru_cache(maxsize=512)
def _pattern(text: str) -> Mapping[str, Any]:
    return read_pattern(text)


def whole(event: Mapping[str, Any]) -> dict[str, Any]:
    """Return an event with the members that AWS delivers, and its time as AWS writes it."""
    return {**{key: event[key] for key in MEMBERS if key in event}, "time": to_time(event.get("time"))}


def to_time(value: Any) -> str:
    """Return an instant as events have it: `2026-01-01T00:00:00Z`."""
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            return str(value)
    moment = datetime.fromtimestamp(float(value or 0), UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def scheduled_event(arn: str, instant: float, source: str) -> dict[str, Any]:
    """Return the event that a scheduled rule (`aws.events`) or a schedule (`aws.scheduler`) sends without an input."""
    _, _, _, region, account, _ = arn.split(":", 5)
    return {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": "Scheduled Event",
        "source": source,
        "account": account,
        "time": to_time(instant),
        "region": region,
        "resources": [arn],
        "detail": {} if source == "aws.events" else "{}",
    }
