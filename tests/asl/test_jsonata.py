"""Tests for the roots and functions of JSONata, and for the fields that accept expressions."""

import inspect
from collections.abc import Callable
from typing import Any

import pytest

from aslant.asl import Catch, Choice, Fail, Map, Parallel, Pass, StateMachine, Task, Wait, this, when
from aslant.asl import jsonata as j
from aslant.asl.jsonata import Expression
from aslant.errors import DefinitionError
from aslant.grammar import jsonata as grammar

a, b = j.variables.a, j.variables.b


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        (j.states.input, "$states.input"),
        (j.states.result.Payload, "$states.result.Payload"),
        (j.states.errorOutput.Error, "$states.errorOutput.Error"),
        (j.states.context.Execution.Name, "$states.context.Execution.Name"),
        (j.variables["größe"], "$größe"),
        (j.fn.sum(j.states.input.lines.price), "$sum($states.input.lines.price)"),
        (j.fn.uuid(), "$uuid()"),
        (j.fn.not_(a), "$not($a)"),
        (j.fn.substringBefore("a@b", "@"), "$substringBefore('a@b', '@')"),
        (j.fn.merge([a, {"x": b + 1}]), "$merge([$a, {'x': $b + 1}])"),
        (
            j.fn.reduce(a.lines, lambda total, line: total + line.price, 0),
            "$reduce($a.lines, function($total, $line) { $total + $line.price }, 0)",
        ),
        (j.expression("$a := 1; $a"), "$a := 1; $a"),
        (j.expression("{% $sum($x) %}") * 2, "($sum($x)) * 2"),
        (j.expression("$x").name, "($x).name"),
        (j.whole(a.orders.lines)[0], "($a.orders.lines)[0]"),
        (j.concat("Hello ", a.name, "!"), "'Hello ' & $a.name & '!'"),
        (j.concat(a, b + 1, j.concat("x", a)), "$a & ($b + 1) & ('x' & $a)"),
        (j.concat(a, b) == "x", "$a & $b = 'x'"),
        (j.in_("x", a.items), "'x' in $a.items"),
        (j.in_(a, [1, 2]) & b, "$a in [1, 2] and $b"),
        (j.if_(a > 1, "many", "few"), "$a > 1 ? 'many' : 'few'"),
        (j.if_(a, b), "$a ? $b"),
        (j.if_(j.if_(a, True, b), {}, j.if_(b, 1, 2)), "($a ? true : $b) ? {} : $b ? 1 : 2"),
        (1 + j.if_(a, 1, 2), "1 + ($a ? 1 : 2)"),
        (j.literal([1, 2]) == a, "[1, 2] = $a"),
    ],
)
def test_python_is_written_as_jsonata(expression: Expression, text: str) -> None:
    assert str(expression) == f"{{% {text} %}}"
    grammar.parse(f"({text})")


@pytest.mark.parametrize("name", sorted(grammar.FUNCTIONS))
def test_every_function_of_step_functions_can_be_called(name: str) -> None:
    assert str(getattr(j.fn, f"{name}_" if name in ("not",) else name)(a)) == f"{{% ${name}($a) %}}"


wrong: Any = j


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: j.fn.substringbefore, "JSONata has no function $substringbefore. Did you mean 'substringBefore'?"),
        (lambda: j.fn.qqq, "JSONata has no function $qqq. Write your own functions as a lambda."),
        (lambda: j.states.error_output, "$states has no 'error_output'. Did you mean 'errorOutput'?"),
        (lambda: j.states.zzz, "$states has no 'zzz'. Its members are input, result, errorOutput, context."),
        (lambda: j.variables.states, "a workflow cannot set $states. Write jsonata.states."),
        (
            lambda: j.variables["top-level"],
            "jsonata.variables['top-level']: 'top-level' is not a valid variable name. Start it with a letter, and "
            "use only letters, digits and _.",
        ),
        (lambda: wrong.variables[1], "jsonata.variables[1]: 1 must be a string"),
        (
            lambda: j.expression(" "),
            "expression(' '): an expression must be a string, such as '$sum($states.input.prices)'",
        ),
        (
            lambda: wrong.expression(5),
            "expression(5): an expression must be a string, such as '$sum($states.input.prices)'",
        ),
        (lambda: j.concat("a"), "concat needs at least two values, not 1"),
        (lambda: j.if_(a, 1, 2, 3), "if_ chooses between two values, not 3. Nest one if_ in the other."),
    ],
)
def test_an_unknown_member_or_function_is_refused(make: Callable[[], object], message: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        make()
    assert str(refused.value) == message


@pytest.mark.parametrize("name", sorted(grammar.REFUSED))
def test_an_unsupported_function_is_refused_with_an_alternative(name: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        getattr(j.fn, name)
    assert str(refused.value) == f"Step Functions does not have the function ${name}. {grammar.REFUSED[name]}"


def test_variables_and_functions_cannot_start_with_an_underscore() -> None:
    for root in (j.variables, j.fn):
        assert not hasattr(root, "_x")


def test_an_expression_is_accepted_wherever_its_text_is() -> None:
    times: Any = {"timeout_seconds": j.states.input.limit, "heartbeat_seconds": a}
    after = Pass("After", assign={"n": j.states.input.n + 1, "list": [a, {"b": b}], "none": None}, output=a.x)
    machine = StateMachine(
        Task(
            "Work",
            "work",
            arguments={"n": a, "all": [j.states.input]},
            credentials={"RoleArn": a.role},
            **times,
            catch=Catch("E", after, assign={"why": j.states.errorOutput.Cause}, output=j.states.errorOutput),
            output=j.states.result.Payload,
        )
        >> Wait("Seconds", seconds=a)
        >> Wait("Moment", timestamp=a.at)
        >> Parallel("Both", Pass("P"), arguments=j.states.input)
        >> Map(
            "Each",
            Pass("One"),
            items=j.states.input.items[j.item.ok],
            item_selector={"item": j.states.context.Map.Item.Value},
            max_concurrency=a,
            tolerated_failure_count=a,
            tolerated_failure_percentage=b,
        )
        >> Choice(
            "Large?",
            when(a > 1, Fail("Stop", error=a.error, cause=j.concat("no ", b)), assign={"x": a}, output=b),
            when(j.expression("$a"), Pass("Q")),
        ),
        query_language="JSONata",
    )
    states = machine.to_dict()["States"]
    assert {
        name: {key: value for key, value in state.items() if "{%" in str(value)} for name, state in states.items()
    } == {
        "Work": {
            "Arguments": {"n": "{% $a %}", "all": ["{% $states.input %}"]},
            "TimeoutSeconds": "{% $states.input.limit %}",
            "HeartbeatSeconds": "{% $a %}",
            "Credentials": {"RoleArn": "{% $a.role %}"},
            "Output": "{% $states.result.Payload %}",
            "Catch": [
                {
                    "ErrorEquals": ["E"],
                    "Assign": {"why": "{% $states.errorOutput.Cause %}"},
                    "Output": "{% $states.errorOutput %}",
                    "Next": "After",
                }
            ],
        },
        "After": {
            "Assign": {"n": "{% $states.input.n + 1 %}", "list": ["{% $a %}", {"b": "{% $b %}"}], "none": None},
            "Output": "{% $a.x %}",
        },
        "Seconds": {"Seconds": "{% $a %}"},
        "Moment": {"Timestamp": "{% $a.at %}"},
        "Both": {"Arguments": "{% $states.input %}"},
        "Each": {
            "Items": "{% $states.input.items[$.ok] %}",
            "ItemSelector": {"item": "{% $states.context.Map.Item.Value %}"},
            "MaxConcurrency": "{% $a %}",
            "ToleratedFailureCount": "{% $a %}",
            "ToleratedFailurePercentage": "{% $b %}",
        },
        "Large?": {
            "Choices": [
                {"Condition": "{% $a > 1 %}", "Assign": {"x": "{% $a %}"}, "Output": "{% $b %}", "Next": "Stop"},
                {"Condition": "{% $a %}", "Next": "Q"},
            ]
        },
        "Stop": {"Error": "{% $a.error %}", "Cause": "{% 'no ' & $b %}"},
        "Q": {},
    }


anything: Any = a


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (
            lambda: Pass("P", parameters={"x": [a]}),
            "state 'P': parameters must be a JSONPath payload template, and {% $a %} is JSONata. Use arguments or "
            "output, or write a path such as this.order.",
        ),
        (
            lambda: Pass("P", result_path=anything),
            "state 'P': result_path must be a JSONPath path, and {% $a %} is JSONata. Use arguments, output, items, "
            "assign or a field whose name does not end with _path.",
        ),
        (
            lambda: Wait("P", seconds_path=anything),
            "state 'P': seconds_path must be a JSONPath path, and {% $a %} is JSONata. Use arguments, output, items, "
            "assign or a field whose name does not end with _path.",
        ),
        (
            lambda: Pass("P", result={"x": a}),
            "state 'P': result holds plain values, so the expression {% $a %} would not be evaluated. Use output.",
        ),
        (
            lambda: Task("P", anything),
            "state 'P': resource must be known at deployment, so it cannot be the expression {% $a %}. Choose between "
            "tasks in a Choice.",
        ),
    ],
)
def test_a_jsonpath_field_refuses_an_expression(build: Callable[[], object], message: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        build()
    assert str(refused.value) == message


KIN = "Use JSONPath fields such as parameters and result_path, or set query_language='JSONata'."


@pytest.mark.parametrize(
    ("state", "field"),
    [
        (Wait("P", seconds=a), "seconds"),
        (Wait("P", timestamp=a), "timestamp"),
        (Fail("P", error=a), "error"),
        (Pass("P", assign={"x": [{"y": a}]}), "assign"),
        (Task("P", "work", credentials={"RoleArn": a}), "credentials"),
        (Map("P", Pass("Q"), item_selector={"x": a}), "item_selector"),
        (Map("P", Pass("Q"), max_concurrency=a), "max_concurrency"),
        (Map("P", Pass("Q"), item_batcher={"MaxItemsPerBatch": a}), "item_batcher"),
        (Task("P", "work", catch=Catch("E", Pass("Q"), assign={"x": a})), "assign"),
    ],
)
def test_an_expression_sets_the_language_of_its_state(state: Any, field: str) -> None:
    assert StateMachine(state, query_language="JSONata")
    with pytest.raises(DefinitionError) as refused:
        StateMachine(state)
    assert str(refused.value) == f"state 'P' is in JSONPath, which does not support expressions in {field}. {KIN}"


def test_a_field_holds_one_query_language() -> None:
    with pytest.raises(DefinitionError) as refused:
        Pass("P", assign={"x": a, "y": this.y})
    assert str(refused.value) == (
        "state 'P' mixes both query languages: paths in assign (JSONPath) and expressions in assign (JSONata). Use "
        "only one of them."
    )


def test_a_jsonata_condition_sets_the_language_of_its_choice() -> None:
    choice = Choice("?", when(a > 1, Pass("P")))
    with pytest.raises(DefinitionError) as refused:
        StateMachine(choice)
    assert str(refused.value) == (
        "state '?' is in JSONPath, which does not support conditions in JSONata. Use JSONPath fields such as "
        "parameters and result_path, or set query_language='JSONata'."
    )


def test_the_example_in_the_docstring_is_correct() -> None:
    space: dict[str, Any] = {}
    exec(inspect.getdoc(j).split("```")[1].removeprefix("python\n"), space)  # type: ignore[union-attr]  # noqa: S102
    assert space["add"].assign == {
        "total": "{% $sum($map($states.input.lines, function($line) { $line.price * $line.count })) %}"
    }
    assert space["greet"].output == {"text": "{% 'Hello ' & $states.input.name %}"}
    assert space["large"].choices[0].condition == "{% $total > 100 and $not($states.input.agreed) %}"
