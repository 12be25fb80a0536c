"""Tests for hints on names from other builders, and for the repr of states."""

from __future__ import annotations

from typing import Any

import pytest

from aslant.asl import Catch, Choice, Fail, Map, Parallel, Pass, StateMachine, Succeed, Task, this, when
from aslant.errors import DefinitionError

one: Any = Pass("A")  # Any, since a type checker refuses these calls
work: Any = Task("T", "work")
JOIN = "Join states with >>, such as Pass('A') >> Pass('B')."
PROCESSOR = "Pass the flow to the Map after its name, such as Map('M', flow)."
BRANCHES = "Pass the flows to the Parallel after its name, such as Parallel('P', first, second)."
RULE = "Pass the rules to the Choice, such as Choice('C', when(condition, flow))."
OTHERWISE = "Pass otherwise=flow to the Choice, and join the successor of all its branches with >>."


def test_a_state_is_not_continued_by_next() -> None:
    with pytest.raises(DefinitionError) as refused:
        one.next(Pass("B"))
    assert str(refused.value) == (
        "a field of a state is not a method. Join states with >>, such as Pass('A') >> Pass('B'), and pass fields "
        "when you create the state."
    )


@pytest.mark.parametrize(
    ("of", "name", "hint"),
    [
        (one >> Pass("B"), "next", f". {JOIN}"),
        (Succeed("S"), "next", f". {JOIN}"),
        (work, "add_catch", ". Pass catch=[Catch(['States.ALL'], flow)] to the state."),
        (work, "addCatch", ". Pass catch=[Catch(['States.ALL'], flow)] to the state."),
        (work, "add_retry", ". Pass retry=[Retry(['States.ALL'])] to the state."),
        (Choice("C", when(this.a == 1, one)), "when", f". {RULE}"),
        (Choice("C", when(this.a == 1, one)), "afterwards", f". {OTHERWISE}"),
        (Map("M", one), "iterator", f". {PROCESSOR}"),
        (Parallel("P", one), "branch", f". {BRANCHES}"),
        (one, "nothing", ""),
    ],
)
def test_a_method_of_another_builder_is_refused_with_a_hint(of: Any, name: str, hint: str) -> None:
    with pytest.raises(AttributeError) as refused:
        getattr(of, name)
    assert str(refused.value) == f"{type(of).__name__!r} object has no attribute {name!r}{hint}"
    assert not hasattr(of, name)


@pytest.mark.parametrize(
    ("kind", "fields", "message"),
    [
        (Map, {"each": one}, f"state 'X' has no field 'each'. {PROCESSOR}"),
        (Map, {"max_concurency": 1}, "state 'X' has no field 'max_concurency'. Did you mean 'max_concurrency'?"),
        (Parallel, {"branches": [one]}, f"state 'X' has no field 'branches'. {BRANCHES}"),
        (Choice, {"choices": []}, f"state 'X' has no field 'choices'. {RULE}"),
        (Pass, {"end": True}, "state 'X' has no field 'end'. End a flow with .end(), or leave it open."),
        (Map, {}, "state 'X': the item processor must be a state or a flow, not None"),
    ],
)
def test_an_unknown_field_is_reported_before_a_missing_one(kind: Any, fields: dict[str, Any], message: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        kind("X", **fields)
    assert str(refused.value) == message


def test_a_state_prints_its_catchers_and_its_rules() -> None:
    pay = Task("Pay", "pay", catch=[Catch(["Declined"], Fail("Refuse"))])
    sort = Choice("Sort", when(this.a == 1, Pass("B")), otherwise=Succeed("C"))
    printed = "Task('Pay', resource='${pay}', catch=[Catch(error_equals=['Declined'], next='Refuse')])"
    assert repr(pay) == printed
    rule = "Rule(Condition({'Variable': '$.a', 'NumericEquals': 1}), next='B')"
    assert repr(sort) == f"Choice('Sort', {rule}, otherwise='C')"
    made = StateMachine(pay >> sort)
    assert repr(made.states["Pay"]) == printed.replace("'Pay', ", "'Pay', next='Sort', ")
    assert repr(made.states["Sort"]) == f"Choice('Sort', {rule}, default='C')"
