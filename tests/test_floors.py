"""The floors of docs/ARCHITECTURE.md: which part may import which, what each needs from outside, and no cycles."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest

from tests.import_graph import LIBRARY, When, cycles, graph, imports, path_between

PAGE: Final = (Path(__file__).parents[1] / "docs" / "ARCHITECTURE.md").read_text()
FLOORS: Final = {
    part: int(floor)
    for floor, parts in re.findall(r"^\| (\d+) \| (.+?) \|", PAGE, re.MULTILINE)
    for part in re.findall(r"`([\w.]+)`", parts)
}

OUTSIDE: Final[Mapping[str, dict[str, set[When]]]] = {
    "__init__.py": {},
    "__main__.py": {},
    "errors.py": {},
    "json_value.py": {},
    "extras.py": {},
    "handler_types.py": {},
    "walk.py": {},
    "grammar": {},
    "asl": {"typing_extensions": {"for types"}, "yaml": {"in a function"}},
    "run": {"jlens": {"in a function"}},
    "iam": {},
    "provider": {"pulumi": {"in a function"}},
    "cost": {},
    "draw": {"pygraphviz": {"in a function"}},
    "files": {},
    "testing": {
        "boto3": {"in a function"},
        "botocore": {"in a function"},
        "hypothesis": {"in a function", "for types"},
        "pulumi": {"for types"},
        "pytest": {"at import"},
    },
    "cli": {},
}
"""The projects outside the standard library that each part imports, and when. `aws` and `local` may import any."""

CYCLES: Final[Mapping[tuple[str, str], str]] = {
    ("grammar/jsonpath_filters.py", "grammar/jsonpath.py"): "a path has filters, and a filter has paths",
    ("run/data/path_filter.py", "run/data/path.py"): "a path has filters, and a filter has paths",
}
"""Imports in functions and for type checkers that close a cycle, with the reason.

Delete an entry when its cycle is gone. Never add one: move what both modules need to a lower one.
"""


def part_of(file: str) -> str:
    """Return the part of the library that a file belongs to: its first folder, or the file itself."""
    return file.partition("/")[0]


def test_every_part_of_the_library_is_on_one_floor() -> None:
    parts = {part_of(path.relative_to(LIBRARY).as_posix()) for path in LIBRARY.rglob("*.py")}
    assert set(FLOORS) == parts
    assert set(OUTSIDE) == parts - {"aws", "local"}


def test_a_part_imports_lower_floors_only() -> None:
    upward = [
        f"{one.importer} imports {one.imported} ({one.when})"
        for one in imports()
        if one.imported.endswith(".py")
        and part_of(one.importer) != part_of(one.imported)
        and FLOORS[part_of(one.imported)] >= FLOORS[part_of(one.importer)]
    ]
    assert upward == []


@pytest.mark.parametrize("part", OUTSIDE)
def test_a_part_needs_nothing_else_from_outside(part: str) -> None:
    found: dict[str, set[When]] = {}
    for one in imports():
        if part_of(one.importer) == part and not one.imported.endswith(".py"):
            found.setdefault(one.imported, set()).add(one.when)
    assert {name: when for name, when in found.items() if name not in sys.stdlib_module_names} == OUTSIDE[part]


def test_imports_that_run_at_import_have_no_cycle() -> None:
    assert cycles(graph(one for one in imports() if one.when == "at import")) == []


def test_other_imports_close_no_cycle_but_the_listed_ones() -> None:
    assert cycles(graph(one for one in imports() if (one.importer, one.imported) not in CYCLES)) == []


@pytest.mark.parametrize(("importer", "imported"), CYCLES)
def test_a_listed_cycle_still_exists(importer: str, imported: str) -> None:
    edges = graph(imports())
    assert imported in edges.get(importer, ()) and path_between(edges, imported, importer), (  # noqa: PT018
        f"The cycle over {importer} -> {imported} is gone. Delete its entry from CYCLES in tests/test_floors.py."
    )
