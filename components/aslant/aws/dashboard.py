"""A CloudWatch dashboard of an API: requests, failures and durations."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pulumi_aws as aws
from pulumi import Input, Output

from aslant.aws.alarms import REST_NAMES
from aslant.aws.children import Children
from aslant.iam import Account

__all__ = ["body", "make_dashboard"]

_WIDTH, _HEIGHT = 12, 6


def make_dashboard(
    children: Children,
    name: str,
    unique: Input[str],
    api: Mapping[str, Input[str]],
    rest: bool,
    machines: Mapping[str, Input[str]],
    functions: Mapping[str, Input[str]],
    account: Output[Account],
) -> aws.cloudwatch.Dashboard:
    """Register a dashboard named `unique`; machines are by route key, functions by symbol."""
    text = Output.all(api=api, machines=machines, functions=functions, account=account).apply(
        lambda known: json.dumps(
            body(known["account"].region, known["api"], rest, known["machines"], known["functions"])
        )
    )
    return children.make(
        "dashboard", aws.cloudwatch.Dashboard, name, {"dashboard_name": unique, "dashboard_body": text}
    )


def body(
    region: str, api: Mapping[str, str], rest: bool, machines: Mapping[str, str], functions: Mapping[str, str]
) -> dict[str, Any]:
    """Return the body of the dashboard (CloudWatch API reference, "Dashboard body structure and syntax")."""
    of_api = [part for pair in api.items() for part in pair]
    refused, failed = REST_NAMES.values() if rest else REST_NAMES
    graphs = [
        ("Requests", "Sum", [["AWS/ApiGateway", metric, *of_api] for metric in ("Count", refused, failed)]),
        ("Latency (ms)", "p99", [["AWS/ApiGateway", metric, *of_api] for metric in ("Latency", "IntegrationLatency")]),
    ]
    for key, arn in machines.items():
        states: list[list[str]] = [
            ["AWS/States", f"Executions{what}", "StateMachineArn", arn]
            for what in ("Started", "Succeeded", "Failed", "TimedOut")
        ]
        graphs.append((f"Executions of {key}", "Sum", states))
        graphs.append((f"Time of {key} (ms)", "p99", [["AWS/States", "ExecutionTime", "StateMachineArn", arn]]))
    for symbol, function in functions.items():
        calls = [["AWS/Lambda", what, "FunctionName", function] for what in ("Invocations", "Errors", "Throttles")]
        graphs.append((f"Calls of {symbol}", "Sum", calls))
        graphs.append((f"Time of {symbol} (ms)", "p99", [["AWS/Lambda", "Duration", "FunctionName", function]]))
    return {"widgets": [_widget(number, region, *graph) for number, graph in enumerate(graphs)]}


def _widget(number: int, region: str, title: str, statistic: str, metrics: Sequence[Sequence[str]]) -> dict[str, Any]:
    row, column = divmod(number, 2)
    return {
        "type": "metric",
        "x": column * _WIDTH,
        "y": row * _HEIGHT,
        "width": _WIDTH,
        "height": _HEIGHT,
        "properties": {
            "title": title,
            "region": region,
            "stat": statistic,
            "period": 60,
            "metrics": [list(metric) for metric in metrics],
        },
    }
