from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NotRequired, TypedDict

import pytest

from aslant.asl import Choice, Pass, Paths, StateMachine, Task, check, context, this, variables, when
from aslant.asl import jsonata as j
from aslant.errors import DefinitionError


@dataclass
class Address:
    street: str


class Line(TypedDict):
    sku: str
    price: float


class Order(TypedDict):
    total: int
    lines: list[Line]
    note: NotRequired[str]


order = Paths(Order)
make_paths: Any = Paths


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (order(lambda o: o), this),
        (Paths(Address, this.address)(lambda a: a.street), this.address.street),
        (order(lambda o: o["total"]), this["total"]),
        (order(lambda o: o["lines"][0]["sku"]), this["lines"][0]["sku"]),
        (order(lambda o: o.get("note")), this["note"]),
        (order(lambda o: o["lines"][-1]), this["lines"][-1]),
        (Paths(Order, variables.order)(lambda o: o["total"]), variables.order["total"]),
        (Paths(Line, context.Map.Item.Value)(lambda line: line["price"]), context.Map.Item.Value["price"]),
        (Paths(Order, j.states.input)(lambda o: o["lines"][0]["sku"]), j.states.input["lines"][0]["sku"]),
    ],
)
def test_a_selection_is_the_path_to_it(path: Any, expected: Any) -> None:
    assert type(path) is type(expected)
    assert str(path) == str(expected)


def test_a_selected_path_is_a_path_everywhere() -> None:
    flow = (
        Pass("Line", input_path=order(lambda o: o["lines"]), result_path=order(lambda o: o["note"]))
        >> Task("Work", "work", parameters={"sku": this})
        >> Choice("Large?", when(order(lambda o: o["total"]) > 100, Pass("Large")))
    )
    document = StateMachine(flow).to_dict()
    assert document["States"]["Line"]["InputPath"] == str(this["lines"])
    assert document["States"]["Large?"]["Choices"][0]["Variable"] == str(this["total"])


def test_a_selected_expression_is_an_expression_everywhere() -> None:
    given = Paths(Order, j.states.input)
    machine = StateMachine(
        Pass(
            "A",
            output={"sum": j.fn.sum(given(lambda o: o["lines"])["price"]), "total": given(lambda o: o["total"]) * 2},
        ),
        query_language="JSONata",
    )
    assert check(machine) == []


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda: order(lambda o: o["total"] > 100), "the function compares or calculates with $"),
        (lambda: order(lambda o: o["total"] == 100), "the function compares or calculates with $"),
        (lambda: order(lambda o: o["total"] * 2), "the function compares or calculates with $"),
        (lambda: order(lambda o: o["total"] or o["note"]), "the function compares or calculates with $"),
        (lambda: order(lambda o: "total"), "the function must return a part of its argument, not 'total'"),
        (
            lambda: make_paths(Order, "$.order"),
            "the root must be a path or an expression, such as this.order, not '$.order'",
        ),
    ],
)
def test_a_wrong_selection_is_refused(wrong: Any, message: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        wrong()
    assert message in str(refused.value)
