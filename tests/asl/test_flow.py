"""Tests for flows: joins that `>>` makes, and joins that it refuses."""

import operator
from collections.abc import Callable
from enum import StrEnum
from typing import Any

import pytest

from aslant.asl import Choice, End, Fail, Flow, Goto, Pass, StateMachine, Succeed, Task, this, when
from aslant.errors import DefinitionError


class Name(StrEnum):
    DONE = "Done"


a, b, c = Pass("A"), Pass("B"), Pass("C")
fail = Fail("Stop")
question = this.total > 100


def test_joining_changes_neither_side() -> None:
    first = a >> b
    second = a >> c
    assert (first, second) == (a >> b, a >> c)
    assert StateMachine(a).to_dict()["States"] == {"A": {"Type": "Pass", "End": True}}


def test_then_is_the_same_as_the_operator() -> None:
    assert a.then(b) == a >> b
    assert StateMachine(a.then(b).then(fail)) == StateMachine(a >> b >> fail)


def test_chains_are_equal_whatever_their_grouping() -> None:
    assert StateMachine((a >> b) >> c) == StateMachine(a >> (b >> c))


@pytest.mark.parametrize("join", [operator.rshift, lambda flow, following: flow.then(following)])
@pytest.mark.parametrize(
    ("flow", "because"),
    [
        (fail, "'Stop' is a Fail state and ends the flow"),
        (Succeed("Done"), "'Done' is a Succeed state and ends the flow"),
        (Goto("A"), "Goto('A') jumps to another state"),
        (a.end(), "the flow was closed by .end()"),
        (a >> b >> fail, "'Stop' is a Fail state and ends the flow"),
        (a >> (b >> (b >> fail)), "'Stop' is a Fail state and ends the flow"),
        (a >> b.end(), "the flow was closed by .end()"),
        (
            a >> Choice("Which?", when(question, fail), otherwise=Succeed("Done")),
            "every branch of the Choice 'Which?' ends",
        ),
        (
            Choice("Which?", when(question, b.end()), when(question, Goto("A")), otherwise=fail),
            "every branch of the Choice 'Which?' ends",
        ),
    ],
)
def test_a_flow_without_open_end_cannot_be_continued(flow: Any, because: str, join: Callable[[Any, Any], Any]) -> None:
    with pytest.raises(DefinitionError) as refused:
        join(flow, c)
    assert str(refused.value) == (
        f"'C' cannot follow: {because}, so nothing can come after it. Put 'C' before it, or reach it from another "
        "state."
    )


@pytest.mark.parametrize("thing", [5, "B", None, print, {"Type": "Pass"}])
@pytest.mark.parametrize("flow", [a, fail, a >> b])
def test_only_a_flow_can_follow(flow: Flow[object, object], thing: object) -> None:
    with pytest.raises(DefinitionError) as refused:
        flow >> thing  # type: ignore[operator]
    assert str(refused.value) == (
        f"{thing!r} cannot follow {flow!r}: it is neither a state nor a flow. Wrap a handler in Task('Name', handler)."
    )


def test_a_choice_with_one_open_end_can_be_continued() -> None:
    flow = Choice("Which?", when(question, fail), otherwise=b) >> c
    assert StateMachine(flow).states["B"].next == "C"  # type: ignore[attr-defined]


def test_closing_a_closed_flow_changes_nothing() -> None:
    over: tuple[End[object], ...] = (fail, Succeed("Done"), Goto("A"), a.end())
    assert all(flow.end() is flow for flow in over)  # type: ignore[attr-defined]


def test_goto_needs_a_name() -> None:
    with pytest.raises(DefinitionError) as refused:
        Goto(a)  # type: ignore[arg-type]
    assert str(refused.value) == "Goto needs the name of a state, such as Goto('Pay'), not Pass('A')"


@pytest.mark.parametrize(
    ("flow", "text"),
    [
        (a >> (b >> c), "Pass('A') >> Pass('B') >> Pass('C')"),
        ((a >> b).end(), "(Pass('A') >> Pass('B')).end()"),
        (a >> Goto("A"), "Pass('A') >> Goto('A')"),
        (a >> Fail("No", error="Refused"), "Pass('A') >> Fail('No', error='Refused')"),
        (Goto(Name.DONE), "Goto('Done')"),
        (Pass(Name.DONE), "Pass('Done')"),
    ],
)
def test_a_flow_prints_as_it_is_written(flow: object, text: str) -> None:
    assert repr(flow) == text


def nested(make: Callable[[Any], Any], innermost: Any) -> Any:
    for _ in range(100_000):  # deeper than Python can print
        innermost = make(innermost)
    return innermost


@pytest.mark.parametrize(
    ("flow", "begins"),
    [
        (Pass("A", result=nested(lambda inner: [inner], 1)), "Pass('A', result=…)"),
        (Pass("A", result=nested(lambda inner: [inner], 1)) >> b, "Pass('A', result=…) >> Pass('B')"),
        (nested(lambda inner: ~inner, question), "Condition(…)"),
        (nested(lambda inner: (a >> inner).end(), b), "(Pass('A') >> (Pass('A') >> (Pass('A') >> "),
    ],
)
def test_deep_nesting_is_cut_off_when_printed(flow: object, begins: str) -> None:
    assert repr(flow).startswith(begins)
    assert "…" in repr(flow)


@pytest.mark.parametrize(
    ("flow", "other"),
    [
        (a >> b, a >> c),
        (a >> b, (a >> b).end()),
        (Goto("A"), Goto("B")),
        (a, a.end()),
        (a, "A"),
        (Task("A", "one"), Task("A", "two")),
    ],
)
def test_different_flows_are_not_equal(flow: object, other: object) -> None:
    assert flow != other


@pytest.mark.parametrize("flow", [a, fail, a >> b, a.end(), Goto("A")])
def test_a_flow_is_immutable(flow: object) -> None:
    kind = type(flow).__name__
    with pytest.raises(AttributeError, match=f"^a {kind} is immutable. Create a new one.$"):
        flow.name = "other"  # type: ignore[attr-defined]
    with pytest.raises(AttributeError, match=f"^a {kind} is immutable. Create a new one.$"):
        del flow.name  # type: ignore[attr-defined]
