"""Rules of a Choice."""

from __future__ import annotations

from typing import Any

import pytest

from aslant.asl.checking.choices import COMPARISONS
from tests.asl.checking.machines import a, finding_lines, machine, rule

EVERY = ", ".join(COMPARISONS)
"""The comparisons as AWS lists them."""


def test_there_are_the_comparisons_of_the_specification() -> None:
    assert len(COMPARISONS) == 39
    assert {name.removesuffix("Path") for name in COMPARISONS} == {
        "StringMatches",
        "BooleanEquals",
        *(f"Is{kind}" for kind in ("Null", "Present", "Numeric", "String", "Boolean", "Timestamp")),
        *(
            f"{kind}{order}"
            for kind in ("String", "Numeric", "Timestamp")
            for order in ("Equals", "LessThan", "GreaterThan", "LessThanEquals", "GreaterThanEquals")
        ),
    }


JSONPATH: list[tuple[dict[str, Any], list[str]]] = [
    (
        machine(C=a("Choice", Choices={}), E=a("Succeed")),
        [
            "/States/C/Choices: Expected value of type [ARRAY] | Write a list of rules, not an object.",
            (
                'MISSING_TRANSITION_TARGET /States/E: State "E" is not reachable. | Add a transition to it '
                "from a reachable state, or remove it."
            ),
        ],
    ),
    (
        machine(C=a("Choice", Choices=[], Default="E"), E=a("Succeed")),
        ["/States/C/Choices: Value cannot be empty | Write at least one rule."],
    ),
    (
        machine(C=a("Choice", Choices=["E"], Default="E"), E=a("Succeed")),
        [
            (
                "/States/C/Choices[0]: Expected value of type [OBJECT] | Write an object with a condition "
                "and Next, not a string."
            )
        ],
    ),
    (
        machine(C=a("Choice", Choices=[{"Variable": "$.a", "IsNull": True}], Default="E"), E=a("Succeed")),
        ["/States/C/Choices[0]: These fields are required: [Next]"],
    ),
    (
        rule(),
        [
            (
                "/States/C/Choices[0]: The object must have only one of the following fields, [And, Or, "
                "Not, Variable, Condition] | Write a Variable with a comparison."
            )
        ],
    ),
    (
        rule(Variable="$.a", And=[{"Variable": "$.a", "IsNull": True}], IsNull=True),
        [
            (
                "/States/C/Choices[0]: The object must have only one of the following fields, [And, Or, "
                "Not, Variable, Condition] | Keep only one of And, Variable."
            )
        ],
    ),
    (
        rule(Variable="a", IsNull=True),
        [
            (
                "/States/C/Choices[0]/Variable: Value is not a Reference Path: Reference path didn't start "
                "with '$' | Start the path with $, such as '$.a'."
            )
        ],
    ),
    (
        rule(Variable="States.ArrayLength($.a)", NumericEquals=0),
        [
            (
                "/States/C/Choices[0]/Variable: Value is not a Reference Path: Reference path didn't start "
                "with '$' | Start the path with $, such as '$.order'."
            )
        ],
    ),
    (
        rule(Variable="$.a[$$.Execution.Id]S", IsNull=True),
        [
            (
                "/States/C/Choices[0]/Variable: Value is not a Reference Path | The path "
                "'$.a[$$.Execution.Id]S' is wrong at character 5: brackets must contain a quoted name, an "
                "index, a slice, `*` or `?(…)`."
            )
        ],
    ),
    (
        rule(Variable=5, IsNull=True),
        [
            (
                "/States/C/Choices[0]/Variable: Value must be a valid JSONPath. | Start the path with $, "
                "such as '$.order'."
            )
        ],
    ),
    (
        rule(Variable="$.a", StringEqualsPath="b"),
        [
            (
                "/States/C/Choices[0]/StringEqualsPath: Value is not a Reference Path: Reference path "
                "didn't start with '$' | Start the path with $, such as '$.b'."
            )
        ],
    ),
    (
        rule(Variable="$.a", StringEquals=1),
        ["/States/C/Choices[0]/StringEquals: Expected value of type [STRING] | Write a string, not 1."],
    ),
    (
        rule(Variable="$.a", NumericEquals="1"),
        [("/States/C/Choices[0]/NumericEquals: Expected value of type [NUMBER] | Write a number, not a string.")],
    ),
    (
        rule(Variable="$.a", NumericEquals=True),
        [("/States/C/Choices[0]/NumericEquals: Expected value of type [NUMBER] | Write a number, not a boolean.")],
    ),
    (
        rule(Variable="$.a", BooleanEquals="true"),
        [("/States/C/Choices[0]/BooleanEquals: Expected value of type [BOOLEAN] | Write true or false, not a string.")],
    ),
    (
        rule(Variable="$.a", IsPresent=None),
        ["/States/C/Choices[0]/IsPresent: Expected value of type [BOOLEAN] | Write true or false, not null."],
    ),
    (
        rule(Variable="$.a", TimestampEquals="yesterday"),
        [
            (
                "/States/C/Choices[0]/TimestampEquals: String does not match RFC3339 timestamp | Write a "
                "timestamp such as '2026-03-14T01:59:00Z', with T, and Z or an offset."
            )
        ],
    ),
    (
        rule(Variable="$.a", TimestampEquals=0),
        [
            (
                "/States/C/Choices[0]/TimestampEquals: Expected value of type [STRING] | Write a timestamp "
                "such as '2026-03-14T01:59:00Z', not 0."
            )
        ],
    ),
    (
        rule(Variable="$.a", StringMatches="a\\b"),
        [
            (
                "/States/C/Choices[0]/StringMatches: In a pattern a backslash can only escape * or \\, not "
                "'b' | Write \\\\ for a backslash."
            )
        ],
    ),
    (
        rule(Variable="$.a", StringEqual="x"),
        ["/States/C/Choices[0]: Field 'StringEqual' is not supported | Did you mean 'StringEquals'?"],
    ),
    (
        rule(Variable="$.a"),
        [
            (
                "/States/C/Choices[0]: This object should have only one of the following fields: "
                "[StringEquals, IsBoolean, StringLessThan, IsNumeric, BooleanEquals, "
                "StringLessThanEqualsPath, NumericLessThan, NumericGreaterThan, NumericLessThanPath, "
                "StringMatches, TimestampLessThanEqualsPath, NumericEquals, TimestampGreaterThan, "
                "StringGreaterThanEqualsPath, TimestampGreaterThanEqualsPath, TimestampLessThanEquals, "
                "NumericLessThanEqualsPath, TimestampEquals, BooleanEqualsPath, IsTimestamp, "
                "StringLessThanEquals, NumericLessThanEquals, StringLessThanPath, "
                "TimestampGreaterThanPath, StringGreaterThan, StringGreaterThanPath, IsString, "
                "StringEqualsPath, TimestampEqualsPath, TimestampLessThan, StringGreaterThanEquals, "
                "NumericGreaterThanPath, NumericGreaterThanEquals, NumericEqualsPath, "
                "TimestampLessThanPath, IsNull, IsPresent, TimestampGreaterThanEquals, "
                "NumericGreaterThanEqualsPath] | Write a comparison such as 'StringEquals' or 'IsPresent'."
            ),
        ],
    ),
    (rule(And=[]), ["/States/C/Choices[0]/And: Value cannot be empty | Write at least one test."]),
    (
        rule(Or={}),
        ["/States/C/Choices[0]/Or: Expected value of type [ARRAY] | Write a list of tests, not an object."],
    ),
    (rule(Not=[]), ["/States/C/Choices[0]/Not: Expected value of type [OBJECT] | Write a test, not a list."]),
    (rule(Not={"Or": []}), ["/States/C/Choices[0]/Not/Or: Value cannot be empty | Write at least one test."]),
    (
        rule(And=[{"Variable": "$.a", "IsNull": True, "Next": "E"}, None]),
        [
            "/States/C/Choices[0]/And[1]: Expected value of type [OBJECT] | Write a test, not null.",
            (
                "/States/C/Choices[0]/And[0]: Field 'Next' is not supported | The fields are And, "
                "BooleanEquals, BooleanEqualsPath, Comment, IsBoolean, IsNull, IsNumeric, IsPresent, "
                "IsString, IsTimestamp, Not, NumericEquals, NumericEqualsPath, NumericGreaterThan, "
                "NumericGreaterThanEquals, NumericGreaterThanEqualsPath, NumericGreaterThanPath, "
                "NumericLessThan, NumericLessThanEquals, NumericLessThanEqualsPath, NumericLessThanPath, "
                "Or, StringEquals, StringEqualsPath, StringGreaterThan, StringGreaterThanEquals, "
                "StringGreaterThanEqualsPath, StringGreaterThanPath, StringLessThan, StringLessThanEquals, "
                "…."
            ),
        ],
    ),
    (
        rule(Condition="{% true %}"),
        [
            (
                "/States/C/Choices[0]: The QueryLanguage is set to 'JSONPath', but field 'Condition' is "
                "only supported for the 'JSONata' QueryLanguage | Write Variable with a comparison, or "
                "QueryLanguage 'JSONata'."
            )
        ],
    ),
    (
        rule(Variable="$.a", IsNull=True, Output=1),
        [
            (
                "/States/C/Choices[0]: The QueryLanguage is set to 'JSONPath', but field 'Output' is only "
                "supported for the 'JSONata' QueryLanguage | Use the OutputPath of the state instead."
            )
        ],
    ),
]


@pytest.mark.parametrize(("definition", "findings"), JSONPATH)
def test_a_rule_that_aws_refuses_is_refused(definition: dict[str, Any], findings: list[str]) -> None:
    assert finding_lines(definition) == findings


def jsonata(**fields: Any) -> dict[str, Any]:
    return {**rule(**fields), "QueryLanguage": "JSONata"}


JSONATA: list[tuple[dict[str, Any], list[str]]] = [
    (
        jsonata(),
        [
            (
                "/States/C/Choices[0]: The object must have only one of the following fields, [And, Or, "
                "Not, Variable, Condition] | Write a Condition, such as '{% $states.input.total > 100 %}'."
            )
        ],
    ),
    (
        jsonata(Condition="$states.input.a"),
        [
            (
                "/States/C/Choices[0]/Condition: JSONata string must start with {% and end with %} | Write "
                "'{% $states.input.a %}'."
            )
        ],
    ),
    (
        jsonata(Condition=1),
        ["/States/C/Choices[0]/Condition: 'Condition' must be an expression such as '{% $states.input.total %}'"],
    ),
    (
        jsonata(Condition="{% phone %}"),
        [
            (
                "UNSUPPORTED_JSONATA_EXPRESSION /States/C/Choices[0]/Condition: Reference to 'phone' at "
                "the top level is not supported. | Write $states.input.phone, or $phone for a variable."
            )
        ],
    ),
    (
        jsonata(Condition="{% true %}", Output="{% $states.result %}"),
        [
            (
                "UNSUPPORTED_JSONATA_EXPRESSION /States/C/Choices[0]/Output: Field '$states.result' does "
                "not exist. | Read $states.result only in Output or Assign of a Task, Parallel or Map."
            )
        ],
    ),
    (
        jsonata(Variable="$.a", StringEquals="x"),
        [
            (
                "/States/C/Choices[0]: The QueryLanguage is set to 'JSONata', but field 'Variable' is only "
                "supported for the 'JSONPath' QueryLanguage | Write the test in Condition, such as '{% "
                "$states.input.total > 100 %}'."
            ),
            (
                "/States/C/Choices[0]: The QueryLanguage is set to 'JSONata', but field 'StringEquals' is "
                "only supported for the 'JSONPath' QueryLanguage | Write the test in Condition, such as "
                "'{% $states.input.total > 100 %}'."
            ),
        ],
    ),
    (
        jsonata(Condition="{% true %}", Conditions=[]),
        ["/States/C/Choices[0]: Field 'Conditions' is not supported | Did you mean 'Condition'?"],
    ),
]


@pytest.mark.parametrize(("definition", "findings"), JSONATA)
def test_a_rule_in_jsonata_is_a_condition(definition: dict[str, Any], findings: list[str]) -> None:
    assert finding_lines(definition) == findings


@pytest.mark.parametrize(
    "definition",
    [
        rule(Variable="$.a", StringEquals="", Comment="why", Assign={"x.$": "$.a"}),
        rule(Variable="$$.Execution.Id", StringMatches="a*\\*\\\\"),
        rule(Variable="$.a[0].b", NumericLessThanEqualsPath="$.c"),
        rule(Variable="$.a", TimestampGreaterThan="2026-03-14T01:59:00Z"),
        rule(Variable="$.${Field}", StringEquals="${Value}"),
        rule(
            Not={"And": [{"Or": [{"Variable": "$.a", "IsPresent": True}]}, {"Variable": "$.b", "NumericEquals": 1.5}]}
        ),
        jsonata(Condition=True, Output={"a": "{% $states.input %}"}, Assign={"x": 1}, Comment=""),
        jsonata(Condition="{% $states.input.a > 1 %}"),
    ],
)
def test_a_valid_rule_has_no_findings(definition: dict[str, Any]) -> None:
    assert finding_lines(definition) == []


def test_a_rule_nests_deep() -> None:
    test: dict[str, Any] = {"Variable": "$.a", "IsNull": True}
    for _ in range(5_000):
        test = {"Not": test}
    assert finding_lines(rule(**test)) == []


def ask(*rules: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return machine(C=a("Choice", Choices=[{"Next": "E", **rule} for rule in rules], **fields), E=a("Succeed"))


YES, NO = {"Variable": "$.a", "BooleanEquals": True}, {"Variable": "$.a", "BooleanEquals": False}
NO_DEFAULT = (
    "warning NO_DEFAULT /States/C: The state fails with States.NoChoiceMatched if no rule "
    "matches | Write Default with the state to go to in this case."
)


@pytest.mark.parametrize(
    "definition",
    [
        ask(YES),
        ask(YES, {"Variable": "$.b", "BooleanEquals": False}),
        ask(YES, {"And": [NO, NO]}),
        ask({"Variable": "$.a", "StringEquals": "x"}, {"Variable": "$.a", "StringEquals": "y"}),
        ask({"Variable": "$.a", "NumericEquals": 1}, {"Not": {"Variable": "$.a", "NumericEquals": 2}}),
        ask({"Condition": "{% $states.input.a %}"}, QueryLanguage="JSONata"),
        ask({"Condition": "{% $not(true) %}"}, QueryLanguage="JSONata"),
        ask(
            {"Condition": "{% $states.input.a %}"},
            {"Condition": "{% $not($states.input.b) %}"},
            QueryLanguage="JSONata",
        ),
    ],
)
def test_a_choice_that_leaves_something_over_gives_a_warning(definition: dict[str, Any]) -> None:
    assert finding_lines(definition) == [NO_DEFAULT]


@pytest.mark.parametrize(
    "definition",
    [
        ask(YES, Default="E"),
        ask(YES, NO),
        ask(YES, {"Not": YES}),
        ask({"Variable": "$.a", "IsPresent": False}, {"Variable": "$.a", "IsPresent": True}),
        ask({"Variable": "$.a", "StringEquals": "x"}, {"Not": {"Variable": "$.a", "StringEquals": "x"}}),
        ask({"Condition": True}, QueryLanguage="JSONata"),
        ask({"Condition": "{% true %}"}, QueryLanguage="JSONata"),
        ask(
            {"Condition": "{% $exists($states.input.a) %}"},
            {"Condition": "{%$not($exists($states.input.a))%}"},
            QueryLanguage="JSONata",
        ),
        ask(
            {"Condition": "{% $states.input.a %}"},
            {"Condition": "{% $not($states.input.a) %}"},
            QueryLanguage="JSONata",
        ),
    ],
)
def test_a_choice_with_opposite_rules_needs_no_default(definition: dict[str, Any]) -> None:
    assert finding_lines(definition) == []


def test_rules_that_are_not_known_leave_perhaps_nothing_over(leaf: Any) -> None:
    assert NO_DEFAULT not in finding_lines(machine(C=a("Choice", Choices=[leaf]), E=a("Succeed")))
    assert NO_DEFAULT not in finding_lines(ask(YES, Defalt="E"))
