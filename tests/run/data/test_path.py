"""JSONPath, as Step Functions has it."""

from __future__ import annotations

from typing import Any

import pytest

from aslant.errors import DefinitionError
from aslant.run.data.path import CompiledPath, NoResult, ReferencePath
from aslant.run.failure import EvaluationFailure

STORE: dict[str, Any] = {
    "book": [
        {"kind": "novel", "price": 8, "tags": ["a", "b"], "title": "One"},
        {"kind": "poem", "price": 12, "tags": [], "title": "Two", "isbn": None},
        {"kind": "novel", "price": 22.5, "title": "Three"},
    ],
    "limit": 10,
    "odd key": {"it's": {"x.y": 1}},
    "list": [1, 2, 3, 4, 5],
    "deep": {"price": 3, "more": [{"price": 4}]},
}
TITLES = ["One", "Two", "Three"]
DEEP = '{"price":3,"more":[{"price":4}]}'


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("$", STORE),
        ("$.limit", 10),
        ("$.book[0].title", "One"),
        ("$.book[-1].title", "Three"),
        ("$['book'][1]['title']", "Two"),
        ('$["book"][1]["title"]', "Two"),
        ("$.book.[0].title", "One"),
        ("$['odd key']['it\\'s']['x.y']", 1),
        ("$.book[1].isbn", None),
        ("$.book[ 0 ].title", "One"),
        (r"$.odd\ key['it\'s'].x\.y", 1),
        ("$.book[0]['kind','title']", {"kind": "novel", "title": "One"}),
        ("$.book[1]['isbn','none']", {"isbn": None}),
        ("$['no','none']", {}),
    ],
)
def test_a_definite_path_selects_one_value(path: str, value: Any) -> None:
    assert CompiledPath(path).definite
    assert CompiledPath(path).select(STORE) == value


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("$.book[*].title", TITLES),
        ("$.book.*.title", TITLES),
        ("$.list[*]", [1, 2, 3, 4, 5]),
        ("$.deep.*", [3, [{"price": 4}]]),
        ("$.list[1:3]", [2, 3]),
        ("$.list[3:]", [4, 5]),
        ("$.list[:2]", [1, 2]),
        ("$.list[-2:]", [4, 5]),
        ("$.list[0:-1]", []),
        ("$.list[-3:-1]", [3, 4]),
        ("$.list[-2:2]", [4, 5, 1, 2]),
        ("$.list[4:9]", [5]),
        ("$.list[-99999999999999999:-4]", [1]),
        ("$.list[0,2]", [1, 3]),
        ("$.list[0,9]", [1]),
        (
            "$.book[*].['kind','isbn']",
            [{"kind": "novel"}, {"kind": "poem", "isbn": None}, {"kind": "novel"}],
        ),
        ("$..['price','isbn']", [{"price": 12, "isbn": None}]),
        ("$['deep','book'].price", [3]),
        ("$..price", [8, 12, 22.5, 3, 4]),
        ("$.deep..price", [3, 4]),
        ("$..more[0].price", [4]),
        ("$..book[*].price", [8, 12, 22.5]),
        ("$..[0]", [STORE["book"][0], "a", 1, {"price": 4}]),
        ("$.missing[*]", []),
        ("$.missing[1:]", []),
        ("$..missing", []),
        ("$.limit[*]", []),
    ],
)
def test_any_other_path_selects_a_list(path: str, values: list[Any]) -> None:
    assert not CompiledPath(path).definite
    assert CompiledPath(path).select(STORE) == values


@pytest.mark.parametrize(
    ("condition", "titles"),
    [
        ("@.price < 10", ["One"]),
        ("@.price <= 12", ["One", "Two"]),
        ("@.price > $.limit", ["Two", "Three"]),
        ("@.price >= 22.5", ["Three"]),
        ("@.kind == 'novel'", ["One", "Three"]),
        ('@.kind == "poem"', ["Two"]),
        ("@.kind == novel", ["One", "Three"]),
        ("@.kind != 'novel'", ["Two"]),
        ("@['kind'] == 'poem'", ["Two"]),
        ("@.isbn", ["Two"]),
        ("!@.isbn", ["One", "Three"]),
        ("@.isbn == null", ["Two"]),
        ("@.kind == 'novel' && @.price < 10", ["One"]),
        ("@.price < 10 || @.price > 20", ["One", "Three"]),
        ("@.price < 10 || @.kind == 'novel' && @.price > 20", ["One", "Three"]),
        ("(@.price < 10 || @.kind == 'poem') && @.price > 9", ["Two"]),
        ("!(@.kind == 'novel')", ["Two"]),
        ("@.kind in ['poem', 'play']", ["Two"]),
        ("@.kind nin ['poem', 'play']", ["One", "Three"]),
        ("@.title =~ /t.*/i", ["Two", "Three"]),
        ("@.title =~ /t.*/", []),
        ("@.tags subsetof ['a', 'b', 'c']", ["One", "Two"]),
        ("@.tags anyof ['b', 'x']", ["One"]),
        ("@.tags noneof ['b', 'x']", ["Two"]),
        ("@.tags size 2", ["One"]),
        ("@.tags empty true", ["Two"]),
        ("@.tags contains 'a'", ["One"]),
        ("@.title contains 'wo'", ["Two"]),
        ("@.price == '8'", ["One"]),
        ("@.price == '8.0'", ["One"]),
        ("'8.0' == @.price", []),
        ("@.price != '8'", ["Two", "Three"]),
        ("@.price === '8'", []),
        ("@.price === 8", ["One"]),
        ("@.price !== '8'", TITLES),
        ("@.price in ['8', 'x']", ["One"]),
        ("@.price nin ['8', 'x']", ["Two", "Three"]),
        ("@.price nin $.limit", []),
        ("@.price == '8_0'", []),
        ("@.price =~ /8|22.*/", ["One", "Three"]),
        ("@.tags =~ /b/", ["One"]),
        ("@.isbn =~ /.*/", TITLES),
        ("@.isbn != 'x'", TITLES),
        ("@.isbn == @.isbn", ["Two"]),
        ("@.gone != @.gone", TITLES),
        ("@.price < 'z'", []),
        ("@.tags[0] == 'a'", ["One"]),
    ],
)
def test_a_filter_keeps_the_values_for_which_its_condition_is_true(condition: str, titles: list[str]) -> None:
    assert CompiledPath(f"$.book[?({condition})].title").select(STORE) == titles


def test_a_filter_asks_an_object_about_itself() -> None:
    assert CompiledPath("$.deep[?(@.price == 3)]").select(STORE) == [STORE["deep"]]


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("$.a", "No results for path: $['a']"),
        ("$.a.b", "Missing property in path $['a']"),
        ("$.deep.a", "No results for path: $['deep']['a']"),
        ("$.list[9]", "No results for path: $['list'][9]"),
        ("$.list[9].a", "No results for path: $['list'][9]['a']"),
        ("$.limit.a", "Expected to find an object with property ['a'] in path $['limit'] but found 'number'."),
        ("$.list['a','b']", "Expected to find an object with property ['a','b'] in path $['list'] but found 'array'."),
        ("$.limit[0]", "Filter: [0] can only be applied to arrays. Current context is: 10"),
        ("$.deep[0].a", "Filter: [0]['a'] can only be applied to arrays. Current context is: " + DEEP),
        ("$.book[0].title[0]", 'Filter: [0] can only be applied to arrays. Current context is: "One"'),
        ("$.limit[1:]", "Filter: [1:] can only be applied to arrays. Current context is: 10"),
        ("$.limit[:2].a", "Filter: [:2]['a'] can only be applied to arrays. Current context is: 10"),
        ("$.deep[0,1]..a", "Filter: [0,1]..['a'] can only be applied to arrays. Current context is: " + DEEP),
        ("$.limit[?(@.a)][*]", "Filter: [?][*] can not be applied to primitives. Current context is: 10"),
        (
            "$.limit['a','b'].c",
            "Expected to find an object with property ['a','b'] in path $['limit'] but found 'number'.",
        ),
    ],
)
def test_a_path_that_cannot_be_applied_has_awss_message(path: str, why: str) -> None:
    with pytest.raises(NoResult) as nothing:
        CompiledPath(path).select(STORE)
    assert str(nothing.value) == why
    assert CompiledPath(path).find(STORE, "default") == "default"


@pytest.mark.parametrize(
    ("path", "rule"),
    [
        ("$.", "must follow the dot"),
        ("$.a..", "must follow the dot"),
        ("$a b", "must start with"),
        ("$.a[", "brackets must contain"),
        ("$.a[0", "the closing bracket is missing"),
        ("$.a['x]", "the closing quote is missing"),
        ("$.a[1:2:2]", "a slice cannot have a step"),
        ("$.a.length()", "paths cannot have functions"),
        ("$.a[?(@.b ==)]", "a value is missing"),
        ("$.a[?(@.b == 1]", "`)` is missing"),
        ("$.a[?(@.b =~ x)]", "regular expression"),
        ("$.a[?(@.b =~ /(/)]", "is wrong"),
        ("$.a[?(@.b == 'x)]", "the closing quote is missing"),
        ("$.a[?(@.b[0 == 1)]", "the closing bracket is missing"),
        ("$.a[?" + "(" * 200 + "@" + ")" * 200 + "]", "nested at most 100 deep"),
    ],
)
def test_an_invalid_path_is_refused_with_place_and_rule(path: str, rule: str) -> None:
    with pytest.raises(DefinitionError, match="is wrong at character") as refused:
        CompiledPath(path)
    assert rule in str(refused.value)


def test_deep_data_costs_no_recursion() -> None:
    value: Any = {"leaf": 1}
    for _ in range(50_000):
        value = {"a": value}
    assert CompiledPath("$..leaf").select(value) == [1]
    assert CompiledPath("$" + ".a" * 50_000 + ".leaf").select(value) == 1


@pytest.mark.parametrize(
    ("path", "document", "result"),
    [
        ("$", {"a": 1}, 9),
        ("$.b", {"a": 1}, {"a": 1, "b": 9}),
        ("$.a", {"a": 1}, {"a": 9}),
        ("$.a.b.c", {"x": 1}, {"x": 1, "a": {"b": {"c": 9}}}),
        ("$.a.b", {"a": {"c": 1}}, {"a": {"c": 1, "b": 9}}),
        ("$.a[1]", {"a": [1, 2]}, {"a": [1, 9]}),
        ("$.a[0].b", {"a": [{}]}, {"a": [{"b": 9}]}),
    ],
)
def test_a_result_is_put_at_its_place_in_a_copy(path: str, document: Any, result: Any) -> None:
    before = repr(document)
    assert ReferencePath(path).put(document, 9) == result
    assert repr(document) == before


@pytest.mark.parametrize(
    ("path", "document"), [("$.a", 1), ("$.a", [1]), ("$.a.b", {"a": "x"}), ("$.a[2]", {"a": [1]}), ("$.a[0]", {})]
)
def test_a_result_that_has_no_place_is_a_failure(path: str, document: Any) -> None:
    with pytest.raises(EvaluationFailure) as failure:
        ReferencePath(path).put(document, 9)
    assert failure.value.error == "States.ResultPathMatchFailure"


@pytest.mark.parametrize("path", ["$.a[*]", "$..a", "$$.a", "$x.a", "$.a[-1]", "a", "$.a[?(@.b)]", "$.a[0:1]"])
def test_a_result_needs_one_place(path: str) -> None:
    with pytest.raises(DefinitionError):
        ReferencePath(path)
