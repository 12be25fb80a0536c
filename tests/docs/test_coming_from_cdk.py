"""docs/coming-from-cdk.md: both sides of each pair make the same ASL."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from aslant.asl import Condition, Map, Pass, State, StateMachine
from aslant.asl.checking import check
from aslant.asl.distributed import ItemBatcher, ItemReader, ProcessorConfig, ResultWriter
from aslant.asl.integrations.catalogue import ACTIONS
from tests.docs.cdk import PAGE, RECORDED, SETTING, page

SHOWN = page()
CDK = json.loads(RECORDED.read_text())
SECTIONS = [section for section in SHOWN.aslant if section != SETTING]
DEFINITIONS = [section for section in SECTIONS if "definition" in CDK["blocks"].get(section, {})]


def run_after_setting(code: str) -> dict[str, Any]:
    names: dict[str, Any] = {}
    for text in (SHOWN.aslant[SETTING], code):
        exec(compile(text, PAGE.name, "exec", dont_inherit=True), names)  # noqa: S102  # our own page
    return names


def built(section: str) -> StateMachine:
    names = run_after_setting(SHOWN.aslant[section])
    machine: StateMachine = names["machine"] if "machine" in names else StateMachine(names["flow"])
    return machine


def made_of(value: Any) -> Any:
    """Return the definition of a cell, as a condition or inside a state."""
    if isinstance(value, Condition):
        return value.to_dict()
    parts = {ItemReader: "item_reader", ItemBatcher: "item_batcher", ResultWriter: "result_writer"}
    if type(value) in parts:
        fields: Any = {parts[type(value)]: value}
        value = Map("A", Pass("B"), processor_config=ProcessorConfig.distributed(), **fields)
    elif not isinstance(value, State):
        value = Pass("A", parameters={"x": value})
    return StateMachine(value).to_dict()


def test_every_block_of_the_cdk_is_recorded() -> None:
    shown = {section: code for section, code in SHOWN.cdk.items() if section != SETTING}
    assert {section: block["code"] for section, block in CDK["blocks"].items()} == shown
    assert list(CDK["rows"]) == list(SHOWN.rows)
    assert list(shown) == SECTIONS
    assert f"`aws-cdk-lib` {CDK['aws-cdk-lib']}" in " ".join(PAGE.read_text().split())


@pytest.mark.parametrize("section", DEFINITIONS)
def test_both_blocks_of_a_section_make_the_same_definition(section: str) -> None:
    assert built(section).to_dict() == CDK["blocks"][section]["definition"]


@pytest.mark.parametrize("section", DEFINITIONS)
def test_a_definition_of_the_page_has_no_fault(section: str) -> None:
    assert check(built(section)) == []


@pytest.mark.parametrize(("cdk", "aslant"), SHOWN.rows.items())
def test_both_cells_of_a_row_make_the_same_definition(cdk: str, aslant: str) -> None:
    value = eval(aslant, run_after_setting(""))  # noqa: S307  # our own page
    assert made_of(value) == CDK["rows"][cdk]


@pytest.mark.parametrize("code", SHOWN.examples)
def test_an_example_runs(code: str) -> None:
    run_after_setting(code)


def test_the_index_names_every_construct_in_alphabetical_order() -> None:
    rows = [re.findall(r"`(\w+)`", constructs) for constructs, _ in SHOWN.constructs]
    assert [row[0] for row in rows] == sorted((row[0] for row in rows), key=str.lower)
    assert set(CDK["constructs"]) - {name for row in rows for name in row} == set()


def test_the_index_names_functions_that_exist() -> None:
    functions = {action.function for action in ACTIONS.values()}
    named = {name for _, text in SHOWN.constructs for name in re.findall(r"`([a-z_]+\.\w+)`", text)}
    assert named - functions == set()


def test_a_link_leads_to_a_section() -> None:
    links = set(re.findall(r"\]\(#([^)]*)\)", PAGE.read_text()))
    assert links - SHOWN.anchors == set()
