"""JSONPath: paths, intrinsic functions and payload templates."""

from __future__ import annotations

from typing import Any

import pytest

from tests.asl.checking.machines import FUNCTION, alone, each, finding_lines

PATHS: list[tuple[dict[str, Any], list[str]]] = [
    (
        alone("Pass", InputPath="foo"),
        ["/States/A/InputPath: Value must be a valid JSONPath. | Start the path with $, such as '$.foo'."],
    ),
    (
        alone("Pass", InputPath=" $.a"),
        ["/States/A/InputPath: Value must be a valid JSONPath. | Start the path with $, such as '$.a'."],
    ),
    (
        alone("Pass", OutputPath="$.a["),
        [
            (
                "/States/A/OutputPath: Value must be a valid JSONPath. | The path '$.a[' is wrong at "
                "character 5: brackets must contain a quoted name, an index, a slice, `*` or `?(…)`."
            )
        ],
    ),
    (
        alone("Pass", InputPath="$.a[::2]", Parameters={"b.$": "$.c[1:3:2]"}),
        [
            (
                "/States/A/InputPath: Value must be a valid JSONPath. | The path '$.a[::2]' is wrong at "
                "character 5: a slice must have an index, as in [1:] or [:-1]. Use [*] for all items."
            ),
            (
                "/States/A/Parameters: The value for the field 'b.$' must be a valid JSONPath or a valid "
                "intrinsic function call | The path '$.c[1:3:2]' is wrong at character 8: a slice cannot "
                "have a step. Write at most two indices, as in [1:3]. For a plain value, use a name "
                "without .$."
            ),
        ],
    ),
    (
        alone("Pass", ResultPath="$['a','b']"),
        [
            (
                "/States/A/ResultPath: Value is not a Reference Path | Name one place, such as '$.result', "
                "not \"$['a','b']\", without wildcards, slices and filters."
            )
        ],
    ),
    (
        alone("Pass", InputPath=5),
        ["/States/A/InputPath: Value must be a valid JSONPath. | Start the path with $, such as '$.order'."],
    ),
    (
        alone("Pass", ResultPath="$$.Execution"),
        [
            (
                "/States/A/ResultPath: Value is not a Reference Path | Write a path into the state's data, "
                "such as '$.result', not '$$.Execution'."
            )
        ],
    ),
    (
        alone("Pass", ResultPath="$total"),
        [
            (
                "/States/A/ResultPath: Value is not a Reference Path | Write a path into the state's data, "
                "such as '$.result', not '$total'. Set variables in Assign."
            )
        ],
    ),
    (
        alone("Pass", ResultPath="$.a[*]"),
        [
            (
                "/States/A/ResultPath: Value is not a Reference Path | Name one place, such as '$.result', "
                "not '$.a[*]', without wildcards, slices and filters."
            )
        ],
    ),
    (
        alone("Pass", ResultPath="$..a"),
        [
            (
                "/States/A/ResultPath: Value is not a Reference Path | Name one place, such as '$.result', "
                "not '$..a', without wildcards, slices and filters."
            )
        ],
    ),
    (
        alone("Pass", ResultPath="a"),
        ["/States/A/ResultPath: Value must be a valid JSONPath. | Start the path with $, such as '$.a'."],
    ),
    (
        alone("Wait", SecondsPath="seconds"),
        [("/States/A/SecondsPath: Value must be a valid JSONPath. | Start the path with $, such as '$.seconds'.")],
    ),
    (
        alone("Wait", SecondsPath=None),
        ["/States/A/SecondsPath: Value must be a valid JSONPath. | Start the path with $, such as '$.order'."],
    ),
    (
        alone("Fail", ErrorPath="error"),
        ["/States/A/ErrorPath: Value must be a valid JSONPath. | Start the path with $, such as '$.error'."],
    ),
    (
        alone("Fail", CausePath="States.Format('{}'"),
        [
            (
                "/States/A/CausePath: The value for the field 'CausePath' must be a valid JSONPath or a "
                "valid intrinsic function call | The intrinsic \"States.Format('{}'\" is wrong at "
                "character 19: `,` or a closing parenthesis is missing."
            )
        ],
    ),
]


@pytest.mark.parametrize(("definition", "findings"), PATHS)
def test_a_path_that_is_none_is_refused_at_its_place(definition: dict[str, Any], findings: list[str]) -> None:
    assert finding_lines(definition) == findings


@pytest.mark.parametrize(
    "definition",
    [
        alone("Pass", InputPath=None, OutputPath=None, ResultPath=None),
        alone("Pass", InputPath="$$.Execution.Input", OutputPath="$.[0]"),
        alone("Pass", InputPath="$.a[?(@.b == 1)]", ResultPath="$['a b'].c[0]"),
        alone("Pass", InputPath="$.${Field}", OutputPath={"Ref": "Path"}),
        alone("Fail", ErrorPath="$.error", CausePath="States.Format('no {}', $.error)"),
        alone("Wait", TimestampPath="$.when"),
    ],
)
def test_a_valid_path_has_no_findings(definition: dict[str, Any]) -> None:
    assert finding_lines(definition) == []


TEMPLATES: list[tuple[dict[str, Any], list[str]]] = [
    (
        alone("Pass", Parameters={"x.$": "plain"}),
        [
            (
                "/States/A/Parameters: The value for the field 'x.$' must be a valid JSONPath or a valid "
                "intrinsic function call | Start the path with $, such as '$.plain'. For a plain value, "
                "use a name without .$."
            )
        ],
    ),
    (
        alone("Pass", Parameters={"x.$": 5}),
        [
            (
                "/States/A/Parameters: The value for the field 'x.$' must be a valid JSONPath or a valid "
                "intrinsic function call | It must be a string. For a plain value, use a name without .$."
            )
        ],
    ),
    (
        alone("Pass", Parameters={"a": [{"b": {"x.$": "States.Nothing()"}}]}),
        [
            (
                "/States/A/Parameters/a[0]/b: The value for the field 'x.$' must be a valid JSONPath or a "
                "valid intrinsic function call | The intrinsic 'States.Nothing()' is wrong at character 1: "
                "the function States.Nothing does not exist. Did you mean 'States.JsonToString'? For a "
                "plain value, use a name without .$."
            )
        ],
    ),
    (
        alone("Pass", Parameters={"x.$": "States.UUID("}),
        [
            (
                "/States/A/Parameters: The value for the field 'x.$' must be a valid JSONPath or a valid "
                "intrinsic function call | The intrinsic 'States.UUID(' is wrong at character 13: an "
                "argument must be a string in single quotes, a number, true, false, null, a path or a call. "
                "For a plain value, use a name without .$."
            )
        ],
    ),
    (
        alone("Pass", Parameters={"x.$": r"States.Format('a\nb')"}),
        [
            (
                "/States/A/Parameters: The value for the field 'x.$' must be a valid JSONPath or a valid "
                "intrinsic function call | The intrinsic \"States.Format('a\\\\nb')\" is wrong at "
                "character 18: a backslash can only escape ' { } and \\ . For a plain value, use a name "
                "without .$."
            )
        ],
    ),
    (
        alone("Pass", Parameters={"x.$": "States.MathAdd(1, '-1')"}),
        [
            (
                "/States/A/Parameters: The value for the field 'x.$' must be a valid JSONPath or a valid "
                "intrinsic function call | The intrinsic \"States.MathAdd(1, '-1')\" is wrong at character "
                "19: argument 2 of States.MathAdd must be a number, not a string. For a plain value, use a "
                "name without .$."
            )
        ],
    ),
    (
        alone("Pass", Parameters={"x": 1, "x.$": "$.x"}),
        ["/States/A/Parameters/x.$: The field 'x' is given twice, as 'x' and as 'x.$' | Keep one of them."],
    ),
    (
        alone("Task", Resource=FUNCTION, ResultSelector=[]),
        ["/States/A/ResultSelector: Expected value of type [OBJECT] | Write an object, not a list."],
    ),
]


@pytest.mark.parametrize(("definition", "findings"), TEMPLATES)
def test_a_payload_template_is_refused_at_the_object_that_holds_the_member(
    definition: dict[str, Any], findings: list[str]
) -> None:
    assert finding_lines(definition) == findings


DOUBTED: list[tuple[dict[str, Any], list[str]]] = [
    (
        alone("Pass", Parameters={"x.$": "$$.Execution.Idd", "y.$": "States.Array($$.Task.Tokens, $$.Nothing)"}),
        [
            (
                "warning UNKNOWN_CONTEXT_MEMBER /States/A/Parameters/x.$: 'Idd' is not a member of the "
                "context object's Execution | Did you mean 'Id'?"
            ),
            (
                "warning UNKNOWN_CONTEXT_MEMBER /States/A/Parameters/y.$: 'Tokens' is not a member of the "
                "context object's Task | Did you mean 'Token'?"
            ),
            (
                "warning UNKNOWN_CONTEXT_MEMBER /States/A/Parameters/y.$: 'Nothing' is not a member of the "
                "context object | The members are Execution, Map, State, StateMachine, Task."
            ),
        ],
    ),
    (
        alone("Wait", SecondsPath="$$.Map.Item.Vale"),
        [
            (
                "warning UNKNOWN_CONTEXT_MEMBER /States/A/SecondsPath: 'Vale' is not a member of the "
                "context object's Map.Item | Did you mean 'Value'?"
            )
        ],
    ),
    (
        each(ItemsPath="States.Array($.a)", OutputPath="States.UUID()", InputPath="States.StringToJson($.b)"),
        [
            (
                "warning UNDOCUMENTED_INTRINSIC /States/M/ItemsPath: AWS does not document intrinsic "
                "functions in 'ItemsPath' | Compute the value in the Parameters of an earlier Pass state, "
                "and write the path to it here."
            ),
            (
                "warning UNDOCUMENTED_INTRINSIC /States/M/OutputPath: AWS does not document intrinsic "
                "functions in 'OutputPath' | Compute the value in the Parameters of an earlier Pass state, "
                "and write the path to it here."
            ),
        ],
    ),
    (
        alone("Pass", Parameters={"x.$": "States.UUID('x')"}),
        [
            (
                "warning INTRINSIC_FAILURE /States/A/Parameters/x.$: The intrinsic \"States.UUID('x')\" is wrong "
                "at character 1: States.UUID takes 0 arguments, not 1."
            )
        ],
    ),
    (
        alone("Pass", Parameters={"x.$": "States.ArrayGetItem($.a, '1')"}),
        [
            (
                'warning INTRINSIC_FAILURE /States/A/Parameters/x.$: The intrinsic "States.ArrayGetItem($.a, '
                "'1')\" is wrong at character 26: argument 2 of States.ArrayGetItem must be a number, not a string."
            )
        ],
    ),
    (
        alone("Pass", Parameters={"x.$": "States.Format('{} {}', $.a)"}),
        [
            (
                "warning INTRINSIC_FAILURE /States/A/Parameters/x.$: The intrinsic \"States.Format('{} "
                "{}', $.a)\" is wrong at character 1: the template has 2 placeholders {} for 1 arguments."
            )
        ],
    ),
    (
        alone("Pass", Parameters={"x.$": "States.Hash($.a, 'CRC')"}),
        [
            (
                "warning INTRINSIC_FAILURE /States/A/Parameters/x.$: The intrinsic \"States.Hash($.a, 'CRC')\" is "
                "wrong at character 18: argument 2 of States.Hash must be one of 'MD5', 'SHA-1', 'SHA-256', "
                "'SHA-384', 'SHA-512'."
            )
        ],
    ),
]


@pytest.mark.parametrize(("definition", "findings"), DOUBTED)
def test_an_intrinsic_that_fails_when_it_runs_gives_a_warning_as_aws_accepts_it(
    definition: dict[str, Any], findings: list[str]
) -> None:
    assert finding_lines(definition) == findings


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
def test_a_valid_payload_template_has_no_findings(parameters: Any) -> None:
    assert finding_lines(alone("Pass", Parameters=parameters)) == []
