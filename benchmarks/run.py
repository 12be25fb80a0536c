"""How long the pizza workflow takes in this process, beside the same flow written by hand."""

from __future__ import annotations

from timeit import repeat
from typing import Any

from aslant.run import run
from functions.pineapple_check.handler import pineapple_check
from workflows.pizza import pizza

ORDER = {"flavour": "pepperoni"}
ROUNDS = 2_000


def by_hand(order: dict[str, Any]) -> dict[str, Any]:
    """The pizza workflow as a function."""
    analysis = pineapple_check(order["flavour"], None)
    if analysis["containsPineapple"]:
        return {"status": "FAILED", "error": "Failed To Make Pizza", "cause": "They asked for Pineapple"}
    return {"status": "SUCCEEDED", "output": analysis}


def main() -> None:
    """Print one line."""
    ours = min(repeat(lambda: run(pizza, ORDER), number=ROUNDS, repeat=7)) / ROUNDS
    floor = min(repeat(lambda: by_hand(ORDER), number=ROUNDS, repeat=7)) / ROUNDS
    print("run the pizza workflow | µs (target 50) | by hand, µs | ratio | a second")
    print(f"pepperoni | {ours * 1e6:.1f} | {floor * 1e6:.2f} | {ours / floor:.0f} | {1 / ours:,.0f}")


if __name__ == "__main__":
    main()
