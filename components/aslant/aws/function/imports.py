"""Imports in the code of a function whose modules are not in its archive."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from aslant.aws.function.archive import members
from aslant.aws.function.requirements import PROVIDED

__all__ = ["not_shipped"]


def not_shipped(folder: Path, packages: Path | None, include: list[Path]) -> list[str]:
    """Return lines such as `handler.py:3 imports 'shared'` for modules of neither Python, Lambda nor the archive.

    Imports inside `try` may fail on purpose, and relative ones are within the folder.
    """
    available = {path.stem if path.is_file() else path.name for path in folder.iterdir()}
    available |= {path.name.partition(".")[0] for path in packages.iterdir()} if packages is not None else set()
    available |= {path.name.partition(".")[0] for path in include}
    available |= {name.replace("-", "_") for name in PROVIDED} | {"dateutil"} | set(sys.stdlib_module_names)
    found = []
    for name, path in members(folder):
        if name.endswith(".py"):
            for line, module in _imports(path):
                if module.partition(".")[0] not in available:
                    found.append(f"{name}:{line} imports {module!r}")
    return found


def _imports(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the line and the module of each import."""
    try:
        waiting: list[ast.AST] = [ast.parse(path.read_bytes())]
    except SyntaxError:  # Lambda reports it if it imports the file
        return
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            yield node.lineno, node.module
        elif isinstance(node, ast.If) and _is_type_checking(node.test):
            waiting += node.orelse
        elif not isinstance(node, ast.Try):
            waiting += ast.iter_child_nodes(node)


def _is_type_checking(test: ast.expr) -> bool:
    return "TYPE_CHECKING" in ast.unparse(test)
