"""docs/language.md: its tables are made from the model, and its examples run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tools.language import page

PAGE = Path(__file__).parents[2] / "docs" / "language.md"
TEXT = PAGE.read_text()


def test_the_tables_are_up_to_date() -> None:
    assert page(TEXT) == TEXT, "run: python -m tools.language"


@pytest.mark.parametrize("source", re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL))
def test_an_example_runs(source: str, capsys: pytest.CaptureFixture[str]) -> None:
    exec(compile(source, PAGE.name, "exec"), {})  # noqa: S102  # our own page


def test_every_field_has_a_row_with_its_purpose() -> None:
    rows = re.findall(r"^\| (`.*)\|$", TEXT, re.MULTILINE)
    assert len(rows) > 120
    bare = [row for row in rows if not row.split("|")[3].strip() and row.split("|")[1].strip().startswith("`")]
    assert [row for row in bare if not re.match(r"`(\w+)` \| `(?:>>|when|otherwise|catch|iterator)", row)] == []
