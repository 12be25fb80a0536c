"""How many requests a route takes: a token bucket for each, as API Gateway has one.

API Gateway developer guide, "Throttle requests to your HTTP APIs": the rate refills the bucket, the burst is its
size. A limit that a stage leaves out where it gives another is 0 on AWS and refuses every request (pulumi-aws
issue 2363); a stage without settings has no limit here.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any

__all__ = ["LIMITS", "Bucket", "buckets"]

LIMITS = ("throttlingRateLimit", "throttlingBurstLimit")


class Bucket:
    """Tokens, of which each request takes one. For one thread."""

    def __init__(self, rate: float, burst: float, clock: Callable[[], float] = time.monotonic) -> None:
        """Start full, with `burst` tokens; `rate` more come each second."""
        self._rate, self._burst, self._clock = rate, burst, clock
        self._tokens, self._filled = burst, clock()

    def take(self) -> bool:
        """Take a token; False when there is none."""
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
    """A bucket for each route that a stage limits, from the stage's inputs."""
    own = {str(item.get("routeKey")): item for item in stage.get("routeSettings") or ()}
    found = {}
    for key in route_keys:
        settings = own.get(key) or stage.get("defaultRouteSettings")
        if settings:
            rate, burst = (float(settings.get(name) or 0) for name in LIMITS)
            found[key] = Bucket(rate, burst, clock)
    return found
