"""`aslant types`, and the option `--input-type`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Aslant

MODULE = """
from typing import TypedDict

from aslant.asl import Pass, StateMachine, this


class Order(TypedDict):
    flavour: str


shop = StateMachine(Pass("Bake", input_path=this.flavour), input_type=Order)
"""
DEFINITION = {
    "StartAt": "Bake",
    "States": {"Bake": {"Type": "Pass", "InputPath": "$.flavor", "End": True}},
}


@pytest.fixture
def shop(folder: Path) -> Path:
    (folder / "shop.py").write_text(MODULE)
    (folder / "bake.asl.json").write_text(json.dumps(DEFINITION))
    return folder


@pytest.mark.usefixtures("shop")
def test_the_shapes_of_a_workflow_are_printed(aslant: Aslant) -> None:
    code, out, _ = aslant("types", "shop.py:shop")
    assert (code, out) == (
        0,
        "input  {flavour: string}\n\nBake (Pass)\n  input  {flavour: string}\n  output  string\n",
    )


@pytest.mark.usefixtures("shop")
def test_json_has_the_same_shapes(aslant: Aslant) -> None:
    code, out, _ = aslant("types", "--json", "bake.asl.json", "--input-type", "shop.py:Order")
    found = json.loads(out)
    assert (code, found["input"]) == (0, "{flavour: string}")
    assert found["states"][0]["input"] == "{flavour: string}"


@pytest.mark.usefixtures("shop")
def test_check_follows_an_input_type(aslant: Aslant) -> None:
    assert aslant("check", "bake.asl.json").code == 0
    code, out, _ = aslant("check", "bake.asl.json", "--input-type", "shop.py:Order")
    assert code == 1
    assert "flavor" in out
    assert "Did you mean" in out


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize(
    ("reference", "message"),
    [
        ("shop.py:Ordr", "shop.py has no Ordr. Did you mean 'Order'?"),
        ("shop.py", "'shop.py' must name a type in Python, such as orders.py:Order or package.module:Order"),
        ("nowhere.py:Order", "nowhere.py: this file does not exist"),
    ],
)
def test_a_type_that_does_not_exist_is_bad_usage(aslant: Aslant, reference: str, message: str) -> None:
    assert aslant("types", "bake.asl.json", "--input-type", reference) == (2, "", f"error: {message}\n")
