"""JSONata: the string between its marks, and the names in an expression."""

from __future__ import annotations

import pytest

from aslant.errors import SyntaxFault
from aslant.grammar.jsonata import ParsedExpression, expression, parse
from tests.corpus import CORPUS, MISSING
from tests.grammar.strings import expressions, texts


@pytest.mark.parametrize(
    ("text", "variables"),
    [
        ("$x", "x"),
        (" $x ", "x"),
        (" $x.y.z ", "x"),
        ("$x.y + $z[$i = 1]", "i x z"),
        ("$größe & $a_1", "größe a_1"),
        ("$", ""),
        ("$$.x & $.y", ""),
        ("$states.input", ""),
        ("x.y", ""),
        ("$sum($x)", "x"),
        ("$map($x, $uppercase)", "uppercase x"),
        # What the expression binds itself is not free.
        ("($x := $y; $x)", "y"),
        ("($x; $x := 1)", "x"),
        ("($x := $x + 1; $x)", "x"),
        ("(($x := 1); $x)", "x"),
        ("($x := 1; ($x))", ""),
        ("$x := $y", "y"),
        ("a ? $x := $y : $z", "y z"),
        ("function($x, $y){ $x + $y + $z }", "z"),
        ("function($x){ $x } + $x", "x"),
        ("function($x){ $y := $x }", ""),
        ("$map($list, function($v, $i){ $v.a[$i] = $limit })", "limit list"),
        ("($f := function($n){ $n < 2 ? 1 : $n * $f($n - 1) }; $f(5))", ""),
        ("($even := function($n){ $odd($n) }; $odd := function($n){ $even($n) }; $even(3))", ""),
        ("a@$x.b#$i[$x.c = $i and $d]", "d"),
        ("a.{'k': $x}{b: $y}^(>$z)", "x y z"),
        ("|$x|{'a': $y}, $z|", "x y z"),
        ("[$x..$y]", "x y"),
        ("$f(?, $x)", "x"),
        ("$f[0](1)", "f"),
        ("/* $a */ '$b' & /$c/", ""),
    ],
)
def test_an_expression_tells_its_free_variables(text: str, variables: str) -> None:
    assert parse(text).variables == set(variables.split())


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("$states.input", "input"),
        (" $states.context.Execution.Name ", "context"),
        ("$states.result.a & $states.errorOutput.Cause", "errorOutput result"),
        ("$states.inptu.a", "inptu"),
        ("$states.`input`.a", "input"),
        ("$states.'input'", "input"),
        ("$states.input[0].a", "input"),
        ("$states.input{a: b}", "input"),
        ("$states[0].input", "input"),
        ("$sum($states.input.a)", "input"),
        ("$states", "*"),
        ("$string($states)", "*"),
        ("$states.*", "*"),
        ("$states.(input)", "*"),
        ("$states.$x", "*"),
        ("$lookup($states, 'input')", "*"),
        ("($states).result", "*"),
        ("$states['result']", "*"),
        ("$states.input.x.$states.qux", "* input"),
        ("$map($x, function($v){ $v & $states.result })", "*"),
        ("function($states){ $states.input }", ""),
        ("$x.states.input", ""),
        ("1", ""),
    ],
)
def test_an_expression_tells_what_it_reads_of_states(text: str, reads: str) -> None:
    assert parse(text).reads == set(reads.split())


@pytest.mark.parametrize(
    ("text", "calls"),
    [
        ("$now()", {"now": {0}}),
        ("$sum($x) + $sum(a, b)", {"sum": {1, 2}}),
        ("$f($g(1), $h())", {"f": {2}, "g": {1}, "h": {0}}),
        ("$x ~> $f(1)", {"f": {2}}),
        ("$x ~> $f(1)[0] ~> $g()", {"f": {2}, "g": {1}}),
        ("$x ~> $f(1)(2)", {"f": {1}}),
        ("$x ~> $f(?, 1)", {"f": {2}}),
        ("$x ~> $f", {}),
        ("$substring(?, 0)", {"substring": {2}}),
        ("a.$f(1)", {"f": {1}}),
        ("$eval('1')", {"eval": {1}}),
        ("($f := function(){ 1 }; $f(1))", {}),
        ("function($f){ $f(1) }", {}),
        ("f(1)", {}),
    ],
)
def test_an_expression_tells_what_it_calls(text: str, calls: dict[str, set[int]]) -> None:
    assert dict(parse(text).calls) == calls


@pytest.mark.parametrize(
    ("text", "names"),
    [
        # Recorded on AWS: 'Reference to 'phone' at the top level is not supported.'
        ("phone", "phone"),
        ("phone[0].number", "phone"),
        ("-phone", "phone"),
        ("$states.input.a ? phone : 2", "phone"),
        ("phone in $states.input.b", "phone"),
        ("$sum(phone)", "phone"),
        ("phone(1)", "phone"),
        ("phone ~> $string()", "phone"),
        ("[1..phone]", "phone"),
        ("(phone).other", "phone"),
        ("[phone].other", "phone"),
        ("{phone: 1}", "phone"),
        ("($x := phone; $x)", "phone"),
        ("$map($states.input.a, function($y){ phone })", "phone"),
        ("(function() { $exists(foo) })()", "foo"),
        ("$count(phone[inner])", "phone"),
        ("phone.**.deeper", "phone"),
        ("aaa + bbb", "aaa bbb"),
        ("[bbb, aaa]", "bbb aaa"),
        ("aaa + aaa", "aaa"),
        ("$", "$"),
        ("$.phone", "$"),
        ("$[0]", "$"),
        ("$map($states.input.a, function($x){ $ })", "$"),
        ("$$.phone", "$$"),
        ("$x[$$.a = 1]", "$$"),
        # Recorded as accepted.
        ("$states.input.a.phone", ""),
        ("$states.input.items[phone > 3]", ""),
        ("$states.input.a^(phone)", ""),
        ("$states.input.a{'k': phone}", ""),
        ("$x{$string(a): foo}", ""),
        ("$states.input.a.(phone)", ""),
        ("$states.input.a.$phone", ""),
        ("$states.input ~> |phone|{'b': 1}|", ""),
        ("**.phone", ""),
        ("{'k': 1}.phone", ""),
        ("$states.input.a[0][phone]", ""),
        ("$states.input.a[$ > 1]", ""),
        ("function($x){ $x.phone }", ""),
        ("'phone'", ""),
        ("'$ foo'", ""),
    ],
)
def test_an_expression_tells_what_it_reads_of_a_context_item(text: str, names: str) -> None:
    assert parse(text).names == tuple(names.split())


def test_an_expression_may_name_nothing() -> None:
    assert parse("1 + 2") == ParsedExpression()


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("{% $x %}", " $x "),
        ("{% x%}", " x"),
        ("{%%}", ""),
        ("{% \n10  %}", " \n10  "),
        ("", None),
        ("x", None),
        ("a {% $x %} b", None),
        ("{ %x% }", None),
        ("${x}", None),
    ],
)
def test_an_expression_stands_between_its_marks(text: str, inside: str | None) -> None:
    assert expression(text) == inside


@pytest.mark.parametrize(
    ("text", "at"), [("{% 10 %", 7), ("10 %}", 0), (" {% 10 %}", 0), ("{% 10 %} ", 9), ("{%}", 3), ("{% 10", 5)]
)
def test_one_mark_alone_is_a_fault(text: str, at: int) -> None:
    with pytest.raises(SyntaxFault, match="must begin with") as refused:
        expression(text)
    assert refused.value.at == at


@pytest.mark.skipif(not CORPUS.exists(), reason=MISSING)
def test_every_expression_of_the_recorded_definitions_is_one() -> None:
    found = expressions()
    assert len(found) > 100
    for text in found:
        inside = expression(text)
        assert inside is not None
        parse(inside)


@pytest.mark.skipif(not CORPUS.exists(), reason=MISSING)
def test_no_string_of_the_recorded_definitions_has_one_mark_alone() -> None:
    for text in texts():
        expression(text)
