"""The time to build a chain of tasks and write it as JSON, compared to `json.dumps` of the same dict."""

from __future__ import annotations

import gc
import json
from collections.abc import Callable
from functools import partial
from time import perf_counter
from typing import Any

from aslant.asl import Flow, Retry, StateMachine, Task

SIZES = (10, 100, 1_000, 10_000)
ARN = "arn:aws:lambda:us-east-1:123456789012:function:work"
TRANSIENT = Retry(["Lambda.ServiceException", "Lambda.TooManyRequestsException"], interval_seconds=2, max_attempts=6)


def task(index: int) -> Task[Any, Any]:
    """Return a task of a typical size: about 340 characters of JSON."""
    order = {"orderId.$": "$.order.id", "total.$": "$.total", "kind": "pizza"}
    return Task(f"State {index}", ARN, parameters=order, result_path="$.result", retry=TRANSIENT)


def build(size: int) -> str:
    """Build a chain and write it."""
    flow: Flow[Any, Any] = task(0)
    for index in range(1, size):
        flow = flow >> task(index)
    return StateMachine(flow).to_json()


def best(work: Callable[[], object], repeats: int) -> float:
    """Return the time of the fastest run in seconds."""
    shortest = float("inf")
    for _ in range(repeats):
        gc.collect()
        start = perf_counter()
        work()
        shortest = min(shortest, perf_counter() - start)
    return shortest


def main() -> None:
    """Print a line for each size."""
    print("build and write a chain | ms | json.dumps of the same dict, ms | ratio (target 3)")
    for size in SIZES:
        document = json.loads(build(size))
        repeats = max(5, 20_000 // size)
        ours, floor = best(partial(build, size), repeats), best(partial(json.dumps, document), repeats)
        print(f"{size:>6} states | {ours * 1e3:.2f} | {floor * 1e3:.2f} | {ours / floor:.2f}")


if __name__ == "__main__":
    main()
