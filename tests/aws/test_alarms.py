"""Alarms: the exact ones, and what they are of."""

from typing import Any

import pytest

from aslant.aws import StateMachineApi
from aslant.errors import ArgsError
from tests.aws.recording import Recording, record
from workflows.pizza import pizza

MACHINE = "arn:aws:states:eu-west-1:111122223333:stateMachine:shop-1a2b3c4"
TOPIC = "arn:aws:sns:eu-west-1:111122223333:on-call"


def deploy(alarms: Any, **args: Any) -> Recording:
    return record(lambda: StateMachineApi("shop", {"workflow": pizza, "alarms": alarms, **args}))  # type: ignore[arg-type]


def alarms(recorded: Recording) -> dict[str, dict[str, Any]]:
    return {one.name: one.inputs for key, one in recorded.all.items() if key.startswith("MetricAlarm")}


def test_everything_that_can_fail_is_watched() -> None:
    machine, function, api = (
        {"StateMachineArn": MACHINE},
        {"FunctionName": "shop-pineapple_check-1a2b3c4"},
        {"ApiId": "api123"},
    )
    found = alarms(deploy({}))
    assert {
        name: (one["namespace"], one["metricName"], one["dimensions"], one["threshold"]) for name, one in found.items()
    } == {
        "shop-failed": ("AWS/States", "ExecutionsFailed", machine, 1),
        "shop-timed-out": ("AWS/States", "ExecutionsTimedOut", machine, 1),
        "shop-throttled": ("AWS/States", "ExecutionThrottled", machine, 1),
        "shop-function-pineapple_check-throttled": ("AWS/Lambda", "Throttles", function, 1),
        "shop-4xx": ("AWS/ApiGateway", "4xx", api, 100),
        "shop-5xx": ("AWS/ApiGateway", "5xx", api, 1),
    }
    assert found["shop-failed"] == {
        "alarmDescription": "POST /: executions have failed",
        "namespace": "AWS/States",
        "metricName": "ExecutionsFailed",
        "dimensions": machine,
        "statistic": "Sum",
        "period": 300,
        "evaluationPeriods": 1,
        "threshold": 1,
        "comparisonOperator": "GreaterThanOrEqualToThreshold",
        "treatMissingData": "notBreaching",
    }


def test_a_rest_api_has_metrics_of_its_own() -> None:
    found = alarms(deploy({}, api_type="REST"))
    dimensions = {"ApiName": "shop-1a2b3c4", "Stage": "live"}
    assert [(found[f"shop-{kind}"]["metricName"], found[f"shop-{kind}"]["dimensions"]) for kind in ("4xx", "5xx")] == [
        ("4XXError", dimensions), ("5XXError", dimensions)
    ]  # fmt: skip


def test_a_topic_a_period_and_thresholds() -> None:
    found = alarms(deploy({"topic_arn": TOPIC, "period_seconds": 60, "thresholds": {"api_4xx": 5}}))
    assert {one["period"] for one in found.values()} == {60}
    assert {(*one["alarmActions"], *one["okActions"]) for one in found.values()} == {(TOPIC, TOPIC)}
    assert found["shop-4xx"]["threshold"] == 5
    assert found["shop-5xx"]["threshold"] == 1


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (
            {"thresholds": {"api_4x": 1}},
            "alarms: thresholds has 'api_4x', which is not an alarm. Did you mean 'api_4xx'?",
        ),
        ({"thresholds": {"api_4xx": 0}}, "has 'api_4xx', which must be a number of events in a period above 0, not 0"),
        ({"period_seconds": 90}, "alarms: period_seconds must be a multiple of 60, not 90"),
        ({"thresholds": {"api_5xx": float("inf")}}, "which must be a number of events in a period above 0, not inf"),
        ({"topic_arn": "on-call"}, "alarms: topic_arn must be the ARN of an SNS topic, arn:aws:sns:…, not 'on-call'"),
        ({"topic": TOPIC}, "alarms: 'topic' is not an argument. Did you mean 'topic_arn'?"),
        (True, "alarms: args must be a dict of arguments, not bool"),
    ],
)
def test_an_alarm_of_nothing_is_refused(given: Any, message: str) -> None:
    with pytest.raises(ArgsError) as caught:
        deploy(given)
    assert message in str(caught.value)
