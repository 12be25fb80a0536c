"""Every code of a finding is in the table of docs/cli.md, with its severity."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
CHECKING = ROOT / "components" / "aslant" / "asl" / "checking"
PAGE = (ROOT / "docs" / "cli.md").read_text()


def documented() -> list[tuple[str, str]]:
    """Return the rows of the table: the code and the severities."""
    return re.findall(r"^\| `([A-Z_]+)` \| ([a-z, ]+) \|", PAGE, re.MULTILINE)


def reported() -> dict[str, set[str]]:
    """Return the codes that rules of `check` or the command report, each with its severities."""
    found: dict[str, set[str]] = {"SCHEMA_VALIDATION_FAILED": {"error"}}  # the code of rules that name none
    for file in sorted(CHECKING.glob("*.py")):
        module = vars(importlib.import_module(f"aslant.asl.checking.{file.stem}"))
        for severity, code in codes(ast.parse(file.read_text())):
            found.setdefault(str(module.get(code, code)), set()).add(severity)
    found |= {"TYPE_MISMATCH": {"error"}, "POSSIBLE_TYPE_MISMATCH": {"warning"}}  # check_data makes these findings
    command = importlib.import_module("aslant.cli.check")
    for value in vars(command).values():
        if isinstance(value, str) and re.fullmatch("[A-Z]+(?:_[A-Z]+)+", value):
            found.setdefault(value, set()).add("error")
    return found


def codes(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Yield the severity and the code, or the constant's name, of each report in a module."""
    for call in ast.walk(tree):
        if (
            isinstance(call, ast.Call)
            and isinstance(call.func, ast.Attribute)
            and call.func.attr in ("error", "warning")
        ):
            for keyword in call.keywords:
                for value in ast.walk(keyword.value) if keyword.arg == "code" else ():
                    if isinstance(value, ast.Constant):
                        yield call.func.attr, str(value.value)
                    elif isinstance(value, ast.Name):
                        yield call.func.attr, value.id


def test_every_code_is_documented_with_its_severity() -> None:
    table = documented()
    assert [code for code, _ in table] == sorted(reported())
    assert {code: set(severities.split(", ")) for code, severities in table} == reported()
