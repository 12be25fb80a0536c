"""CloudWatch alarms on failures, timeouts and throttling of an API, its machines and its functions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi_aws as aws
from pulumi import Input

from aslant.aws.args import Alarms
from aslant.aws.children import Children
from aslant.aws.errors import ArgsError
from aslant.aws.rules import Rule, arn_of, check, mapping_of, positive, whole
from aslant.errors import did_you_mean

__all__ = ["METRICS", "Watched", "check_alarms", "make_alarms", "watched"]


@dataclass(frozen=True)
class Metric:
    """A CloudWatch metric, summed over a period, and its threshold."""

    namespace: str
    name: str
    threshold: float
    """The default number of events in a period that starts the alarm."""
    description: str
    """The event, for the alarm's description."""


METRICS: Mapping[str, Metric] = {
    "executions_failed": Metric("AWS/States", "ExecutionsFailed", 1, "executions have failed"),
    "executions_timed_out": Metric("AWS/States", "ExecutionsTimedOut", 1, "executions have taken too long"),
    "executions_throttled": Metric("AWS/States", "ExecutionThrottled", 1, "executions have had to wait for a quota"),
    "functions_throttled": Metric("AWS/Lambda", "Throttles", 1, "calls of the function have been refused"),
    "api_4xx": Metric("AWS/ApiGateway", "4xx", 100, "requests have been refused (4xx)"),
    "api_5xx": Metric("AWS/ApiGateway", "5xx", 1, "requests have failed (5xx)"),
}
"""By kind of alarm (Step Functions, Lambda and API Gateway Developer Guides, "CloudWatch metrics")."""

REST_NAMES = {"4xx": "4XXError", "5xx": "5XXError"}
"""The names of these metrics for a REST API."""

_SECONDS = whole(60, 86_400, "seconds")


def _period(value: Any) -> str | None:
    """Check a period, which is a number of whole minutes."""
    return _SECONDS(value) or (f"must be a multiple of 60, not {value!r}" if value % 60 else None)


RULES: Mapping[str, Rule] = {
    "topic_arn": arn_of("sns", "[^:]+", "an SNS topic"),
    "period_seconds": _period,
    "thresholds": mapping_of(positive("events in a period"), "alarm kinds to numbers"),
}


@dataclass(frozen=True)
class Watched:
    """One alarm to create: its metric, and the resource that it watches."""

    kind: str
    """The kind of alarm."""
    name: str
    """The name of the alarm in Pulumi."""
    what: str
    """The watched resource, for the description."""
    dimensions: Mapping[str, Input[str]]
    metric: str
    """The metric's name."""


def check_alarms(place: str, value: Any) -> dict[str, Any]:
    """Return the arguments that are set; raise ArgsError for a threshold of an unknown alarm."""
    given = check(f"{place}: alarms", value, Alarms, RULES, frozenset({"thresholds"}))
    for kind in given.get("thresholds", {}):
        if kind not in METRICS:
            hint = did_you_mean(kind, METRICS) or f". The alarms are {', '.join(METRICS)}."
            raise ArgsError(f"{place}: alarms: thresholds has {kind!r}, which is not an alarm{hint}")
    return given


def watched(
    name: str,
    api: Mapping[str, Input[str]],
    rest: bool,
    machines: Sequence[tuple[str, str, Input[str]]],
    functions: Mapping[str, Input[str]],
) -> Iterator[Watched]:
    """Yield the alarms of an API, its machines (name in Pulumi, route key, ARN) and its functions (by symbol)."""
    for child, key, arn in machines:
        for kind in ("executions_failed", "executions_timed_out", "executions_throttled"):
            yield Watched(kind, f"{child}-{_slug(kind)}", key, {"StateMachineArn": arn}, METRICS[kind].name)
    for symbol, function in functions.items():
        kind = "functions_throttled"
        yield Watched(
            kind, f"{name}-function-{symbol}-throttled", symbol, {"FunctionName": function}, METRICS[kind].name
        )
    for kind in ("api_4xx", "api_5xx"):
        metric = METRICS[kind].name
        yield Watched(kind, f"{name}-{_slug(kind)}", name, api, REST_NAMES[metric] if rest else metric)


def make_alarms(
    children: Children, given: Mapping[str, Any], alarms: Sequence[Watched]
) -> dict[str, aws.cloudwatch.MetricAlarm]:
    """Register the alarms; return them by name."""
    topic = [given["topic_arn"]] if "topic_arn" in given else None
    return {alarm.name: _alarm(children, given, alarm, topic) for alarm in alarms}


def _alarm(
    children: Children, given: Mapping[str, Any], alarm: Watched, topic: list[Input[str]] | None
) -> aws.cloudwatch.MetricAlarm:
    metric = METRICS[alarm.kind]
    return children.make(
        alarm.kind,
        aws.cloudwatch.MetricAlarm,
        alarm.name,
        {
            "alarm_description": f"{alarm.what}: {metric.description}",
            "namespace": metric.namespace,
            "metric_name": alarm.metric,
            "dimensions": dict(alarm.dimensions),
            "statistic": "Sum",
            "period": given.get("period_seconds", 300),
            "evaluation_periods": 1,
            "threshold": given.get("thresholds", {}).get(alarm.kind, metric.threshold),
            "comparison_operator": "GreaterThanOrEqualToThreshold",
            # No events means no failures.
            "treat_missing_data": "notBreaching",
            "alarm_actions": topic,
            "ok_actions": topic,
            "tags": children.tags,
        },
    )


def _slug(kind: str) -> str:
    return kind.removeprefix("executions_").removeprefix("api_").replace("_", "-")
