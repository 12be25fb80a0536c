"""Parts of JSONata."""

from __future__ import annotations

import pytest

from aslant.grammar.jsonata import tree
from aslant.grammar.jsonata_part import Part, path_of


def test_a_part_is_its_own_last_step_and_a_path_has_one() -> None:
    step = Part("name", 3, "a")
    path = path_of(step)
    assert step.last is step
    assert path.last is step
    assert (path.kind, path.at, path.name) == ("path", 3, "a")


def test_a_path_keeps_what_it_cannot_go_on_from() -> None:
    number = Part("(number)", 0)
    number.barred = "1"
    assert path_of(number).barred == "1"


def written(part: Part) -> str:
    """Return a tree as text, with the kind of each node and what belongs to it."""
    text = part.kind.strip("()") + (f" {part.value}" if part.value else "")
    text += f" ${part.reference.name}" if part.kind == "variable" and part.reference is not None else ""
    text += "".join(f" ${name}" for name in part.names)
    text += f"({', '.join(map(written, part.parts))})" if part.parts else ""
    text += "".join(f"[{written(predicate)}]" for predicate in part.predicates)
    text += "[]" if part.keeps_array else ""
    text += "@" if part.binds else ""
    return text + (f"{{{', '.join(map(written, part.group))}}}" if part.group else "")


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("$x.a.`b c`", "path(variable $x, name a, name b c)"),
        ("$x.a[0][b = 1].c", "path(variable $x, name a[number 0][operation =(path(name b), number 1)], name c)"),
        ("$x[0].a", "path(variable $x[number 0], name a)"),
        ("($x.a)[0]", "block(path(variable $x, name a))[number 0]"),
        ("$x.a[]", "path(variable $x, name a[])"),
        ("$x.*.**", "path(variable $x, wildcard *, wildcard **)"),
        ("$x^(>a, b.c)", "path(variable $x, sort(path(name a), path(name b, name c)))"),
        ("$x.a@$i.b#$j", "path(variable $x, name a@, name b@)"),
        ("$x.a{b: c}.d", "path(variable $x, name a, name d){path(name b), path(name c)}"),
        ("-1 - -$x", "operation -(number -1, operation -(variable $x))"),
        ("1 + 2 * 3 & 'x'", "operation &(operation +(number 1, operation *(number 2, number 3)), string x)"),
        ("$a ? 1 : $b ? 2 : 3", "condition(variable $a, number 1, variable $b, number 2, number 3)"),
        ("$a ? 1", "condition(variable $a, number 1)"),
        ("$a ? 1 : 2 = 3", "condition(variable $a, number 1, operation =(number 2, number 3))"),
        ("($y := 1; $y)", "block(assignment y(number 1), variable $y)"),
        ("[1..$n, 'a']", "array(operation ..(number 1, variable $n), string a)"),
        ("{'a': 1, $k: null}", "object(string a, number 1, variable $k, value null)"),
        ("$f(1, ?)", "partial(variable $f, number 1)"),
        ("$a ~> $sum()", "operation ~>(variable $a, function(variable $sum))"),
        ("function($a, $b) { $a }", "lambda $a $b(variable $a)"),
        (
            "$x ~> |a|{'b': 1}, 'c'|",
            "operation ~>(variable $x, transform(path(name a), object(string b, number 1), string c))",
        ),
        ("/a+/i", "regex a+"),
    ],
)
def test_an_expression_is_read_as_a_tree(expression: str, expected: str) -> None:
    assert written(tree(expression)) == expected


@pytest.mark.parametrize("text", ["$a.b + 1", "$a ? $b : $c", "$x[0] . y", "$sum( $x )", "[1, 2]", "'a b'", "$x{a: b}"])
def test_a_part_has_its_source(text: str) -> None:
    part = tree(f"  {text} ")
    assert f"  {text} "[part.begin : part.end] == text
    block = tree(f"(1; {text} )")
    assert f"(1; {text} )"[block.parts[1].begin : block.parts[1].end] == text


def test_a_long_chain_of_conditions_is_one_node() -> None:
    assert len(tree(" : ".join(f"$x = {n} ? {n}" for n in range(500)) + " : 0").parts) == 1001
