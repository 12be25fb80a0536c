"""Tests for StateMachine."""

import copy
import json
import math
from collections.abc import Callable
from types import MappingProxyType
from typing import Any

import pytest

from aslant.asl import (
    UNSET,
    Catch,
    Choice,
    Fail,
    Flow,
    Goto,
    Map,
    Parallel,
    Pass,
    StateMachine,
    Succeed,
    Task,
    from_dict,
    loads,
    this,
    when,
)
from aslant.errors import DefinitionError
from functions.pineapple_check.handler import pineapple_check

PIZZA = {
    "TimeoutSeconds": 300,
    "StartAt": "Order",
    "States": {
        "Order": {
            "Type": "Task",
            "Resource": "${pineapple_check}",
            "InputPath": "$.flavour",
            "ResultPath": "$.analysis",
            "Next": "With?",
        },
        "With?": {
            "Type": "Choice",
            "Choices": [{"Variable": "$.analysis.containsPineapple", "BooleanEquals": True, "Next": "Sorry"}],
            "Default": "Bake",
        },
        "Sorry": {"Type": "Fail", "Error": "Failed To Make Pizza", "Cause": "They asked for Pineapple"},
        "Bake": {"Type": "Succeed", "OutputPath": "$.analysis"},
    },
}


def pizza() -> StateMachine:
    order = Task("Order", pineapple_check, input_path=this.flavour, result_path=this.analysis)
    refuse = Fail("Sorry", error="Failed To Make Pizza", cause="They asked for Pineapple")
    bake = Succeed("Bake", output_path=this.analysis)
    with_pineapple = when(this.analysis.containsPineapple.is_true(), refuse)
    return StateMachine(order >> Choice("With?", with_pineapple, otherwise=bake), timeout_seconds=300)


def nested(depth: int) -> StateMachine:
    flow: Flow[Any, Any] = Pass("Inmost")
    for level in range(depth):
        flow = Parallel(f"Level {level}", flow) if level % 2 else Map(f"Level {level}", flow)
    return StateMachine(flow)


def test_the_pizza_workflow_is_written_as_asl() -> None:
    machine = pizza()
    assert machine.to_dict() == PIZZA
    assert machine.to_json() == json.dumps(PIZZA, separators=(",", ":"))
    assert machine.to_json(indent=2) == json.dumps(PIZZA, indent=2)


def test_json_is_the_same_for_the_same_workflow() -> None:
    assert pizza().to_json() == pizza().to_json()


def test_json_keeps_every_script_readable() -> None:
    assert StateMachine(Pass("Größe ☕")).to_json() == (
        '{"StartAt":"Größe ☕","States":{"Größe ☕":{"Type":"Pass","End":true}}}'
    )


def test_json_can_be_encoded_even_with_a_lone_surrogate() -> None:
    machine = StateMachine(Pass("A", result={"☕": "\ud800"}))
    assert machine.to_json() == ('{"StartAt":"A","States":{"A":{"Type":"Pass","Result":{"☕":"\\ud800"},"End":true}}}')
    assert loads(machine.to_json().encode()) == machine


def test_top_level_fields_can_be_read() -> None:
    machine = StateMachine(Pass("A"), comment="why", version="1.0", query_language="JSONata", timeout_seconds=5)
    assert machine.to_dict() == {
        "Comment": "why",
        "Version": "1.0",
        "QueryLanguage": "JSONata",
        "TimeoutSeconds": 5,
        "StartAt": "A",
        "States": {"A": {"Type": "Pass", "End": True}},
    }
    assert (machine.comment, machine.version, machine.query_language, machine.timeout_seconds, machine.start_at) == (
        "why",
        "1.0",
        "JSONata",
        5,
        "A",
    )
    assert StateMachine(Pass("A")).timeout_seconds is UNSET


def test_states_are_found_by_name_with_their_class() -> None:
    states: Any = pizza().states
    assert list(states) == ["Order", "With?", "Sorry", "Bake"]
    assert [type(state) for state in states.values()] == [Task, Choice, Fail, Succeed]
    assert (states["Order"].next, states["Order"].result_path) == ("With?", "$.analysis")
    assert (states["With?"].default, states["With?"].choices[0].next) == ("Bake", "Sorry")
    assert all(state.extra == {} for state in states.values())
    with pytest.raises(TypeError):
        states["More"] = Pass("More")


def test_handlers_of_this_workflow_and_nested_machines_are_found_by_symbol() -> None:
    inner = Parallel("Both", Map("Each", Task("Deep", pineapple_check)), Pass("Other"))
    handlers = StateMachine(inner >> Task("Named", "by_name")).handlers
    assert handlers == {"pineapple_check": pineapple_check}
    assert isinstance(handlers, MappingProxyType)


def test_handlers_in_branches_and_catchers_are_found() -> None:
    check = Task("Check", pineapple_check)
    caught = Task("Named", "by_name", catch=Catch("States.ALL", Choice("Which?", when(this.a > 1, check))))
    assert StateMachine(caught).handlers == {"pineapple_check": pineapple_check}


def test_equality_ignores_handlers() -> None:
    machine = StateMachine(Task("Check", pineapple_check))
    assert machine == StateMachine(Task("Check", "pineapple_check"))
    assert machine == from_dict(machine.to_dict())
    assert machine == loads(machine.to_json())
    assert hash(machine) == hash(loads(machine.to_json()))


@pytest.mark.parametrize(
    "other",
    [
        StateMachine(Pass("A"), comment="why"),
        StateMachine(Pass("B")),
        StateMachine(Pass("A", result=True)),
        StateMachine(Pass("A") >> Pass("B")),
        Pass("A"),
        {"StartAt": "A", "States": {"A": {"Type": "Pass", "End": True}}},
    ],
)
def test_different_machines_are_not_equal(other: object) -> None:
    assert StateMachine(Pass("A")) != other


def test_a_machine_is_immutable() -> None:
    machine = pizza()
    for name in ("start_at", "comment", "other"):
        with pytest.raises(AttributeError, match=r"^a StateMachine is immutable\. Create a new one\.$"):
            setattr(machine, name, "x")
    document = machine.to_dict()
    document["States"]["Order"]["Next"] = "Bake"
    document["States"]["With?"]["Choices"].clear()
    assert machine.to_dict() == PIZZA
    assert copy.deepcopy(machine) is copy.copy(machine) is machine


def test_a_machine_shares_no_data_with_its_definition() -> None:
    document = copy.deepcopy(PIZZA)
    machine = from_dict(document)
    document["States"].clear()  # type: ignore[attr-defined]
    assert machine.to_dict() == PIZZA


@pytest.mark.parametrize(
    ("flow", "text"),
    [
        (Pass("A"), "<StateMachine of 1: 'A'>"),
        (Pass("A") >> Pass("B") >> Pass("C") >> Pass("D"), "<StateMachine of 4: 'A', 'B', 'C', …>"),
    ],
)
def test_the_repr_of_a_machine_is_short(flow: Flow[Any, Any], text: str) -> None:
    assert repr(StateMachine(flow)) == text


IS_NO_JSON = (
    "is a Untouchable, which is not valid JSON. The Pulumi component resolves values that are known only at "
    "deployment, and to_dict returns them as they are."
)


@pytest.mark.parametrize(
    ("build", "place"),
    [
        (lambda leaf: StateMachine(Task("A", leaf)), "/States/A/Resource"),
        (lambda leaf: StateMachine(Task("a/b", "work", parameters={"x": [1, leaf]})), "/States/a~1b/Parameters/x/1"),
        (lambda leaf: StateMachine(Pass("A"), timeout_seconds=leaf), "/TimeoutSeconds"),
        (
            lambda leaf: StateMachine(Choice("?", when(this.a.string_equals(leaf), Pass("A")))),
            "/States/?/Choices/0/StringEquals",
        ),
        (
            lambda leaf: StateMachine(Parallel("Both", Task("A", "work", heartbeat_seconds=leaf))),
            "/States/Both/Branches/0/States/A/HeartbeatSeconds",
        ),
    ],
)
def test_to_json_names_the_value_that_is_not_json(build: Callable[[Any], StateMachine], place: str, leaf: Any) -> None:
    with pytest.raises(DefinitionError) as refused:
        build(leaf).to_json()
    assert str(refused.value) == f"{place} {IS_NO_JSON}"


def test_to_dict_keeps_values_known_at_deployment(leaf: Any, other_leaf: Any) -> None:
    def build(value: Any) -> StateMachine:
        return StateMachine(Map("Each", Task("A", "work", parameters={"x": [value]})), timeout_seconds=value)

    document = build(leaf).to_dict()
    inner = document["States"]["Each"]["ItemProcessor"]["States"]["A"]
    assert document["TimeoutSeconds"] is inner["Parameters"]["x"][0] is leaf
    assert build(leaf) == build(leaf)
    assert build(leaf) != build(other_leaf)
    assert from_dict(document) == build(leaf)


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_to_json_names_the_number_that_is_not_json(number: float) -> None:
    with pytest.raises(DefinitionError) as refused:
        StateMachine(Pass("A", result=[number])).to_json()
    assert str(refused.value) == (
        f"/States/A/Result/0 is {number}, but JSON has neither NaN nor infinity. Use None or a string."
    )


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (
            lambda: StateMachine(PIZZA),  # type: ignore[arg-type]
            f"a StateMachine needs a state or a flow, not {PIZZA!r}. Read a definition with from_dict or loads.",
        ),
        (
            lambda: StateMachine(Pass("A"), timeout_second=5),  # type: ignore[call-arg]
            "a StateMachine has no field 'timeout_second'. Did you mean 'timeout_seconds'?",
        ),
        (
            lambda: StateMachine(Pass("A"), start_at="A"),  # type: ignore[call-arg]
            "a StateMachine: start_at is set by how states are joined: use >>, .end(), when(…, next), otherwise or "
            "Goto('Name')",
        ),
        (
            lambda: StateMachine(Pass("A"), query_language="XPath"),  # type: ignore[arg-type]
            "a StateMachine: query_language must be 'JSONPath' or 'JSONata', not 'XPath'",
        ),
        (
            lambda: StateMachine(Pass("A", output=1) >> Pass("B", input_path=this.a)),
            "state 'A' is in JSONPath, which does not support output. Use JSONPath fields such as parameters and "
            "result_path, or set query_language='JSONata'.",
        ),
        (
            lambda: StateMachine(Choice("A", when(this.a > 1, Goto("A"))), query_language="JSONata"),
            "state 'A' is in JSONata, which does not support comparisons. Write JSONata, such as '{% "
            "$states.input.total %}', in arguments, output, assign or a condition.",
        ),
        (
            lambda: StateMachine(Pass("A") >> Map("Each", Pass("B", output=1))),
            "the workflow is in JSONPath, and states inside 'Each' are in the other query language. Set their "
            "query_language.",
        ),
        (
            lambda: StateMachine(Map("Each", Pass("B", input_path=this.a)), query_language="JSONata"),
            "the workflow is in JSONata, and states inside 'Each' are in the other query language. Set their "
            "query_language.",
        ),
        (
            lambda: StateMachine(Map("Each", Pass("B", output=1) >> Pass("C", input_path=this.a))),
            "states inside one branch mix both query languages: 'B', 'C'. Set query_language in those that differ "
            "from the workflow's.",
        ),
    ],
)
def test_an_invalid_workflow_is_refused_with_the_reason(build: Callable[[], StateMachine], message: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        build()
    assert str(refused.value) == message


def test_each_state_can_set_its_language() -> None:
    mixed = Pass("A", output="{% 1 %}", query_language="JSONata") >> Pass("B", input_path=this.a)
    assert StateMachine(mixed).to_dict()["States"]["A"] == {
        "Type": "Pass",
        "Output": "{% 1 %}",
        "QueryLanguage": "JSONata",
        "Next": "B",
    }
    inner = Pass("A", output=1, query_language="JSONata")
    assert list(StateMachine(Parallel("Both", inner, Pass("B", input_path=this.a))).states) == ["Both"]


def test_a_jsonata_workflow_accepts_jsonata_fields() -> None:
    flow = Task("A", "work", arguments="{% $states.input %}") >> Parallel("Both", Pass("B", output="{% 1 %}"))
    assert StateMachine(flow, query_language="JSONata").to_dict() == {
        "QueryLanguage": "JSONata",
        "StartAt": "A",
        "States": {
            "A": {"Type": "Task", "Resource": "${work}", "Arguments": "{% $states.input %}", "Next": "Both"},
            "Both": {
                "Type": "Parallel",
                "Branches": [{"StartAt": "B", "States": {"B": {"Type": "Pass", "Output": "{% 1 %}", "End": True}}}],
                "End": True,
            },
        },
    }


def test_two_hundred_nested_machines_work() -> None:
    machine = nested(200)
    assert machine == nested(200)
    assert from_dict(machine.to_dict()) == machine
    assert loads(machine.to_json()) == machine
    assert machine != nested(199)


def test_nesting_too_deep_for_json_is_refused_by_to_json_only() -> None:
    machine = nested(4_000)
    assert from_dict(machine.to_dict()) == machine
    with pytest.raises(DefinitionError) as refused:
        machine.to_json()
    assert str(refused.value) == (
        "the definition is nested too deeply for Python's JSON writer. Move the inner states into a separate "
        "workflow, and start it from a task."
    )
