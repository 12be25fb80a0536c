"""Scopes of variables: variables that are read but not assigned, or assigned twice."""

from __future__ import annotations

from typing import Any

import pytest

from aslant.asl.checking import check, variable_references
from tests.asl.checking.machines import DISTRIBUTED, FUNCTION, a, finding_lines, machine

ONE, TWO = {"x": 1}, {"x": 2}
SETS = machine(B=a("Pass", Assign=TWO))
ENDS = a("Succeed")


def jsonata(**states: Any) -> dict[str, Any]:
    return machine({"QueryLanguage": "JSONata"}, **states)


def to(name: str, **fields: Any) -> dict[str, Any]:
    return a("Pass", Next=name, **fields)


def fan(**fields: Any) -> dict[str, Any]:
    return a("Parallel", Branches=[SETS], **fields)


def choose(default: str, **fields: Any) -> dict[str, Any]:
    rule = {"Condition": "{% true %}", **fields}
    return a("Choice", Choices=[rule], Default=default)


def call(**fields: Any) -> dict[str, Any]:
    return a("Task", Resource=FUNCTION, **fields)


ALL = ["States.ALL"]

# Measured with ValidateStateMachineDefinition: the outer machine assigns the variable on some way to the inner one.
TAKEN: list[dict[str, Any]] = [
    jsonata(A=to("P", Assign=ONE), P=fan()),
    jsonata(C=choose("P", Next="P", Assign=ONE), P=fan()),
    jsonata(C=choose("P", Next="A"), A=to("P", Assign=ONE), P=fan()),
    jsonata(P=fan(Next="A"), A=to("C", Assign=ONE), C=choose("S", Next="P"), S=ENDS),
    jsonata(P=fan(Next="C", Assign=ONE), C=choose("S", Next="P"), S=ENDS),
    jsonata(T=call(Next="P", Catch=[{"ErrorEquals": ALL, "Assign": ONE, "Next": "P"}]), P=fan()),
    jsonata(A=to("P", Assign=ONE), P=a("Map", ItemProcessor=SETS)),
    jsonata(A=to("P", Assign=ONE), P=a("Map", ItemProcessor={"ProcessorConfig": DISTRIBUTED, **SETS})),
]

# Measured likewise: it assigns it afterwards, or on a way that does not lead there.
FREE: list[dict[str, Any]] = [
    jsonata(P=fan(Next="A"), A=a("Pass", Assign=ONE)),
    jsonata(P=fan(Assign=ONE)),
    jsonata(P=fan(Catch=[{"ErrorEquals": ALL, "Assign": ONE, "Next": "S"}]), S=ENDS),
    jsonata(T=call(Assign=ONE, Next="S", Catch=[{"ErrorEquals": ALL, "Next": "P"}]), S=ENDS, P=fan()),
    jsonata(C=choose("P", Next="S", Assign=ONE), S=ENDS, P=fan()),
    jsonata(C={**choose("S", Next="P"), "Assign": ONE}, S=ENDS, P=fan()),
    jsonata(T=call(Next="P", Catch=[{"ErrorEquals": ALL, "Assign": ONE, "Next": "S"}]), S=ENDS, P=fan()),
    jsonata(P=a("Parallel", Branches=[SETS, machine(C=a("Pass", Assign=TWO))])),
    jsonata(A=to("B", Assign=ONE), B=a("Pass", Assign=TWO, Output="{% $x %}")),
]


@pytest.mark.parametrize("definition", TAKEN)
def test_a_variable_that_is_set_on_the_way_is_not_set_again_inside(definition: dict[str, Any]) -> None:
    inner = "/States/P/Branches[0]" if "Branches" in definition["States"]["P"] else "/States/P/ItemProcessor"
    message = "The variable name 'x' was already defined in a parent scope."
    repair = "Choose another name, and return the value as output."
    assert finding_lines(definition) == [f"DUPLICATE_VARIABLE_NAME {inner}/States/B/Assign: {message} | {repair}"]


@pytest.mark.parametrize("definition", FREE)
def test_a_variable_assigned_later_or_elsewhere_is_allowed(definition: dict[str, Any]) -> None:
    assert finding_lines(definition) == []


DUPLICATES: list[tuple[dict[str, Any], list[str]]] = [
    (
        jsonata(A=to("P", Assign=ONE), P=a("Parallel", Branches=[machine(Q=fan())])),
        [
            (
                "DUPLICATE_VARIABLE_NAME /States/P/Branches[0]/States/Q/Branches[0]/States/B/Assign: The "
                "variable name 'x' was already defined in a parent scope. | Choose another name, and "
                "return the value as output."
            )
        ],
    ),
    (
        machine(
            A=to("P", Assign={"x.$": "$.a"}), P=a("Parallel", Branches=[machine(B=a("Pass", Assign={"x.$": "$.b"}))])
        ),
        [
            (
                "DUPLICATE_VARIABLE_NAME /States/P/Branches[0]/States/B/Assign: The variable name 'x' was "
                "already defined in a parent scope. | Choose another name, and return the value as output."
            )
        ],
    ),
    (
        jsonata(
            A=to("P", Assign=ONE),
            P=a(
                "Parallel",
                Branches=[
                    machine(
                        B=call(Next="D", Catch=[{"ErrorEquals": ALL, "Next": "D", "Assign": TWO}]),
                        D=a("Succeed"),
                    )
                ],
            ),
        ),
        [
            (
                "DUPLICATE_VARIABLE_NAME /States/P/Branches[0]/States/B/Catch[0]/Assign: The variable name "
                "'x' was already defined in a parent scope. | Choose another name, and return the value as "
                "output."
            )
        ],
    ),
]


@pytest.mark.parametrize(("definition", "findings"), DUPLICATES)
def test_a_duplicate_is_placed_where_it_is_set(definition: dict[str, Any], findings: list[str]) -> None:
    assert finding_lines(definition) == findings


UNDEFINED: list[tuple[dict[str, Any], list[str]]] = [
    (
        jsonata(A=a("Pass", Output="{% $total %}")),
        [
            (
                "warning POSSIBLY_UNDEFINED_VARIABLE /States/A/Output: Variable 'total' is possibly not "
                "defined. | Assign it in an earlier state."
            )
        ],
    ),
    (
        jsonata(A=to("B", Assign={"total": 1}), B=a("Pass", Output={"a": "{% $totl + $totl %}"})),
        [
            (
                "warning POSSIBLY_UNDEFINED_VARIABLE /States/B/Output/a: Variable 'totl' is possibly not "
                "defined. | Did you mean 'total'?"
            )
        ],
    ),
    (
        machine(A=a("Pass", InputPath="$total", Parameters={"x.$": "States.Format('{}', $other)"})),
        [
            (
                "warning POSSIBLY_UNDEFINED_VARIABLE /States/A/InputPath: Variable 'total' is possibly not "
                "defined. | Assign it in an earlier state."
            ),
            (
                "warning POSSIBLY_UNDEFINED_VARIABLE /States/A/Parameters/x.$: Variable 'other' is "
                "possibly not defined. | Assign it in an earlier state."
            ),
        ],
    ),
    (
        jsonata(P=fan(Next="A"), A=a("Pass", Output="{% $x %}")),
        [
            (
                "warning POSSIBLY_UNDEFINED_VARIABLE /States/A/Output: Variable 'x' is possibly not "
                "defined. | Return it as output. A variable is visible only in the machine that assigns it "
                "and in nested ones."
            )
        ],
    ),
    (
        jsonata(
            A=to("M", Assign={"y": 1}),
            M=a(
                "Map",
                ItemProcessor={"ProcessorConfig": DISTRIBUTED, **machine(B=a("Pass", Output="{% $y %}"))},
            ),
        ),
        [
            (
                "warning POSSIBLY_UNDEFINED_VARIABLE /States/M/ItemProcessor/States/B/Output: Variable 'y' "
                "is possibly not defined. | Pass it in ItemSelector. Child executions of a distributed Map "
                "do not see outer variables."
            )
        ],
    ),
]


@pytest.mark.parametrize(("definition", "findings"), UNDEFINED)
def test_a_variable_that_nothing_sets_gives_a_warning_as_aws_accepts_it(
    definition: dict[str, Any], findings: list[str]
) -> None:
    assert finding_lines(definition) == findings


@pytest.mark.parametrize(
    "definition",
    [
        jsonata(A=to("B", Assign={"total": 1}), B=a("Pass", Output="{% $total %}")),
        machine(A=to("B", Assign={"total.$": "$.a"}), B=a("Pass", InputPath="$total.b")),
        jsonata(C=choose("D", Next="D", Assign={"total": 1}), D=a("Pass", Output="{% $total %}")),
        jsonata(
            A=to("P", Assign={"total": 1}),
            P=a("Parallel", Branches=[machine(B=a("Pass", Output="{% ($own := $total; $own) %}"))]),
        ),
        jsonata(A=a("Pass", Output="{% $map([1], function($item, $index) { $item + $index }) %}")),
    ],
)
def test_a_variable_is_seen_in_its_machine_and_inside(definition: dict[str, Any]) -> None:
    assert finding_lines(definition) == []


def test_the_variables_that_a_state_reads_are_listed_once_and_sorted() -> None:
    definition = jsonata(
        A=to("B", Assign={"a": 1, "b": 2}),
        B=to("P", Output="{% $b + $a + $b %}"),
        P=a("Parallel", Branches=[machine(C=a("Pass", Assign={"c": "{% $a %}"}))], Output="{% $c %}"),
    )
    assert variable_references(definition) == {"B": ["a", "b"], "P": ["c"], "C": ["a"]}
    assert variable_references([]) == {}


def test_a_machine_inside_many_others_sees_what_each_assigns() -> None:
    inner = machine(L0=a("Pass", Output="{% $v1 + $v200 + $v201 %}"))
    for level in range(1, 201):
        visible = a("Parallel", Branches=[inner], Next=f"E{level}")
        first = a("Pass", Assign={f"v{level}": 1}, Next=f"P{level}")
        inner = machine(**{f"A{level}": first, f"P{level}": visible, f"E{level}": a("Succeed")})
    (finding,) = finding_lines({"QueryLanguage": "JSONata", **inner})
    assert "Variable 'v201' is possibly not defined. | Did you mean 'v21'?" in finding


NOW = (
    "This state assigns it, and its other fields do not see the new value. Repeat the "
    "expression, or read the variable in the next state."
)
RECORD = {"ErrorEquals": ALL, "Next": "S"}


@pytest.mark.parametrize(
    ("definition", "places"),
    [
        (
            jsonata(A=to("B", Assign=ONE, Output="{% $x %}"), B=a("Pass", Assign={"u": "{% $x %}", "v": "{% $u %}"})),
            ["A/Output", "B/Assign/v"],
        ),
        (machine(A=a("Pass", Assign=ONE, Parameters={"y.$": "$x"})), ["A/Parameters/y.$"]),
        (machine(A=a("Pass", Assign={"x": 1, "y.$": "$x"})), ["A/Assign/y.$"]),
        (jsonata(A=call(Arguments="{% $x %}", Catch=[{**RECORD, "Assign": ONE}]), S=ENDS), ["A/Arguments"]),
        (
            jsonata(A=call(Assign=ONE, Catch=[{**RECORD, "Output": "{% $x %}"}]), S=ENDS),
            ["A/Catch[0]/Output"],
        ),
        (
            jsonata(A=a("Parallel", Assign=ONE, Branches=[machine(B=a("Pass", Output="{% $x %}"))])),
            ["A/Branches[0]/States/B/Output"],
        ),
        (jsonata(A=to("B", Assign=ONE), B=a("Pass", Assign={"x": "{% $x + 1 %}"})), []),
        (jsonata(A=choose("S", Next="B"), B=to("A", Assign={"x": "{% $x + 1 %}"}), S=ENDS), []),
        (
            jsonata(
                A=to("P", Assign=ONE), P=a("Parallel", Assign=TWO, Branches=[machine(B=a("Pass", Output="{% $x %}"))])
            ),
            [],
        ),
    ],
)
def test_a_state_does_not_see_what_it_assigns_itself(definition: dict[str, Any], places: list[str]) -> None:
    start = "warning POSSIBLY_UNDEFINED_VARIABLE /States/"
    finding_line = [line for line in finding_lines(definition) if line.startswith(start)]
    assert [line.removeprefix(start).partition(":")[0] for line in finding_line] == places
    assert all(line.endswith(f" is possibly not defined. | {NOW}") for line in finding_line)


@pytest.mark.parametrize(
    ("name", "repair"),
    [("statez", "Did you mean $states?"), ("stateError", "Assign it in an earlier state.")],
)
def test_a_misspelled_states_has_a_hint(name: str, repair: str) -> None:
    assert finding_lines(jsonata(A=a("Pass", Output=f"{{% ${name}.input %}}"))) == [
        f"warning POSSIBLY_UNDEFINED_VARIABLE /States/A/Output: Variable '{name}' is possibly not defined. | {repair}"
    ]


@pytest.mark.parametrize("expression", ["$map($states.input, $uppercase)", "($f := $trim ~> $lowercase; $f('A'))"])
def test_a_function_that_is_passed_on_is_not_a_variable(expression: str) -> None:
    state = {"Type": "Pass", "Output": f"{{% {expression} %}}", "End": True}
    assert check({"QueryLanguage": "JSONata", "StartAt": "A", "States": {"A": state}}) == []
