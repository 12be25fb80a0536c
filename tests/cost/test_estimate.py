"""Bills: their lines, totals and notes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from aslant.cost import Options, cost
from aslant.errors import ArgsError, DefinitionError
from aslant.run import run
from tests.run.machines import machine
from workflows.pizza import pizza

MILLION = 1_000_000


def amounts(orders: int = MILLION, machine: Any = pizza, execution: Any = None, **options: Any) -> dict[str, str]:
    bill = cost(machine, orders, Options(**options), execution=execution).longest
    rows = {f"{line.price.item.service} {line.price.item.what}": f"{line.amount:.2f}" for line in bill.lines}
    return {**rows, "total": f"{bill.total:.2f}"}


def test_a_million_pizzas() -> None:
    assert amounts() == {
        "API Gateway HTTP API": "1.00",
        "Step Functions EXPRESS": "1.00",
        "Step Functions EXPRESS duration": "0.10",
        "Lambda calls": "0.20",
        "Lambda duration, arm64": "0.17",
        "CloudWatch Logs taken in": "2.24",
        "X-Ray recorded": "5.00",
        "total": "9.71",
    }


def test_a_million_pizzas_as_standard_executions_behind_a_rest_api_in_ireland() -> None:
    options: dict[str, Any] = {
        "type": "STANDARD",
        "api": "REST",
        "region": "eu-west-1",
        "tracing": False,
        "architecture": "x86_64",
    }
    assert amounts(**options) == {
        "API Gateway REST API": "3.50",
        "Step Functions STANDARD": "125.00",
        "Lambda calls": "0.20",
        "Lambda duration, x86_64": "0.21",
        "CloudWatch Logs taken in": "0.21",
        "total": "129.12",
    }


def test_the_monthly_free_tier_is_deducted() -> None:
    assert amounts(free_tier=True) == {
        "API Gateway HTTP API": "1.00",
        "Step Functions EXPRESS": "1.00",
        "Step Functions EXPRESS duration": "0.10",
        "Lambda calls": "0.00",
        "Lambda duration, arm64": "0.00",
        "CloudWatch Logs taken in": "0.00",
        "X-Ray recorded": "4.50",
        "total": "6.60",
    }
    assert amounts(2_000, type="STANDARD", api="NONE", free_tier=True)["Step Functions STANDARD"] == "0.15"


def test_the_shortest_path_costs_no_more_than_the_longest() -> None:
    found = cost(pizza, MILLION)
    assert found.shortest.usage.names[-1] == "Sorry, We Dont add Pineapple"
    assert found.longest.usage.names[-1] == "Lets make your pizza"
    assert found.shortest.total < found.longest.total
    assert found.longest.per_order == found.longest.total / MILLION


@pytest.mark.parametrize(("flavour", "like"), [("hawaiian", "shortest"), ("pepperoni", "longest")])
def test_an_execution_has_one_path(flavour: str, like: str) -> None:
    execution = run(pizza, {"flavour": flavour}, type="EXPRESS")
    found = cost(pizza, MILLION, execution=execution)
    assert found.shortest == found.longest
    assert found.longest.lines == getattr(cost(pizza, MILLION), like).lines


def test_a_line_has_the_prices_of_the_tiers_that_it_reaches() -> None:
    few, many = (cost(pizza, orders).longest.lines[0].reached for orders in (300 * MILLION, 300 * MILLION + 1))
    assert few == [Decimal("0.000001")]
    assert many == [Decimal("0.000001"), Decimal("0.0000009")]


MAP = {"Type": "Map", "ItemProcessor": machine({"A": {}})}


@pytest.mark.parametrize(
    ("states", "options", "note"),
    [
        ({"A": {}}, {}, "no task fails, so there are no retries and no caught errors; each task takes 100 ms"),
        ({"A": {}}, {}, "no free tier is deducted"),
        ({"M": MAP}, {}, "each Map has 1 item"),
        ({"M": MAP}, {"items": 2_000}, "each Map has 2,000 items"),
        ({"M": MAP}, {"items": 2_000, "input_kb": 100}, "an EXPRESS execution is billed for 256 MB"),
        ({"W": {"Type": "Wait", "SecondsPath": "$.s"}}, {}, "no time is counted for 'W'"),
        ({"A": {}}, {"type": "STANDARD"}, "a transition for each state, each retry, Start and End"),
        (
            {"S": {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage"}},
            {},
            "the cost of other services is not included: sqs:sendMessage (1 an execution)",
        ),
        ({"A": {}}, {}, "not included are data transfer"),
        ({"A": {}}, {"free_tier": True}, "AWS's permanent monthly free tier is deducted"),
    ],
)
def test_an_assumption_is_noted(states: dict[str, Any], options: dict[str, Any], note: str) -> None:
    assert [sentence for sentence in cost(machine(states), 1, Options(**options)).notes if note in sentence]


def test_only_relevant_assumptions_are_noted() -> None:
    notes = "\n".join(cost(machine({"A": {}}), 1, Options(type="STANDARD", api="REST", tracing=False)).notes)
    assert not [word for word in ("512 KB", "X-Ray", "EXPRESS", "each Map", "no time") if word in notes]


def test_the_path_of_an_execution_is_noted() -> None:
    execution = run(pizza, {"flavour": "x"})
    assert cost(pizza, 1, execution=execution).notes[0].startswith("every execution takes the path of the one")


@pytest.mark.parametrize("orders", [0, -1, True, 1.5, "1"])
def test_orders_must_be_a_positive_integer(orders: Any) -> None:
    with pytest.raises(ArgsError, match=f"orders must be a positive integer, not {orders!r}"):
        cost(pizza, orders)


def test_an_invalid_definition_is_refused() -> None:
    with pytest.raises(DefinitionError):
        cost({"States": {}}, 1)


def test_a_definition_may_have_unresolved_values() -> None:
    definition = machine({"T": {"Type": "Task", "Resource": object()}})
    assert cost(definition, 1).longest.usage.calls == 1
