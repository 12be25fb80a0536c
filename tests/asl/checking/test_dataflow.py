"""Types of handlers, followed through a workflow."""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypedDict

import pytest

from aslant.asl import Catch, Choice, Fail, Goto, Pass, StateMachine, Succeed, Task, check, this, when


class Line(TypedDict):
    price: float


class Order(TypedDict):
    id: str
    size: Literal["small", "large"]
    lines: list[Line]
    note: NotRequired[str]


def take_order(event: Any, context: object) -> Order:
    raise NotImplementedError


def price(event: Order, context: object) -> float:
    raise NotImplementedError


def greet(event: str, context: object) -> str:
    raise NotImplementedError


TAKE = Task("Take", take_order)
INTO = Task("Take", take_order, result_path=this.order)
TEXT = "The path {} leads nowhere: {}"


@pytest.mark.parametrize(
    "flow",
    [
        TAKE >> Task("Price", price),
        TAKE >> Task("Greet", greet, input_path=this.id),
        INTO >> Task("Price", price, input_path=this.order),
        INTO >> Choice("Large?", when(this.order.size == "large", Fail("No"))) >> Succeed("Yes"),
        TAKE >> Choice("Noted?", when(this.nothing.exists(), Fail("No"))) >> Succeed("Yes"),
        TAKE >> Pass("Note", parameters={"note": this.note}),
        TAKE >> Pass("Shape", parameters={"a": 1}) >> Pass("Any", input_path=this.whatever),
        INTO >> Pass("Other data", input_path=this.customer),
        TAKE >> Pass("First", input_path=this.lines[0].price),
        TAKE >> Pass("All", input_path="$.lines[*].nothing"),
        Pass("Unknown") >> Task("Greet", greet, input_path=this.whatever),
    ],
)
def test_what_fits_is_no_fault(flow: Any) -> None:
    assert check(StateMachine(flow)) == []


@pytest.mark.parametrize(
    ("flow", "location", "message", "repair"),
    [
        (TAKE >> Task("Greet", greet, input_path=this.idd), "/States/Greet/InputPath", ("$.idd", "there is no 'idd'"),
         "did you mean 'id'?"),
        (TAKE >> Pass("Zip", parameters={"a": {"zip": this.address}}), "/States/Zip/Parameters/a/zip.$",
         ("$.address", "there is no 'address'"), "there are id, lines, note, size"),
        (INTO >> Choice("Large?", when(this.order.sise == "large", Fail("No"))) >> Succeed("Yes"),
         "/States/Large?/Choices[0]/Variable", ("$.order.sise", "there is no 'sise'"), "did you mean 'size'?"),
        (TAKE >> Pass("Deep", input_path=this.id.deep), "/States/Deep/InputPath",
         ("$.id.deep", "there is no member 'deep' in string"), ""),
        (TAKE >> Pass("Item", input_path=this.id[0]), "/States/Item/InputPath",
         ("$.id[0]", "only an array has an item 0"), ""),
        (TAKE >> Succeed("Out", output_path=this.gone), "/States/Out/OutputPath", ("$.gone", "there is no 'gone'"),
         "there are id, lines, note, size"),
    ],
)  # fmt: skip
def test_a_path_that_leads_nowhere_is_a_fault(flow: Any, location: str, message: tuple[str, str], repair: str) -> None:
    (finding,) = check(StateMachine(flow))
    assert (finding.severity, finding.code, finding.location) == ("ERROR", "TYPE_MISMATCH", location)
    assert finding.message == TEXT.format(*message)
    assert finding.repair == repair


@pytest.mark.parametrize(
    ("flow", "why"),
    [
        (TAKE >> Task("Greet", greet), "it is an object where text is wanted"),
        (Task("Greet", greet) >> Task("Price", price), "it is text where an object is wanted"),
        (TAKE >> Task("Price", price, input_path=this.lines), "it is an array where an object is wanted"),
    ],
)
def test_a_handler_that_does_not_fit_is_a_fault(flow: Any, why: str) -> None:
    (finding,) = check(StateMachine(flow))
    assert finding.message.endswith(f"does not take what the state hands it: {why}")
    assert finding.location.endswith("/Resource")


def test_where_ways_meet_only_what_both_have_is_known() -> None:
    known = Task("Take", take_order)
    other = Pass("Other", parameters={"a": 1})
    flow = Choice("Which?", when(this.a == 1, known), when(this.a == 2, other)) >> Pass("Meet", input_path=this.zip)
    assert check(StateMachine(flow)) == []


def test_an_error_brings_data_that_nobody_knows() -> None:
    flow = Task("Take", take_order, catch=Catch("States.ALL", Pass("Caught", input_path=this.Cause))) >> Pass("End")
    assert check(StateMachine(flow)) == []


def test_a_loop_comes_to_an_end() -> None:
    flow = Task("Take", take_order, result_path=this.again) >> Goto("Take")
    machine = StateMachine(Choice("Done?", when(this.done.is_true(), Succeed("Done"))) >> flow)
    assert check(machine) == []
