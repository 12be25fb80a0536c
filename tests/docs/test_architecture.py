"""docs/ARCHITECTURE.md and CONTRIBUTING.md: every path, command and name in them exists."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.import_graph import LIBRARY

ROOT = Path(__file__).parents[2]
PAGES = ("docs/ARCHITECTURE.md", "CONTRIBUTING.md")

PATH = re.compile(r"[\w./-]*(?:/|\.(?:py|md|json|jsonl|bin|lock|txt|toml))")
FOLDERS = re.compile(r"(?:tests|docs|examples|tools|benchmarks|components|\.ci)(?:/[\w.-]+)+|\.\./[\w./-]+")
COMMAND = re.compile(r"(?:\.venv/bin/)?python -m (?P<module>[\w.]+)(?P<arguments>.*)")
NAME = re.compile(r"[A-Za-z_][\w.]*")
PAIR = re.compile(r"((?:`\w+`(?:, | and )?)+)(?: in | of | \()`([\w/.]+\.py)`")
"""Names, and the file that is said to define them."""

OTHERS = {
    *("a >> b", ">>", "run(input)", "children.make(kind, class, name, inputs)", "${name}"),  # code
    *(".venv", "pytest -rs", "pulumi up", "v<version>"),  # commands, and what they make
    *("Next", "Default", "End", "StartAt", "States", "None"),  # keys and values
}
"""Other code in backticks: not a path, not a command, not a name of the library."""


def spans(page: str) -> list[str]:
    """Return everything in backticks on a page, each once."""
    return list(dict.fromkeys(re.findall(r"`([^`\n]+)`", (ROOT / page).read_text())))


def all_spans() -> list[tuple[str, str]]:
    return [(page, span) for page in PAGES for span in spans(page)]


@cache
def names(file: Path) -> frozenset[str]:
    """Return the names that a module defines: classes, functions, variables, parameters and attributes."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            found.add(node.attr)
        elif isinstance(node, ast.arg):
            found.add(node.arg)
    return frozenset(found)


@cache
def all_names() -> frozenset[str]:
    parts = {path.stem for path in LIBRARY.iterdir()}
    projects = {"pulumi"}
    return frozenset().union(parts, projects, *(names(file) for file in LIBRARY.rglob("*.py")))


def exists(path: str) -> bool:
    """Return whether a path is in the project, or below the library's folder."""
    return (ROOT / path).exists() or (LIBRARY / path).exists()


def missing(span: str) -> Iterator[str]:
    """Yield the parts of a span that do not exist; the span itself if it has no known form."""
    if span in OTHERS:
        return
    if span.startswith("make "):
        if not re.search(rf"^{span[5:]}:", (ROOT / "Makefile").read_text(), re.MULTILINE):
            yield f"the target {span}"
    elif command := COMMAND.fullmatch(span):
        module = command["module"].replace(".", "/") + ".py"
        if command["module"] not in ("pytest", "build") and not exists(module):
            yield module
        yield from (path for path in FOLDERS.findall(command["arguments"]) if not exists(path))
    elif PATH.fullmatch(span) or FOLDERS.fullmatch(span):
        if not exists(span):
            yield span
    elif NAME.fullmatch(span):
        if not set(span.split(".")) <= all_names():
            yield f"the name {span}"
    else:
        yield f"{span}, which is not a path, a command or a name. If it should be on the page, add it to OTHERS"


@pytest.mark.parametrize(("page", "span"), all_spans())
def test_what_a_page_names_exists(page: str, span: str) -> None:
    assert list(missing(span)) == [], page


@pytest.mark.parametrize("page", PAGES)
def test_a_name_is_in_the_file_that_the_page_gives_for_it(page: str) -> None:
    pairs = PAIR.findall((ROOT / page).read_text())
    absent = [
        f"{name} is not in {path}"
        for group, path in pairs
        for name in re.findall(r"`(\w+)`", group)
        if name not in names(LIBRARY / path if (LIBRARY / path).exists() else ROOT / path)
    ]
    assert absent == []
    assert pairs or page != PAGES[0]


@pytest.mark.parametrize("page", PAGES)
def test_a_link_leads_to_a_file(page: str) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", (ROOT / page).read_text())
    assert links
    assert [link for link in links if not ((ROOT / page).parent / link).exists()] == []
