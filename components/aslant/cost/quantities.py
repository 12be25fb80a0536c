"""How much an execution takes of each thing that AWS counts, and so many executions in a month."""

from __future__ import annotations

from decimal import Decimal
from math import ceil
from typing import Final

from aslant.cost.options import Options
from aslant.cost.usage import MachineType, Usage

__all__ = ["EVENT_BYTES", "SECONDS_OF_A_MONTH", "billed_megabytes", "quantities"]

EVENT_BYTES: Final = 400
"""A logged event without data is about so long, most of it the execution's ARN; so are Lambda's two lines of a call."""

SECONDS_OF_A_MONTH: Final = 730 * 3_600

_TRACED: Final = Decimal("0.05")
_BASE_MB: Final = 50
_CHUNK_MB: Final = 64
_STEP_MILLISECONDS: Final = 100


def quantities(way: Usage, orders: int, definition_bytes: int, options: Options) -> dict[str, Decimal]:
    """The quantities of a month by the names of `aslant.cost.price.ITEMS`, without those that are 0."""
    each: dict[str, Decimal] = {}
    _add(each, way, options.type or "EXPRESS", Decimal(1), definition_bytes, options)
    whole = {name: quantity * orders for name, quantity in each.items()}
    if options.api != "NONE":
        whole[f"{options.api.lower()}_requests"] = Decimal(orders)
    if options.tracing:
        whole["traces"] = _traces(orders)
    return {name: quantity for name, quantity in whole.items() if quantity}


def billed_megabytes(way: Usage, definition_bytes: int, input_kb: float) -> int:
    """The memory of an EXPRESS execution, as AWS estimates it (AWS Step Functions pricing, examples).

    50 MB, the definition, and the data once for each branch of a Parallel and item of a Map, in chunks of 64 MB.
    """
    used = _BASE_MB + definition_bytes / 1e6 + input_kb / 1e3 * max(way.copies, 1)
    return ceil(used / _CHUNK_MB) * _CHUNK_MB


def _add(
    each: dict[str, Decimal], way: Usage, type: MachineType, count: Decimal, definition_bytes: int, options: Options
) -> None:
    """Add an execution, so many times, and all that it starts."""

    def add(name: str, quantity: float) -> None:
        each[name] = each.get(name, Decimal(0)) + Decimal(str(quantity)) * count

    if type == "STANDARD":
        add("transitions", way.transitions)
    else:
        steps = max(1, ceil(way.milliseconds / _STEP_MILLISECONDS))
        megabytes = billed_megabytes(way, definition_bytes, options.input_kb)
        add("express_requests", 1)
        add("express_gb_seconds", steps * _STEP_MILLISECONDS / 1_000 * megabytes / 1_024)
    add("lambda_requests", way.calls)
    add(f"lambda_gb_seconds_{options.architecture}", way.call_milliseconds / 1_000 * options.memory / 1_024)
    add("log_gb", (way.events.get(options.level, 0) + way.calls) * EVENT_BYTES / (1 << 30))
    for child in way.children:
        _add(each, child.way, child.type, count * child.count, definition_bytes, options)


def _traces(orders: int) -> Decimal:
    """X-Ray's default rule: the first request of each second, and 5% of the others (developer guide, "Sampling")."""
    first = min(orders, SECONDS_OF_A_MONTH)
    return first + (orders - first) * _TRACED
