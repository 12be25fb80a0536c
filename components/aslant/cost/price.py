"""AWS's prices by item and Region, with their tiers, dates and sources.

`prices.jsonl` has one line for each price. Its date is that of AWS's price list or, if the source has no date, the day
on which it was looked up; both were read in stored copies. `unconfirmed` is the reason why a price is not certain.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Final

from aslant.errors import ArgsError

__all__ = ["CHECKED", "ITEMS", "Item", "Price", "prices", "regions"]

CHECKED: Final = "2026-11-24"
"""The day on which all prices were looked up."""


@dataclass(frozen=True, slots=True)
class Item:
    """An item that AWS bills."""

    service: str
    what: str
    unit: str
    """The unit, in the plural."""
    per: int = 1
    """The quantity for which the price is commonly quoted."""
    free: int = 0
    """The quantity in AWS's permanent monthly free tier."""


ITEMS: Final[Mapping[str, Item]] = {
    "http_requests": Item("API Gateway", "HTTP API", "requests", 1_000_000),
    "rest_requests": Item("API Gateway", "REST API", "requests", 1_000_000),
    "transitions": Item("Step Functions", "STANDARD", "transitions", 1_000_000, 4_000),
    "express_requests": Item("Step Functions", "EXPRESS", "requests", 1_000_000),
    "express_gb_seconds": Item("Step Functions", "EXPRESS duration", "GB-seconds"),
    "lambda_requests": Item("Lambda", "calls", "requests", 1_000_000, 1_000_000),
    "lambda_gb_seconds_arm64": Item("Lambda", "duration, arm64", "GB-seconds", 1, 400_000),
    "lambda_gb_seconds_x86_64": Item("Lambda", "duration, x86_64", "GB-seconds", 1, 400_000),
    "log_gb": Item("CloudWatch Logs", "taken in", "GB", 1, 5),
    "traces": Item("X-Ray", "recorded", "traces", 1_000_000, 100_000),
}
"""All items by name. Their free quantities do not include AWS's free tier for new accounts."""


@dataclass(frozen=True, slots=True)
class Price:
    """The price of an item in a Region, in US dollars."""

    item: Item
    region: str
    tiers: tuple[tuple[int | None, Decimal], ...]
    """The tiers, each with its upper bound a month (None without one) and its unit price."""
    date: str
    source: str
    """The source of the price."""
    unconfirmed: str | None
    """The reason why the price is not certain, or None."""

    def amount(self, quantity: Decimal) -> Decimal:
        """Return the cost of a month's quantity, each part at the price of its tier."""
        total, below = Decimal(0), Decimal(0)
        for bound, each in self.tiers:
            upper = quantity if bound is None else min(quantity, Decimal(bound))
            if upper > below:
                total += (upper - below) * each
                below = upper
        return total


def regions() -> tuple[str, ...]:
    """Return the Regions whose prices are known."""
    return tuple(_table())


def prices(region: str) -> Mapping[str, Price]:
    """Return the prices in a Region, by the names of `ITEMS`.

    Raises:
        ArgsError: the prices are not known.
    """
    if region not in _table():
        raise ArgsError(f"region must be one of {', '.join(_table())}, whose prices are known, not {region!r}")
    return _table()[region]


@cache
def _table() -> Mapping[str, Mapping[str, Price]]:
    table: dict[str, dict[str, Price]] = {}
    for line in files(__package__).joinpath("prices.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        tiers = tuple((bound, Decimal(each)) for bound, each in row["tiers"])
        name, region = row["item"], row["region"]
        price = Price(ITEMS[name], region, tiers, row["date"], row["source"], row.get("unconfirmed"))
        table.setdefault(region, {})[name] = price
    return table
