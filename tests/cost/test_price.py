"""Prices: tiers, dates, sources, and agreement with AWS's pages and price lists."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from aslant.cost.price import CHECKED, ITEMS, Price, prices, regions
from aslant.errors import ArgsError


def test_each_region_has_a_price_for_every_item() -> None:
    assert regions() == ("us-east-1", "eu-west-1")
    assert [set(prices(region)) for region in regions()] == [set(ITEMS)] * 2


@pytest.mark.parametrize("price", [price for region in regions() for price in prices(region).values()])
def test_a_price_has_a_date_and_a_source(price: Price) -> None:
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", price.date)
    assert price.date <= CHECKED
    assert re.match(r"https://[a-z.1-]+\.(amazonaws|amazon)\.com/", price.source)


@pytest.mark.parametrize(
    ("region", "item", "quantity", "amount"),
    [
        ("us-east-1", "http_requests", 1_000_000, "1.00"),
        ("us-east-1", "http_requests", 300_000_000, "300"),
        ("us-east-1", "http_requests", 400_000_000, "390"),
        ("eu-west-1", "http_requests", 1_000_000, "1.11"),
        ("us-east-1", "rest_requests", 1_000_000, "3.50"),
        ("us-east-1", "rest_requests", 1_100_000_000, "3271.1"),  # 333 at 3.50, 667 at 2.80, 100 at 2.38
        ("eu-west-1", "rest_requests", 1_000_000_000, "3293.23"),  # 333 at 3.50, 667 at 3.19
        ("us-east-1", "transitions", 1_000_000, "25"),
        ("eu-west-1", "transitions", 1_000_000, "25"),
        ("us-east-1", "express_requests", 100_000_000, "100"),
        ("us-east-1", "lambda_requests", 1_000_000, "0.20"),
        ("us-east-1", "lambda_gb_seconds_arm64", 1_000_000, "13.3334"),
        ("us-east-1", "lambda_gb_seconds_x86_64", 1_000_000, "16.6667"),
        ("us-east-1", "log_gb", 61_440, "12800"),  # 10 TB at 0.50, 20 at 0.25, 20 at 0.10 and 10 at 0.05
        ("us-east-1", "traces", 1_000_000, "5"),
        ("us-east-1", "traces", 0, "0"),
    ],
)
def test_a_quantity_costs_each_part_at_the_price_of_its_tier(
    region: str, item: str, quantity: int, amount: str
) -> None:
    assert prices(region)[item].amount(Decimal(quantity)) == Decimal(amount)


def test_express_durations_cost_the_same_as_in_the_example_of_aws() -> None:
    # AWS Step Functions pricing: 62,500,000 GB-s are 17,361.11 GB-hours, and cost 60.00 + 120.00 + 202.97.
    amount = prices("us-east-1")["express_gb_seconds"].amount(Decimal(62_500_000))
    assert amount == pytest.approx(Decimal("382.97"), abs=Decimal("0.1"))


@pytest.mark.parametrize("region", ["us-east-2", "eu-west-3", "us-east1", "mars"])
def test_an_unknown_region_is_refused_and_not_corrected(region: str) -> None:
    with pytest.raises(ArgsError) as refused:
        prices(region)
    expected = f"region must be one of us-east-1, eu-west-1, whose prices are known, not '{region}'"
    assert str(refused.value) == expected


def test_an_unconfirmed_price_has_a_reason() -> None:
    doubtful = {(region, name) for region in regions() for name, price in prices(region).items() if price.unconfirmed}
    assert doubtful == {("eu-west-1", name) for name in ("express_requests", "express_gb_seconds", "log_gb")}
