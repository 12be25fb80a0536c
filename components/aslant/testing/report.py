"""The coverage report for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from aslant.testing.coverage import CATEGORIES, Coverage

__all__ = ["floored", "lines"]

_COLUMNS: Final = ("workflow", "runs", *CATEGORIES, "cover")
_SHOWN: Final = 20  # missed targets of a workflow


def lines(coverage: Coverage) -> Iterator[str]:
    """Yield the lines of a table of workflows, with the missed targets below each."""
    machines = coverage.machines
    rows = [list(_COLUMNS)]
    for machine in machines:
        counts = [machine.count(category) for category in CATEGORIES]
        cells = ["-" if not total else f"{reached}/{total}" for reached, total in counts]
        rows.append([machine.name, str(machine.runs), *cells, f"{floored(machine.percent)}%"])
    rows.append(["total", "", *[""] * len(CATEGORIES), f"{floored(coverage.percent)}%"])
    widths = [max(len(row[column]) for row in rows) for column in range(len(_COLUMNS))]
    table = ["  ".join(_aligned(row, widths)).rstrip() for row in rows]
    yield table[0]
    for machine, row in zip(machines, table[1:], strict=False):
        yield row
        missed = machine.missed
        yield from (f"    missed {target}" for target in missed[:_SHOWN])
        if len(missed) > _SHOWN:
            yield f"    missed {len(missed) - _SHOWN} more"
    yield from (f"{name} never ran" for name in coverage.unseen)
    yield table[-1]


def floored(percent: float) -> int:
    """Round a percentage down, so that 100 means that nothing was missed."""
    return int(percent)


def _aligned(row: list[str], widths: list[int]) -> Iterator[str]:
    yield row[0].ljust(widths[0])
    yield from (cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))
