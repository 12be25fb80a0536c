"""Valid and invalid JSONata. The tables were compared with the reference implementation."""

from __future__ import annotations

import pytest

from aslant.errors import SyntaxFault
from aslant.grammar.jsonata_reader import read

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
    ("$sum($states.input.items.numbers", 32, "`)` is missing at the end of the expression"),
    ("$.store.book[?(@.price < 10)].title", 13, "a value is needed here, not `?`"),
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
    ("a ?: b", 3, "a value is needed here, not `:`"),
    ("a ?? b", 3, "a value is needed here, not `?`"),
    ("a?.b", 2, "a value is needed here, not `.`"),
    ("a == b", 3, "a value is needed here, not `=`"),
    ("a && b", 3, "a value is needed here, not `&`"),
    ("a || b", 2, "an operator is missing before `|`"),
    ("!a", 0, "the operator `!` does not exist"),
    ("a !b", 2, "the operator `!` does not exist"),
    ("+a", 0, "a value is needed here, not `+`"),
    (".5", 0, "a value is needed here, not `.`"),
    ("a.", 2, "ends where"),
    ("a.[", 3, "`]` is missing"),
    ("a[", 2, "`]` is missing"),
    ("a[1", 3, "`]` is missing"),
    ("[1, ]", 4, "a value is needed here, not `]`"),
    ("[1..]", 4, "a value is needed here, not `]`"),
    ("[1..2..3]", 5, "`]` is missing before `..`"),
    ('{"a": 1,}', 8, "a value is needed here, not `}`"),
    ('{"a"}', 4, "`:` is missing"),
    ("{a: b", 5, "`}` is missing"),
    ("(a", 2, "`)` is missing"),
    ("f(1,)", 4, "a value is needed here, not `)`"),
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
    ("a@b", 2, "`@` must be followed by a variable"),
    ("a#1", 2, "`#` must be followed by a variable"),
    ("@$x", 0, "a value is needed here, not `@`"),
    ("a^b", 2, "`(` is missing"),
    ("a^()", 3, "a value is needed here, not `)`"),
    ("1 := 2", 0, "the left side of := must be a variable"),
    ("a := 1", 0, "the left side of := must be a variable"),
    ("$x[0] := 1", 0, "the left side of := must be a variable"),
    ("|a|", 3, "`|` is missing"),
    ("a.1 b", 4, "an operator is missing"),
    ("$sum(", 5, "`)` is missing at the end of the expression"),
    ("|a|{}", 5, "`|` is missing"),
    ("function(x){1}", 9, "a parameter must be a variable"),
    ("function($x){1", 14, "`}` is missing"),
    ("function($x) 1", 13, "`{` is missing"),
    ("function($x)<n{1}", 14, "`>` is missing"),
    ("function($x)<n<s>:n>{1}", 12, "in a signature only an array"),
    ("$f(? 1)", 5, "`)` is missing"),
    ("a[]/2", 3, "the closing slash of the regular expression"),
    ("'it\\'s'", 3, "a string cannot have the escape"),
    ('"a', 0, "the closing quote of the string is missing"),
    ("`a", 0, "the closing backtick of the name is missing"),
    ("/* a", 0, "the closing */ of the comment"),
    ("/a", 0, "the closing slash of the regular expression"),
]


@pytest.mark.parametrize("text", ACCEPTED.strip().splitlines())
def test_what_the_reference_reads_is_accepted(text: str) -> None:
    read(text)
    read(f" \n\t{text}\r ")


@pytest.mark.parametrize(("text", "at", "rule"), REFUSED)
def test_what_it_does_not_read_is_refused_with_its_place_and_rule(text: str, at: int, rule: str) -> None:
    with pytest.raises(SyntaxFault) as refused:
        read(text)
    assert (refused.value.noun, refused.value.text, refused.value.at) == ("expression", text, at)
    assert rule in refused.value.rule


def test_it_finds_every_place_that_names_a_variable() -> None:
    reading = read("$x.a + $f($x, $states.input) ~> $g(1)")
    assert [(place.name, place.count, place.member) for place in reading.free] == [
        ("x", None, "a"),
        ("f", 2, None),
        ("x", None, None),
        ("states", None, "input"),
        ("g", 2, None),
    ]
    assert reading.names == ()


def test_what_an_assignment_and_a_parameter_bind_is_named_nowhere() -> None:
    assert [place.name for place in read("($x := $y; function($z){ $x & $z })").free if place.name] == ["y"]


def test_what_is_in_a_function_is_later() -> None:
    assert [place.is_later for place in read("$map($x, function(){ $y })").free] == [False, False, True]


@pytest.mark.parametrize(
    ("text", "at"), [("a.1 + ", 2), ("a.1 + b)", 7), ("a.1 + b.2", 2), ("a{b: c}{d: 1.e}", 11), ("(a", 2), ("a.(", 3)]
)
def test_a_fault_of_meaning_counts_where_all_else_is_well_written(text: str, at: int) -> None:
    with pytest.raises(SyntaxFault) as refused:
        read(text)
    assert refused.value.at == at


@pytest.mark.parametrize(
    "opens",
    ["(", "[", "{", "{a:", "-", "$f(", "a[", "a.(", "a ? ", "|", "$x := ", "function($x){", "a^(", "a{b:", "1+("],
)
def test_expressions_are_nested_up_to_a_bound(opens: str) -> None:
    with pytest.raises(SyntaxFault, match="nested at most 100 deep"):
        read(opens * 5_000)


@pytest.mark.parametrize("piece", ["a ? b : ", "a.", "a & ", "$x ~> ", "a = b and ", "$f(1)[0] + ", "/* x */ "])
def test_a_long_expression_costs_no_depth(piece: str) -> None:
    read(piece * 5_000 + "a")


def test_deep_but_within_the_bound_is_read() -> None:
    read("(" * 99 + "1" + ")" * 99)
    read("function($x){" * 99 + "1" + "}" * 99)
