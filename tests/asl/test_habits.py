"""Names from other builders, and what a state prints."""

from __future__ import annotations

from typing import Any

import pytest

from aslant.asl import Catch, Choice, Fail, Map, Parallel, Pass, StateMachine, Succeed, Task, this, when
from aslant.errors import DefinitionError

one: Any = Pass("A")  # Any, since a type checker refuses what is tried here
work: Any = Task("T", "work")
JOIN = "join states with >>, such as Pass('A') >> Pass('B')"
PROCESSOR = "give the Map its flow after the name, such as Map('M', flow)"
BRANCHES = "give the Parallel its flows after the name, such as Parallel('P', one, other)"
RULE = "give the Choice its rules, such as Choice('C', when(condition, flow))"
OTHERWISE = "give the Choice otherwise=flow; what follows all of its ways is joined with >>"


def test_a_state_is_not_continued_by_next() -> None:
    with pytest.raises(DefinitionError) as refused:
        one.next(Pass("B"))
    assert str(refused.value) == (
        "a field of a state is not a method, and this one was not given; join states with >>, such as Pass('A') >> "
        "Pass('B'), and give fields when the state is made"
    )


@pytest.mark.parametrize(
    ("of", "name", "hint"),
    [
        (one >> Pass("B"), "next", f"; {JOIN}"),
        (Succeed("S"), "next", f"; {JOIN}"),
        (work, "add_catch", "; give the state catch=[Catch(['States.ALL'], flow)]"),
        (work, "addCatch", "; give the state catch=[Catch(['States.ALL'], flow)]"),
        (work, "add_retry", "; give the state retry=[Retry(['States.ALL'])]"),
        (Choice("C", when(this.a == 1, one)), "when", f"; {RULE}"),
        (Choice("C", when(this.a == 1, one)), "afterwards", f"; {OTHERWISE}"),
        (Map("M", one), "iterator", f"; {PROCESSOR}"),
        (Parallel("P", one), "branch", f"; {BRANCHES}"),
        (one, "nothing", ""),
    ],
)
def test_a_method_of_another_builder_is_answered_with_what_is_written_here(of: Any, name: str, hint: str) -> None:
    with pytest.raises(AttributeError) as refused:
        getattr(of, name)
    assert str(refused.value) == f"{type(of).__name__!r} object has no attribute {name!r}{hint}"
    assert not hasattr(of, name)


@pytest.mark.parametrize(
    ("kind", "fields", "message"),
    [
        (Map, {"each": one}, f"state 'X' has no field 'each'; {PROCESSOR}"),
        (Map, {"max_concurency": 1}, "state 'X' has no field 'max_concurency'; did you mean 'max_concurrency'?"),
        (Parallel, {"branches": [one]}, f"state 'X' has no field 'branches'; {BRANCHES}"),
        (Choice, {"choices": []}, f"state 'X' has no field 'choices'; {RULE}"),
        (Pass, {"end": True}, "state 'X' has no field 'end'; end a flow with .end(), or leave it open"),
        (Map, {}, "state 'X': the item processor is a state or a flow, not None"),
    ],
)
def test_an_unknown_field_is_named_before_what_is_missing(kind: Any, fields: dict[str, Any], message: str) -> None:
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
