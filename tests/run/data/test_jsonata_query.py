"""The values of expressions, and the messages of those that fail."""

from __future__ import annotations

import sys
import threading
from typing import Any

import pytest

from aslant.errors import DefinitionError, RunError
from aslant.run import FakeClock, run
from aslant.run.data import jsonata_query
from tests.run.jsonata import evaluated, jsonata, output_of, problem_of
from tests.run.machines import machine, only

THREW = "threw an error during evaluation"
TIMEOUT = f"{THREW}: Expression evaluation timeout: Check for infinite loop"
MEMORY = "Expression evaluation memory limit exceeded: Check for excessive memory usage"
BACKTRACKING = "$match($states.input, /(a+)+b/)"
NOTHING = "returned nothing (undefined)."
INPUT: dict[str, Any] = {
    "a": 1,
    "nothing": None,
    "none": [],
    "one": ["x"],
    "float": 2.0,
    "in": "keyword",
    "lines": [{"sku": "a", "price": 5, "tags": ["t"]}, {"sku": "b", "price": 10, "tags": ["u", "v"]}],
}


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("$states.input", INPUT),
        ("$states.input.a", 1),
        ("  $states . input . a ", 1),
        ("$states.input.`a`", 1),
        ("$states.input.float", 2),
        ("$states.input.lines.price", [5, 10]),
        ("$states.input.lines[price > 5].sku", "b"),
        ("$states.input.lines[price > 5].sku[]", ["b"]),
        ("$states.input.lines.tags", ["t", "u", "v"]),
        ("$states.input.lines[0].tags", ["t"]),
        ("$states.input.one", ["x"]),
        ("$states.input.none", []),
        ("[$states.input.missing]", []),
        ("{'a': $states.input.missing, 'b': $states.input.nothing}", {"b": None}),
        ("$states.input.nothing", None),
        ("null", None),
        ("[null, 1]", [None, 1]),
        ("$exists($states.input.nothing)", True),
        ("$type($states.input.nothing)", "null"),
        ("$count(null)", 1),
        ("$exists($states.input.missing)", False),
        ("$states.input.missing or true", True),
        ("1 = 1.0", True),
        ("7 / 2", 3.5),
        ("6 / 2", 3),
        ("0/0", "NaN"),
        ("$parseInteger('abc', '0')", "NaN"),
        ("$string(1e20)", "100000000000000000000"),
        ("$string(1e21)", "1e+21"),
        ("$string(1e-7)", "1e-7"),
        ("$string(1/3)", "0.333333333333333"),
        ("$string({'a': [1.0]})", '{"a":[1]}'),
        ("($f := function($n) { $n <= 1 ? 1 : $n * $f($n - 1) }; $f(5))", 120),
        ("$x := 5", 5),
        ("/* a comment */ 1", 1),
        (
            "$states.input ~> |lines|{'price': price * 2}, 'tags'|",
            {
                **INPUT,
                "lines": [
                    {"sku": "a", "price": 10},
                    {"sku": "b", "price": 20},
                ],
            },
        ),
        ("$formatNumber(1234.5678, '#,##0.00')", "1,234.57"),
        ("($type := 1; $count := 2; $type + $count)", 3),
    ],
)
def test_an_expression_has_a_value(expression: str, value: Any) -> None:
    assert output_of(expression, INPUT) == value


@pytest.mark.parametrize(
    ("expression", "problem"),
    [
        ("$states.input.missing", NOTHING),
        ("$states.input.a.b", NOTHING),
        ("$states.input.nothing.b", NOTHING),
        ("$states.input.lines[price > 99]", NOTHING),
        ("$unassigned", NOTHING),
        ("$unassigned.a", NOTHING),
        ("$sum", "returned an unsupported result type."),
        ("$f := function($x) { $x }", "returned an unsupported result type."),
        ("$string()", NOTHING),
        ("$keys()", NOTHING),
        ("$lookup('states')", NOTHING),
        ("1 + 'a'", f'{THREW}. T2002: The right side of the "+" operator must evaluate to a number'),
        ("$states.input.one + 1", f'{THREW}. T2001: The left side of the "+" operator must evaluate to a number'),
        ('$abs("x")', f'{THREW}. T0410: Argument 1 of function "abs" does not match function signature'),
        ("$split('a','b',-1)", f"{THREW}. D3020: Third argument of split function must evaluate to a positive number"),
        ("$sqrt(-1)", f"{THREW}. D3060: The sqrt function cannot be applied to a negative number: -1"),
        ("$error('too much')", f"{THREW}. D3137: too much"),
        ("$unknown(1)", f"{THREW}. T1006: Attempted to invoke a non-function"),
        (
            "$formatNumber(1, 'x')",
            f"{THREW}. D3086: The sub-picture must not contain a passive character that is preceded by an active "
            "character and that is followed by another active character",
        ),
    ],
)
def test_an_expression_fails_in_awss_words(expression: str, problem: str) -> None:
    assert problem_of(expression, INPUT) == problem


def test_arithmetic_that_leaves_the_range_of_numbers_fails() -> None:
    # AWS writes "Infinity" there, which the evaluator does not carry.
    for expression in ("1/0", "[1/0]", "1e308 * 10"):
        assert problem_of(expression).startswith(f"{THREW}. D1001: Number out of range")


def test_whole_numbers_that_are_passed_on_stay_exact_while_they_fit_a_long() -> None:
    assert output_of("$states.input.n", {"n": 9_223_372_036_854_775_807}) == 9_223_372_036_854_775_807
    beyond = output_of("$states.input.n", {"n": 9_223_372_036_854_775_808})
    assert isinstance(beyond, float)
    assert beyond == 9.223372036854776e18
    assert isinstance(output_of("$states.input.n", {"n": 1.0}), int)


RECURSION = "($f := function($x){ $x <= 0 ? 0 : 1 + $f($x-1) }; $f(%d))"
DOUBLING = "($f := function($s, $n){ $n = 0 ? $s : $f($s & $s, $n - 1) }; $length($f('x', %d)))"


def test_an_expression_nests_as_deep_as_on_aws() -> None:
    overflow = (
        f"{THREW}: Stack overflow error: Check for non-terminating recursive function. "
        "Consider rewriting as tail-recursive"
    )
    assert output_of(RECURSION % 31) == 31
    assert problem_of(RECURSION % 32) == overflow
    assert output_of("1" + "~>$string" * 99) == "1"
    assert output_of("1" + "+1" * 99) == 100
    with pytest.raises(DefinitionError, match="an expression can be nested at most 100 deep"):
        problem_of("(" * 100 + "1" + ")" * 100)
    assert problem_of("1" + "+1" * 100) == problem_of("1" + "~>$string" * 100) == overflow


def test_a_value_is_as_large_as_on_aws() -> None:
    exceeded = f"{THREW}: {MEMORY}"
    assert output_of("[1..873782] ~> $count()") == 873_782
    assert problem_of("[1..873783] ~> $count()") == exceeded
    assert output_of(DOUBLING % 22) == 4_194_304
    assert problem_of(DOUBLING % 23) == exceeded


@pytest.mark.parametrize("expression", ["($f := function($x){ $f($x+1) }; $f(1))", BACKTRACKING])
def test_an_endless_expression_ends(expression: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonata_query, "SECONDS", 0.05)
    assert problem_of(expression, "a" * 40) == TIMEOUT


def test_other_threads_go_on_while_expressions_are_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonata_query, "SECONDS", 1.0)
    problems: list[str] = []
    slow = [threading.Thread(target=lambda: problems.append(problem_of(BACKTRACKING, "a" * 60))) for _ in range(4)]
    for thread in slow:
        thread.start()
    meanwhile = 0
    while any(thread.is_alive() for thread in slow):
        assert output_of("$states.input + 1", 1) == 2
        meanwhile += 1
    assert meanwhile > 50  # with the interpreter lock held it is one or two a second
    assert problems == [TIMEOUT] * 4


@pytest.mark.parametrize(
    "expression",
    [
        "$sum($map([1..5000], function($n) { $n * $states.input.a }))",
        "[$map([1..5000], function($n) { $n * $random() })[0], $uuid(), $random()]",
        "$shuffle([1..5000])[[0..9]]",
        "$map([1..5000], function($n) { $states.context.Execution.Name })[0]",
        "$map([1..5000], function($n) { $lookup($states, 'input').a })[0]",
    ],
)
def test_an_expression_that_starts_again_has_the_same_value(expression: str, monkeypatch: pytest.MonkeyPatch) -> None:
    found = []
    for seconds in (10.0, 0.0001):
        monkeypatch.setattr(jsonata_query, "LOCKED_SECONDS", seconds)
        found.append(output_of(expression, INPUT))
    assert found[0] == found[1]


def test_data_that_cannot_be_converted_fail_an_expression_that_starts_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonata_query, "LOCKED_SECONDS", 0.0001)
    deep: Any = 1
    for _ in range(2_000):
        deep = {"a": deep}
    expression = "[$map([1..5000], function($n) { $n * $n })[0], $states.input.a]"
    assert problem_of(expression, deep) == f"{THREW}: {MEMORY}"
    huge = problem_of(expression, {"a": 10**400})
    assert huge.startswith(f"{THREW}. U1004: ")
    assert "int too large" in huge


def test_time_is_the_clocks() -> None:
    clock = FakeClock(1_577_836_800.5)
    assert output_of("[$now(), $millis()]", clock=clock) == ["2020-01-01T00:00:00.500Z", 1_577_836_800_500]


def test_values_that_are_passed_on_are_not_copied() -> None:
    big = {"items": [{"n": n} for n in range(10)]}
    definition = jsonata({"A": {"Assign": {"kept": "{% $states.input.items %}"}}, "B": {"Output": "{% $kept %}"}})
    assert run(definition, big).output == big["items"]


def test_variables_have_any_name() -> None:
    for name in ("größe", "_x", "and", "true", "function", "aslant", "type"):
        definition = jsonata({"A": {"Assign": {name: [1, 2]}}, "B": {"Output": f"{{% $append(${name}, 3) %}}"}})
        assert run(definition, {}).output == [1, 2, 3], name


def test_a_variable_takes_the_place_of_a_function() -> None:
    states: dict[str, Any] = {"A": {"Assign": {"count": 2, "uuid": "u"}}, "B": {"Output": "{% $uuid & ($count + 1) %}"}}
    assert run(jsonata(states), {}).output == "u3"
    states["B"]["Output"] = "{% $count([1]) %}"
    assert "T1006: Attempted to invoke a non-function" in str(run(jsonata(states), {}).cause)


def test_data_may_have_any_depth() -> None:
    deep: Any = 1
    for _ in range(5_000):
        deep = {"a": deep}
    assert evaluated("$states.input", deep).status == "SUCCEEDED"
    assert output_of("$type($states.input.a)", deep) == "object"
    assert problem_of("$string($states.input)", deep).startswith(THREW)
    assert output_of("$length($states.input)", "\ud800") == 1


def test_threads_share_a_program() -> None:
    found: list[Any] = []
    expression = "$sum($map([1..200], function($n) { $n * $states.input }))"
    threads = [threading.Thread(target=lambda n=n: found.append(output_of(expression, n))) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [20_100 * n for n in range(8)]


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("1 +", "state 'Only': Output: the expression ' 1 + ' is wrong at character"),
        ("a[1,2)", "state 'Only': Output: the expression"),
        ("1; 2", "state 'Only': Output: the expression"),
        ("1) + (2", "state 'Only': Output: the expression"),
        ("$states.input ?? 1", "state 'Only': Output: the expression"),
        ("$match('a', /(/)", "state 'Only': Output: the expression"),
        ("phone", "'phone' has no value here. Write $states.input.phone, or $phone for a variable."),
        ("$.a", "'$' has no value here. Use $states.input for the state's input."),
        ("$$.a", "'$$' does not exist in Step Functions. Use $states.context for the context object."),
        ("$states.result", "Output: $states.result does not exist here. Use one of context, input."),
        ("$states.errorOutput.Error", "Output: $states.errorOutput does not exist here. Use one of context, input."),
        ("$states.inptu", "Output: $states.inptu does not exist here"),
    ],
)
def test_an_expression_that_aws_refuses_is_a_definition_error(expression: str, message: str) -> None:
    with pytest.raises(DefinitionError) as raised:
        evaluated(expression)
    assert message in str(raised.value)


@pytest.mark.parametrize("text", ["{% 1", "1 %}", "{% 1 %} ", "{%}"])
def test_a_text_with_one_mark_is_a_definition_error(text: str) -> None:
    with pytest.raises(DefinitionError, match="state 'Only': Output: the expression"):
        run(only(QueryLanguage="JSONata", Output=text))


def test_without_the_evaluator_jsonata_is_an_error_and_jsonpath_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jlens", None)
    with pytest.raises(RunError, match=r"state 'Only': JSONata needs an evaluator.*; pip install .*\[run\]'"):
        evaluated("'never compiled before'")
    assert run(machine({"A": {"QueryLanguage": "JSONPath"}}), 5).output == 5
