"""Schedules: rules with a schedule expression, and those of EventBridge Scheduler. They fire at their time, or by hand.

Before the first request for a service, the schedules are those that the program registers. After it, they are those of
the store, which clients can change.
"""

from __future__ import annotations

import dataclasses
import json
import random
import threading
import time
import uuid
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from aslant.local.events.rules import Rules, scheduled_event, to_time
from aslant.local.events.schedule_expression import Schedule, ScheduleError, parse_schedule
from aslant.local.services.hooks import Rule
from aslant.provider.resources.buses import EVENT_RULE, EVENT_TARGET, rule_parameters, target_parameters
from aslant.provider.resources.schedules import SCHEDULE, schedule_parameters

if TYPE_CHECKING:
    from aslant.local.events.targets import Targets
    from aslant.local.services.store_data import StoreData
    from aslant.provider.registry import Registry
    from aslant.run.hub import Hub, Timer

__all__ = ["Schedules", "Timed"]

RETRY_SECONDS = 1.0
"""The delay before the first retry of a schedule's target, which doubles each time."""


@dataclasses.dataclass(frozen=True, slots=True)
class Timed:
    """Something with a schedule: a rule or a schedule of EventBridge Scheduler."""

    arn: str
    kind: str
    """`rule` or `schedule`, for the log."""
    name: str
    expression: str
    zone: str | None
    start: float | None
    """The instants between which it fires; None if it is not limited."""
    end: float | None
    window: float
    """The flexible time window in seconds; 0 if it is off."""
    enabled: bool
    ends: bool
    """Whether it is deleted after its last invocation."""
    rule: Rule | None
    """The rule with its targets; None for a schedule."""
    target: Mapping[str, Any]
    """The target of a schedule, as in the API."""

    @property
    def schedule(self) -> Schedule:
        """The parsed expression. Raises ScheduleError if it is not valid."""
        return parse_schedule(self.expression, self.zone, at=self.rule is None)


class Schedules:
    """All schedules, each with a timer for its next instant. Safe to use from several threads."""

    def __init__(
        self,
        registry: Registry,
        rules: Rules,
        targets: Targets,
        data: Callable[[], StoreData | None],
        hub: Hub,
        spawn: Callable[..., None],
        log: Callable[[str], None],
    ) -> None:
        """Read the registered schedules. `data` returns the store's data once it is running."""
        self._rules = rules
        self._targets = targets
        self._data = data
        self._hub = hub
        self._spawn = spawn
        self._log = log
        self._lock = threading.Lock()
        self._born = time.time()
        self._timed: dict[str, Timed] = {}
        self._timers: dict[str, Timer] = {}
        self._ended = False
        self._replace(_registered(registry))

    def all(self) -> list[Timed]:
        """Return all schedules, in alphabetical order."""
        with self._lock:
            return sorted(self._timed.values(), key=lambda item: (item.name, item.arn))

    def next(self, timed: Timed) -> float | None:
        """Return the next instant of a schedule; None if it does not fire again."""
        return self._after(timed, time.time()) if timed.enabled else None

    def refresh(self) -> None:
        """Read the schedules again after a client may have changed them."""
        data = self._data()
        if data is not None:
            self._replace(_stored(data))

    def fire(self, timed: Timed, instant: float | None = None) -> None:
        """Invoke the targets of a schedule now, in other threads."""
        at = time.time() if instant is None else instant
        if timed.rule is not None:
            event = scheduled_event(timed.arn, at, "aws.events")
            self._spawn(self._rules.start, timed.rule, event)
        else:
            self._spawn(self._invoke, timed, at, str(uuid.uuid4()), 1)

    def end(self) -> None:
        """Cancel all timers."""
        with self._lock:
            self._ended = True
            timers, self._timers = list(self._timers.values()), {}
        for timer in timers:
            self._hub.cancel(timer)

    def _replace(self, found: Iterable[Timed]) -> None:
        new = {timed.arn: timed for timed in found}
        with self._lock:
            before, self._timed = self._timed, new
        for arn, timed in {**before, **new}.items():
            if before.get(arn) != new.get(arn):
                self._set(arn, timed if arn in new else None)

    def _set(self, arn: str, timed: Timed | None, after: float | None = None) -> None:
        """Set the timer of a schedule to its next instant."""
        with self._lock:
            old = self._timers.pop(arn, None)
        if old is not None:
            self._hub.cancel(old)
        if timed is None or not timed.enabled or self._ended:
            return
        instant = self._after(timed, max(time.time(), after or 0))
        if instant is None:
            return
        delay = random.uniform(0, timed.window)  # noqa: S311  # it distributes work
        timer = self._hub.at(instant + delay, lambda: self._due(timed, instant))
        with self._lock:
            self._timers[arn] = timer

    def _after(self, timed: Timed, instant: float) -> float | None:
        try:
            found = timed.schedule.after(
                max(instant, (timed.start or 0) - 0.001), self._born if timed.start is None else timed.start
            )
        except ScheduleError as error:
            self._log(f"{timed.kind} {timed.name!r}: {error}")
            return None
        return None if found is None or (timed.end is not None and found > timed.end) else found

    def _due(self, timed: Timed, instant: float) -> None:
        with self._lock:
            if self._timed.get(timed.arn) != timed or self._ended:
                return
        self.fire(timed, instant)
        self._set(timed.arn, timed, instant)
        data = self._data()
        if timed.ends and data is not None and self._after(timed, instant) is None:
            self._spawn(self._delete, timed, data)

    def _delete(self, timed: Timed, data: StoreData) -> None:
        data.delete_schedule(timed.arn)
        with self._lock:
            self._timed.pop(timed.arn, None)

    def _invoke(self, timed: Timed, instant: float, execution: str, attempt: int) -> None:
        """Invoke the target of a schedule; a failure is retried with growing delays, as its retry policy allows."""
        from aslant.local.events.targets import DeliveryError

        target, why = timed.target, f"schedule {timed.name!r}"
        body = _input(timed, instant, execution, attempt)
        try:
            self._targets.send(str(target.get("Arn")), body, why=why, settings=target)
        except DeliveryError as error:
            policy = target.get("RetryPolicy") or {}
            if error.code in ("ThrottlingException", "InternalFailure") and attempt <= int(
                policy.get("MaximumRetryAttempts", 185)
            ):
                delay = RETRY_SECONDS * 2 ** min(attempt - 1, 10)
                self._log(f"{why} could not reach {target.get('Arn')}, and tries again in {delay:g} s: {error}")
                again = (self._invoke, timed, instant, execution, attempt + 1)
                self._hub.at(time.time() + delay, lambda: self._spawn(*again))
                return
            self._log(f"{why} could not reach {target.get('Arn')}: {error.code}: {error}")
            dead_letters = (target.get("DeadLetterConfig") or {}).get("Arn")
            if dead_letters:
                given = {
                    "SCHEDULE_ARN": timed.arn,
                    "TARGET_ARN": str(target.get("Arn")),
                    "ERROR_CODE": error.code,
                    "ERROR_MESSAGE": str(error) or "-",
                    "RETRY_ATTEMPTS": str(attempt - 1),
                }
                attributes = {name: {"DataType": "String", "StringValue": text} for name, text in given.items()}
                self._targets.bury(str(dead_letters), body, attributes, f"{why}, dead letter")


def _input(timed: Timed, instant: float, execution: str, attempt: int) -> str:
    """Return the input of a schedule with its context attributes filled in, or the default event."""
    given = timed.target.get("Input")
    if given is None:
        return json.dumps(scheduled_event(timed.arn, instant, "aws.scheduler"))
    known = {
        "schedule-arn": timed.arn,
        "scheduled-time": to_time(instant),
        "execution-id": execution,
        "attempt-number": str(attempt),
    }
    text = str(given)
    for name, value in known.items():
        text = text.replace(f"<aws.scheduler.{name}>", value)
    return text


def _registered(registry: Registry) -> Iterable[Timed]:
    """Yield the schedules that a program registers."""
    targets: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for item in registry.of(EVENT_TARGET):
        parameters = target_parameters(item)
        key = (str(parameters["Rule"]), str(parameters["EventBusName"]))
        targets.setdefault(key, []).extend(parameters["Targets"])
    for item in registry.of(EVENT_RULE):
        parameters = rule_parameters(item)
        expression = parameters.get("ScheduleExpression")
        if expression and not item.read:
            name, bus = str(parameters["Name"]), str(parameters["EventBusName"])
            rule = Rule(
                item.output("arn"),
                name,
                parameters.get("EventPattern"),
                parameters.get("State") != "DISABLED",
                tuple(targets.get((name, bus), ())),
            )
            yield _of_rule(rule, str(expression))
    for item in registry.of(SCHEDULE):
        yield _of_schedule({**schedule_parameters(item), "Arn": item.output("arn")})


def _stored(data: StoreData) -> Iterable[Timed]:
    """Yield the schedules in the store."""
    for rule, expression in data.rules():
        yield _of_rule(rule, expression)
    for schedule in data.schedules():
        yield _of_schedule(schedule)


def _of_rule(rule: Rule, expression: str) -> Timed:
    return Timed(rule.arn, "rule", rule.name, expression, None, None, None, 0.0, rule.enabled, False, rule, {})


def _of_schedule(given: Mapping[str, Any]) -> Timed:
    window = given.get("FlexibleTimeWindow") or {}
    return Timed(
        arn=str(given["Arn"]),
        kind="schedule",
        name=str(given["Name"]),
        expression=str(given["ScheduleExpression"]),
        zone=given.get("ScheduleExpressionTimezone"),
        start=_instant(given.get("StartDate")),
        end=_instant(given.get("EndDate")),
        window=60.0 * int(window.get("MaximumWindowInMinutes") or 0) if window.get("Mode") == "FLEXIBLE" else 0.0,
        enabled=given.get("State") != "DISABLED",
        ends=given.get("ActionAfterCompletion") == "DELETE",
        rule=None,
        target=dict(given.get("Target") or {}),
    )


def _instant(value: Any) -> float | None:
    """Return epoch seconds, from a number or an ISO date; None without a value."""
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return value.timestamp()
    try:
        return float(value)
    except ValueError:
        moment = datetime.fromisoformat(str(value).replace("Z", "+00:00"))
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
