"""JSONata: what is an expression, and what it names. The tables were held against the reference implementation."""

from __future__ import annotations

import pytest

from aslant.errors import SyntaxFault
from aslant.grammar.jsonata import Expression, expression, parse
from tests.corpus import CORPUS, MISSING
from tests.grammar.strings import expressions, texts

ACCEPTED = r"""
1
-1
- - 1
1.5e3 + 0.5
"a" & 'b'
"\"\\\/\b\f\n\r\t\u00e9"
true
null
a
a.b.c
a."b c".d
"a".b
a.`b c`
`a b`.c
é._b1
and
or.and.in
a.in in b
not.a
a.*.b
*
* * *
**.b
a.**.c
a.b.%.c
a % b
5 % 2 * 3 / 4
a and b or c
a = b != c <= d
a in ["b", "c"]
a-b
$
$$
$$.a
$x
$x.y[0].z[-1]
$[0]
$.a
a.$
a.($x)
a[b = 1].c
a[0][1]
a[]
a[].b[0][]
$x[]
"a"[0]
1[0]
(1)[0].b
[1, 2][0].c
{"a": 1}.a
[]
[1..10]
[1, 2, 3..5, "a"]
{}
{"a": 1, b: [1, {"c": 2}]}
a{b: c}
a.b{c: $sum(d), "e": f}
$x{b: c}.d{e: f}
a[1]{b: c}[0]
a^(b)
a^(<b, >c.d).e
1^(a)
a#$i
a#$i[$i = 0].b
a[0]#$i[1]
a@$x.b@$y[$x.id = $y.id].{"a": $x}
1#$i
|a|{"b": 1}|
$ ~> |a.b|{"c": d * 2}, ["e", "f"]|
()
(1;)
($x := 1; $y := $x; $x + $y)
$x := $y := 1
$x[] := 1
a ? b
a ? b : c
a ? b : c ? d : e
a ? $x := 1 : $x := 2
$x := a ? b : c
$sum(a.(b * c))
$f()
$f()()(1)(2, 3)
$f[0](1)
a.$f(b).c
a.f(b)
$f(?, 1, ?)
a ~> $f
a ~> $f() ~> $g(1)
$f := $uppercase ~> $trim
function(){1}
function($x){$x + 1}(2)
function($x, $y)<nn:n>{$x + $y}
function($a)<a<n>-:n>{$a}
function($a)<(sn)f<s:o>?x+:b>{$a}
λ($x){$x}
a.function($x){$x}
$match(a, /b+/i)
/[\/]/
/a\/(b|c)/mi
a ~> /x/
a / b / c
a /* c */ + /**/ b /* d */
"""

REFUSED = [
    ("", 0, "ends where a value is needed"),
    ("  ", 2, "ends where a value is needed"),
    ("/* a */", 7, "ends where a value is needed"),
    ("10 + * 2", 7, "an operator is missing before `2`"),
    ("$sum($states.input.items.numbers", 32, "`)` is missing; the expression ends before it"),
    ("$.store.book[?(@.price < 10)].title", 13, "`?` stands where a value is needed"),
    ("420.", 4, "ends where a value is needed"),
    ("a b", 2, "an operator is missing before `b`"),
    ("a.b c" + "d" * 99, 4, "an operator is missing before `c" + "d" * 29 + "…`"),
    ("1 2", 2, "an operator is missing"),
    ('"a" "b"', 4, 'an operator is missing before `"b"`'),
    ("00", 1, "an operator is missing"),
    ("$x $y", 3, "an operator is missing before `$y`"),
    ("a)", 1, "an operator is missing before `)`"),
    ("a;b", 1, "an operator is missing before `;`"),
    ("a, b", 1, "an operator is missing before `,`"),
    ("1..2", 1, "an operator is missing before `..`"),
    ("a ?: b", 3, "`:` stands where a value is needed"),
    ("a ?? b", 3, "`?` stands where a value is needed"),
    ("a?.b", 2, "`.` stands where a value is needed"),
    ("a == b", 3, "`=` stands where a value is needed"),
    ("a && b", 3, "`&` stands where a value is needed"),
    ("a || b", 2, "an operator is missing before `|`"),
    ("!a", 0, "there is no operator `!`"),
    ("a !b", 2, "there is no operator `!`"),
    ("+a", 0, "`+` stands where"),
    (".5", 0, "`.` stands where"),
    ("a.", 2, "ends where"),
    ("a.[", 3, "`]` is missing"),
    ("a[", 2, "`]` is missing"),
    ("a[1", 3, "`]` is missing"),
    ("[1, ]", 4, "`]` stands where"),
    ("[1..]", 4, "`]` stands where"),
    ("[1..2..3]", 5, "`]` is missing; `..` stands in its place"),
    ('{"a": 1,}', 8, "`}` stands where"),
    ('{"a"}', 4, "`:` is missing"),
    ("{a: b", 5, "`}` is missing"),
    ("(a", 2, "`)` is missing"),
    ("f(1,)", 4, "`)` stands where"),
    ("a.1", 2, "cannot be a step"),
    ("1.a", 0, "cannot be a step"),
    ("a.-1", 2, "cannot be a step"),
    ("null.a", 0, "cannot be a step"),
    ("a.true[0]", 2, "cannot be a step"),
    ("1[0].a", 0, "cannot be a step"),
    ("1#$i.a", 0, "cannot be a step"),
    ("$x{b: c}[0]", 8, "cannot follow a grouping"),
    ("a{b: c}{d: e}", 7, "one grouping"),
    ("a{b: c}.d{e: f}", 9, "one grouping"),
    ("a[0]@$x", 4, "before the predicates"),
    ("a^(b)@$x", 5, "before the order"),
    ("a@b", 2, "`@` is followed by a variable"),
    ("a#1", 2, "`#` is followed by a variable"),
    ("@$x", 0, "`@` stands where"),
    ("a^b", 2, "`(` is missing"),
    ("a^()", 3, "`)` stands where"),
    ("1 := 2", 0, "the left side of := is a variable"),
    ("a := 1", 0, "the left side of := is a variable"),
    ("$x[0] := 1", 0, "the left side of := is a variable"),
    ("|a|", 3, "`|` is missing"),
    ("a.1 b", 4, "an operator is missing"),
    ("$sum(", 5, "`)` is missing; the expression ends before it"),
    ("|a|{}", 5, "`|` is missing"),
    ("function(x){1}", 9, "a parameter is a variable"),
    ("function($x){1", 14, "`}` is missing"),
    ("function($x) 1", 13, "`{` is missing"),
    ("function($x)<n{1}", 14, "`>` is missing"),
    ("function($x)<n<s>:n>{1}", 12, "in a signature only an array"),
    ("$f(? 1)", 5, "`)` is missing"),
    ("a[]/2", 3, "the regular expression is never closed"),
    ("'it\\'s'", 3, "a string has no escape"),
    ('"a', 0, "the string is never closed"),
    ("`a", 0, "the name is never closed"),
    ("/* a", 0, "the comment is never closed"),
    ("/a", 0, "the regular expression is never closed"),
]


@pytest.mark.parametrize("text", ACCEPTED.strip().splitlines())
def test_what_the_reference_reads_is_accepted(text: str) -> None:
    parse(text)
    parse(f" \n\t{text}\r ")


@pytest.mark.parametrize(("text", "at", "rule"), REFUSED)
def test_what_it_does_not_read_is_refused_with_its_place_and_rule(text: str, at: int, rule: str) -> None:
    with pytest.raises(SyntaxFault) as refused:
        parse(text)
    assert (refused.value.noun, refused.value.text, refused.value.at) == ("expression", text, at)
    assert rule in refused.value.rule


@pytest.mark.parametrize(
    ("text", "reported"),
    [
        # Recorded on AWS.
        ("a[1,2)", 'Expected "]", got ","'),
        ('"unterminated ', "String literal must be terminated by a matching quote"),
        ("1 + ", "Unexpected end of expression"),
        ('{"a":}', 'The symbol "}" cannot be used as a unary operator'),
        ("$x := ", "Unexpected end of expression"),
        ('$match("a", /abc ', "No terminating / in regular expression"),
        ("phone %.other", 'The symbol "." cannot be used as a unary operator'),
        ("  ", "Unexpected end of expression"),
        # Of the reference implementation.
        ("(1 ", 'Expected ")" before end of expression'),
        ("1e400", 'Number out of range: "1e400"'),
        ("1 2.50", "Syntax error: 2.5"),
        ("1 true", "Syntax error: true"),
        ("1 'a'", 'Syntax error: "a"'),
        ("a $x", 'Syntax error: "x"'),
        ("!a", 'Unknown operator: "!"'),
        ("'\\x'", 'Unsupported escape sequence: \\"x"'),
        ("a.-1", "The literal value -1 cannot be used as a step within a path expression"),
        ("a@b", 'The right side of "@" must be a variable name (start with $)'),
        ("function($x, y){1}", "Parameter 2 of function definition must be a variable name (start with $)"),
    ],
)
def test_a_fault_tells_what_aws_reports(text: str, reported: str) -> None:
    with pytest.raises(SyntaxFault) as refused:
        parse(text)
    assert refused.value.reported == reported


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
    assert parse("1 + 2") == Expression()


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


@pytest.mark.parametrize(
    "opens",
    ["(", "[", "{", "{a:", "-", "$f(", "a[", "a.(", "a ? ", "|", "$x := ", "function($x){", "a^(", "a{b:", "1+("],
)
def test_expressions_are_nested_up_to_a_bound(opens: str) -> None:
    with pytest.raises(SyntaxFault, match="nested 100 deep"):
        parse(opens * 5_000)


@pytest.mark.parametrize("piece", ["a ? b : ", "a.", "a & ", "$x ~> ", "a = b and ", "$f(1)[0] + ", "/* x */ "])
def test_a_long_expression_costs_no_depth(piece: str) -> None:
    parse(piece * 5_000 + "a")


def test_deep_but_within_the_bound_is_read() -> None:
    parse("(" * 99 + "1" + ")" * 99)
    parse("function($x){" * 99 + "1" + "}" * 99)


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
