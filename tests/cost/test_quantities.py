"""The billed quantity of each item."""

from __future__ import annotations

from decimal import Decimal

import pytest

from aslant.cost.options import Options
from aslant.cost.quantities import SECONDS_OF_A_MONTH, billed_megabytes, quantities
from aslant.cost.usage import ChildExecutions, Usage

USAGE = Usage(states=3, calls=1, call_milliseconds=100, milliseconds=100, events={"ALL": 11, "ERROR": 1})


def of(usage: Usage, orders: int = 1, **options: object) -> dict[str, Decimal]:
    return quantities(usage, orders, 1_000, Options(**{"api": "NONE", "tracing": False, **options}))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("milliseconds", "billed"),
    [(0, "0.1"), (1, "0.1"), (100, "0.1"), (100.5, "0.2"), (101, "0.2"), (300_000, "300")],
)
def test_express_is_billed_for_each_hundred_milliseconds_begun(milliseconds: float, billed: str) -> None:
    found = of(Usage(milliseconds=milliseconds), 1_024)
    assert found == {"express_requests": 1_024, "express_gb_seconds": Decimal(billed) * 64}


@pytest.mark.parametrize(
    ("copies", "definition_bytes", "input_kb", "megabytes"),
    [
        (400, 50_000, 32, 64),  # the example of AWS Step Functions pricing: 62.85 MB
        (0, 1_000, 1, 64),
        (0, 1_000, 256, 64),
        (100, 1_000, 256, 128),
        (1_000, 1_000, 256, 320),
    ],
)
def test_express_is_billed_for_each_64_megabytes_begun(
    copies: int, definition_bytes: int, input_kb: float, megabytes: int
) -> None:
    assert billed_megabytes(Usage(copies=copies), definition_bytes, input_kb) == megabytes


def test_standard_is_billed_only_for_its_transitions() -> None:
    assert of(Usage(states=3, retries=2, milliseconds=9_000), 10, type="STANDARD") == {"transitions": 70}


@pytest.mark.parametrize(("memory", "gb_seconds"), [(128, "0.0125"), (1_024, "0.1"), (10_240, "1")])
@pytest.mark.parametrize("architecture", ["arm64", "x86_64"])
def test_functions_are_billed_by_their_memory(memory: int, gb_seconds: str, architecture: str) -> None:
    found = of(USAGE, type="STANDARD", memory=memory, architecture=architecture)
    assert found["lambda_requests"] == 1
    assert found[f"lambda_gb_seconds_{architecture}"] == Decimal(gb_seconds)


@pytest.mark.parametrize(
    ("options", "events"),
    [
        ({}, 11),
        ({"type": "STANDARD"}, 1),
        ({"type": "STANDARD", "log_level": "ALL"}, 11),
        ({"log_level": "ERROR"}, 1),
        ({"log_level": "FATAL"}, 0),
    ],
)
def test_logs_have_the_events_of_the_level_and_a_line_for_each_call(options: dict[str, str], events: int) -> None:
    assert float(of(USAGE, 1 << 30, **options)["log_gb"]) == pytest.approx((events + 1) * 400)


@pytest.mark.parametrize(
    ("orders", "traces"),
    [(1, 1), (1_000_000, 1_000_000), (SECONDS_OF_A_MONTH, 2_628_000), (10_000_000, 2_996_600)],
)
def test_the_first_of_each_second_and_one_of_twenty_others_are_traced(orders: int, traces: int) -> None:
    assert of(Usage(), orders, tracing=True)["traces"] == traces


@pytest.mark.parametrize(("api", "expected"), [("HTTP", "http_requests"), ("REST", "rest_requests")])
def test_each_order_is_a_request(api: str, expected: str) -> None:
    assert of(Usage(), 7, api=api)[expected] == 7


def test_child_executions_are_billed_by_their_own_type() -> None:
    inner = Usage(states=1, calls=1, call_milliseconds=100, milliseconds=200)
    deepest = ChildExecutions("STANDARD", Usage(states=1), 2)
    usage = Usage(
        states=1,
        children=(
            ChildExecutions("EXPRESS", inner, 10),
            ChildExecutions("STANDARD", Usage(states=4, children=(deepest,)), 3),
        ),
    )
    found = of(usage, 2, type="STANDARD")
    assert found["transitions"] == 2 * (3 + 3 * (6 + 2 * 3))
    assert found["express_requests"] == found["lambda_requests"] == 20
    assert found["express_gb_seconds"] == Decimal("0.25")
