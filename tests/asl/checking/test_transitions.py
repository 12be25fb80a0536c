"""Transitions: targets, reachability, ends."""

from __future__ import annotations

from typing import Any

import pytest

from aslant.asl.checking.transitions import targets
from tests.asl.checking.machines import FUNCTION, a, branch, finding_lines, machine


def to(name: Any, **fields: Any) -> dict[str, Any]:
    return a("Pass", Next=name, **fields)


def choose(*names: Any, **fields: Any) -> dict[str, Any]:
    return a(
        "Choice",
        Choices=[{"Variable": "$.a", "IsNull": True, "Next": name} for name in names],
        **{"Default": names[0], **fields},
    )


END = a("Pass")


def test_the_targets_of_a_state_are_in_order() -> None:
    state = {
        "Next": "A",
        "Catch": [{"Next": "E"}, {}],
        "Default": "B",
        "Choices": [{"Next": "C"}, "no rule", {"Next": 5}],
    }
    assert targets(state) == [
        (("Next",), "A"),
        (("Default",), "B"),
        (("Choices", 0, "Next"), "C"),
        (("Choices", 2, "Next"), 5),
        (("Catch", 0, "Next"), "E"),
    ]
    assert targets({"Choices": {}, "Catch": None}) == []


JOINED: list[tuple[dict[str, Any], list[str]]] = [
    # a target that does not exist
    (
        machine(A=to("Pay"), Pai=END),
        [
            "MISSING_TRANSITION_TARGET /States/A/Next: Missing 'Next' target: Pay | Did you mean 'Pai'?",
            (
                'MISSING_TRANSITION_TARGET /States/Pai: State "Pai" is not reachable. | Add a transition '
                "to it from a reachable state, or remove it."
            ),
        ],
    ),
    (
        {"StartAt": "Nope", "States": {"A": END}},
        [
            (
                "MISSING_TRANSITION_TARGET /StartAt: Missing 'Next' target: Nope | Name a state of the "
                "same machine, branch or processor."
            ),
            (
                'MISSING_TRANSITION_TARGET /States/A: State "A" is not reachable. | Add a transition to it '
                "from a reachable state, or remove it."
            ),
        ],
    ),
    (
        machine(A=choose("Ghost", Default="B"), B=END),
        [
            (
                "MISSING_TRANSITION_TARGET /States/A/Choices[0]/Next: Missing 'Next' target: Ghost | Name "
                "a state of the same machine, branch or processor."
            )
        ],
    ),
    (
        machine(A=choose("B", Default="Ghost"), B=END),
        [
            (
                "MISSING_TRANSITION_TARGET /States/A/Default: Missing 'Next' target: Ghost | Name a state "
                "of the same machine, branch or processor."
            )
        ],
    ),
    (
        machine(A=a("Task", Resource=FUNCTION, Catch=[{"ErrorEquals": ["States.ALL"], "Next": "Ghost"}])),
        [
            (
                "MISSING_TRANSITION_TARGET /States/A/Catch[0]/Next: Missing 'Next' target: Ghost | Name a "
                "state of the same machine, branch or processor."
            )
        ],
    ),
    (
        machine(P=a("Parallel", Branches=[{"StartAt": "B", "States": {"C": END}}])),
        [
            (
                "MISSING_TRANSITION_TARGET /States/P/Branches[0]/StartAt: Missing 'Next' target: B | Name "
                "a state of the same machine, branch or processor."
            ),
            (
                'MISSING_TRANSITION_TARGET /States/P/Branches[0]/States/C: State "C" is not reachable. | '
                "Add a transition to it from a reachable state, or remove it."
            ),
        ],
    ),
    (
        machine(P=a("Parallel", Branches=[branch(B=to("A"))]), A=END),
        [
            (
                'MISSING_TRANSITION_TARGET /States/A: State "A" is not reachable. | Add a transition to it '
                "from a reachable state, or remove it."
            ),
            (
                "MISSING_TRANSITION_TARGET /States/P/Branches[0]/States/B/Next: Missing 'Next' target: A | "
                "Name a state of the same machine, branch or processor."
            ),
            (
                "warning MISSING_END_STATE /States/P/Branches[0]: Workflow has no terminal state | End it "
                'with a Succeed or Fail state, or with "End": true.'
            ),
        ],
    ),
    # a state that nothing goes to; of those behind it AWS says nothing
    (
        machine(A=END, B=END),
        [
            (
                'MISSING_TRANSITION_TARGET /States/B: State "B" is not reachable. | Add a transition to it '
                "from a reachable state, or remove it."
            )
        ],
    ),
    (
        machine(A=END, B=to("C"), C=a("Succeed")),
        [
            (
                'MISSING_TRANSITION_TARGET /States/B: State "B" is not reachable. | Add a transition to it '
                "from a reachable state, or remove it."
            )
        ],
    ),
    (
        machine(P=a("Parallel", Branches=[branch(B=END, C=END)])),
        [
            (
                'MISSING_TRANSITION_TARGET /States/P/Branches[0]/States/C: State "C" is not reachable. | '
                "Add a transition to it from a reachable state, or remove it."
            )
        ],
    ),
    (
        machine(A=to("B"), B=to("A"), C=END),
        [
            (
                'MISSING_TRANSITION_TARGET /States/C: State "C" is not reachable. | Add a transition to it '
                "from a reachable state, or remove it."
            )
        ],
    ),
    # those that only go to each other: a doubt of ours
    (
        machine(A=END, B=to("C"), C=to("B")),
        [
            (
                'warning UNREACHABLE_STATE /States/B: State "B" is not reachable. | Add a transition to it '
                "from a reachable state, or remove it."
            ),
            (
                'warning UNREACHABLE_STATE /States/C: State "C" is not reachable. | Add a transition to it '
                "from a reachable state, or remove it."
            ),
        ],
    ),
    (
        machine(A=END, B=to("B")),
        [
            (
                'warning UNREACHABLE_STATE /States/B: State "B" is not reachable. | Add a transition to it '
                "from a reachable state, or remove it."
            )
        ],
    ),
    # no end
    (
        machine(A=to("A")),
        [
            (
                "MISSING_END_STATE /: Workflow has no terminal state | End it with a Succeed or Fail "
                'state, or with "End": true.'
            )
        ],
    ),
    (
        machine(A=to("Ghost")),
        [
            (
                "MISSING_TRANSITION_TARGET /States/A/Next: Missing 'Next' target: Ghost | Name a state of "
                "the same machine, branch or processor."
            ),
            (
                "MISSING_END_STATE /: Workflow has no terminal state | End it with a Succeed or Fail "
                'state, or with "End": true.'
            ),
        ],
    ),
    (
        machine(A=to("B"), B=to("A"), C=to("A")),
        [
            (
                "MISSING_END_STATE /: Workflow has no terminal state | End it with a Succeed or Fail "
                'state, or with "End": true.'
            )
        ],
    ),
    (
        machine(A=a("Pass", Next="A", End=False)),
        [
            (
                "MISSING_END_STATE /: Workflow has no terminal state | End it with a Succeed or Fail "
                'state, or with "End": true.'
            )
        ],
    ),
    (
        {"StartAt": "A", "States": {}},
        [
            "/States: Value cannot be empty | Add at least one state.",
            (
                "MISSING_TRANSITION_TARGET /StartAt: Missing 'Next' target: A | Name a state of the same "
                "machine, branch or processor."
            ),
            (
                "MISSING_END_STATE /: Workflow has no terminal state | End it with a Succeed or Fail "
                'state, or with "End": true.'
            ),
        ],
    ),
    # the end of a machine inside will do for AWS
    (
        machine(P=a("Parallel", Branches=[branch()], Next="P")),
        [
            (
                "warning MISSING_END_STATE /: Workflow has no terminal state | End it with a Succeed or "
                'Fail state, or with "End": true.'
            )
        ],
    ),
    (
        machine(P=a("Parallel", Branches=[branch(B=to("B"))])),
        [
            (
                "warning MISSING_END_STATE /States/P/Branches[0]: Workflow has no terminal state | End it "
                'with a Succeed or Fail state, or with "End": true.'
            )
        ],
    ),
    # neither, and both
    (
        machine(A={"Type": "Pass"}),
        [
            (
                "/States/A: This object should have only one of the following fields: [Next, End] | Write "
                '"Next" with a state\'s name, or "End": true.'
            ),
            (
                "MISSING_END_STATE /: Workflow has no terminal state | End it with a Succeed or Fail "
                'state, or with "End": true.'
            ),
        ],
    ),
    (
        machine(A=a("Pass", Next="B", End=True), B=END),
        [("/States/A: There should only be one of the following fields: [Next, End] | Keep only one of Next, End.")],
    ),
    (
        machine(A={"Type": "Pass", "End": False}, B=to("A")),
        [
            (
                "/States/A: This object should have only one of the following fields: [Next, End] | Write "
                '"Next" with a state\'s name, or "End": true.'
            ),
            (
                "MISSING_END_STATE /: Workflow has no terminal state | End it with a Succeed or Fail "
                'state, or with "End": true.'
            ),
        ],
    ),
]


@pytest.mark.parametrize(("definition", "findings"), JOINED)
def test_states_that_are_not_joined_are_found(definition: dict[str, Any], findings: list[str]) -> None:
    assert finding_lines(definition) == findings


@pytest.mark.parametrize(
    "definition",
    [
        machine(A=to("B"), B=a("Succeed")),
        machine(A=choose("A", "B", Default="C"), B=a("Fail"), C=END),
        machine(A=choose("B"), B=END),
        machine(A=a("Pass", Next="B", End=False), B=END),
        machine(A=a("Task", Resource=FUNCTION, Catch=[{"ErrorEquals": ["E"], "Next": "A"}])),
        machine(P=a("Parallel", Branches=[branch(), branch(C=to("D"), D=a("Fail"))], Next="A"), A=END),
        machine(A=to("${Target}"), B=END),
        {"StartAt": "${Start}", "States": {"A": END, "B": END}},
        machine(A=to({"Ref": "Target"}), B=END),
        machine(A={"Ref": "State"}, B=END),
        machine(A=a("Pass", End="${Ends}")),
    ],
)
def test_states_are_joined(definition: dict[str, Any]) -> None:
    assert finding_lines(definition) == []


def test_what_is_known_only_at_deployment_may_go_anywhere_and_end(leaf: Any) -> None:
    assert finding_lines(machine(A=to(leaf), B=END)) == []
    assert finding_lines({"StartAt": leaf, "States": {"A": END, "B": END}}) == []
    assert finding_lines(machine(A=to("B"), B=leaf)) == []
    assert finding_lines(machine(A=to("A", End=leaf))) == []
