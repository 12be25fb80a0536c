"""Tests for the shape of the data at every state, in words."""

from __future__ import annotations

from typing import Any, NotRequired, TypedDict

import pytest

from aslant.asl import Choice, Fail, Map, Pass, StateMachine, Succeed, Task, from_dict, this, to_mermaid, when
from aslant.asl.explaining import explain
from aslant.errors import DefinitionError


class Order(TypedDict):
    flavour: str
    lines: list[str]
    size: NotRequired[int]


def check_order(event: Order, context: object) -> bool:
    return bool(event)


def shop() -> StateMachine:
    check = Task("Check", check_order, result_path=this.ok, assign={"total": 1})
    known = Choice("Known?", when(this.ok.is_false(), Fail("Refuse")))
    each = Map("Each", Pass("Line"), items_path=this.lines)
    return StateMachine(check >> known >> each >> Succeed("Done"), input_type=Order)


TEXT = """\
input  {flavour: string, lines: string[], size?: number}

Check (Task)
  input  {flavour: string, lines: string[], size?: number}
  to 'Known?'  {flavour: string, lines: string[], size?: number, ok: boolean}

Known? (Choice)
  input  {flavour: string, lines: string[], size?: number, ok: boolean}
  $total  1
  to 'Refuse'  {flavour: string, lines: string[], size?: number, ok: false}
  to 'Each'  {flavour: string, lines: string[], size?: number, ok: true}

Refuse (Fail)
  input  {flavour: string, lines: string[], size?: number, ok: false}
  $total  1

Each (Map)
  input  {flavour: string, lines: string[], size?: number, ok: true}
  $total  1
  to 'Done'  string[]

  Line (Pass)
    input  string
    $total  1
    output  string

Done (Succeed)
  input  string[]
  $total  1
  output  string[]"""


def test_the_shapes_are_printed_state_by_state() -> None:
    assert str(shop().explain()) == TEXT


def test_a_definition_is_explained_for_an_input_type() -> None:
    found = explain(shop().to_dict(), input_type=Order)
    assert found.states[0].input == "{flavour: string, lines: string[], size?: number}"
    assert found.states[0].outputs == {"Known?": "{flavour: string, lines: string[], size?: number, ok: unknown}"}


def test_the_shapes_are_json() -> None:
    machine = from_dict(
        {"StartAt": "A", "States": {"A": {"Type": "Pass", "Result": 1, "End": True}, "B": {"Type": "Fail"}}}
    )
    assert machine.explain().to_dict() == {
        "input": "unknown",
        "states": [
            {
                "location": "/States/A",
                "name": "A",
                "type": "Pass",
                "input": "unknown",
                "outputs": {"": "1"},
                "variables": {},
            },
            {"location": "/States/B", "name": "B", "type": "Fail", "input": None, "outputs": {}, "variables": {}},
        ],
    }
    assert "B (Fail)\n  never reached" in str(machine.explain())


def test_a_drawing_has_the_shapes_on_its_arrows() -> None:
    drawn = to_mermaid(shop(), types=True)
    assert "flavour" not in to_mermaid(shop())
    arrows = [line for line in drawn.splitlines() if "--" in line and "|" in line]
    assert sum("flavour" in arrow for arrow in arrows) == 3
    assert any("this" not in arrow and "string[]" in arrow for arrow in arrows)


@pytest.mark.parametrize("value", [[], "text", None])
def test_anything_else_is_refused(value: Any) -> None:
    with pytest.raises(DefinitionError, match="explain needs a definition as a dict"):
        explain(value)
