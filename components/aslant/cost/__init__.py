"""Estimates of what a workflow costs on AWS, from its definition and dated prices: `cost(machine, 1_000_000)`.

A `Cost` has a `Bill` for the shortest path through the definition and one for the longest, or for the path of an
execution. The package uses only the standard library and `aslant.run`, so that tools of any kind may import it.
"""

from aslant.cost.estimate import Bill, Cost, Line, cost
from aslant.cost.machine_type import machine_type
from aslant.cost.options import Options
from aslant.cost.price import CHECKED, Item, Price, prices, regions
from aslant.cost.usage import ChildExecutions, Usage

__all__ = [
    "CHECKED",
    "Bill",
    "ChildExecutions",
    "Cost",
    "Item",
    "Line",
    "Options",
    "Price",
    "Usage",
    "cost",
    "machine_type",
    "prices",
    "regions",
]
