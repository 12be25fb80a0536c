"""Tests for the guard that refuses an input which does not match the workflow's type."""

from __future__ import annotations

from typing import Any, TypedDict

import pytest

from aslant.asl import Pass, StateMachine, Succeed, check
from aslant.asl.guard import with_input_guard
from aslant.errors import DefinitionError
from aslant.run import run
from tests.asl.test_schema import BAD, GOOD, Order

Named = TypedDict("Named", {"order-id": int})


def guarded(annotation: Any = Order, **fields: Any) -> StateMachine:
    return with_input_guard(StateMachine(Pass("First") >> Succeed("Done"), input_type=annotation, **fields))


def outcome(machine: StateMachine, value: Any) -> tuple[str, str | None, str | None]:
    ended = run(machine, value)
    return ended.status, ended.error, ended.cause


@pytest.mark.parametrize("language", ["JSONPath", "JSONata"])
def test_an_input_of_the_type_passes(language: Any) -> None:
    machine = guarded(query_language=language)
    assert [outcome(machine, value) for value in GOOD] == [("SUCCEEDED", None, None)] * len(GOOD)
    assert check(machine) == []


@pytest.mark.parametrize("value", BAD)
def test_any_other_input_fails_with_a_clear_name(value: Any) -> None:
    assert outcome(guarded(), value)[:2] == ("FAILED", "InvalidInput")


@pytest.mark.parametrize(
    ("annotation", "value", "cause"),
    [
        (Order, [], "The input must be an object."),
        (
            Order,
            {"lines": 1, "kind": "here"},
            "The member 'lines' must be an array. The member 'table' must be an integer or null.",
        ),
        (
            Order,
            {"lines": [], "table": 1, "kind": "there"},
            """The member 'kind' must be "here" or "away".""",
        ),
        (Named, {"order-id": "7"}, "The member 'order-id' must be an integer."),
        (list[int], ["a"], "The input must be an array."),
    ],
)
def test_the_cause_names_each_wrong_member(annotation: Any, value: Any, cause: str) -> None:
    assert outcome(guarded(annotation), value)[2] == cause


def test_the_guarded_workflow_keeps_its_handlers_and_its_type() -> None:
    machine = guarded()
    assert machine.input_type is Order
    assert list(machine.states) == ["Check Input", "Refuse Input", "First", "Done"]


def test_a_workflow_with_a_state_of_that_name_is_refused() -> None:
    machine = StateMachine(Pass("Check Input"), input_type=Order)
    with pytest.raises(DefinitionError, match=r"already has a state 'Check Input', which the guard needs. Rename it\."):
        with_input_guard(machine)
