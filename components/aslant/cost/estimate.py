"""The cost of a workflow: a bill for the shortest and for the longest path, or for the path of an execution."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from aslant.asl.machine import StateMachine
from aslant.asl.reading.reader import from_dict
from aslant.cost.history_usage import usage_of
from aslant.cost.machine_type import machine_type
from aslant.cost.notes import notes
from aslant.cost.options import Options
from aslant.cost.path_search import Assumptions, shortest_and_longest
from aslant.cost.price import Price, prices
from aslant.cost.quantities import quantities
from aslant.cost.usage import Usage
from aslant.errors import ArgsError

if TYPE_CHECKING:
    from aslant.run.execution import Execution

__all__ = ["Bill", "Cost", "Line", "cost"]


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a bill."""

    price: Price
    quantity: Decimal
    """The billed quantity, in the item's unit."""
    amount: Decimal
    """The amount in US dollars."""

    @property
    def reached(self) -> list[Decimal]:
        """The unit price, in US dollars, in each tier that the quantity reaches."""
        bounds = [0, *(bound for bound, _ in self.price.tiers[:-1] if bound is not None)]
        return [
            usd for start, (_, usd) in zip(bounds, self.price.tiers, strict=True) if not start or self.quantity > start
        ]


@dataclass(frozen=True, slots=True)
class Bill:
    """The cost of a number of executions with the same usage."""

    usage: Usage
    orders: int
    lines: tuple[Line, ...]

    @property
    def total(self) -> Decimal:
        """The total in US dollars."""
        return sum((line.amount for line in self.lines), Decimal(0))

    @property
    def per_order(self) -> Decimal:
        """The cost of one execution in US dollars."""
        return self.total / self.orders


@dataclass(frozen=True, slots=True)
class Cost:
    """The estimated cost of a workflow, with its assumptions."""

    options: Options
    orders: int
    """The number of executions in a month."""
    shortest: Bill
    longest: Bill
    """The bill for the longest path; equal to `shortest` if an execution was given."""
    notes: tuple[str, ...]
    """Sentences about what the estimate assumes and leaves out."""


def cost(
    machine: StateMachine | Mapping[str, Any],
    orders: int,
    options: Options | None = None,
    *,
    execution: Execution | None = None,
) -> Cost:
    """Estimate the cost of a number of executions in a month, spread evenly.

    Args:
        machine: The workflow, or its definition as a dict.
        orders: The number of executions.
        options: The other factors of the cost.
        execution: An execution whose usage all others share. Without it, the shortest and the longest path through the
            definition are computed, on which nothing fails.

    Raises:
        ArgsError: `orders` is not a positive integer, the Region's prices are unknown, or the workflow cannot be
            EXPRESS.
        DefinitionError: the definition is not valid.
    """
    options = Options() if options is None else options
    if isinstance(orders, bool) or not isinstance(orders, int) or orders < 1:
        raise ArgsError(f"orders must be a positive integer, not {orders!r}")
    table = prices(options.region)
    document = (machine if isinstance(machine, StateMachine) else from_dict(machine)).to_dict()
    type, why = machine_type(document, options.type)
    options = replace(options, type=type)
    if execution is None:
        usages = shortest_and_longest(document, Assumptions(options.milliseconds, options.items))
    else:
        usages = (usage_of(execution, options.milliseconds),) * 2
    size = len(json.dumps(document, default=str).encode())
    shortest, longest = (
        _bill(usage, orders, quantities(usage, orders, size, options), table, options) for usage in usages
    )
    sentences = notes(document, longest.usage, size, options, execution is not None)
    return Cost(options, orders, shortest, longest, sentences if why is None else (*sentences, why))


def _bill(
    usage: Usage, orders: int, counted: Mapping[str, Decimal], table: Mapping[str, Price], options: Options
) -> Bill:
    lines = []
    for name, price in table.items():
        if name in counted:
            free = price.item.free if options.free_tier else 0
            quantity = max(counted[name] - free, Decimal(0))
            lines.append(Line(price, quantity, price.amount(quantity)))
    return Bill(usage, orders, tuple(lines))
