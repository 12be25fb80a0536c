"""The package needs the standard library alone, exports its public names, and has no cycle of imports."""

from __future__ import annotations

import ast
import graphlib
import subprocess
import sys
from pathlib import Path

import aslant.run

LIST = (
    "import sys; before = set(sys.modules); import aslant.run; "
    "print(*{name.partition('.')[0] for name in set(sys.modules) - before} - sys.stdlib_module_names)"
)


def test_it_imports_the_standard_library_alone() -> None:
    found = subprocess.run([sys.executable, "-c", LIST], capture_output=True, text=True, check=True).stdout
    assert found.split() == ["aslant"]


ROOT = Path(aslant.run.__file__).parents[2]
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in (ROOT / "aslant" / "run").rglob("*.py")
}


def imported(module: str) -> set[str]:
    """Return the modules of the package that a module imports anywhere, in functions and for types alone included."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(MODULES[module].read_text())):
        if isinstance(node, ast.ImportFrom) and node.module is not None:
            found.update(
                name if name in MODULES else node.module
                for name in (f"{node.module}.{alias.name}" for alias in node.names)
            )
        elif isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
    return found & MODULES.keys()


def test_no_files_import_each_other_in_a_circle() -> None:
    graph = {module: imported(module) for module in MODULES}
    graph["aslant.run"].clear()  # it imports the public names for type checkers, and each at its first use
    graph["aslant.run.data.path_filter"].remove("aslant.run.data.path")  # a path has filters, and a filter has paths
    assert len(list(graphlib.TopologicalSorter(graph).static_order())) == len(MODULES)


def test_it_does_not_import_the_language() -> None:
    code = "import sys, aslant.run; sys.exit('aslant.asl' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_all_public_names_are_there() -> None:
    assert aslant.run.__all__ == sorted(aslant.run.__all__)
    assert all(hasattr(aslant.run, name) for name in aslant.run.__all__)
