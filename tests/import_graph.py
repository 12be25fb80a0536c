"""The imports of the library, read from its source and never run."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple, TypeAlias

import aslant

LIBRARY = Path(aslant.__file__).parent

When: TypeAlias = Literal["at import", "in a function", "for types"]
Graph: TypeAlias = Mapping[str, set[str]]


class Import(NamedTuple):
    """One module that imports another."""

    importer: str
    """A file below the library's folder, such as `asl/state.py`."""
    imported: str
    """The same for a module of the library; for any other, the name of its project, such as `pulumi`."""
    when: When


@cache
def imports() -> tuple[Import, ...]:
    """Return all imports of the library, those in functions and those for type checkers included."""
    files = {_module(path): _file(path) for path in LIBRARY.rglob("*.py")}
    found = {
        Import(_file(path), files.get(name, name if name.startswith("aslant") else name.partition(".")[0]), when)
        for path in LIBRARY.rglob("*.py")
        for name, when in _names(path, files)
    }
    return tuple(sorted(one for one in found if one.importer != one.imported))


def graph(edges: Iterable[Import]) -> Graph:
    """Return what each module of the library imports from the library."""
    nodes: dict[str, set[str]] = {}
    for one in edges:
        if one.imported.endswith(".py"):
            nodes.setdefault(one.importer, set()).add(one.imported)
    return nodes


def path_between(graph: Graph, start: str, end: str) -> list[str]:
    """Return a shortest chain of imports from one module to another, both included; empty if there is none."""
    chains = [[start]]
    seen = {start}
    for chain in chains:  # which grows
        for following in sorted(graph.get(chain[-1], ())):
            if following == end:
                return [*chain, end]
            if following not in seen:
                seen.add(following)
                chains.append([*chain, following])
    return []


def cycles(graph: Graph) -> list[str]:
    """Return the cycles of imports, each once and the shortest first."""
    chains = [chain for file in graph if (chain := path_between(graph, file, file))]
    return sorted({frozenset(chain): " -> ".join(chain) for chain in chains}.values(), key=len)


def _module(path: Path) -> str:
    parts = path.relative_to(LIBRARY.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _file(path: Path) -> str:
    return path.relative_to(LIBRARY).as_posix()


def _names(path: Path, modules: Mapping[str, str]) -> Iterator[tuple[str, When]]:
    """Yield each module that a file imports. `from package import module` imports the module, not the package."""
    nodes: list[tuple[ast.AST, When]] = [(ast.parse(path.read_text(encoding="utf-8")), "at import")]
    while nodes:
        node, when = nodes.pop()
        if isinstance(node, ast.Import):
            yield from ((alias.name, when) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0 and node.module, f"{path}: imports are absolute"  # noqa: PT018
            for alias in node.names:
                name = f"{node.module}.{alias.name}"
                yield (name if name in modules else node.module), when
        else:
            inner = when
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                inner = "in a function"
            elif isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
                inner = "for types"
            nodes += [(child, inner) for child in ast.iter_child_nodes(node)]
