"""Retriers and catchers."""

from __future__ import annotations

from typing import Any

import pytest

from tests.asl.checking.machines import FUNCTION, a, branch, finding_lines, machine


def retried(*retriers: Any) -> dict[str, Any]:
    return machine(A=a("Task", Resource=FUNCTION, Retry=list(retriers)))


def caught(*catchers: Any, **top: Any) -> dict[str, Any]:
    return machine(top, A=a("Task", Resource=FUNCTION, Catch=list(catchers)), B=a("Pass", Next="A"))


ALL = ["States.ALL"]

RETRY: list[tuple[dict[str, Any], list[str]]] = [
    (
        machine(A=a("Task", Resource=FUNCTION, Retry={})),
        ["/States/A/Retry: Expected value of type [ARRAY] | Write a list of objects, not an object."],
    ),
    (
        retried("States.ALL"),
        [("/States/A/Retry[0]: Expected value of type [OBJECT] | Write an object with ErrorEquals, not a string.")],
    ),
    (retried({}), ["/States/A/Retry[0]: These fields are required: [ErrorEquals]"]),
    (
        retried({"ErrorEquals": []}),
        [("/States/A/Retry[0]/ErrorEquals: Value cannot be empty | Name at least one error, such as 'States.ALL'.")],
    ),
    (
        retried({"ErrorEquals": "States.ALL"}),
        [
            (
                "/States/A/Retry[0]/ErrorEquals: Expected value of type [ARRAY] | Write a list of names, "
                "such as ['States.ALL'], not a string."
            )
        ],
    ),
    (
        retried({"ErrorEquals": ["E", 5]}),
        [("/States/A/Retry[0]/ErrorEquals[1]: Expected value of type [STRING] | Write the name of an error, not 5.")],
    ),
    (
        retried({"ErrorEquals": ["States.ALL", "E"]}),
        [
            (
                "/States/A/Retry[0]/ErrorEquals[0]: States.ALL must appear alone and at end of list | Move "
                "States.ALL into a separate entry, the last one."
            )
        ],
    ),
    (
        retried({"ErrorEquals": ["E", "States.ALL"]}),
        [
            (
                "/States/A/Retry[0]/ErrorEquals[1]: States.ALL must appear alone and at end of list | Move "
                "States.ALL into a separate entry, the last one."
            )
        ],
    ),
    (
        retried({"ErrorEquals": ALL}, {"ErrorEquals": ["E"]}),
        [
            (
                "/States/A/Retry[0]/ErrorEquals[0]: States.ALL must appear alone and at end of list | Move "
                "States.ALL into a separate entry, the last one."
            )
        ],
    ),
    (
        retried({"ErrorEquals": ALL, "MaxAttempts": -1, "BackoffRate": 0.5, "MaxDelaySeconds": 0}),
        [
            "/States/A/Retry[0]/MaxAttempts: Minimum value is 0 | Write at least 0, not -1.",
            "/States/A/Retry[0]/BackoffRate: Minimum value is 1.0 | Write at least 1.0, not 0.5.",
            "/States/A/Retry[0]/MaxDelaySeconds: Minimum value is 1 | Write at least 1, not 0.",
        ],
    ),
    (
        retried({"ErrorEquals": ALL, "MaxAttempts": 10**8, "IntervalSeconds": 10**8, "MaxDelaySeconds": 31622401}),
        [
            ("/States/A/Retry[0]/MaxAttempts: Maximum value is 99999999 | Write at most 99999999, not 100000000."),
            ("/States/A/Retry[0]/IntervalSeconds: Maximum value is 99999999 | Write at most 99999999, not 100000000."),
            ("/States/A/Retry[0]/MaxDelaySeconds: Maximum value is 31622400 | Write at most 31622400, not 31622401."),
        ],
    ),
    (
        retried({"ErrorEquals": ALL, "JitterStrategy": "full", "Next": "A"}),
        [
            (
                "/States/A/Retry[0]/JitterStrategy: Value should be one of the following: [NONE, FULL] | "
                "Write one of these, not 'full'."
            ),
            (
                "/States/A/Retry[0]: Field 'Next' is not supported | The fields are BackoffRate, Comment, "
                "ErrorEquals, IntervalSeconds, JitterStrategy, MaxAttempts, MaxDelaySeconds."
            ),
        ],
    ),
]


@pytest.mark.parametrize(("definition", "findings"), RETRY)
def test_a_retrier_that_aws_refuses_is_refused(definition: dict[str, Any], findings: list[str]) -> None:
    assert finding_lines(definition) == findings


CATCH: list[tuple[dict[str, Any], list[str]]] = [
    (
        caught({"ErrorEquals": ALL}),
        [
            "/States/A/Catch[0]: These fields are required: [Next]",
            (
                'MISSING_TRANSITION_TARGET /States/B: State "B" is not reachable. | Add a transition to it '
                "from a reachable state, or remove it."
            ),
        ],
    ),
    (caught({"Next": "B"}), ["/States/A/Catch[0]: These fields are required: [ErrorEquals]"]),
    (
        caught({"ErrorEquals": ALL, "Next": "B", "ResultPath": "e", "Output": 1}),
        [
            ("/States/A/Catch[0]/ResultPath: Value must be a valid JSONPath. | Start the path with $, such as '$.e'."),
            (
                "/States/A/Catch[0]: The QueryLanguage is set to 'JSONPath', but field 'Output' is only "
                "supported for the 'JSONata' QueryLanguage | Use ResultPath instead."
            ),
        ],
    ),
    (
        caught({"ErrorEquals": ["States.ALL", "E"], "Next": "B"}),
        [
            (
                "/States/A/Catch[0]/ErrorEquals[0]: States.ALL must appear alone and at end of list | Move "
                "States.ALL into a separate entry, the last one."
            )
        ],
    ),
    (
        caught({"ErrorEquals": ALL, "Next": "B", "ResultPath": "$.e"}, QueryLanguage="JSONata"),
        [
            (
                "/States/A/Catch[0]: The QueryLanguage is set to 'JSONata', but field 'ResultPath' is only "
                "supported for the 'JSONPath' QueryLanguage | Use '{% $states.errorOutput… %}' in Output "
                "instead."
            )
        ],
    ),
    (
        caught({"ErrorEquals": ALL, "Next": "B", "Output": "{% $states.result %}"}, QueryLanguage="JSONata"),
        [
            (
                "UNSUPPORTED_JSONATA_EXPRESSION /States/A/Catch[0]/Output: Field '$states.result' does not "
                "exist. | Read $states.result only in Output or Assign of a Task, Parallel or Map."
            )
        ],
    ),
]


@pytest.mark.parametrize(("definition", "findings"), CATCH)
def test_a_catcher_that_aws_refuses_is_refused(definition: dict[str, Any], findings: list[str]) -> None:
    assert finding_lines(definition) == findings


DOUBTED: list[tuple[dict[str, Any], list[str]]] = [
    (
        retried({"ErrorEquals": ["States.Timeot"]}),
        [
            (
                "warning UNKNOWN_ERROR_NAME /States/A/Retry[0]/ErrorEquals[0]: Step Functions does not "
                "have an error 'States.Timeot' | Did you mean 'States.Timeout'?"
            )
        ],
    ),
    (
        retried({"ErrorEquals": ["States.Nothing.Alike"]}),
        [
            (
                "warning UNKNOWN_ERROR_NAME /States/A/Retry[0]/ErrorEquals[0]: Step Functions does not "
                "have an error 'States.Nothing.Alike' | Names that start with 'States.' are reserved, and "
                "no Fail state of this workflow raises this one."
            )
        ],
    ),
    (
        retried({"ErrorEquals": ["E"]}, {"ErrorEquals": ["F", "E"]}),
        [
            (
                "warning UNREACHABLE_ERROR_NAME /States/A/Retry[1]/ErrorEquals[1]: 'E' is already named by "
                "entry 0, which comes first | Name each error once."
            )
        ],
    ),
    (
        retried({"ErrorEquals": ALL, "IntervalSeconds": 10, "MaxDelaySeconds": 10}),
        [
            (
                "warning USELESS_DELAY /States/A/Retry[0]/MaxDelaySeconds: 'MaxDelaySeconds' is not "
                "greater than 'IntervalSeconds', which is 10 | Write more than 10, or remove it."
            )
        ],
    ),
]


@pytest.mark.parametrize(("definition", "findings"), DOUBTED)
def test_what_a_retrier_never_does_gives_a_warning(definition: dict[str, Any], findings: list[str]) -> None:
    assert finding_lines(definition) == findings


@pytest.mark.parametrize(
    "definition",
    [
        retried(),
        retried({"ErrorEquals": ["E", "States.Http.StatusCode.429", "States.TaskFailed"], "Comment": "again"}),
        retried({"ErrorEquals": ["E"]}, {"ErrorEquals": ALL, "IntervalSeconds": 0, "MaxAttempts": 0, "BackoffRate": 1}),
        retried({"ErrorEquals": ALL, "MaxDelaySeconds": 31_622_400, "JitterStrategy": "FULL", "BackoffRate": 1.5}),
        retried({"ErrorEquals": ["${Error}"], "MaxAttempts": "${Attempts}"}, {"ErrorEquals": ALL}),
        caught({"ErrorEquals": ALL, "Next": "B", "ResultPath": "$.e", "Assign": {"e.$": "$.Error"}, "Comment": ""}),
        caught({"ErrorEquals": ALL, "Next": "B", "ResultPath": None}),
        caught(
            {
                "ErrorEquals": ALL,
                "Next": "B",
                "Output": "{% $states.errorOutput.Cause %}",
                "Assign": {"e": "{% $states.errorOutput %}"},
            },
            QueryLanguage="JSONata",
        ),
    ],
)
def test_valid_retriers_and_catchers_have_no_findings(definition: dict[str, Any]) -> None:
    assert finding_lines(definition) == []


def test_an_error_that_a_fail_state_raises_is_accepted() -> None:
    own = "States.Pizza.Burnt"
    inner = machine(F=a("Fail", Error=own))
    catcher = {"ErrorEquals": [own], "Next": "S"}
    assert finding_lines(machine(P=a("Parallel", Branches=[inner], Catch=[catcher]), S=a("Succeed"))) == []
    (finding,) = finding_lines(machine(P=a("Parallel", Branches=[branch()], Catch=[catcher]), S=a("Succeed")))
    assert "does not have an error 'States.Pizza.Burnt'" in finding
