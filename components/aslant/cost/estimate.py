"""What a workflow costs: a bill for the shortest way through it and for the longest, or for one that was taken."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from aslant.asl.machine import StateMachine
from aslant.asl.reading.reader import from_dict
from aslant.cost.history_usage import taken
from aslant.cost.machine_type import machine_type
from aslant.cost.notes import notes
from aslant.cost.options import Options
from aslant.cost.path_search import Assumed, through
from aslant.cost.price import Price, prices
from aslant.cost.quantities import quantities
from aslant.cost.usage import Usage
from aslant.errors import ArgsError

if TYPE_CHECKING:
    from aslant.run.execution import Execution

__all__ = ["Bill", "Cost", "Line", "cost"]


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a bill."""

    price: Price
    quantity: Decimal
    """What is paid for, in the item's unit."""
    amount: Decimal
    """US dollars."""

    @property
    def reached(self) -> list[Decimal]:
        """The prices of one, in US dollars, of each tier that the quantity reaches."""
        bounds = [0, *(bound for bound, _ in self.price.tiers[:-1] if bound is not None)]
        return [
            usd for start, (_, usd) in zip(bounds, self.price.tiers, strict=True) if not start or self.quantity > start
        ]


@dataclass(frozen=True, slots=True)
class Bill:
    """What so many orders cost that all go one way."""

    way: Usage
    orders: int
    lines: tuple[Line, ...]

    @property
    def total(self) -> Decimal:
        """US dollars."""
        return sum((line.amount for line in self.lines), Decimal(0))

    @property
    def per_order(self) -> Decimal:
        """US dollars."""
        return self.total / self.orders


@dataclass(frozen=True, slots=True)
class Cost:
    """What a workflow costs, and what that rests on."""

    options: Options
    orders: int
    """Executions in a month."""
    shortest: Bill
    longest: Bill
    """The shortest once more, where an execution was given."""
    notes: tuple[str, ...]
    """What is assumed, and what is left out."""


def cost(
    machine: StateMachine | Mapping[str, Any],
    orders: int,
    options: Options | None = None,
    *,
    execution: Execution | None = None,
) -> Cost:
    """What a workflow costs for so many executions in a month, evenly spread over it.

    Args:
        machine: The workflow, or its definition as a dict.
        orders: How many executions.
        options: What else the cost depends on.
        execution: One of them, whose way is that of all. Without it, the shortest and the longest way through the
            definition are computed, on which nothing fails.

    Raises:
        ArgsError: orders are no whole number, the Region's prices are not known, or the workflow cannot be EXPRESS.
        DefinitionError: the definition is none.
    """
    options = Options() if options is None else options
    if isinstance(orders, bool) or not isinstance(orders, int) or orders < 1:
        raise ArgsError(f"orders must be a whole number from 1, not {orders!r}")
    table = prices(options.region)
    document = (machine if isinstance(machine, StateMachine) else from_dict(machine)).to_dict()
    type, why = machine_type(document, options.type)
    options = replace(options, type=type)
    if execution is None:
        ways = through(document, Assumed(options.milliseconds, options.items))
    else:
        ways = (taken(execution, options.milliseconds),) * 2
    size = len(json.dumps(document, default=str).encode())
    shortest, longest = (_bill(way, orders, quantities(way, orders, size, options), table, options) for way in ways)
    said = notes(document, longest.way, size, options, execution is not None)
    return Cost(options, orders, shortest, longest, said if why is None else (*said, why))


def _bill(
    way: Usage, orders: int, counted: Mapping[str, Decimal], table: Mapping[str, Price], options: Options
) -> Bill:
    lines = []
    for name, price in table.items():
        if name in counted:
            free = price.item.free if options.free_tier else 0
            quantity = max(counted[name] - free, Decimal(0))
            lines.append(Line(price, quantity, price.amount(quantity)))
    return Bill(way, orders, tuple(lines))
