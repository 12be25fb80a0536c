"""Tests for Catch. How its open ends rejoin is tested in test_lowering.py."""

from typing import Any

import pytest

from aslant.asl import UNSET, Catch, Fail, Goto, Map, Parallel, Pass, StateMachine, Task, from_dict, this
from aslant.errors import DefinitionError

cool, stop = Pass("Cool"), Fail("Stop")


@pytest.mark.parametrize(
    ("catch", "document"),
    [
        (Catch("Burnt", cool), {"ErrorEquals": ["Burnt"], "Next": "Cool"}),
        (Catch(["A", "B"], cool >> stop), {"ErrorEquals": ["A", "B"], "Next": "Cool"}),
        (Catch("Burnt", Goto("A")), {"ErrorEquals": ["Burnt"], "Next": "A"}),
        (
            Catch("Burnt", cool, result_path=this.error, assign={"why": this.Cause}, comment="hot"),
            {
                "ErrorEquals": ["Burnt"],
                "ResultPath": "$.error",
                "Assign": {"why.$": "$.Cause"},
                "Comment": "hot",
                "Next": "Cool",
            },
        ),
        (Catch("Burnt", cool, result_path=None), {"ErrorEquals": ["Burnt"], "ResultPath": None, "Next": "Cool"}),
    ],
)
def test_a_catcher_is_written_as_asl(catch: Catch, document: dict[str, Any]) -> None:
    states = StateMachine(Task("A", "work", catch=catch)).to_dict()["States"]
    assert states["A"] == {"Type": "Task", "Resource": "${work}", "End": True, "Catch": [document]}


def test_a_catcher_in_jsonata_has_an_output() -> None:
    catch = Catch("Burnt", cool, output="{% $states.errorOutput %}")
    states = StateMachine(Task("A", "work", catch=catch), query_language="JSONata").to_dict()["States"]
    assert states["A"]["Catch"] == [{"ErrorEquals": ["Burnt"], "Output": "{% $states.errorOutput %}", "Next": "Cool"}]


@pytest.mark.parametrize(
    "state",
    [
        Task("A", "work", catch=[Catch("E", stop), Catch("States.ALL", cool)]),
        Parallel("A", Pass("B"), catch=(Catch("E", stop), Catch("States.ALL", cool))),
        Map("A", Pass("B"), catch=[Catch("E", stop), Catch("States.ALL", cool)]),
    ],
)
def test_every_work_state_accepts_several_catchers(state: Any) -> None:
    assert state.catch == (Catch("E", stop), Catch("States.ALL", cool))
    assert StateMachine(state).to_dict()["States"]["A"]["Catch"] == [
        {"ErrorEquals": ["E"], "Next": "Stop"},
        {"ErrorEquals": ["States.ALL"], "Next": "Cool"},
    ]


def test_next_is_a_flow_before_and_a_name_in_a_machine() -> None:
    task = Task("A", "work", catch=Catch("E", cool >> stop))
    assert task.catch[0].next == cool >> stop
    assert StateMachine(task).states["A"].catch[0].next == "Cool"  # type: ignore[attr-defined]


def test_a_catcher_of_a_definition_may_have_no_next() -> None:
    task = {"Type": "Task", "Resource": "arn", "Catch": [{"ErrorEquals": ["E"]}], "End": True}
    read: Any = from_dict({"StartAt": "A", "States": {"A": task}}).states["A"]
    assert read.catch[0].next is UNSET


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (
            lambda: Catch("E", "Cool"),  # type: ignore[arg-type]
            "Catch: next must be a state or a flow, not 'Cool'. Write a jump as Goto('Name').",
        ),
        (
            lambda: Catch([], cool),
            "Catch: error_equals must name at least one error, such as 'States.ALL', not []",
        ),
        (
            lambda: Catch("E", cool, result_pat=None),  # type: ignore[call-arg]
            "Catch has no field 'result_pat'. Did you mean 'result_path'?",
        ),
        (
            lambda: Catch("E", cool, result_path=None, output=1),
            "Catch mixes both query languages: result_path (JSONPath) and output (JSONata). Use only one of them.",
        ),
        (
            lambda: Task("A", "work", catch=stop),  # type: ignore[arg-type]
            "state 'A': catch must be a Catch(…) or a list of them, not Fail('Stop')",
        ),
    ],
)
def test_an_invalid_catcher_is_refused(build: Any, message: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        build()
    assert str(refused.value) == message


def test_catchers_are_equal_if_their_fields_and_targets_are() -> None:
    assert Catch("E", cool) == Catch(["E"], Pass("Cool"))
    assert Catch("E", cool) != Catch("E", stop)
    assert Catch("E", cool) != Catch("F", cool)
