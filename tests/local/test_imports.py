"""The imports within `aslant.local` form no cycle, those for type checking included."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).parents[2] / "components"


def imported(file: Path) -> Iterator[Path]:
    """Yield the files of `aslant.local` that a file imports."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("aslant.local"):
            place = ROOT.joinpath(*node.module.split("."))
            for alias in node.names:
                modules = (place / f"{alias.name}.py", place / alias.name / "__init__.py")
                found = next((path for path in modules if path.is_file()), None)
                yield found or (place / "__init__.py" if place.is_dir() else place.with_suffix(".py"))


def test_imports_form_no_cycle() -> None:
    files = list((ROOT / "aslant" / "local").rglob("*.py"))
    graph = {file: set(imported(file)) - {file} for file in files}
    assert set(TopologicalSorter(graph).static_order()) == set(files)
