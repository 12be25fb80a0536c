"""The tree of errors in the docstring of aslant.errors, and suggestions for misspelled names."""

import ast
from collections.abc import Iterator
from pathlib import Path

import aslant
from aslant import errors
from aslant.errors import AslantError, did_you_mean

ROOT = Path(aslant.__file__).parent


def declared() -> dict[str, str]:
    """Return the base of each public error class in the library, by name."""
    bases: dict[str, str] = {}
    for file in sorted(ROOT.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and node.bases and isinstance(node.bases[0], ast.Name):
                bases.setdefault(node.name, node.bases[0].id)
    ours = {AslantError.__name__}
    while more := {name for name, base in bases.items() if base in ours and name[0] != "_"} - ours:
        ours |= more
    return {name: bases[name] for name in ours - {AslantError.__name__}}


def drawn() -> Iterator[tuple[str, str]]:
    """Yield the classes in the docstring, each with its base."""
    tree = (errors.__doc__ or "").split("```")[1].strip().splitlines()
    above = [tree[0]]
    for line in tree[1:]:
        branch, _, rest = line.partition("── ")
        depth = len(branch) // 4 + 1
        name = rest.split()[0]
        above[depth:] = [name]
        yield name, above[depth - 1]


def test_the_docstring_draws_the_actual_tree() -> None:
    assert dict(drawn()) == declared()


def test_a_similar_name_is_suggested_and_another_is_not() -> None:
    assert did_you_mean("Chekc", ["Check", "Cook"]) == ". Did you mean 'Check'?"
    assert did_you_mean("Elsewhere", ["Check", "Cook"]) == ""
