"""docs/component.md: its tables are made from the arguments' docstrings, and each example is deployed under mocks."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from aslant.aws import Alarms, Authorizer, Cors, Domain, PolicyStatement, PythonFunctionArgs, Rollout, Route, Vpc
from aslant.aws.args import AllApiArgs, ApiArgs, RestRoute
from tests.aws.recording import record
from tools.component import declared, page, shown

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "component.md"
TEXT = PAGE.read_text()
SETTING, *EXAMPLES = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
ARGS = ("Route", "RestRoute", "ApiArgs", "AllApiArgs")
SHAPES = (
    *(Alarms, AllApiArgs, ApiArgs, Authorizer, Cors, Domain, PolicyStatement, PythonFunctionArgs, RestRoute, Rollout),
    *(Route, Vpc),
)
SETTING_ALONE = SETTING.partition("shop = ")[0]


def test_the_tables_are_up_to_date() -> None:
    assert page(TEXT) == TEXT, "run: python -m tools.component"


def test_every_argument_has_a_row_and_a_docstring() -> None:
    arguments = {f"{owner}.{member}": text for owner, members in declared().items() for member, text in members.items()}
    assert shown(TEXT) == set(arguments)
    assert [name for name, text in arguments.items() if not text] == []


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
def test_every_optional_argument_states_its_default(shape: Any) -> None:
    described = declared()[shape.__name__]
    assert [key for key in described if key in shape.__optional_keys__ and "Default: " not in described[key]] == []


def test_no_class_of_arguments_is_left_out() -> None:
    assert {shape.__name__ for shape in SHAPES} == {name for name, members in declared().items() if members}


def test_every_argument_is_in_an_example() -> None:
    code = "\n".join([SETTING, *EXAMPLES])
    options = [name for owner in ARGS for name in declared()[owner]]
    assert [name for name in options if f'"{name}":' not in code] == []


@pytest.mark.parametrize("source", [SETTING, *EXAMPLES])
def test_an_example_is_deployed(source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)

    def program() -> None:
        exec(compile(SETTING_ALONE + source, PAGE.name, "exec"), {"__name__": "example"})  # noqa: S102  # our own page

    assert record(program).by_urn or "pytest.raises" in source
    assert record(program, preview=True).by_urn or "pytest.raises" in source
