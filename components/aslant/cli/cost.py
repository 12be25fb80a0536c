"""`aslant cost`: estimate what a workflow costs a month."""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, get_args

from aslant.asl.machine import StateMachine
from aslant.cli.inputs import load_machine
from aslant.cli.output import is_coloured, paint, write
from aslant.cli.usage import UsageError, make_parser
from aslant.cost import CHECKED, Bill, Cost, Line, Options, Price, Usage, cost, machine_type, regions
from aslant.cost.options import Api, Architecture
from aslant.cost.usage import Level, MachineType
from aslant.errors import AslantError
from aslant.run.report.trace import shortened

if TYPE_CHECKING:
    from aslant.run import Execution

__all__ = ["run"]

EXAMPLES: Final = """\
  aslant cost workflows/pizza.py:pizza
  aslant cost order.asl.json --executions 50_000 --type STANDARD --region eu-west-1
  aslant cost order.asl.json --api REST --milliseconds 250 --memory 512
  aslant cost order.asl.json --input @order.json --tasks tasks.py    the path of this execution
  aslant cost order.asl.json --log-level ERROR --no-tracing
  aslant cost --json order.asl.json --orders 1_000_000

The shortest and the longest path through the definition are priced or, with --input or --tasks, the path of that run.
exit codes: 0 success, 2 bad usage or a file that cannot be read
"""

_EXECUTIONS: Final = 1_000_000
_WIDTH: Final = 110
_API: Final = {"HTTP": "an HTTP API", "REST": "a REST API"}


def run(arguments: Sequence[str]) -> int:
    """Estimate the cost of the workflow that the arguments name, and return the exit code."""
    options = vars(_parser().parse_intermixed_args(arguments))
    name, orders, input, tasks, as_json = (options.pop(key) for key in ("name", "orders", "input", "tasks", "json"))
    try:
        machine = load_machine(name)
        execution = None
        if input is not None or tasks is not None:
            type, _ = machine_type(machine.to_dict(), options["type"])
            execution = _run(name, machine, type, input, tasks)
        found = cost(machine, orders, Options(**options), execution=execution)
    except AslantError as why:
        raise UsageError(str(why)) from None
    write(json.dumps(_document(found), indent=2) + "\n" if as_json else "\n".join(_text(found)) + "\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    defaults = Options()
    parser = make_parser("cost", "Estimate what a number of executions of a workflow costs a month.", EXAMPLES)
    parser.add_argument("name", metavar="FILE", help="a file, - or Python as file.py:name")
    parser.add_argument(
        "--executions",
        "--orders",
        dest="orders",
        type=int,
        default=_EXECUTIONS,
        metavar="N",
        help=f"executions in a month (default: {_EXECUTIONS:_})",
    )
    parser.add_argument(
        "--type",
        type=str.upper,
        choices=get_args(MachineType),
        help="the workflow's type (default: EXPRESS, or STANDARD if the workflow cannot be EXPRESS)",
    )
    parser.add_argument(
        "--api",
        type=str.upper,
        choices=get_args(Api),
        default=defaults.api,
        help="the API that starts executions (default: %(default)s)",
    )
    parser.add_argument("--region", default=defaults.region, help=f"{' or '.join(regions())} (default: %(default)s)")
    for name, unit, description in (
        ("milliseconds", "MS", "the duration of each task"),
        ("memory", "MB", "the memory of each function"),
        ("input_kb", "KB", "the size of an execution's data"),
        ("items", "N", "the number of items of each Map"),
    ):
        default = getattr(defaults, name)
        parser.add_argument(
            f"--{name.replace('_', '-')}",
            type=_number,
            default=default,
            metavar=unit,
            help=f"{description} (default: {default:g})",
        )
    parser.add_argument(
        "--architecture",
        choices=get_args(Architecture),
        default=defaults.architecture,
        help="the architecture of the functions (default: %(default)s)",
    )
    parser.add_argument(
        "--log-level",
        type=str.upper,
        choices=get_args(Level),
        help="the events that are logged (default: ALL for EXPRESS, ERROR for STANDARD)",
    )
    parser.add_argument("--no-tracing", action="store_false", dest="tracing", help="leave out X-Ray")
    parser.add_argument("--free-tier", action="store_true", help="deduct AWS's permanent monthly free tier")
    parser.add_argument("--input", metavar="JSON", help="price the path of a run with this input, JSON or @file")
    parser.add_argument("--tasks", metavar="MOCKS", help="mocks for the tasks of that run, as for aslant run")
    parser.add_argument("--json", action="store_true", help="write JSON")
    return parser


def _number(text: str) -> float:
    try:
        return int(text)
    except ValueError:
        return float(text)


def _run(name: str, machine: StateMachine, type: MachineType, input: str | None, tasks: str | None) -> Execution:
    from aslant.cli.doubles import load_tasks, read_json  # imported here, because the runner is slow to import
    from aslant.cli.task_names import TaskNames
    from aslant.cli.unhandled_task import unhandled_task_message
    from aslant.run import Program
    from aslant.run.doubles import UnhandledTask

    value = {} if input is None else read_json(input, "--input")
    mocks = None if tasks is None else load_tasks(tasks, TaskNames.of(machine))
    with contextlib.redirect_stdout(sys.stderr):  # what a handler prints is not part of the result
        try:
            return Program(machine).run(value, tasks=mocks, type=type)
        except UnhandledTask as task:
            raise UsageError(unhandled_task_message(task, name)) from None


def _bills(found: Cost) -> dict[str, Bill]:
    """Return the bills by what they are for: the shortest and the longest path, or with an empty key the only one."""
    if found.shortest == found.longest:
        return {"": found.shortest}
    return {"shortest ": found.shortest, "longest ": found.longest}


def _text(found: Cost) -> Iterator[str]:
    coloured = is_coloured(sys.stdout)
    started = "without an API" if found.options.api == "NONE" else f"each started by {_API[found.options.api]}"
    yield f"{found.orders:,} {found.options.type} executions a month, {started}, in {found.options.region}"
    for name, bill in _bills(found).items():
        counts = _counts(bill.usage, found.options.type or "EXPRESS")
        yield f"\n{paint(f'{name}path', 'bold', coloured=coloured)}: {counts}"
        yield f"  {shortened(' > '.join(bill.usage.names), _WIDTH)}"
        yield from _children(bill.usage)
        places = _places(bill.total)
        rows = [_row(line, places) for line in bill.lines]
        rows += [("total", "", "", _money(bill.total, places)), ("per execution", "", "", _money(bill.per_order))]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        for item, quantity, unit_price, amount in rows:
            yield f"  {item:<{widths[0]}}  {quantity:>{widths[1]}}  {unit_price:<{widths[2]}}  {amount:>{widths[3]}}"
    yield f"\nprices in US dollars, looked up on {CHECKED}, each with its date:"
    for price in _prices(found):
        doubt = f"; not confirmed: {price.unconfirmed}" if price.unconfirmed else ""
        yield f"  {_item_name(price)}: {price.date}, {price.source}{doubt}"
    yield "\nassumptions:"
    yield from (f"  {note}" for note in found.notes)


def _children(usage: Usage, indent: str = "  ") -> Iterator[str]:
    """Yield a line for each kind of child execution, with the number of executions."""
    kinds: dict[tuple[str, tuple[str, ...]], int] = {}
    for child in usage.children:
        inner = tuple(_children(child.usage, f"{indent}  "))
        key = (f"{child.type}|{_counts(child.usage, child.type)}", inner)
        kinds[key] = kinds.get(key, 0) + child.count
    for (kind, inner), count in kinds.items():
        type, _, counts = kind.partition("|")
        yield f"{indent}{count:,} {type} child execution{'' if count == 1 else 's'}, each with {counts}"
        yield from inner


def _counts(usage: Usage, type: MachineType) -> str:
    counted = [(usage.states, "state", "states"), (usage.calls, "function call", "function calls")]
    if usage.retries:
        counted.append((usage.retries, "retry", "retries"))
    if type == "STANDARD":
        counted.append((usage.transitions, "transition", "transitions"))
    return ", ".join(f"{count:,} {singular if count == 1 else plural}" for count, singular, plural in counted)


def _row(line: Line, places: int) -> tuple[str, str, str, str]:
    item = line.price.item
    digits = 0 if line.quantity == line.quantity.to_integral_value() else _places(line.quantity)
    each = ", ".join(f"${_exact(usd * item.per)}" for usd in line.reached)
    per = "million" if item.per > 1 else item.unit.removesuffix("s")
    mark = "?" if line.price.unconfirmed else ""
    return (
        _item_name(line.price),
        f"{line.quantity:,.{digits}f} {item.unit}",
        f"{each} / {per}{mark}",
        _money(line.amount, places),
    )


def _item_name(price: Price) -> str:
    return f"{price.item.service}, {price.item.what}"


def _prices(found: Cost) -> list[Price]:
    return list(dict.fromkeys(line.price for bill in _bills(found).values() for line in bill.lines))


def _document(found: Cost) -> dict[str, Any]:
    return {
        "orders": found.orders,
        **asdict(found.options),
        "log_level": found.options.level,
        "ways": [{"name": f"{name}way", **_bill(bill)} for name, bill in _bills(found).items()],
        "prices": [_price(price) for price in _prices(found)],
        "checked": CHECKED,
        "assumed": list(found.notes),
    }


def _bill(bill: Bill) -> dict[str, Any]:
    return {
        "states": list(bill.usage.names),
        **_usage(bill.usage),
        "lines": [
            {
                "service": line.price.item.service,
                "what": line.price.item.what,
                "unit": line.price.item.unit,
                "quantity": float(line.quantity),
                "unit_price": float(line.price.tiers[0][1]),
                "amount": float(line.amount),
            }
            for line in bill.lines
        ],
        "total": float(bill.total),
        "per_order": float(bill.per_order),
    }


def _usage(usage: Usage) -> dict[str, Any]:
    return {
        "entered": usage.states,
        "retries": usage.retries,
        "transitions": usage.transitions,
        "calls": usage.calls,
        "others": dict(usage.others),
        "milliseconds": usage.milliseconds,
        "events": usage.events.get("ALL", 0),
        "children": [{"type": child.type, "count": child.count, **_usage(child.usage)} for child in usage.children],
    }


def _price(price: Price) -> dict[str, Any]:
    return {
        "service": price.item.service,
        "what": price.item.what,
        "unit": price.item.unit,
        "tiers": [{"up_to": bound, "usd": float(usd)} for bound, usd in price.tiers],
        "date": price.date,
        "source": price.source,
        "unconfirmed": price.unconfirmed,
    }


def _money(amount: Decimal, least: int = 2) -> str:
    """Return dollars with at least `least` decimal places; less than a cent has three significant digits."""
    places = 2 - amount.adjusted() if 0 < amount < Decimal("0.01") else 2
    return f"${amount:,.{max(places, least)}f}"


def _places(total: Decimal) -> int:
    """Return the decimal places of a total and its parts: two, or below 1 enough for three significant digits."""
    return 2 - total.adjusted() if 0 < total < 1 else 2


def _exact(amount: Decimal) -> str:
    """Return a price with all its digits, and at least two decimal places."""
    text = f"{amount.normalize():f}"
    return text if len(text.partition(".")[2]) > 2 else f"{amount:.2f}"
