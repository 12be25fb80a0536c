"""Tests for Parallel."""

from typing import Any

import pytest

from aslant.asl import Catch, Fail, Parallel, Pass, Retry, StateMachine, from_dict, this
from aslant.errors import DefinitionError

a, b, c = Pass("A"), Pass("B"), Pass("C")


def branch(*names: str) -> dict[str, Any]:
    """Return the definition of a chain of Pass states."""
    links = [{"Next": name} for name in names[1:]] + [{"End": True}]
    return {"StartAt": names[0], "States": {n: {"Type": "Pass", **link} for n, link in zip(names, links, strict=True)}}


def test_a_parallel_is_written_as_asl() -> None:
    both = Parallel(
        "Both",
        a >> b,
        c,
        parameters={"order": this.order},
        result_selector={"first": this[0]},
        result_path=this.both,
        retry=Retry("E"),
        catch=Catch("States.ALL", Fail("Stop")),
    )
    assert StateMachine(both >> Pass("After")).to_dict()["States"]["Both"] == {
        "Type": "Parallel",
        "Branches": [branch("A", "B"), branch("C")],
        "Parameters": {"order.$": "$.order"},
        "ResultSelector": {"first.$": "$[0]"},
        "ResultPath": "$.both",
        "Retry": [{"ErrorEquals": ["E"]}],
        "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Stop"}],
        "Next": "After",
    }


def test_a_parallel_can_be_in_jsonata() -> None:
    both = Parallel("Both", a, arguments={"x": "{% $x %}"}, output="{% $states.result %}", query_language="JSONata")
    assert StateMachine(both).to_dict()["States"]["Both"] == {
        "Type": "Parallel",
        "Branches": [branch("A")],
        "Arguments": {"x": "{% $x %}"},
        "Output": "{% $states.result %}",
        "QueryLanguage": "JSONata",
        "End": True,
    }


def test_branches_are_machines() -> None:
    both = Parallel("Both", a >> b, StateMachine(c, comment="made already"))
    assert both.branches == (from_dict(branch("A", "B")), StateMachine(c, comment="made already"))
    assert both.extra == {}


def test_a_branch_can_be_a_closed_flow() -> None:
    assert Parallel("Both", Fail("Stop"), a.end()).branches[0].start_at == "Stop"


@pytest.mark.parametrize(
    ("branches", "message"),
    [
        ((), "state 'Both': a Parallel needs at least one branch. Pass the flows after its name."),
        ((a, "B"), "state 'Both': a branch must be a state or a flow, not 'B'"),
        (([a, b],), "state 'Both': a branch must be a state or a flow, not [Pass('A'), Pass('B')]"),
    ],
)
def test_an_invalid_branch_is_refused(branches: tuple[Any, ...], message: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        Parallel("Both", *branches)
    assert str(refused.value) == message
