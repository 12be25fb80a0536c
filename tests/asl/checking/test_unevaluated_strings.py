"""Strings that look evaluated but are not: AWS's warnings, and JSONata in a JSONPath state."""

from __future__ import annotations

from typing import Any

import pytest

from aslant.asl.checking.unevaluated_strings import looks_evaluated
from tests.asl.checking.machines import FUNCTION, alone, finding_lines

WARNED: list[tuple[dict[str, Any], list[str]]] = [
    (
        alone("Pass", Parameters={"x": "$.a", "y": {"z": "States.UUID()"}}),
        [
            (
                "warning NO_DOLLAR /States/A/Parameters/x: No .$ on a field that appears to be a JSONPath "
                "or Intrinsic Function: 'x' | Name it 'x.$' to have it evaluated."
            ),
            (
                "warning NO_DOLLAR /States/A/Parameters/y/z: No .$ on a field that appears to be a "
                "JSONPath or Intrinsic Function: 'z' | Name it 'z.$' to have it evaluated."
            ),
        ],
    ),
    (
        alone("Task", Resource=FUNCTION, ResultSelector={"x": "$$.Task.Token"}),
        [
            (
                "warning NO_DOLLAR /States/A/ResultSelector/x: No .$ on a field that appears to be a "
                "JSONPath or Intrinsic Function: 'x' | Name it 'x.$' to have it evaluated."
            )
        ],
    ),
    (
        alone("Pass", Assign={"x": "$.a"}),
        [
            (
                "warning NO_DOLLAR /States/A/Assign/x: No .$ on a field that appears to be a JSONPath or "
                "Intrinsic Function: 'x' | Name it 'x.$' to have it evaluated."
            )
        ],
    ),
    (
        alone("Pass", Result={"a": ["$.b", "States.UUID()", "text"]}),
        [
            (
                "warning PASS_RESULT_IS_STATIC /States/A/Result/a[0]: Pass result field is static, and "
                "this looks like a path or an intrinsic function | Use Parameters, in which members that "
                "end with .$ are evaluated."
            ),
            (
                "warning PASS_RESULT_IS_STATIC /States/A/Result/a[1]: Pass result field is static, and "
                "this looks like a path or an intrinsic function | Use Parameters, in which members that "
                "end with .$ are evaluated."
            ),
        ],
    ),
    (
        alone("Pass", Result="$"),
        [
            (
                "warning PASS_RESULT_IS_STATIC /States/A/Result: Pass result field is static, and this "
                "looks like a path or an intrinsic function | Use Parameters, in which members that end "
                "with .$ are evaluated."
            )
        ],
    ),
    (
        alone("Fail", Error="$.error", Cause="States.Format('{}', $.a)"),
        [
            (
                "warning NO_PATH /States/A/Error: Field value looks like a path, but the field name does "
                "not end with 'Path': 'Error' | Name it 'ErrorPath' to have it evaluated."
            ),
            (
                "warning NO_PATH /States/A/Cause: Field value looks like a path, but the field name does "
                "not end with 'Path': 'Cause' | Name it 'CausePath' to have it evaluated."
            ),
        ],
    ),
]


JSONATA = "This looks like a JSONata expression, but the state uses JSONPath"
SAY_IT = "Write QueryLanguage 'JSONata' in this state, or write a path."
WARNED += [
    (
        alone("Pass", Parameters={"x": "{% $states.input.a %}", "y": ["{% 1 %}"]}),
        [
            f"warning JSONATA_IN_JSONPATH /States/A/Parameters/x: {JSONATA} | {SAY_IT}",
            f"warning JSONATA_IN_JSONPATH /States/A/Parameters/y[0]: {JSONATA} | {SAY_IT}",
        ],
    ),
    (
        alone("Pass", Result={"x": "{% 1\n %}"}, Assign={"y": "{% 2 %}"}),
        [
            f"warning JSONATA_IN_JSONPATH /States/A/Result/x: {JSONATA} | {SAY_IT}",
            f"warning JSONATA_IN_JSONPATH /States/A/Assign/y: {JSONATA} | {SAY_IT}",
        ],
    ),
    (
        alone("Fail", Cause="{% $states.input.cause %}"),
        [f"warning JSONATA_IN_JSONPATH /States/A/Cause: {JSONATA} | {SAY_IT}"],
    ),
    (
        alone("Pass", InputPath="{% $states.input %}"),
        [
            (
                "/States/A/InputPath: Value must be a valid JSONPath. | Write QueryLanguage 'JSONata' to "
                "use an expression."
            ),
        ],
    ),
    (
        alone("Wait", Seconds="{% 5 %}"),
        [
            (
                "/States/A/Seconds: Expected value of type Integer | Write an integer, not '{% 5 %}'. An "
                "expression needs QueryLanguage 'JSONata'."
            )
        ],
    ),
]


@pytest.mark.parametrize(("definition", "findings"), WARNED)
def test_what_looks_evaluated_and_is_not_is_a_warning(definition: dict[str, Any], findings: list[str]) -> None:
    assert finding_lines(definition) == findings


@pytest.mark.parametrize(
    "definition",
    [
        alone("Pass", Parameters={"x": "{% a", "y": "a {% b %}"}),
        alone("Pass", Parameters={"x": "$5", "y": "$ 5", "z": "the States. are"}),
        alone("Pass", Result={"a": "text", "b.$": 5}),
        alone("Fail", Error="States.Timeout", Cause="costs $.50 too much"),
        alone("Fail", QueryLanguage="JSONata", Error="$.error"),
        alone("Pass", QueryLanguage="JSONata", Output={"a": "$.b"}),
    ],
)
def test_a_plain_string_gives_no_warning(definition: dict[str, Any]) -> None:
    assert finding_lines(definition) == []


@pytest.mark.parametrize(
    ("text", "looks"),
    [
        ("$", True),
        ("$.a", True),
        ("$$.Execution", True),
        ("$[0]", True),
        ("States.Format('x')", True),
        ("States.Timeout", False),
        ("$5", False),
        ("$x", False),
        ("", False),
    ],
)
def test_what_looks_evaluated_begins_as_a_path_or_a_call_does(text: str, looks: bool) -> None:
    assert bool(looks_evaluated(text)) is looks
