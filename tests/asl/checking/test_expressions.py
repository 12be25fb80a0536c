"""JSONata between `{%` and `%}`."""

from __future__ import annotations

from typing import Any

import pytest

from tests.asl.checking.machines import FUNCTION, a, finding_lines, machine


def jsonata(**fields: Any) -> dict[str, Any]:
    return machine({"QueryLanguage": "JSONata"}, A=a("Pass", **fields))


JSONATA: list[tuple[dict[str, Any], list[str]]] = [
    (
        jsonata(Output="{% phone %}"),
        [
            (
                "UNSUPPORTED_JSONATA_EXPRESSION /States/A/Output: Reference to 'phone' at the top level is "
                "not supported. | Write $states.input.phone, or $phone for a variable."
            )
        ],
    ),
    (
        jsonata(Output={"a": {"b": ["{% $.phone %}"]}}),
        [
            (
                "UNSUPPORTED_JSONATA_EXPRESSION /States/A/Output/a/b[0]: Reference to '$' at the top level "
                "is not supported. | Write $states.input for the state's input."
            )
        ],
    ),
    (
        jsonata(Output="{% [$$, bbb, aaa, bbb] %}"),
        [
            (
                "UNSUPPORTED_JSONATA_EXPRESSION /States/A/Output: Reference to '$$' is not supported. | "
                "Write $states.context for the context object."
            ),
            (
                "UNSUPPORTED_JSONATA_EXPRESSION /States/A/Output: Reference to 'bbb' at the top level is "
                "not supported. | Write $states.input.bbb, or $bbb for a variable."
            ),
            (
                "UNSUPPORTED_JSONATA_EXPRESSION /States/A/Output: Reference to 'aaa' at the top level is "
                "not supported. | Write $states.input.aaa, or $aaa for a variable."
            ),
        ],
    ),
    (
        jsonata(Output={"v": "{% phone[1,2) %}"}),
        [
            (
                'INVALID_JSONATA_EXPRESSION /States/A/Output/v: Expected "]", got "," | The expression \' '
                "phone[1,2) ' is wrong at character 9: `]` is missing before `,`."
            )
        ],
    ),
    (
        jsonata(Output="{% '\ud800' %}"),
        [
            (
                "INVALID_JSONATA_EXPRESSION /States/A/Output: The expression \" '\\ud800' \" is wrong at "
                "character 3: U+D800 is half of a surrogate pair, not a character. Write the whole "
                "character."
            )
        ],
    ),
    (
        jsonata(Output="{% (1 %}"),
        [
            (
                'INVALID_JSONATA_EXPRESSION /States/A/Output: Expected ")" before end of expression | The '
                "expression ' (1 ' is wrong at character 5: `)` is missing at the end of the expression."
            )
        ],
    ),
    (
        jsonata(Output="{%  %}"),
        [
            (
                "INVALID_JSONATA_EXPRESSION /States/A/Output: Unexpected end of expression | The "
                "expression '  ' is wrong at character 3: the expression ends where a value is needed."
            )
        ],
    ),
    (
        jsonata(Output="{% $states.errorOutput %}"),
        [
            (
                "UNSUPPORTED_JSONATA_EXPRESSION /States/A/Output: Field '$states.errorOutput' does not "
                "exist. | Read $states.errorOutput only in Output or Assign of a catcher."
            )
        ],
    ),
    (
        jsonata(Output="{% $states.result %}"),
        [
            (
                "UNSUPPORTED_JSONATA_EXPRESSION /States/A/Output: Field '$states.result' does not exist. | "
                "Read $states.result only in Output or Assign of a Task, Parallel or Map."
            )
        ],
    ),
    (
        jsonata(Output="{% $states.nothing.at.all %}"),
        [
            (
                "UNSUPPORTED_JSONATA_EXPRESSION /States/A/Output: Field '$states.nothing' does not exist. "
                "| $states has the members input, context, result and errorOutput."
            )
        ],
    ),
    (
        jsonata(Output="{% 1"),
        [
            (
                "/States/A/Output: JSONata string must start with {% and end with %} | Write %} at its "
                "end, with nothing outside."
            )
        ],
    ),
    (
        jsonata(Output={"a": "1 %}"}),
        [
            (
                "/States/A/Output/a: JSONata string must start with {% and end with %} | Write {% at its "
                "start, with nothing outside."
            )
        ],
    ),
    (
        jsonata(Output=" {% 1 %}"),
        [
            (
                "/States/A/Output: JSONata string must start with {% and end with %} | Write {% at its "
                "start, with nothing outside."
            )
        ],
    ),
    (
        jsonata(Assign={"Next": "{% phone %}", "Comment": "{% 1 ) %}"}),
        [
            (
                "UNSUPPORTED_JSONATA_EXPRESSION /States/A/Assign/Next: Reference to 'phone' at the top "
                "level is not supported. | Write $states.input.phone, or $phone for a variable."
            ),
            (
                'INVALID_JSONATA_EXPRESSION /States/A/Assign/Comment: Syntax error: ")" | The expression '
                "' 1 ) ' is wrong at character 4: an operator is missing before `)`."
            ),
        ],
    ),
    (
        machine({"QueryLanguage": "JSONata"}, A=a("Task", Resource=FUNCTION, Arguments="plain")),
        ["/States/A/Arguments: JSONata string must start with {% and end with %} | Write '{% plain %}'."],
    ),
    (
        machine({"QueryLanguage": "JSONata"}, A=a("Task", Resource=FUNCTION, Arguments=[])),
        [
            (
                "/States/A/Arguments: Expected value of type [OBJECT] | Write an object or an expression "
                "that evaluates to one, not a list."
            )
        ],
    ),
    (
        machine({"QueryLanguage": "JSONata"}, A=a("Task", Resource=FUNCTION, Arguments="{% $states.result %}")),
        [
            (
                "UNSUPPORTED_JSONATA_EXPRESSION /States/A/Arguments: Field '$states.result' does not "
                "exist. | Read $states.result only in Output or Assign of a Task, Parallel or Map."
            )
        ],
    ),
]


@pytest.mark.parametrize(("definition", "findings"), JSONATA)
def test_jsonata_that_aws_refuses_is_refused(definition: dict[str, Any], findings: list[str]) -> None:
    assert finding_lines(definition) == findings


JSONATA_DOUBTED: list[tuple[dict[str, Any], list[str]]] = [
    (
        jsonata(Output="{% $eval('1') %}"),
        [
            (
                "warning UNKNOWN_FUNCTION /States/A/Output: Step Functions does not have the function "
                "$eval | Use $parse to read JSON."
            )
        ],
    ),
    (
        jsonata(Output="{% $uuid('x') %}"),
        ["warning UNKNOWN_FUNCTION /States/A/Output: $uuid is called with 1 argument | It takes 0."],
    ),
    (
        jsonata(Output="{% $substring() %}"),
        [("warning UNKNOWN_FUNCTION /States/A/Output: $substring is called with 0 arguments | It takes 1 to 3.")],
    ),
    (
        jsonata(Output="{% $nowhere_at_all(1) %}"),
        [
            (
                "warning UNKNOWN_FUNCTION /States/A/Output: The function $nowhere_at_all does not exist | "
                "Use a function of JSONata or of Step Functions, or define it."
            )
        ],
    ),
    (
        jsonata(Output="{% $summ($states.input.a) %}"),
        ["warning UNKNOWN_FUNCTION /States/A/Output: The function $summ does not exist | Did you mean 'sum'?"],
    ),
    (
        jsonata(Output="{% $states.context.Execution.Idd & $states.context.Execution.Input.any %}"),
        [
            (
                "warning UNKNOWN_CONTEXT_MEMBER /States/A/Output: 'Idd' is not a member of the context "
                "object's Execution | Did you mean 'Id'?"
            )
        ],
    ),
    (
        jsonata(Output={"a": "$states.input.total", "b": ["$states.context"]}),
        [
            (
                "warning NO_EXPRESSION /States/A/Output/a: The string '$states.input.total' looks like an "
                "expression, but it is not evaluated | Write '{% $states.input.total %}'."
            ),
            (
                "warning NO_EXPRESSION /States/A/Output/b[0]: The string '$states.context' looks like an "
                "expression, but it is not evaluated | Write '{% $states.context %}'."
            ),
        ],
    ),
    (
        jsonata(Output={"x.$": "$.a"}),
        [
            (
                "warning JSONPATH_IN_JSONATA /States/A/Output/x.$: 'x.$' looks like a member of a payload "
                "template, but this state uses JSONata | Write 'x': '{% … %}'."
            )
        ],
    ),
]


@pytest.mark.parametrize(("definition", "findings"), JSONATA_DOUBTED)
def test_jsonata_that_fails_when_it_runs_gives_a_warning(definition: dict[str, Any], findings: list[str]) -> None:
    assert finding_lines(definition) == findings


@pytest.mark.parametrize(
    "definition",
    [
        jsonata(Output=5),
        jsonata(Output=None),
        jsonata(Output={"a": "text", "b": "{% $states.input.phone %}", "c": [True, "{% $states.context %}"]}),
        jsonata(Output="{% $map($states.input.a, function($x) { $x.phone }) %}"),
        jsonata(Output="{% ($x := 1; $states.input[id = $x].name) %}"),
        jsonata(Output="{% $states %}"),
        jsonata(Output="{% ${Expression} %}"),
        jsonata(Output="{% $uuid() & $hash('a', 'MD5') & $partition([1], 1) & $range(1, 2, 1) & $parse('1') %}"),
        jsonata(Comment="{% phone %}"),
        jsonata(Output=["$5", "$statesman", "$states.nothing", "the $states.input"]),
        machine(
            {"QueryLanguage": "JSONata"},
            A=a("Pass", Assign={"f": 1}, Next="B"),
            B=a("Pass", Output="{% $f($states.input) %}"),
        ),
        machine(
            {"QueryLanguage": "JSONata"},
            A=a("Task", Resource=FUNCTION, Output="{% $states.result %}", Assign={"r": "{% $states.result.a %}"}),
        ),
    ],
)
def test_valid_jsonata_has_no_findings(definition: dict[str, Any]) -> None:
    assert finding_lines(definition) == []
