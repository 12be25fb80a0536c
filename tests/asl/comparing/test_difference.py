"""Tests for the comparison of two definitions: added, removed and changed states, and changed transitions."""

from __future__ import annotations

import copy
import doctest
import itertools
import json
from typing import Any

import pytest

from aslant.asl import StateMachine, Succeed, Task, from_dict
from aslant.asl.comparing import difference
from aslant.asl.comparing.difference import Transition, diff
from aslant.errors import DefinitionError
from tests.corpus import CORPUS, MISSING


def machine(**states: Any) -> dict[str, Any]:
    return {"StartAt": next(iter(states), "A"), "States": states}


def to(name: str, **fields: Any) -> dict[str, Any]:
    return {"Type": "Pass", **fields, "Next": name}


END = {"Type": "Succeed"}
BOTH: dict[str, Any] = {
    "Type": "Parallel",
    "Branches": [machine(L=to("M"), M=END), machine(R=END)],
    "End": True,
}
EACH: dict[str, Any] = {"Type": "Map", "ItemProcessor": machine(I=END), "End": True}

LINES = [
    (machine(A=END), machine(A=END), "no difference"),
    (machine(A={"Type": "Wait", "Seconds": 1}), machine(A={"Seconds": 1.0, "Type": "Wait"}), "no difference"),
    (machine(A=END), {**machine(A=END), "TimeoutSeconds": 5}, "+ TimeoutSeconds: 5"),
    ({**machine(A=END), "Comment": "x"}, machine(A=END), '- Comment: "x"'),
    ({**machine(A=END), "Version": 1}, {**machine(A=END), "Version": True}, "~ Version: 1 -> true"),
    (machine(A=to("B"), B=END), machine(A=to("B"), B={"Type": "Fail"}), '~ \'B\' Type: "Succeed" -> "Fail"'),
    (
        machine(A=to("B"), B=END),
        machine(A=to("C"), C={"Type": "Fail"}, B=END),
        "+ 'C' (Fail)\n- 'A' -> 'B' (Next)\n+ 'A' -> 'C' (Next)",
    ),
    (
        machine(A=to("B"), B=END),
        machine(A={"Type": "Pass", "End": True}),
        "- 'B' (Succeed)\n+ 'A' End: true\n- 'A' -> 'B' (Next)",
    ),
    # A rename does not change the states that lead to it.
    (machine(A=to("B"), B=END), machine(A=to("Z"), Z=END), "~ 'B' is now 'Z'"),
    (machine(A=END), machine(Z=END), "~ 'A' is now 'Z'"),
    (
        machine(A=to("B", Comment="1"), B=to("C", Comment="2"), C=END),
        machine(X=to("Y", Comment="1"), Y=to("Z", Comment="2"), Z=END),
        "~ 'A' is now 'X'\n~ 'B' is now 'Y'\n~ 'C' is now 'Z'",
    ),
    (
        machine(A=to("B"), B=END, C=END),
        machine(Z=to("C"), B=END, C=END),
        '~ StartAt: "A" -> "Z"\n'
        "+ 'Z' (Pass)\n- 'A' (Pass)\n- 'A' -> 'B' (Next)\n+ 'Z' -> 'C' (Next)",
    ),
    (
        machine(A=to("Q"), B=to("R"), Q=END, R=END),
        machine(Y=to("R"), Z=to("R"), Q=END, R=END),
        '~ StartAt: "A" -> "Y"\n'
        "+ 'Z' (Pass)\n- 'A' (Pass)\n~ 'B' is now 'Y'\n- 'A' -> 'Q' (Next)\n+ 'Z' -> 'R' (Next)",
    ),
    # In a field, the innermost place is reported.
    (
        machine(A={"Type": "Task", "Parameters": {"a": [1, {"b": 2}]}}),
        machine(A={"Type": "Task", "Parameters": {"a": [1, {"b": 3}, 4]}}),
        "~ 'A' Parameters/a/1/b: 2 -> 3\n+ 'A' Parameters/a/2: 4",
    ),
    (
        machine(A={"Type": "Choice", "Choices": [{"Condition": True, "Next": "A"}], "Default": "A"}),
        machine(A={"Type": "Choice", "Choices": [{"Condition": True, "Next": "B"}], "Default": "B"}),
        "- 'A' -> 'A' (Choice rule 1)\n- 'A' -> 'A' (Default)\n+ 'A' -> 'B' (Choice rule 1)\n+ 'A' -> 'B' (Default)",
    ),
    (
        machine(A={"Type": "Task", "Catch": [{"ErrorEquals": ["E", "F"], "Next": "A"}]}),
        machine(A={"Type": "Task", "Catch": [{"ErrorEquals": ["E"], "Next": "A"}]}),
        "- 'A' Catch/0/ErrorEquals/1: \"F\"\n- 'A' -> 'A' (Catch E, F)\n+ 'A' -> 'A' (Catch E)",
    ),
    # Inside states.
    (machine(B=BOTH), machine(B={**BOTH, "Branches": [BOTH["Branches"][0], machine(R={"Type": "Fail"})]}),
     "~ 'R' in branch 2 of 'B' Type: \"Succeed\" -> \"Fail\""),
    (machine(B=BOTH), machine(B={**BOTH, "Branches": [BOTH["Branches"][1], BOTH["Branches"][0]]}),
     "~ 'B' Branches/0 was Branches/1\n~ 'B' Branches/1 was Branches/0"),
    (
        machine(B=BOTH),
        machine(B={**BOTH, "Branches": [machine(N=to("O"), O=END), *BOTH["Branches"]]}),
        "+ 'N' in branch 1 of 'B' (Pass)\n+ 'O' in branch 1 of 'B' (Succeed)\n"
        '+ \'B\' Branches/0: {"StartAt": "N", "States": {"N": {"Type": "Pass", "Next": "…\n'
        "~ 'B' Branches/1 was Branches/0\n~ 'B' Branches/2 was Branches/1\n+ 'N' in branch 1 of 'B' -> 'O' (Next)",
    ),
    (
        machine(B=BOTH),
        machine(B={**BOTH, "Branches": BOTH["Branches"][:1]}),
        "- 'R' in branch 2 of 'B' (Succeed)\n"
        '- \'B\' Branches/1: {"StartAt": "R", "States": {"R": {"Type": "Succeed"}}}',
    ),
    (machine(B=EACH), machine(B={**EACH, "ItemProcessor": machine(J=END)}), "~ 'I' in 'B' is now 'J' in 'B'"),
    (machine(B=EACH), machine(B={**EACH, "ItemProcessor": {**machine(I=END), "ProcessorConfig": {"Mode": "INLINE"}}}),
     '+ States/B/ItemProcessor/ProcessorConfig: {"Mode": "INLINE"}'),
    (
        machine(B={"Type": "Map", "Iterator": machine(I=END), "End": True}),
        machine(B=EACH),
        "~ 'B' ItemProcessor was Iterator",
    ),
    (machine(A=END), machine(A=END, B=EACH), "+ 'B' (Map)\n+ 'I' in 'B' (Succeed)"),
    # For long values, the part that differs is shown.
    (
        machine(A=to("A", Comment=f"{'x' * 100} total > 100 of them\n")),
        machine(A=to("A", Comment=f"{'x' * 100} total > 250 of them\n")),
        f"~ 'A' Comment: \"…{'x' * 36} total > 100 of them\\n\" -> \"…{'x' * 36} total > 250 of them\\n\"",
    ),
    (
        machine(A=to("A", Result=[])),
        machine(A=to("A", Result={"a": "x" * 80})),
        f"~ 'A' Result: [] -> {{\"a\": \"{'x' * 52}…",
    ),
    # Invalid definitions are compared as JSON.
    ({}, {}, "no difference"),
    ({"States": 1}, machine(), '~ States: 1 -> {}\n+ StartAt: "A"'),
    (machine(A=1), machine(A={"Type": "Pass"}), '~ \'A\': 1 -> {"Type": "Pass"}'),
    (machine(A={"Type": 1, "Next": 2}), machine(A={"Type": 1, "Next": 3}), "~ 'A' Next: 2 -> 3"),
    (machine(A=END, B={"Branches": [1]}), machine(A=END, B={"Branches": [2]}), "~ 'B' Branches/0: 1 -> 2"),
    (machine(A=END), machine(A=END, B=[]), "+ 'B'"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "lines"), LINES)
def test_differences_are_described_in_words(old: Any, new: Any, lines: str) -> None:
    found = diff(old, new)
    assert str(found) == lines
    assert bool(found) is (lines != "no difference")
    assert not diff(new, copy.deepcopy(new))
    json.dumps(found.to_dict())


def test_json_has_pointers_into_the_definition_that_has_the_part() -> None:
    old = machine(A=to("B", Comment="x"), B=EACH, D={"Type": "Fail"})
    new = machine(A=to("C"), C={**EACH, "ItemProcessor": machine(J=END)}, E={"Type": "Wait", "Seconds": 1, "Next": "A"})
    new["States"]["C"]["Label"] = "m"
    assert diff(old, new).to_dict() == {
        "machine": [],
        "added": [
            {"location": "/States/C", "name": "C", "type": "Map"},
            {"location": "/States/C/ItemProcessor/States/J", "name": "J", "type": "Succeed"},
            {"location": "/States/E", "name": "E", "type": "Wait"},
        ],
        "removed": [
            {"location": "/States/B", "name": "B", "type": "Map"},
            {"location": "/States/B/ItemProcessor/States/I", "name": "I", "type": "Succeed"},
            {"location": "/States/D", "name": "D", "type": "Fail"},
        ],
        "renamed": [],
        "changed": [
            {
                "location": "/States/A",
                "name": "A",
                "changes": [
                    {"location": "/States/A/Comment", "old": "x"},
                    {"location": "/States/A/Next", "old": "B", "new": "C"},
                ],
            }
        ],
        "edges": {
            "added": [
                {"from": "/States/A", "kind": "Next", "to": "C"},
                {"from": "/States/E", "kind": "Next", "to": "A"},
            ],
            "removed": [{"from": "/States/A", "kind": "Next", "to": "B"}],
        },
    }


def test_a_rename_and_a_move_have_both_pointers() -> None:
    moved: dict[str, Any] = {"Type": "Parallel", "Branches": [machine(R=END), machine(L=END)], "End": True}
    back = {**moved, "Branches": moved["Branches"][::-1]}
    found = diff(machine(A=to("P"), P=moved), machine(A=to("P"), P=back)).to_dict()
    assert found["changed"][0]["changes"] == [
        {"location": "/States/P/Branches/0", "moved_from": "/States/P/Branches/1"},
        {"location": "/States/P/Branches/1", "moved_from": "/States/P/Branches/0"},
    ]
    found = diff(machine(A=to("P"), P=END), machine(A=to("a/b"), **{"a/b": END})).to_dict()
    assert found["renamed"] == [{"old": "/States/P", "new": "/States/a~1b"}]


def test_workflows_and_dicts_are_compared_in_the_same_way() -> None:
    one, other = StateMachine(Task("A", "f")), StateMachine(Task("A", "f") >> Succeed("B"))
    assert diff(one, other).to_dict() == diff(one.to_dict(), other.to_dict()).to_dict()
    assert diff(one, other).edges_added == (Transition("/States/A", "Next", "B"),)


@pytest.mark.parametrize("bad", [None, [], "{}", 1])
def test_only_workflows_can_be_compared(bad: Any) -> None:
    with pytest.raises(DefinitionError, match=f"definitions as dicts, not a {type(bad).__name__}"):
        diff({}, bad)


def test_a_value_known_at_deployment_is_never_touched(leaf: Any, other_leaf: Any) -> None:
    old, new = machine(A={"Type": "Task", "Resource": leaf}), machine(A={"Type": "Task", "Resource": other_leaf})
    assert not diff(old, copy.copy(old))
    assert not diff(from_dict(old), from_dict(old))
    found = diff(old, new)
    assert str(found) == '~ \'A\' Resource: "…" -> "…"'
    assert found.to_dict()["changed"][0]["changes"][0]["new"] is other_leaf
    assert str(diff(old, machine(B=old["States"]["A"]))) == "~ 'A' is now 'B'"


def test_nesting_200_deep_is_compared() -> None:
    def deep(kind: str, levels: int) -> dict[str, Any]:
        inner = machine(S0={"Type": kind})
        for level in range(1, levels):
            inner = machine(**{f"S{level}": {"Type": "Parallel", "Branches": [inner], "End": True}})
        return inner

    assert str(diff(deep("Succeed", 200), deep("Fail", 200))) == (
        "~ 'S0' in branch 1 of 'S1' Type: \"Succeed\" -> \"Fail\""
    )
    assert len(diff(machine(A=END), {**deep("Fail", 1000), "StartAt": "A"}).added) == 1000


def test_ten_thousand_states_are_compared() -> None:
    def chain(letter: str) -> dict[str, Any]:
        names = [f"{letter}{number}" for number in range(10_000)]
        states = {name: to(after, Result=name[1:]) for name, after in itertools.pairwise(names)}
        return machine(**states, **{names[-1]: END})

    old, new = chain("S"), chain("T")
    assert len(diff(old, new).renamed) == 10_000


@pytest.mark.skipif(not CORPUS.exists(), reason=MISSING)
def test_every_definition_equals_itself_and_differs_from_another() -> None:
    definitions = [json.loads(file.read_text()) for file in sorted((CORPUS / "valid").glob("*.json"))]
    for one, other in zip(definitions, [*definitions[1:], definitions[0]], strict=True):
        assert not diff(one, copy.deepcopy(one))
        found = diff(one, other)
        assert bool(found) is (one != other)
        assert str(found).count("\n") < 2000
        assert found.to_dict() == diff(from_dict(one), from_dict(other)).to_dict()


def test_the_example_in_the_docstring_is_correct() -> None:
    assert doctest.testmod(difference).failed == 0
