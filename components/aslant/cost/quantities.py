"""The billed quantity of each item, for an execution and for all executions in a month."""

from __future__ import annotations

from decimal import Decimal
from math import ceil
from typing import Final

from aslant.cost.options import Options
from aslant.cost.usage import MachineType, Usage

__all__ = ["EVENT_BYTES", "SECONDS_OF_A_MONTH", "billed_megabytes", "quantities"]

EVENT_BYTES: Final = 400
"""The approximate size of a logged event without data, most of it the execution's ARN.

The two lines that Lambda logs for a call have about the same size.
"""

SECONDS_OF_A_MONTH: Final = 730 * 3_600

_TRACED_SHARE: Final = Decimal("0.05")
_BASE_MB: Final = 50
_CHUNK_MB: Final = 64
_STEP_MILLISECONDS: Final = 100


def quantities(usage: Usage, orders: int, definition_bytes: int, options: Options) -> dict[str, Decimal]:
    """Return the quantities for a month by the names of `aslant.cost.price.ITEMS`, without those that are 0."""
    per_order: dict[str, Decimal] = {}
    _add(per_order, usage, options.type or "EXPRESS", Decimal(1), definition_bytes, options)
    total = {name: quantity * orders for name, quantity in per_order.items()}
    if options.api != "NONE":
        total[f"{options.api.lower()}_requests"] = Decimal(orders)
    if options.tracing:
        total["traces"] = _traces(orders)
    return {name: quantity for name, quantity in total.items() if quantity}


def billed_megabytes(usage: Usage, definition_bytes: int, input_kb: float) -> int:
    """Return the memory of an EXPRESS execution, as AWS estimates it (AWS Step Functions pricing, examples).

    This is 50 MB, the definition, and the data once for each branch of a Parallel and each item of a Map, rounded up to
    chunks of 64 MB.
    """
    used = _BASE_MB + definition_bytes / 1e6 + input_kb / 1e3 * max(usage.copies, 1)
    return ceil(used / _CHUNK_MB) * _CHUNK_MB


def _add(
    total: dict[str, Decimal], usage: Usage, type: MachineType, count: Decimal, definition_bytes: int, options: Options
) -> None:
    """Add `count` executions with the same usage, and all their child executions."""

    def add(name: str, quantity: float) -> None:
        total[name] = total.get(name, Decimal(0)) + Decimal(str(quantity)) * count

    if type == "STANDARD":
        add("transitions", usage.transitions)
    else:
        steps = max(1, ceil(usage.milliseconds / _STEP_MILLISECONDS))
        megabytes = billed_megabytes(usage, definition_bytes, options.input_kb)
        add("express_requests", 1)
        add("express_gb_seconds", steps * _STEP_MILLISECONDS / 1_000 * megabytes / 1_024)
    add("lambda_requests", usage.calls)
    add(f"lambda_gb_seconds_{options.architecture}", usage.call_milliseconds / 1_000 * options.memory / 1_024)
    add("log_gb", (usage.events.get(options.level, 0) + usage.calls) * EVENT_BYTES / (1 << 30))
    for child in usage.children:
        _add(total, child.usage, child.type, count * child.count, definition_bytes, options)


def _traces(orders: int) -> Decimal:
    """Return the number of traces by X-Ray's default rule (developer guide, "Sampling").

    It traces the first request of each second, and 5% of the others.
    """
    first = min(orders, SECONDS_OF_A_MONTH)
    return first + (orders - first) * _TRACED_SHARE
