"""The conditions of filters, as a tree."""

from __future__ import annotations

import pytest

from aslant.errors import SyntaxFault
from aslant.grammar.jsonpath import Filtered, JsonPath, parse
from aslant.grammar.jsonpath_filters import AllOf, AnyOf, Comparison, Condition, Constant, Exists, ListOf, Matches, Not

A = JsonPath("@.a", "@", ("a",), True, True)
B = JsonPath("@.b", "@", ("b",), True, True)


def condition(text: str) -> Condition:
    (step,) = parse(f"$[?({text})]").steps
    assert isinstance(step, Filtered)
    return step.condition


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("@.a", Exists(A)),
        ("!@.a", Not(Exists(A))),
        ("@", Exists(JsonPath("@", "@", (), True, True))),
        ("@ > 2", Comparison(">", JsonPath("@", "@", (), True, True), Constant(2))),
        ("@.a == 'x'", Comparison("==", A, Constant("x"))),
        ('@.a == "it\\"s"', Comparison("==", A, Constant('it"s'))),
        ("@.a==Receipt", Comparison("==", A, Constant("Receipt"))),
        ("@.a==DATE-1", Comparison("==", A, Constant("DATE-1"))),
        ("@.a!=1.5e3", Comparison("!=", A, Constant(1500.0))),
        ("@.a<=-1", Comparison("<=", A, Constant(-1))),
        ("@.a == true", Comparison("==", A, Constant(True))),
        ("@.a == null", Comparison("==", A, Constant(None))),
        ("1 < @.a", Comparison("<", Constant(1), A)),
        ("@.a == $.limit", Comparison("==", A, JsonPath("$.limit", "$", ("limit",), True, True))),
        ("@['a'] == 1", Comparison("==", JsonPath("@['a']", "@", ("a",), True, True), Constant(1))),
        ("@.a[0] == 1", Comparison("==", JsonPath("@.a[0]", "@", ("a", 0), True, True), Constant(1))),
        ("@.a in ['x', 1]", Comparison("in", A, ListOf((Constant("x"), Constant(1))))),
        ("@.a empty true", Comparison("empty", A, Constant(True))),
        ("@.a === 1", Comparison("===", A, Constant(1))),
        ("@.a !== 1", Comparison("!==", A, Constant(1))),
        ("@.a NIN [1]", Comparison("nin", A, ListOf((Constant(1),)))),
        ("!@.a == 1", Comparison("==", A, Constant(1))),
        ("!(@.a == 1)", Not(Comparison("==", A, Constant(1)))),
        ("@.a =~ /x.*\\/y/i", Matches(A, "x.*\\/y", "i", 11)),
        ("@.a && @.b", AllOf((Exists(A), Exists(B)))),
        ("@.a || @.b && @.a", AnyOf((Exists(A), AllOf((Exists(B), Exists(A)))))),
        ("(@.a || @.b) && @.a", AllOf((AnyOf((Exists(A), Exists(B))), Exists(A)))),
        ("!(@.a && @.b)", Not(AllOf((Exists(A), Exists(B))))),
    ],
)
def test_a_condition_is_a_tree(text: str, tree: Condition) -> None:
    assert condition(text) == tree


def test_a_path_in_a_condition_may_have_a_condition() -> None:
    found = condition("@.a[?(@.b == ']')]")
    assert isinstance(found, Exists)
    assert isinstance(found.operand, JsonPath)
    assert found.operand.steps == ("a", Filtered(Comparison("==", B, Constant("]"))))


@pytest.mark.parametrize(
    ("text", "at", "rule"),
    [
        ("$.a[?@.b]", 5, "`(` is missing"),
        ("$.a[?()]", 6, "a value is missing"),
        ("$.a[?(@.b ==)]", 12, "a value is missing"),
        ("$.a[?(@.b == 1]", 14, "`)` is missing"),
        ("$.a[?(@.b == 1)", 15, "the closing bracket is missing"),
        ("$.a[?(@.b 1)]", 10, "`)` is missing"),
        ("$.a[?(@.b =~ x)]", 13, "regular expression"),
        ("$.a[?(@.b =~ /x)]", 13, "regular expression"),
        ("$.a[?(@.b == 'x)]", 13, "the closing quote is missing"),
        ("$.a[?(@.b[0 == 1)]", 12, "the closing bracket is missing"),
        ("$.a[?(@.b in ['x' 'y'])]", 18, "`,` is missing"),
        ("$.a[?(@. == 1)]", 8, "must follow the dot"),
        ("$.a[?(@.b. == 1)]", 10, "must follow the dot"),
        ("$.a[?(@.b.length() > 1)]", 16, "`)` is missing"),
        ("$.a[?(@.b == $x)]", 14, "a step must start with"),
    ],
)
def test_an_invalid_condition_is_refused_at_its_place_in_the_whole_path(text: str, at: int, rule: str) -> None:
    with pytest.raises(SyntaxFault) as refused:
        parse(text)
    assert (refused.value.text, refused.value.at) == (text, at)
    assert rule in refused.value.rule


@pytest.mark.parametrize(
    ("opens", "closes", "most"), [("(", ")", 99), ("!", "", 99), ("[", "]", 99), ("@.a[?(", ")]", 9)]
)
def test_conditions_are_nested_up_to_a_bound(opens: str, closes: str, most: int) -> None:
    before = "@ == " if opens == "[" else ""
    condition(before + opens * most + ("" if closes == "]" else "@") + closes * most)
    with pytest.raises(SyntaxFault, match="nested at most 100 deep"):
        condition(before + opens * 5_000 + "@" + closes * 5_000)
