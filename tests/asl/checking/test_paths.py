"""Text that is evaluated in JSONPath: paths, intrinsic functions and payload templates."""

from __future__ import annotations

from typing import Any

import pytest

from tests.asl.checking.machines import FUNCTION, alone, each, tell

PATHS: list[tuple[dict[str, Any], list[str]]] = [
    (
        alone("Pass", InputPath="foo"),
        ["/States/A/InputPath: Value must be a valid JSONPath. | a path starts with $, such as '$.foo'"],
    ),
    (
        alone("Pass", InputPath=" $.a"),
        ["/States/A/InputPath: Value must be a valid JSONPath. | a path starts with $, such as '$.a'"],
    ),
    (
        alone("Pass", OutputPath="$.a["),
        [
            (
                "/States/A/OutputPath: Value must be a valid JSONPath. | the path '$.a[' is wrong at character 5: "
                "brackets hold a quoted name, an index, a slice, `*` or `?(…)`"
            )
        ],
    ),
    (
        alone("Pass", InputPath="$.a[::2]", Parameters={"b.$": "$.c[1:3:2]"}),
        [
            (
                "/States/A/InputPath: Value must be a valid JSONPath. | the path '$.a[::2]' is wrong at character 5: "
                "a slice needs an index, as in [1:] or [:-1]; all elements are [*]"
            ),
            (
                "/States/A/Parameters: The value for the field 'b.$' must be a valid JSONPath or a valid intrinsic "
                "function call | the path '$.c[1:3:2]' is wrong at character 8: a slice has no step; it has two "
                "indices at most, as in [1:3]; plain text belongs to a member without .$"
            ),
        ],
    ),
    (
        alone("Pass", ResultPath="$['a','b']"),
        [
            (
                "/States/A/ResultPath: Value is not a Reference Path | \"$['a','b']\" may name several places; "
                "name one, such as '$.result', without * : , ? or .."
            )
        ],
    ),
    (
        alone("Pass", InputPath=5),
        ["/States/A/InputPath: Value must be a valid JSONPath. | a path starts with $, such as '$.order'"],
    ),
    (
        alone("Pass", ResultPath="$$.Execution"),
        [
            (
                "/States/A/ResultPath: Value is not a Reference Path | '$$.Execution' is in the context object, "
                "and a result is put into the state's data"
            )
        ],
    ),
    (
        alone("Pass", ResultPath="$total"),
        [
            (
                "/States/A/ResultPath: Value is not a Reference Path | '$total' is a variable; set variables in "
                "Assign, and a result is put into the state's data"
            )
        ],
    ),
    (
        alone("Pass", ResultPath="$.a[*]"),
        [
            (
                "/States/A/ResultPath: Value is not a Reference Path | '$.a[*]' may name several places; name one, "
                "such as '$.result', without * : , ? or .."
            )
        ],
    ),
    (
        alone("Pass", ResultPath="$..a"),
        [
            (
                "/States/A/ResultPath: Value is not a Reference Path | '$..a' may name several places; name one, "
                "such as '$.result', without * : , ? or .."
            )
        ],
    ),
    (
        alone("Pass", ResultPath="a"),
        ["/States/A/ResultPath: Value must be a valid JSONPath. | a path starts with $, such as '$.a'"],
    ),
    (
        alone("Wait", SecondsPath="seconds"),
        ["/States/A/SecondsPath: Value must be a valid JSONPath. | a path starts with $, such as '$.seconds'"],
    ),
    (
        alone("Wait", SecondsPath=None),
        ["/States/A/SecondsPath: Value must be a valid JSONPath. | a path starts with $, such as '$.order'"],
    ),
    (
        alone("Fail", ErrorPath="error"),
        ["/States/A/ErrorPath: Value must be a valid JSONPath. | a path starts with $, such as '$.error'"],
    ),
    (
        alone("Fail", CausePath="States.Format('{}'"),
        [
            (
                "/States/A/CausePath: The value for the field 'CausePath' must be a valid JSONPath or a valid "
                "intrinsic function call | the intrinsic \"States.Format('{}'\" is wrong at character 19: `,` or "
                "the closing parenthesis is missing"
            )
        ],
    ),
]


@pytest.mark.parametrize(("definition", "findings"), PATHS)
def test_a_path_that_is_none_is_refused_where_it_stands(definition: dict[str, Any], findings: list[str]) -> None:
    assert tell(definition) == findings


@pytest.mark.parametrize(
    "definition",
    [
        alone("Pass", InputPath=None, OutputPath=None, ResultPath=None),
        alone("Pass", InputPath="$$.Execution.Id", OutputPath="$.[0]"),
        alone("Pass", InputPath="$.a[?(@.b == 1)]", ResultPath="$['a b'].c[0]"),
        alone("Pass", InputPath="$.${Field}", OutputPath={"Ref": "Path"}),
        alone("Fail", ErrorPath="$.error", CausePath="States.Format('no {}', $.error)"),
        alone("Wait", TimestampPath="$.when"),
    ],
)
def test_a_path_is_taken(definition: dict[str, Any]) -> None:
    assert tell(definition) == []


TEMPLATES: list[tuple[dict[str, Any], list[str]]] = [
    (
        alone("Pass", Parameters={"x.$": "plain"}),
        [
            (
                "/States/A/Parameters: The value for the field 'x.$' must be a valid JSONPath or a valid intrinsic "
                "function call | a path starts with $, such as '$.plain'; plain text belongs to a member without .$"
            )
        ],
    ),
    (
        alone("Pass", Parameters={"x.$": 5}),
        [
            (
                "/States/A/Parameters: The value for the field 'x.$' must be a valid JSONPath or a valid intrinsic "
                "function call | it is no text; plain text belongs to a member without .$"
            )
        ],
    ),
    (
        alone("Pass", Parameters={"a": [{"b": {"x.$": "States.Nothing()"}}]}),
        [
            (
                "/States/A/Parameters/a[0]/b: The value for the field 'x.$' must be a valid JSONPath or a valid "
                "intrinsic function call | the intrinsic 'States.Nothing()' is wrong at character 1: there is no "
                "function States.Nothing; did you mean 'States.JsonToString'?; plain text belongs to a member "
                "without .$"
            )
        ],
    ),
    (
        alone("Pass", Parameters={"x.$": "States.UUID("}),
        [
            (
                "/States/A/Parameters: The value for the field 'x.$' must be a valid JSONPath or a valid intrinsic "
                "function call | the intrinsic 'States.UUID(' is wrong at character 13: an argument is a text in "
                "single quotes, a number, true, false, null, a path or a call; plain text belongs to a member "
                "without .$"
            )
        ],
    ),
    (
        alone("Pass", Parameters={"x.$": r"States.Format('a\nb')"}),
        [
            (
                "/States/A/Parameters: The value for the field 'x.$' must be a valid JSONPath or a valid intrinsic "
                "function call | the intrinsic \"States.Format('a\\\\nb')\" is wrong at character 18: a backslash "
                "stands only before ' { } and \\ ; plain text belongs to a member without .$"
            )
        ],
    ),
    (
        alone("Pass", Parameters={"x.$": "States.MathAdd(1, '-1')"}),
        [
            (
                "/States/A/Parameters: The value for the field 'x.$' must be a valid JSONPath or a valid intrinsic "
                "function call | the intrinsic \"States.MathAdd(1, '-1')\" is wrong at character 19: argument 2 of "
                "States.MathAdd must be a number, not a string; plain text belongs to a member without .$"
            )
        ],
    ),
    (
        alone("Pass", Parameters={"x": 1, "x.$": "$.x"}),
        ["/States/A/Parameters/x.$: The field 'x' stands twice, as 'x' and as 'x.$' | keep one of them"],
    ),
    (
        alone("Task", Resource=FUNCTION, ResultSelector=[]),
        ["/States/A/ResultSelector: Expected value of type [OBJECT] | write an object, not a list"],
    ),
]


@pytest.mark.parametrize(("definition", "findings"), TEMPLATES)
def test_a_payload_template_is_refused_at_the_object_that_holds_the_member(
    definition: dict[str, Any], findings: list[str]
) -> None:
    assert tell(definition) == findings


DOUBTED: list[tuple[dict[str, Any], list[str]]] = [
    (
        alone("Pass", Parameters={"x.$": "$$.Execution.Idd", "y.$": "States.Array($$.Task.Tokens, $$.Nothing)"}),
        [
            (
                "warning UNKNOWN_CONTEXT_MEMBER /States/A/Parameters/x.$: There is no 'Idd' in the context object's "
                "Execution | did you mean 'Id'?"
            ),
            (
                "warning UNKNOWN_CONTEXT_MEMBER /States/A/Parameters/y.$: There is no 'Tokens' in the context "
                "object's Task | did you mean 'Token'?"
            ),
            (
                "warning UNKNOWN_CONTEXT_MEMBER /States/A/Parameters/y.$: There is no 'Nothing' in the context object "
                "| there are Execution, Map, State, StateMachine, Task"
            ),
        ],
    ),
    (
        alone("Wait", SecondsPath="$$.Map.Item.Vale"),
        [
            (
                "warning UNKNOWN_CONTEXT_MEMBER /States/A/SecondsPath: There is no 'Vale' in the context object's "
                "Map.Item | did you mean 'Value'?"
            )
        ],
    ),
    (
        each(ItemsPath="States.Array($.a)", OutputPath="States.UUID()", InputPath="States.StringToJson($.b)"),
        [
            (
                "warning UNDOCUMENTED_INTRINSIC /States/M/ItemsPath: AWS documents no intrinsic function in "
                "'ItemsPath' | make the value in the Parameters of a Pass state before, and write the path to it here"
            ),
            (
                "warning UNDOCUMENTED_INTRINSIC /States/M/OutputPath: AWS documents no intrinsic function in "
                "'OutputPath' | make the value in the Parameters of a Pass state before, and write the path to it "
                "here"
            ),
        ],
    ),
    (
        alone("Pass", Parameters={"x.$": "States.UUID('x')"}),
        [
            (
                "warning INTRINSIC_FAILURE /States/A/Parameters/x.$: the intrinsic \"States.UUID('x')\" is wrong "
                "at character 1: States.UUID takes 0 arguments, not 1"
            )
        ],
    ),
    (
        alone("Pass", Parameters={"x.$": "States.ArrayGetItem($.a, '1')"}),
        [
            (
                'warning INTRINSIC_FAILURE /States/A/Parameters/x.$: the intrinsic "States.ArrayGetItem($.a, '
                "'1')\" is wrong at character 26: argument 2 of States.ArrayGetItem must be a number, not a string"
            )
        ],
    ),
    (
        alone("Pass", Parameters={"x.$": "States.Format('{} {}', $.a)"}),
        [
            (
                "warning INTRINSIC_FAILURE /States/A/Parameters/x.$: the intrinsic \"States.Format('{} {}', $.a)\" "
                "is wrong at character 1: the text has 2 places {} for 1 arguments"
            )
        ],
    ),
    (
        alone("Pass", Parameters={"x.$": "States.Hash($.a, 'CRC')"}),
        [
            (
                "warning INTRINSIC_FAILURE /States/A/Parameters/x.$: the intrinsic \"States.Hash($.a, 'CRC')\" is "
                "wrong at character 18: argument 2 of States.Hash must be one of 'MD5', 'SHA-1', 'SHA-256', "
                "'SHA-384', 'SHA-512'"
            )
        ],
    ),
]


@pytest.mark.parametrize(("definition", "findings"), DOUBTED)
def test_an_intrinsic_that_fails_when_it_runs_is_doubted_as_aws_takes_it(
    definition: dict[str, Any], findings: list[str]
) -> None:
    assert tell(definition) == findings


@pytest.mark.parametrize(
    "parameters",
    [
        {"x.$": "$.a", "y.$": "$$.Execution.Id", "z": {"w.$": "States.Array($.a, States.UUID( ))"}},
        {"x.$": "States.JsonMerge($.a, $.b, false)", "y": "${Value}", "z.$": "${Path}"},
        {"x.$": "$$.Execution.Input.any.thing", "y.$": "$$.StateMachine.Name", "z.$": "$$.State['Name']"},
        {"x": "a {% b %}", "y": ["{%"]},
        {"x.$": {"Ref": "Path"}, "y": None, "z": [1, "text", {"a": True}]},
        {},
        "text",
        None,
    ],
)
def test_a_payload_template_is_taken(parameters: Any) -> None:
    assert tell(alone("Pass", Parameters=parameters)) == []
