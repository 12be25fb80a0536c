"""docs/jsonata.md: its table is made from the functions, and its examples run."""

from __future__ import annotations

import re

import pytest

from tools.jsonata import PAGE, page

TEXT = PAGE.read_text()


def test_the_table_is_up_to_date() -> None:
    assert page(TEXT) == TEXT, "run: python -m tools.jsonata"


@pytest.mark.parametrize("source", re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL))
def test_an_example_runs(source: str) -> None:
    exec(compile(source, PAGE.name, "exec", dont_inherit=True), {"__name__": PAGE.stem})  # noqa: S102  # our own page
