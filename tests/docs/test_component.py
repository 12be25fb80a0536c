"""docs/component.md: its tables are made from the arguments' docstrings, and each example is deployed under mocks."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.aws.recording import record
from tools.component import declared, page, shown

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "component.md"
TEXT = PAGE.read_text()
SETTING, *EXAMPLES = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
SETTING_ALONE = SETTING.partition("shop = ")[0]


def test_the_tables_are_up_to_date() -> None:
    assert page(TEXT) == TEXT, "run: python -m tools.component"


def test_every_argument_has_a_row_and_a_docstring() -> None:
    arguments = {f"{owner}.{member}": text for owner, members in declared().items() for member, text in members.items()}
    assert shown(TEXT) == set(arguments)
    assert [name for name, text in arguments.items() if not text] == []


def test_every_argument_is_in_an_example() -> None:
    code = "\n".join([SETTING, *EXAMPLES])
    options = [name for owner in ("Route", "StateMachineApiArgs") for name in declared()[owner]]
    assert [name for name in options if f'"{name}":' not in code] == []


@pytest.mark.parametrize("source", [SETTING, *EXAMPLES])
def test_an_example_is_deployed(source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)

    def program() -> None:
        exec(compile(SETTING_ALONE + source, PAGE.name, "exec"), {"__name__": "example"})  # noqa: S102  # our own page

    assert record(program).by_urn or "pytest.raises" in source
    assert record(program, preview=True).by_urn or "pytest.raises" in source
