"""The workflows and states found in a module's source without running it."""

from __future__ import annotations

import pytest

from aslant.files.module_source import ModuleSource

SOURCE = """
import aslant.asl as asl
from aslant.asl import Choice, Goto, Pass, StateMachine, Task, when

ärger = Task(name="Ärger", resource="f"); after = Pass("After")
order = Task[int, int](
    "Order",
    "order",
)
twice = [Pass("Twice"), Pass("Twice")]
made = make_state("Made", "text", Goto("Made"), Goto("Gone"))
known = Choice("Known?", when("{% $x %}", Goto("Order")))
shop: StateMachine = StateMachine(order >> after)
city = town = asl.StateMachine(known)
def inside():
    hidden = StateMachine(order)
other = Task("Known", "StateMachine")
""".encode()


def test_workflows_are_the_variables_at_the_top_level() -> None:
    assert ModuleSource(SOURCE).workflows == ["shop", "city", "town"]


@pytest.mark.parametrize(
    ("name", "place"),
    [("shop", (13, 1)), ("town", (14, 8)), ("hidden", None), ("", None), ("Shop.first", None)],
)
def test_a_workflow_is_at_its_variable(name: str, place: tuple[int, int] | None) -> None:
    assert ModuleSource(SOURCE).workflow(name) == place


def test_the_only_workflow_needs_no_name() -> None:
    assert ModuleSource(b"\nx = StateMachine(a)").workflow("") == (2, 1)


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Ärger", (5, 19)),
        ("After", (5, 56)),
        ("Order", (7, 5)),
        ("Made", (11, 19)),
        ("Known?", (12, 16)),
        ("Twice", None),
        ("Gone", None),
        ("order", None),
        ("Nowhere", None),
    ],
)
def test_a_state_is_where_it_is_constructed(name: str, place: tuple[int, int] | None) -> None:
    assert ModuleSource(SOURCE).state(name) == place


@pytest.mark.parametrize("source", [b"x = (", b"\0", b"\xff"])
def test_invalid_python_has_no_workflows(source: bytes) -> None:
    module = ModuleSource(source)
    assert (module.workflows, module.workflow("x"), module.state("x")) == ([], None, None)
