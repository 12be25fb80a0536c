"""Write the tables of docs/component.md from the components' own arguments: what each is called and what it says.

    python -m tools.component

A table stands where the page says which arguments it is of, `<!-- made by tools/component.py: Route.mode Cors.* -->`.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tools.language import docstrings

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "component.md"
MODULES = ("args.py", "function/python_function.py")
MARKED = re.compile(r"(<!-- made by tools/component\.py: (?P<names>[^>]*) -->\n).*?(<!-- end -->\n)", re.DOTALL)


def declared() -> dict[str, dict[str, str]]:
    """What each member of the classes of arguments says, by `Class.member`, as its docstring has it."""
    found: dict[str, dict[str, str]] = {}
    for module in MODULES:
        tree = ast.parse((ROOT / "components" / "aslant" / "aws" / module).read_text())
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and _is_typed_dict(node):
                found[node.name] = docstrings(node)
    return found


def _is_typed_dict(node: ast.ClassDef) -> bool:
    return any(isinstance(base, ast.Name) and base.id in ("TypedDict", "Route") for base in node.bases)


def row(name: str, text: str) -> str:
    """One argument: its name, its default where the text tells one, and the rest of the text."""
    said, _, default = text.rpartition(" Default: ")
    said, default = (said, default.removesuffix(".")) if said else (text, "")
    return f"| `{name}` | {said} | {default} |".replace("|  |", "| |")


def table(names: list[str], arguments: dict[str, dict[str, str]]) -> str:
    """The table of some arguments: `Route.mode`, or `Cors.*` for all of a class."""
    lines = ["| argument | | default |", "| --- | --- | --- |"]
    for name in names:
        owner, _, member = name.partition(".")
        members = arguments[owner] if member == "*" else {member: arguments[owner][member]}
        lines += [row(each, text.replace("|", r"\|")) for each, text in members.items()]
    return "\n".join(lines) + "\n"


def page(text: str) -> str:
    """The page with its tables as the arguments are now."""
    arguments = declared()
    return MARKED.sub(lambda found: f"{found[1]}\n{table(found['names'].split(), arguments)}\n{found[3]}", text)


def shown(text: str) -> set[str]:
    """All arguments that have a row on the page, as `Class.member`."""
    arguments = declared()
    names = {name for found in MARKED.finditer(text) for name in found["names"].split()}
    every = {name for name in names if not name.endswith(".*")}
    return every.union(*({f"{one[:-2]}.{member}" for member in arguments[one[:-2]]} for one in names - every))


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text()))
