"""Tests for lowering flows to the flat object of ASL."""

from typing import Any

import pytest

from aslant.asl import (
    Catch,
    Choice,
    End,
    Fail,
    Flow,
    Goto,
    Map,
    Parallel,
    Pass,
    StateMachine,
    Succeed,
    Task,
    this,
    when,
)
from aslant.errors import DefinitionError

a, b, c, d = Pass("A"), Pass("B"), Pass("C"), Pass("D")
fail = Fail("Stop")
large, small = this.total > 100, this.total < 10

Target = str | None
AnyFlow = Flow[Any, Any] | End[Any]


def task(*catchers: Catch) -> Task[Any, Any]:
    return Task("Work", "work", catch=catchers)


def targets(flow: AnyFlow) -> dict[str, list[Target]]:
    """Return the targets of each state: those of its rules and catchers in order, then its own. None is the end."""
    found = {}
    for name, state in StateMachine(flow).to_dict()["States"].items():
        exits = [branch["Next"] for branch in state.get("Choices", state.get("Catch", ()))]
        own = state.get("Next", state.get("Default"))
        closed = state["Type"] in ("Fail", "Succeed")
        assert state.get("End") == (None if own or closed or state["Type"] == "Choice" else True)
        found[name] = exits if closed else [*exits, own]
    return found


@pytest.mark.parametrize(
    ("flow", "expected"),
    [
        pytest.param(a, {"A": [None]}, id="one state is the end"),
        pytest.param(a >> b >> c, {"A": ["B"], "B": ["C"], "C": [None]}, id="a chain"),
        pytest.param(a >> fail, {"A": ["Stop"], "Stop": []}, id="a Fail has no Next"),
        pytest.param(
            Choice("?", when(large, a), when(small, b), otherwise=c) >> d,
            {"?": ["A", "B", "C"], "A": ["D"], "B": ["D"], "C": ["D"], "D": [None]},
            id="branches rejoin",
        ),
        pytest.param(
            Choice("?", when(large, a)) >> d,
            {"?": ["A", "D"], "A": ["D"], "D": [None]},
            id="without otherwise a Choice falls through to what follows",
        ),
        pytest.param(
            Choice("?", when(large, a)), {"?": ["A", None], "A": [None]}, id="with nothing after it there is no Default"
        ),
        pytest.param(
            Choice("?", when(large, a >> b), otherwise=fail) >> d,
            {"?": ["A", "Stop"], "A": ["B"], "B": ["D"], "D": [None], "Stop": []},
            id="closed branches do not rejoin",
        ),
        pytest.param(
            Choice("?", when(large, a.end()), otherwise=b) >> d,
            {"?": ["A", "B"], "A": [None], "B": ["D"], "D": [None]},
            id="end closes one branch",
        ),
        pytest.param(
            Choice("?", when(large, Choice("??", when(small, a), otherwise=b)), otherwise=c).end(),
            {"?": ["??", "C"], "??": ["A", "B"], "A": [None], "B": [None], "C": [None]},
            id="end closes every open end inside",
        ),
        pytest.param(
            Choice("?", when(large, Choice("??", when(small, a)) >> b), otherwise=c) >> d,
            {"?": ["??", "C"], "??": ["A", "B"], "A": ["B"], "B": ["D"], "C": ["D"], "D": [None]},
            id="choices nest",
        ),
        pytest.param(
            Choice("?", when(large, Choice("??", when(small, a)))) >> d,
            {"?": ["??", "D"], "??": ["A", "D"], "A": ["D"], "D": [None]},
            id="a Choice that ends a branch falls through to what rejoins",
        ),
        pytest.param(
            task(Catch("Burnt", a), Catch("States.ALL", b >> c)) >> d,
            {"Work": ["A", "B", "D"], "A": ["D"], "B": ["C"], "C": ["D"], "D": [None]},
            id="what catches rejoins",
        ),
        pytest.param(
            task(Catch("Burnt", fail)) >> d, {"Work": ["Stop", "D"], "Stop": [], "D": [None]}, id="a catch may fail"
        ),
        pytest.param(
            a >> task(Catch("Burnt", Goto("A"))) >> d,
            {"A": ["Work"], "Work": ["A", "D"], "D": [None]},
            id="a catch may go back",
        ),
        pytest.param(
            a >> Choice("?", when(large, b >> Goto("A"))) >> d,
            {"A": ["?"], "?": ["B", "D"], "B": ["A"], "D": [None]},
            id="Goto makes a loop",
        ),
        pytest.param(a >> Goto("A"), {"A": ["A"]}, id="Goto makes an endless loop"),
        pytest.param(
            Choice("?", when(large, Goto("C")), otherwise=b) >> c,
            {"?": ["C", "B"], "B": ["C"], "C": [None]},
            id="Goto reaches forward",
        ),
        pytest.param(
            Choice("?", when(large, a), when(small, b >> a)) >> c,
            {"?": ["A", "B", "C"], "A": ["C"], "B": ["A"], "C": [None]},
            id="a state reached twice is one state",
        ),
        pytest.param(
            Choice("?", when(large, fail), when(small, a >> fail)) >> c,
            {"?": ["Stop", "A", "C"], "Stop": [], "A": ["Stop"], "C": [None]},
            id="what has no Next may be reached from anywhere",
        ),
    ],
)
def test_every_state_gets_its_successor(flow: AnyFlow, expected: dict[str, list[Target]]) -> None:
    assert targets(flow) == expected


def test_states_are_in_reading_order() -> None:
    flow = a >> task(Catch("Burnt", b)) >> Choice("?", when(large, c), otherwise=fail) >> Succeed("Done")
    assert list(StateMachine(flow).states) == ["A", "Work", "B", "?", "C", "Stop", "Done"]


TWICE = "names must be unique in the whole workflow. Rename one."


@pytest.mark.parametrize(
    ("flow", "message"),
    [
        (
            a >> Pass("A"),
            "two states are called 'A', but names must be unique in a workflow. Rename one, or write Goto('A') to "
            "jump to the other.",
        ),
        (
            a >> Parallel("Both", Pass("A")),
            f"two states are called 'A', one of them inside a Parallel or Map, but {TWICE}",
        ),
        (
            Parallel("Both", b, Pass("B")),
            f"two states are called 'B', one of them inside a Parallel or Map, but {TWICE}",
        ),
        (Parallel("Both", b, b), f"two states are called 'B', one of them inside a Parallel or Map, but {TWICE}"),
        (Map("Each", Pass("Each")), f"two states are called 'Each', one of them inside a Parallel or Map, but {TWICE}"),
        (
            Map("Each", Parallel("Both", Map("Inner", c))) >> c,
            f"two states are called 'C', one of them inside a Parallel or Map, but {TWICE}",
        ),
        (
            a >> b >> a,
            "state 'A' is followed by 'B' in one place and the end in another, but a state has only one Next. Create "
            "a second state, or use Goto.",
        ),
        (
            Choice("?", when(large, a.end()), otherwise=a) >> c,
            "state 'A' is the end in one place and followed by 'C' in another, but a state has only one Next. Create "
            "a second state, or use Goto.",
        ),
        (
            Choice("?", when(large, a >> b), when(small, a >> d)) >> c,
            "state 'A' is followed by 'B' in one place and followed by 'D' in another, but a state has only one Next. "
            "Create a second state, or use Goto.",
        ),
        (
            Pass("Check") >> Goto("Chekc"),
            "Goto('Chekc') names a state that does not exist. Did you mean 'Check'?",
        ),
        (
            a >> b >> Goto("Elsewhere"),
            "Goto('Elsewhere') names a state that does not exist. The states here are 'A', 'B'.",
        ),
        (Goto("A"), "a workflow must start with a state, and this one is only a Goto. Put a state before it."),
    ],
)
def test_an_invalid_flow_is_refused(flow: AnyFlow, message: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        StateMachine(flow)
    assert str(refused.value) == message


def test_a_goto_cannot_leave_its_branch() -> None:
    with pytest.raises(DefinitionError) as refused:
        Parallel("Both", Pass("Inner") >> Goto("Outer"))
    assert str(refused.value) == (
        "Goto('Outer') names no state of the same branch or processor, and no transition can leave one. End the flow "
        "there, or let it fail and be caught, and continue after the enclosing Parallel or Map."
    )
    with pytest.raises(DefinitionError) as refused:
        Map("Each", Pass("Inner") >> Goto("Iner"))
    assert str(refused.value) == "Goto('Iner') names a state that does not exist. Did you mean 'Inner'?"


@pytest.mark.parametrize("lean", ["left", "right"])
def test_a_chain_of_ten_thousand_states_is_lowered(lean: str) -> None:
    names = [f"State {number}" for number in range(10_000)]
    states = [Pass(name) for name in names]
    flow: Flow[Any, Any]
    if lean == "left":
        flow = states[0]
        for state in states[1:]:
            flow = flow >> state
    else:
        flow = states[-1]
        for state in reversed(states[:-1]):
            flow = state >> flow
    machine = StateMachine(flow).to_dict()
    assert machine["StartAt"] == "State 0"
    assert [state.get("Next") for state in machine["States"].values()] == [*names[1:], None]
    assert repr(flow).count(" >> ") == 9_999
    assert flow == flow.then(Pass("More")).left  # type: ignore[attr-defined]


def test_long_chains_are_compared_without_recursion() -> None:
    def chain() -> Flow[Any, Any]:
        flow: Flow[Any, Any] = Pass("State 0")
        for number in range(1, 10_000):
            flow = Pass(f"State {number}") >> flow
        return flow

    assert chain() == chain()


def test_a_state_of_a_finished_machine_is_refused_in_another_flow() -> None:
    made = StateMachine(Pass("A") >> Pass("B"))
    state = made.states["A"]
    assert isinstance(state, Pass)
    with pytest.raises(DefinitionError, match="state 'A' belongs to a finished machine"):
        StateMachine(state >> Pass("C"))
