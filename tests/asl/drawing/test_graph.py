"""Tests for the graph of a definition."""

from typing import Any

import pytest

from aslant.asl.drawing.graph import AGAIN, END, MISSING, MOST_ARROWS, START, FlowGraph, graph
from aslant.asl.machine import StateMachine
from aslant.asl.states import Pass
from aslant.errors import DefinitionError


def machine(start_at: Any = "A", **states: Any) -> dict[str, Any]:
    return {"StartAt": start_at, "States": states}


def nodes(flow: FlowGraph) -> list[tuple[str, str]]:
    return [(node.kind, node.name) for node in flow.nodes]


def edges(flow: FlowGraph) -> list[tuple[str, str, list[str]]]:
    return [(edge.source.name, ("!" if edge.caught else "") + edge.target.name, edge.labels) for edge in flow.edges]


def test_states_are_in_the_order_of_the_definition_between_start_and_end() -> None:
    flow = graph(machine("B", A={"Type": "Pass", "End": True}, B={"Type": "Task", "Next": "A"}))
    assert nodes(flow) == [(START, "Start"), ("Pass", "A"), ("Task", "B"), (END, "End")]
    assert [node.number for node in flow.nodes] == [0, 1, 2, 3]
    assert edges(flow) == [("Start", "B", []), ("A", "End", []), ("B", "A", [])]


def test_a_workflow_has_the_graph_of_its_definition() -> None:
    built = StateMachine(Pass("A") >> Pass("B"))
    assert edges(graph(built)) == edges(graph(built.to_dict()))


def test_edges_of_rules_defaults_and_catchers_are_labeled_with_their_condition() -> None:
    rules = [{"Variable": "$.n", "NumericLessThan": 1, "Next": "B"}, {"Condition": "{% $x %}", "Next": "A"}]
    catch = [{"ErrorEquals": ["E"], "Next": "A"}]
    flow = graph(
        machine(A={"Type": "Choice", "Choices": rules, "Default": "B"}, B={"Type": "Task", "Next": "A", "Catch": catch})
    )
    assert edges(flow)[1:] == [
        ("A", "B", ["n < 1", "otherwise"]),
        ("A", "A", ["$x"]),
        ("B", "A", []),
        ("B", "!A", ["E"]),
    ]


def test_many_labels_are_shortened() -> None:
    rules = [{"Variable": "$.n", "NumericEquals": number, "Next": "A"} for number in range(9)]
    edge = graph(machine(A={"Type": "Choice", "Choices": [*rules, rules[0]]})).edges[1]
    assert len(edge.labels) == 9
    assert edge.lines == ["n == 0", "n == 1", "n == 2", "… 6 more"]


def test_succeed_and_fail_are_separate_ends() -> None:
    flow = graph(machine(A={"Type": "Succeed"}, B={"Type": "Fail", "Error": "E"}))
    assert [node.lines for node in flow.nodes] == [["Start"], ["✓ A"], ["✗ B", "E"]]
    assert edges(flow) == [("Start", "A", [])]


def test_nested_machines_are_separate_flows() -> None:
    inner = machine(A={"Type": "Pass", "Next": "B"}, B={"Type": "Pass", "End": True})
    single = machine("C", C={"Type": "Succeed"})
    flow = graph(
        machine(
            "P",
            P={"Type": "Parallel", "Branches": [inner, single], "Next": "M"},
            M={"Type": "Map", "ItemProcessor": single, "Next": "I"},
            I={"Type": "Map", "Iterator": inner, "End": True},
        )
    )
    inside = [[nodes(part) for part in node.flows] for node in flow.nodes]
    two, one = [("Pass", "A"), ("Pass", "B")], [("Succeed", "C")]
    assert inside == [[], [[(START, ""), *two], one], [one], [[(START, ""), *two]], []]
    numbers = [node.number for outer in flow.nodes for part in outer.flows for node in part.nodes]
    assert numbers == [5, 6, 7, 8, 9, 10, 11, 12]


def test_a_target_that_does_not_exist_is_missing() -> None:
    flow = graph(machine("Z", A={"Type": "Task", "Next": "Y", "Catch": [{"Next": "Y"}, {"Next": 5}]}))
    assert nodes(flow)[1:] == [("Task", "A"), (MISSING, "Z"), (MISSING, "Y"), (MISSING, "5")]
    assert edges(flow) == [("Start", "Z", []), ("A", "Y", []), ("A", "!Y", ["…"]), ("A", "!5", ["…"])]


def test_many_edges_to_a_state_lead_to_its_repeated_name() -> None:
    catch = [{"ErrorEquals": ["E"], "Next": "Help"}]
    rules = [{"Variable": "$.a", "IsNull": True, "Next": "Help"}]
    states = {f"S{n}": {"Type": "Task", "Catch": catch, "Choices": rules} for n in range(MOST_ARROWS + 1)}
    flow = graph(machine("S0", **states, Help={"Type": "Succeed"}))
    targets = [edge.target for edge in flow.edges[1:]]
    assert [node.kind for node in targets] == ["Succeed", "Succeed", *[AGAIN] * 16]
    assert {node.name for node in targets} == {"Help"}
    assert targets[2] is targets[3]
    assert len(set(targets)) == MOST_ARROWS + 1
    assert flow.nodes[-1].lines == ["↪ Help"]


def test_a_few_edges_to_a_state_stay_arrows() -> None:
    states = {f"S{n}": {"Type": "Pass", "Next": "Done"} for n in range(MOST_ARROWS)}
    flow = graph(machine("S0", **states, Done={"Type": "Succeed"}))
    assert len(flow.nodes) == MOST_ARROWS + 2


def test_an_end_of_many_states_is_repeated() -> None:
    states = {f"S{n}": {"Type": "Pass", "End": True} for n in range(MOST_ARROWS + 1)}
    flow = graph(machine("S0", **states))
    assert [node.kind for node in flow.nodes].count(END) == MOST_ARROWS + 1


@pytest.mark.parametrize(
    "state",
    [
        3,
        None,
        [],
        {},
        {"Type": 7, "Next": "A", "End": True},
        {"Type": "Odd", "Choices": {}, "Catch": "x", "Branches": {}, "ItemProcessor": 3, "Iterator": []},
        {"Choices": [1, {}], "Catch": [None, {}], "Branches": [1, {}, {"States": []}], "Default": {}, "Next": None},
        {"Type": "Parallel", "Branches": [{"States": {}}]},
    ],
)
def test_any_content_of_a_state_can_be_drawn(state: Any) -> None:
    assert graph(machine(A=state)).nodes[1].name == "A"


def test_a_machine_without_start_can_be_drawn() -> None:
    assert edges(graph({"States": {"A": {"Type": "Succeed"}}})) == []


def test_a_value_known_at_deployment_is_never_touched(leaf: Any) -> None:
    for state in (
        leaf,
        {"Type": leaf, "Next": leaf, "End": leaf, "Choices": leaf, "Catch": [leaf], "Branches": [leaf]},
    ):
        assert graph(machine(leaf, A=state)).nodes[1].name == "A"
    with pytest.raises(DefinitionError):
        graph(leaf)


@pytest.mark.parametrize("what", [None, 3, "x", [], {}, {"States": []}, {"States": None, "StartAt": "A"}])
def test_only_machines_can_be_drawn(what: Any) -> None:
    with pytest.raises(DefinitionError) as refused:
        graph(what)
    assert str(refused.value) == (
        "only a machine can be drawn, which is an object with StartAt and States. Pass a StateMachine or its "
        "definition as a dict."
    )
