"""The time of `check` with every rule, compared to `json.dumps` of the same definition and to another validator.

The latter is optional: `pip install statelint`.
"""

from __future__ import annotations

import gc
import importlib.util
import json
from collections.abc import Callable
from functools import partial
from typing import Any, Literal, NotRequired, TypedDict

from aslant.asl import StateMachine, Task, check, this
from aslant.asl.checking.expressions import jsonata_facts
from aslant.grammar import jsonata
from benchmarks.build import best, task

SIZES = (100, 1_000, 10_000)


def chain(size: int) -> dict[str, Any]:
    """Return a chain of tasks with parameters and a retrier, of about 340 characters each."""
    flow: Any = task(0)
    for index in range(1, size):
        flow = flow >> task(index)
    return StateMachine(flow).to_dict()


def in_jsonata(size: int) -> dict[str, Any]:
    """Return a chain of Pass states in JSONata, each with different expressions."""
    states: dict[str, Any] = {}
    for index in range(size):
        states[f"State {index}"] = {
            "Type": "Pass",
            "Assign": {
                "total": f"{{% $sum($states.input.lines.price) + {index} %}}",
                "id": f"{{% $states.input.order[{index}].id & '-{index}' %}}",
                "kind": "pizza",
            },
            **({"Next": f"State {index + 1}"} if index + 1 < size else {"End": True}),
        }
    return {"QueryLanguage": "JSONata", "StartAt": "State 0", "States": states}


class Order(TypedDict):
    """The input of the typed workflow."""

    id: str
    size: Literal["small", "large"]
    lines: list[dict[str, float]]
    note: NotRequired[str]


class Receipt(TypedDict):
    """The result of its tasks."""

    number: str
    total: float


def charge(event: Order, context: object) -> Receipt:
    """Return a receipt for an order."""
    return {"number": event["id"], "total": 0}


def typed(size: int) -> StateMachine:
    """Return a chain of tasks with a Python handler, whose types are followed from state to state."""
    order = {"id": this.id, "size": this.size, "lines": this.lines}
    flow: Any = Task("State 0", charge, parameters=order, result_path=this.receipt)
    for index in range(1, size):
        flow = flow >> Task(f"State {index}", charge, parameters=order, result_path=this.receipt)
    return StateMachine(flow, input_type=Order)


def nested(depth: int) -> dict[str, Any]:
    """Return nested Parallel states."""
    machine: dict[str, Any] = {"StartAt": "Innermost", "States": {"Innermost": {"Type": "Pass", "End": True}}}
    for level in range(depth):
        parallel = {"Type": "Parallel", "Branches": [machine], "End": True}
        machine = {"StartAt": f"Level {level}", "States": {f"Level {level}": parallel}}
    return machine


def unread(definition: dict[str, Any]) -> None:
    """Check a definition whose expressions are not cached."""
    jsonata_facts.cache_clear()
    jsonata.parse.cache_clear()
    check(definition)


def row(what: str, work: Callable[[], object], floor: Callable[[], object], repeats: int) -> None:
    """Print a measurement and its baseline."""
    gc.disable()
    try:
        ours, least = best(work, repeats), best(floor, repeats)
    finally:
        gc.enable()
    print(f"{what} | {ours * 1e3:.2f} | {least * 1e3:.2f} | {ours / least:.1f}")


def main() -> None:
    """Print a line for each definition."""
    print("check | ms (target for 1,000 states: 15) | json.dumps of the same dict, ms | ratio")
    for size in SIZES:
        for what, definition in (("JSONPath tasks", chain(size)), ("JSONata passes", in_jsonata(size))):
            repeats = max(3, 10_000 // size)
            row(f"{size:>6} {what}", partial(check, definition), partial(json.dumps, definition), repeats)
    machine = typed(1_000)
    row("  1000 tasks with types (target: 25 ms)", partial(check, machine), partial(json.dumps, machine.to_dict()), 20)
    fresh = in_jsonata(1_000)
    row("  1000 JSONata passes, read for the first time", lambda: unread(fresh), partial(json.dumps, fresh), 5)
    row("   200 nested Parallels", partial(check, nested(200)), partial(json.dumps, nested(200)), 20)
    if importlib.util.find_spec("statelint"):
        from statelint import StateLint  # type: ignore[import-not-found]  # an optional package

        definition = chain(1_000)
        row(
            "  1000 JSONPath tasks by statelint",
            lambda: StateLint().validate(definition),
            partial(check, definition),
            3,
        )


if __name__ == "__main__":
    main()
