"""Write the tables of docs/component.md from the docstrings of the components' arguments.

    python -m tools.component

A comment on the page starts each table and lists its arguments:
`<!-- made by tools/component.py: Route.mode Cors.* -->`.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tools.language import docstrings

ROOT = Path(__file__).parents[1]
BASES = frozenset({"TypedDict", "Route", "RestRoute", "ApiArgs"})
PAGE = ROOT / "docs" / "component.md"
MODULES = ("args.py", "function/python_function.py")
MARKED = re.compile(r"(<!-- made by tools/component\.py: (?P<names>[^>]*) -->\n).*?(<!-- end -->\n)", re.DOTALL)


def declared() -> dict[str, dict[str, str]]:
    """Return the docstring of each argument, by class and name.

    Arguments of AllApiArgs are left out of HttpApiArgs and RestApiArgs, which narrow their types.
    """
    found: dict[str, dict[str, str]] = {}
    for module in MODULES:
        tree = ast.parse((ROOT / "components" / "aslant" / "aws" / module).read_text())
        for node in ast.walk(tree):
            bases = {base.id for base in getattr(node, "bases", ()) if isinstance(base, ast.Name)}
            if isinstance(node, ast.ClassDef) and not BASES.isdisjoint(bases):
                found[node.name] = docstrings(node)
    for owner in ("HttpApiArgs", "RestApiArgs"):
        found[owner] = {member: text for member, text in found[owner].items() if member not in found["AllApiArgs"]}
    return found


def row(name: str, text: str) -> str:
    """Return the row of one argument: its name, its description and its default, if the docstring has one."""
    description, _, default = text.rpartition(" Default: ")
    description, default = (description, default.removesuffix(".")) if description else (text, "")
    return f"| `{name}` | {description} | {default} |".replace("|  |", "| |")


def table(names: list[str], arguments: dict[str, dict[str, str]]) -> str:
    """Return the table of some arguments: `Route.mode`, or `Cors.*` for all arguments of a class."""
    lines = ["| argument | | default |", "| --- | --- | --- |"]
    for name in names:
        owner, _, member = name.partition(".")
        members = arguments[owner] if member == "*" else {member: arguments[owner][member]}
        lines += [row(each, text.replace("|", r"\|")) for each, text in members.items()]
    return "\n".join(lines) + "\n"


def page(text: str) -> str:
    """Return the page with its tables written anew."""
    arguments = declared()
    return MARKED.sub(lambda found: f"{found[1]}\n{table(found['names'].split(), arguments)}\n{found[3]}", text)


def shown(text: str) -> set[str]:
    """Return all arguments that have a row on the page, as `Class.member`."""
    arguments = declared()
    names = {name for found in MARKED.finditer(text) for name in found["names"].split()}
    every = {name for name in names if not name.endswith(".*")}
    return every.union(*({f"{one[:-2]}.{member}" for member in arguments[one[:-2]]} for one in names - every))


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text()))
