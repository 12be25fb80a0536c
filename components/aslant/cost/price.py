"""What AWS asks for one thing in one Region, with its tiers, its date and where it was read.

`prices.jsonl` has a line for each. A date is that of AWS's price list or, of a page that has none, the day on which it
was looked up; both were read in stored copies. `unconfirmed` says why a price is likely and not certain.
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
    """Something that AWS counts."""

    service: str
    what: str
    unit: str
    """What is counted, in the plural."""
    per: int = 1
    """How many the price is commonly quoted for."""
    free: int = 0
    """How many an account has free each month, without an end."""


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
"""All that is counted. AWS's free tiers for new accounts are none of these."""


@dataclass(frozen=True, slots=True)
class Price:
    """A price, in US dollars."""

    item: Item
    region: str
    tiers: tuple[tuple[int | None, Decimal], ...]
    """Up to which quantity a month, or without a bound, one costs how much."""
    date: str
    source: str
    """Where it was read."""
    unconfirmed: str | None
    """Why it is not certain; None where it is."""

    def amount(self, quantity: Decimal) -> Decimal:
        """What a month's quantity costs, each part at the price of its tier."""
        total, below = Decimal(0), Decimal(0)
        for bound, each in self.tiers:
            upper = quantity if bound is None else min(quantity, Decimal(bound))
            if upper > below:
                total += (upper - below) * each
                below = upper
        return total


def regions() -> tuple[str, ...]:
    """The Regions whose prices are known."""
    return tuple(_table())


def prices(region: str) -> Mapping[str, Price]:
    """The prices of a Region, by the names of `ITEMS`.

    Raises:
        ArgsError: they are not known.
    """
    if region not in _table():
        raise ArgsError(f"the prices of the Region {region!r} are not known; they are for {', '.join(_table())}")
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
