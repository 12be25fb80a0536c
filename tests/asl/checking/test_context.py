"""The members of the context object."""

from __future__ import annotations

import pytest

from aslant.asl.checking.context import context_fault


@pytest.mark.parametrize(
    "steps",
    [
        (),
        ("Execution",),
        ("Execution", "Input", "order", "id"),
        ("Map", "Item", "Value", 0),
        ("Map", "Item", "Source"),
        ("State", "RetryCount"),
        ("StateMachine", "Name"),
        ("Task", "Token"),
        (0, "anything"),
        ("Execution", object(), "anything"),
    ],
)
def test_a_place_that_may_exist_is_not_a_fault(steps: tuple[object, ...]) -> None:
    assert context_fault(steps) is None


@pytest.mark.parametrize(
    ("steps", "message", "repair"),
    [
        (("execution",), "'execution' is not a member of the context object", "Did you mean 'Execution'?"),
        (("Taks", "Token"), "'Taks' is not a member of the context object", "Did you mean 'Task'?"),
        (("Task", "x"), "'x' is not a member of the context object's Task", "The members are Token."),
        (("Map", "Item", "Idx"), "'Idx' is not a member of the context object's Map.Item", "Did you mean 'Index'?"),
    ],
)
def test_what_is_not_there_is_reported_with_the_members(steps: tuple[object, ...], message: str, repair: str) -> None:
    assert context_fault(steps) == (message, repair)
