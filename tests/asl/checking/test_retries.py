"""Retriers and catchers."""

from __future__ import annotations

from typing import Any

import pytest

from tests.asl.checking.machines import FUNCTION, a, branch, machine, tell


def retried(*retriers: Any) -> dict[str, Any]:
    return machine(A=a("Task", Resource=FUNCTION, Retry=list(retriers)))


def caught(*catchers: Any, **top: Any) -> dict[str, Any]:
    return machine(top, A=a("Task", Resource=FUNCTION, Catch=list(catchers)), B=a("Pass", Next="A"))


ALL = ["States.ALL"]

RETRY: list[tuple[dict[str, Any], list[str]]] = [
    (
        machine(A=a("Task", Resource=FUNCTION, Retry={})),
        ["/States/A/Retry: Expected value of type [ARRAY] | write a list of objects, not an object"],
    ),
    (
        retried("States.ALL"),
        ["/States/A/Retry[0]: Expected value of type [OBJECT] | write an object with ErrorEquals, not text"],
    ),
    (retried({}), ["/States/A/Retry[0]: These fields are required: [ErrorEquals]"]),
    (
        retried({"ErrorEquals": []}),
        ["/States/A/Retry[0]/ErrorEquals: Value cannot be empty | name at least one error, such as 'States.ALL'"],
    ),
    (
        retried({"ErrorEquals": "States.ALL"}),
        [
            (
                "/States/A/Retry[0]/ErrorEquals: Expected value of type [ARRAY] | write a list of names, such as "
                "['States.ALL'], not text"
            )
        ],
    ),
    (
        retried({"ErrorEquals": ["E", 5]}),
        ["/States/A/Retry[0]/ErrorEquals[1]: Expected value of type [STRING] | write the name of an error, not 5"],
    ),
    (
        retried({"ErrorEquals": ["States.ALL", "E"]}),
        [
            (
                "/States/A/Retry[0]/ErrorEquals[0]: States.ALL must appear alone and at end of list | give "
                "States.ALL an entry of its own, the last one"
            )
        ],
    ),
    (
        retried({"ErrorEquals": ["E", "States.ALL"]}),
        [
            (
                "/States/A/Retry[0]/ErrorEquals[1]: States.ALL must appear alone and at end of list | give "
                "States.ALL an entry of its own, the last one"
            )
        ],
    ),
    (
        retried({"ErrorEquals": ALL}, {"ErrorEquals": ["E"]}),
        [
            (
                "/States/A/Retry[0]/ErrorEquals[0]: States.ALL must appear alone and at end of list | give "
                "States.ALL an entry of its own, the last one"
            )
        ],
    ),
    (
        retried({"ErrorEquals": ALL, "MaxAttempts": -1, "BackoffRate": 0.5, "MaxDelaySeconds": 0}),
        [
            "/States/A/Retry[0]/MaxAttempts: Minimum value is 0 | -1 is too small",
            "/States/A/Retry[0]/BackoffRate: Minimum value is 1.0 | 0.5 is too small",
            "/States/A/Retry[0]/MaxDelaySeconds: Minimum value is 1 | 0 is too small",
        ],
    ),
    (
        retried({"ErrorEquals": ALL, "MaxAttempts": 10**8, "IntervalSeconds": 10**8, "MaxDelaySeconds": 31622401}),
        [
            "/States/A/Retry[0]/MaxAttempts: Maximum value is 99999999 | 100000000 is too large",
            "/States/A/Retry[0]/IntervalSeconds: Maximum value is 99999999 | 100000000 is too large",
            "/States/A/Retry[0]/MaxDelaySeconds: Maximum value is 31622400 | 31622401 is too large",
        ],
    ),
    (
        retried({"ErrorEquals": ALL, "JitterStrategy": "full", "Next": "A"}),
        [
            "/States/A/Retry[0]/JitterStrategy: Value should be one of the following: [NONE, FULL] | it is 'full'",
            (
                "/States/A/Retry[0]: Field 'Next' is not supported | there are BackoffRate, Comment, ErrorEquals, "
                "IntervalSeconds, JitterStrategy, MaxAttempts, MaxDelaySeconds"
            ),
        ],
    ),
]


@pytest.mark.parametrize(("definition", "findings"), RETRY)
def test_a_retrier_that_aws_does_not_take_is_refused(definition: dict[str, Any], findings: list[str]) -> None:
    assert tell(definition) == findings


CATCH: list[tuple[dict[str, Any], list[str]]] = [
    (
        caught({"ErrorEquals": ALL}),
        [
            "/States/A/Catch[0]: These fields are required: [Next]",
            (
                'MISSING_TRANSITION_TARGET /States/B: State "B" is not reachable. | go on to it from a state that '
                "is reached, or take it away"
            ),
        ],
    ),
    (caught({"Next": "B"}), ["/States/A/Catch[0]: These fields are required: [ErrorEquals]"]),
    (
        caught({"ErrorEquals": ALL, "Next": "B", "ResultPath": "e", "Output": 1}),
        [
            "/States/A/Catch[0]/ResultPath: Value must be a valid JSONPath. | a path starts with $, such as '$.e'",
            (
                "/States/A/Catch[0]: The QueryLanguage is set to 'JSONPath', but field 'Output' is only supported "
                "for the 'JSONata' QueryLanguage | use ResultPath instead"
            ),
        ],
    ),
    (
        caught({"ErrorEquals": ["States.ALL", "E"], "Next": "B"}),
        [
            (
                "/States/A/Catch[0]/ErrorEquals[0]: States.ALL must appear alone and at end of list | give "
                "States.ALL an entry of its own, the last one"
            )
        ],
    ),
    (
        caught({"ErrorEquals": ALL, "Next": "B", "ResultPath": "$.e"}, QueryLanguage="JSONata"),
        [
            (
                "/States/A/Catch[0]: The QueryLanguage is set to 'JSONata', but field 'ResultPath' is only supported "
                "for the 'JSONPath' QueryLanguage | use '{% $states.errorOutput… %}' in Output instead"
            )
        ],
    ),
    (
        caught({"ErrorEquals": ALL, "Next": "B", "Output": "{% $states.result %}"}, QueryLanguage="JSONata"),
        [
            (
                "UNSUPPORTED_JSONATA_EXPRESSION /States/A/Catch[0]/Output: Field '$states.result' does not exist. "
                "| the result is there in Output and Assign of a Task, Parallel or Map"
            )
        ],
    ),
]


@pytest.mark.parametrize(("definition", "findings"), CATCH)
def test_a_catcher_that_aws_does_not_take_is_refused(definition: dict[str, Any], findings: list[str]) -> None:
    assert tell(definition) == findings


DOUBTED: list[tuple[dict[str, Any], list[str]]] = [
    (
        retried({"ErrorEquals": ["States.Timeot"]}),
        [
            (
                "warning UNKNOWN_ERROR_NAME /States/A/Retry[0]/ErrorEquals[0]: Step Functions has no error called "
                "'States.Timeot' | did you mean 'States.Timeout'?"
            )
        ],
    ),
    (
        retried({"ErrorEquals": ["States.Nothing.Alike"]}),
        [
            (
                "warning UNKNOWN_ERROR_NAME /States/A/Retry[0]/ErrorEquals[0]: Step Functions has no error called "
                "'States.Nothing.Alike' | names that start with 'States.' are its own, and no Fail state here raises "
                "it"
            )
        ],
    ),
    (
        retried({"ErrorEquals": ["E"]}, {"ErrorEquals": ["F", "E"]}),
        [
            (
                "warning UNREACHABLE_ERROR_NAME /States/A/Retry[1]/ErrorEquals[1]: 'E' is named already by entry "
                "0, which is asked first | name each error once"
            )
        ],
    ),
    (
        retried({"ErrorEquals": ALL, "IntervalSeconds": 10, "MaxDelaySeconds": 10}),
        [
            (
                "warning USELESS_DELAY /States/A/Retry[0]/MaxDelaySeconds: 'MaxDelaySeconds' is not greater than "
                "'IntervalSeconds', which is 10 | write more than 10, or leave it away"
            )
        ],
    ),
]


@pytest.mark.parametrize(("definition", "findings"), DOUBTED)
def test_what_a_retrier_never_does_is_doubted(definition: dict[str, Any], findings: list[str]) -> None:
    assert tell(definition) == findings


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
def test_retriers_and_catchers_are_taken(definition: dict[str, Any]) -> None:
    assert tell(definition) == []


def test_an_error_that_a_fail_state_raises_is_known() -> None:
    own = "States.Pizza.Burnt"
    inner = machine(F=a("Fail", Error=own))
    catcher = {"ErrorEquals": [own], "Next": "S"}
    assert tell(machine(P=a("Parallel", Branches=[inner], Catch=[catcher]), S=a("Succeed"))) == []
    (finding,) = tell(machine(P=a("Parallel", Branches=[branch()], Catch=[catcher]), S=a("Succeed")))
    assert "no error called 'States.Pizza.Burnt'" in finding
