"""Throttling: a token bucket for each route, as in API Gateway.

API Gateway developer guide, "Throttle requests to your HTTP APIs": the burst is the size of the bucket, and the rate
refills it. If a stage sets only one of the two limits, the other is 0 on AWS and refuses every request (pulumi-aws
issue 2363). A stage without settings is not limited here.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any

__all__ = ["LIMITS", "Bucket", "buckets"]

LIMITS = ("throttlingRateLimit", "throttlingBurstLimit")


class Bucket:
    """A token bucket, from which each request takes a token. For one thread only."""

    def __init__(self, rate: float, burst: float, clock: Callable[[], float] = time.monotonic) -> None:
        """Start with `burst` tokens; `rate` tokens are added each second."""
        self._rate, self._burst, self._clock = rate, burst, clock
        self._tokens, self._filled = burst, clock()

    def take(self) -> bool:
        """Take a token; return False if there is none."""
        if not self._rate or not self._burst:
            return False
        now = self._clock()
        self._tokens = min(self._burst, self._tokens + (now - self._filled) * self._rate)
        self._filled = now
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True


def buckets(
    stage: Mapping[str, Any], route_keys: Iterable[str], clock: Callable[[], float] = time.monotonic
) -> dict[str, Bucket]:
    """Return a bucket for each route that the inputs of a stage limit."""
    own = {str(item.get("routeKey")): item for item in stage.get("routeSettings") or ()}
    found = {}
    for key in route_keys:
        settings = own.get(key) or stage.get("defaultRouteSettings")
        if settings:
            rate, burst = (float(settings.get(name) or 0) for name in LIMITS)
            found[key] = Bucket(rate, burst, clock)
    return found
