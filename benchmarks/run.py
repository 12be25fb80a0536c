"""The time of workflows in this process: the pizza compared to the same by hand, a chain, a Map, a JSONata transform.

If `sfnx` is installed (`pip install sfnx`), the transform runs in it as well.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from functools import partial
from timeit import repeat
from typing import Any

from aslant.asl import Map, Pass, StateMachine, this
from aslant.asl import jsonata as j
from aslant.run import Program, run
from functions.pineapple_check.handler import pineapple_check
from workflows.pizza import pizza

ORDER = {"flavour": "pepperoni"}


def by_hand(order: dict[str, Any]) -> dict[str, Any]:
    """Run the pizza workflow as a plain function."""
    analysis = pineapple_check(order["flavour"], None)
    if analysis["containsPineapple"]:
        return {"status": "FAILED", "error": "Failed To Make Pizza", "cause": "They asked for Pineapple"}
    return {"status": "SUCCEEDED", "output": analysis}


def chain(size: int) -> StateMachine:
    """Return a chain of Pass states that each create data."""
    flow: Any = Pass("State 0")
    for index in range(1, size):
        flow = flow >> Pass(f"State {index}", parameters={"n": index, "before": this.n}, result_path=this)
    return StateMachine(flow)


def each() -> StateMachine:
    """Return a Map whose processor selects a member of each item."""
    return StateMachine(Map("Each", Pass("One", input_path=this.n), items_path=this.items, max_concurrency=0))


def transform() -> StateMachine:
    """Return a JSONata transform: a sum, a filter and an object of both."""
    lines = j.states.input.lines
    total = j.fn.sum(j.fn.map(lines, lambda line: line.price * line.count))
    names = j.expression("$states.input.lines[price > 5].name")
    return StateMachine(Pass("Total", output={"total": total, "dear": names}), query_language="JSONata")


def seconds(work: Callable[[], object], rounds: int) -> float:
    """Return the shortest time of one call."""
    return min(repeat(work, number=rounds, repeat=7)) / rounds


def main() -> None:
    """Print a line for each workflow."""
    ours, floor = seconds(lambda: run(pizza, ORDER), 2_000), seconds(lambda: by_hand(ORDER), 2_000)
    print("run a workflow | µs (target for the pizza: 50) | a second")
    print(f"pizza | {ours * 1e6:.1f} | {1 / ours:,.0f} ({ours / floor:.0f} times the same by hand)")
    items = {"items": [{"n": index} for index in range(10_000)]}
    order = {"lines": [{"name": f"pizza {index}", "price": index, "count": 2} for index in range(20)]}
    for what, machine, given, rounds in (
        ("100 Pass states", chain(100), {"n": 0}, 50),
        ("Map over 10,000 items", each(), items, 1),
        ("JSONata transform of 20 lines", transform(), order, 500),
    ):
        program = Program(machine)
        # A STANDARD execution ends at 25,000 events, and 10,000 items have more.
        work = partial(program.run, given, type="EXPRESS")
        assert work().status == "SUCCEEDED"
        took = seconds(work, rounds)
        print(f"{what} | {took * 1e6:,.1f} | {1 / took:,.0f}")
    if importlib.util.find_spec("sfnx"):
        from sfnx.testing import run as other  # type: ignore[import-not-found]  # an optional package

        took = seconds(partial(other, transform().to_dict(), order), 20)
        print(f"the same transform in sfnx.testing | {took * 1e6:,.1f} | {1 / took:,.0f}")


if __name__ == "__main__":
    main()
