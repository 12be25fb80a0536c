"""Tests for the roots and functions of JSONata, and for the fields that accept expressions."""

import inspect
import math
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


wrong: Any = j


def lines_of(order: Expression) -> Expression:
    return j.fn.map(order.parts, lambda line: line.price * order.rate)


@pytest.mark.parametrize("name", sorted(grammar.FUNCTIONS))
def test_every_function_of_step_functions_is_a_method_with_its_arguments(name: str) -> None:
    method = getattr(j.fn, f"{name}_" if name in ("assert", "not") else name)
    assert inspect.getdoc(method)
    given = list(inspect.signature(method).parameters.values())
    arity = grammar.FUNCTIONS[name]
    most = len(given) if all(each.kind is not each.VAR_POSITIONAL for each in given) else math.inf
    # The grammar does not count an argument that the context item may replace.
    least = sum(each.default is each.empty for each in given)
    assert arity.least <= least <= arity.least + 1 or name == "sift"  # which JSONata accepts without its function
    assert most == arity.most
    text = f"${name}({', '.join(['$a'] * least)})"
    assert str(method(*[a] * least)) == f"{{% {text} %}}"
    grammar.parse(text)


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        (j.fn.substring(a, 1), "$substring($a, 1)"),
        (j.fn.substring(a, 1, length=2), "$substring($a, 1, 2)"),
        (j.fn.sort(a, lambda x, y: x.n > y.n), "$sort($a, function($x, $y) { $x.n > $y.n })"),
        (j.fn.map(a, j.expression("$uppercase")), "$map($a, $uppercase)"),
        (j.fn.map(a, j.variables.f), "$map($a, $f)"),
        (j.fn.zip(a, [1, 2]), "$zip($a, [1, 2])"),
        (j.fn.merge([a, {"x": 1}]), "$merge([$a, {'x': 1}])"),
        (j.fn.match(a, j.regex("a/b+", "i")), "$match($a, /a\\/b+/i)"),
        (j.fn.split(a, j.regex(r"\s*,\s*")), "$split($a, /\\s*,\\s*/)"),
        (
            j.fn.replace(a, "x", lambda found: j.fn.uppercase(found.match)),
            "$replace($a, 'x', function($found) { $uppercase($found.match) })",
        ),
        (j.fn.now(), "$now()"),
        (j.fn.now("[Y0001]"), "$now('[Y0001]')"),
        (j.fn.not_(a), "$not($a)"),
        (getattr(j.fn, "assert")(a, "x"), "$assert($a, 'x')"),
        (
            j.fn.reduce(a, lambda total, line: total + line.n, None),
            "$reduce($a, function($total, $line) { $total + $line.n }, null)",
        ),
        (
            j.fn.map(a, lambda x: j.fn.map(x.b, lambda y: y.c * x.d)),
            "$map($a, function($x) { $map($x.b, function($y) { $y.c * $x.d }) })",
        ),
        (
            j.fn.map(a, lambda line: lines_of(line)),
            "$map($a, function($line) { $map($line.parts, function($line_2) { $line_2.price * $line.rate }) })",
        ),
    ],
)
def test_a_function_is_called_with_its_arguments(expression: Expression, text: str) -> None:
    assert str(expression) == f"{{% {text} %}}"
    grammar.parse(text)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: wrong.fn.sum("1"), "jsonata.fn.sum: argument 1 must be an array of numbers, not '1'"),
        (lambda: wrong.fn.sum([1, "2"]), "jsonata.fn.sum: argument 1 must be an array of numbers, not [1, '2']"),
        (
            lambda: wrong.fn.sum([1, a, True]),
            "jsonata.fn.sum: argument 1 must be an array of numbers, not [1, Expression('$a'), True]",
        ),
        (lambda: wrong.fn.uppercase(1), "jsonata.fn.uppercase: argument 1 must be a string, not 1"),
        (lambda: wrong.fn.uppercase(None), "jsonata.fn.uppercase: argument 1 must be a string, not None"),
        (lambda: wrong.fn.substring(a, "1"), "jsonata.fn.substring: argument 2 must be a number, not '1'"),
        (lambda: wrong.fn.round(True), "jsonata.fn.round: argument 1 must be a number, not True"),
        (lambda: wrong.fn.merge([1]), "jsonata.fn.merge: argument 1 must be an array of objects, not [1]"),
        (lambda: wrong.fn.keys("a"), "jsonata.fn.keys: argument 1 must be an object or an array, not 'a'"),
        (
            lambda: wrong.fn.contains(a, 1),
            "jsonata.fn.contains: argument 2 must be a string, or a regular expression from jsonata.regex, not 1",
        ),
        (lambda: wrong.fn.reverse("a"), "jsonata.fn.reverse: argument 1 must be an array, not 'a'"),
        (lambda: wrong.fn.uppercase(lambda x: x), "jsonata.fn.uppercase: argument 1 must be a string, not a function"),
        (
            lambda: wrong.fn.filter(a, wrong.item.price > 10),
            "jsonata.fn.filter: argument 2 must be a function, and {% $.price > 10 %} is a value. Write a function, "
            "such as lambda line: line.price > 10.",
        ),
        (
            lambda: wrong.fn.map(a, wrong.item.price),
            "jsonata.fn.map: argument 2 must be a function, and {% $.price %} is a value. Write a function, such as "
            "lambda line: line.price > 10.",
        ),
        (
            lambda: wrong.fn.map(a, "price"),
            "jsonata.fn.map: argument 2 must be a function, such as lambda line: line.price > 10, not 'price'",
        ),
        (
            lambda: wrong.fn.sort(a, lambda line: line.price),
            "jsonata.fn.sort: argument 2 must be a function with 2 parameters, and it has 1",
        ),
        (
            lambda: wrong.fn.reduce(a, lambda line: line.price),
            "jsonata.fn.reduce: argument 2 must be a function with 2 to 4 parameters, and it has 1",
        ),
        (lambda: wrong.fn.zip(), "jsonata.fn.zip: at least one array is required"),
        (
            lambda: wrong.fn.now(timezone="+0100"),
            "jsonata.fn.now: an argument in the middle cannot be left out. Pass its default instead.",
        ),
        (lambda: wrong.regex(""), "regex(''): a pattern must be a non-empty string"),
        (lambda: wrong.regex("a", "g"), "regex('a', 'g'): the flags are i and m, each at most once"),
    ],
)
def test_a_wrong_argument_is_refused(make: Callable[[], object], message: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        make()
    assert str(refused.value) == message


def test_a_wrong_number_of_arguments_is_refused() -> None:
    function: Any = j.fn
    for method, arguments in ((function.sum, ()), (function.sum, (a, a)), (function.uuid, (1,)), (function.zip, ())):
        with pytest.raises((TypeError, DefinitionError)):
            method(*arguments)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: wrong.fn.substringbefore, "JSONata has no function $substringbefore. Did you mean 'substringBefore'?"),
        (lambda: wrong.fn.qqq, "JSONata has no function $qqq. Write your own functions as a lambda."),
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
