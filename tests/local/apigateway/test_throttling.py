from __future__ import annotations

from typing import Any

import pytest

from aslant.local.apigateway.throttling import Bucket, buckets


class Clock:
    """A clock that only moves when a test sets it."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_is_served_and_then_one_request_for_each_new_token() -> None:
    clock = Clock()
    bucket = Bucket(2, 3, clock)
    assert [bucket.take() for _ in range(4)] == [True, True, True, False]
    clock.now = 0.4
    assert not bucket.take()
    clock.now = 0.5
    assert [bucket.take(), bucket.take()] == [True, False]
    clock.now = 100
    assert [bucket.take() for _ in range(4)] == [True, True, True, False]


@pytest.mark.parametrize(("rate", "burst"), [(0, 5), (5, 0), (0, 0)])
def test_a_limit_of_0_refuses_every_request(rate: float, burst: float) -> None:
    assert not Bucket(rate, burst, Clock()).take()


@pytest.mark.parametrize(
    ("stage", "served"),
    [
        ({}, {"A": 9, "B": 9}),
        ({"defaultRouteSettings": {"throttlingRateLimit": 1, "throttlingBurstLimit": 2}}, {"A": 2, "B": 2}),
        ({"defaultRouteSettings": {"throttlingRateLimit": 1}}, {"A": 0, "B": 0}),
        ({"defaultRouteSettings": {"detailedMetricsEnabled": True}}, {"A": 0, "B": 0}),
        (
            {
                "defaultRouteSettings": {"throttlingRateLimit": 1, "throttlingBurstLimit": 2},
                "routeSettings": [{"routeKey": "B", "throttlingRateLimit": 1, "throttlingBurstLimit": 5}],
            },
            {"A": 2, "B": 5},
        ),
        ({"routeSettings": [{"routeKey": "B", "throttlingBurstLimit": 5}]}, {"A": 9, "B": 0}),
    ],
)
def test_a_route_has_its_own_limits_or_those_of_the_stage(stage: dict[str, Any], served: dict[str, int]) -> None:
    limits = buckets(stage, ["A", "B"], Clock())
    taken = {key: sum(limits[key].take() for _ in range(9)) if key in limits else 9 for key in ("A", "B")}
    assert taken == served
