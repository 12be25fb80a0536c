"""JSONPath: valid paths, their roots and their steps."""

from __future__ import annotations

from typing import Any

import pytest

from aslant.errors import DefinitionError, SyntaxFault
from aslant.grammar.jsonpath import Descend, Filtered, JsonPath, Many, Members, Slice, Wildcard, parse
from aslant.grammar.jsonpath_filters import Comparison, Constant
from tests.corpus import CORPUS, MISSING
from tests.grammar.strings import paths


@pytest.mark.parametrize(
    ("text", "root", "steps"),
    [
        ("$", "$", ()),
        ("$.a", "$", ("a",)),
        ("$.a.b-c._d.0e.Ж中", "$", ("a", "b-c", "_d", "0e", "Ж中")),
        ("$.order.items[0]", "$", ("order", "items", 0)),
        ("$.a[0].b[12]", "$", ("a", 0, "b", 12)),
        ("$[0]", "$", (0,)),
        ("$[0][1]", "$", (0, 1)),
        ("$['a']", "$", ("a",)),
        ('$["a b"].c', "$", ("a b", "c")),
        ("$['it\\'s']['x.y']", "$", ("it's", "x.y")),
        ("$[ 'a' ][ 0 ]", "$", ("a", 0)),
        ("$.['a']", "$", ("a",)),
        ("$.[0].a", "$", (0, "a")),
        ("$.a:b/c@d", "$", ("a:b/c@d",)),
        # The ASL specification's own examples of Reference Paths.
        (r"$.store\.book", "$", ("store.book",)),
        (r"$.\stor\e.boo\k", "$", ("store", "book")),
        (r"$.foo.\.bar", "$", ("foo", ".bar")),
        (r"$.foo\@bar.baz\[\[.\?pretty", "$", ("foo@bar", "baz[[", "?pretty")),
        ("$.&Ж中.\ud800\udf46", "$", ("&Ж中", "\ud800\udf46")),
        ("$.ledgers[0][22][315].foo", "$", ("ledgers", 0, 22, 315, "foo")),
        # The context object and variables.
        ("$$", "$$", ()),
        ("$$.Map.Item.Value", "$$", ("Map", "Item", "Value")),
        ("$$['a']", "$$", ("a",)),
        ("$x", "$x", ()),
        ("$x.y", "$x", ("y",)),
        ("$x[0].y", "$x", (0, "y")),
        ("$größe.y", "$größe", ("y",)),
        ("  $.a ", "$", ("a",)),
    ],
)
def test_a_reference_path_names_one_place(text: str, root: str, steps: tuple[Any, ...]) -> None:
    path = parse(text)
    assert (path.root, path.steps, path.definite, path.reference) == (root, steps, True, True)
    assert path.text == text.strip()


def test_an_index_from_the_end_selects_one_value_but_is_no_reference() -> None:
    path = parse("$.a[-1]")
    assert (path.steps, path.definite, path.reference) == (("a", -1), True, False)


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("$.*", (Wildcard(),)),
        ("$[*]", (Wildcard(),)),
        ("$.[*]", (Wildcard(),)),
        ("$.a[ * ].b", ("a", Wildcard(), "b")),
        ("$..a", (Descend(), "a")),
        ("$.a..b", ("a", Descend(), "b")),
        ("$..*", (Descend(), Wildcard())),
        ("$..[0]", (Descend(), 0)),
        ("$..['a']", (Descend(), "a")),
        ("$[0,2]", (Many((0, 2)),)),
        ("$[0, -2]", (Many((0, -2)),)),
        ("$['a','b'].c", (Many(("a", "b")), "c")),
        ("$.[*].['a', 'b']", (Wildcard(), Members(("a", "b")))),
        ("$[1:3]", (Slice(1, 3),)),
        ("$[1:]", (Slice(1, None),)),
        ("$[:-1]", (Slice(None, -1),)),
        ("$[ 0 : 9 ]", (Slice(0, 9),)),
        ("$[?(@.a == 1)].b", (Filtered(Comparison("==", JsonPath("@.a", "@", ("a",), True, True), Constant(1))), "b")),
    ],
)
def test_any_other_path_may_name_many(text: str, steps: tuple[Any, ...]) -> None:
    path = parse(text)
    assert (path.steps, path.definite, path.reference) == (steps, False, False)


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("$['a','b']", (Members(("a", "b")),)),
        ('$.x[0][ "a" , "b" ]', ("x", 0, Members(("a", "b")))),
        ("$.x.['a','it\\'s']", ("x", Members(("a", "it's")))),
    ],
)
def test_a_union_of_names_at_the_end_selects_one_object_but_is_no_reference(text: str, steps: tuple[Any, ...]) -> None:
    path = parse(text)
    assert (path.steps, path.definite, path.reference) == (steps, True, False)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (r"$['it\'s']", "it's"),
        (r'$["say \"so\""]', 'say "so"'),
        (r"$['back\\slash']", r"back\slash"),
        (r"""$['say \"so\"']""", r"say \"so\""),
        (r"""$["it\'s"]""", r"it\'s"),
        (r"$['tab\t']", r"tab\t"),
    ],
)
def test_a_quoted_name_escapes_its_quote_and_the_backslash_alone(text: str, name: str) -> None:
    assert parse(text).steps == (name,)


@pytest.mark.parametrize(("text", "name"), [("$x.y", "x"), ("$x", "x"), ("$.x", None), ("$$.x", None), ("$", None)])
def test_a_path_tells_its_variable(text: str, name: str | None) -> None:
    assert parse(text).variable == name


@pytest.mark.parametrize(
    ("text", "at", "rule"),
    [
        ("", 0, "must start with $"),
        ("a", 0, "must start with $"),
        (".guid", 0, "must start with $"),
        ("()", 0, "must start with $"),
        ("@.a", 0, "must start with $"),
        ("States.UUID()", 0, "must start with $"),
        ("$.", 2, "must follow the dot"),
        ("$..", 3, "must follow the dot"),
        ("$...a", 3, "must follow the dot"),
        ("$.a..", 5, "must follow the dot"),
        ("$. a", 2, "must follow the dot"),
        ("$.'a'", 2, "must follow the dot"),
        ("$.a b", 3, "a step must start with"),
        ("$x-y", 2, "a step must start with"),
        ("$$$", 2, "a step must start with"),
        ("$1", 1, "a step must start with"),
        ("$.a]", 3, "a step must start with"),
        ("$.a[", 4, "brackets must contain"),
        ("$.a[]", 4, "brackets must contain"),
        ("$.a[b]", 4, "brackets must contain"),
        ("$.a[0,]", 6, "brackets must contain"),
        ("$[(@.length-1)]", 2, "brackets must contain"),
        ("$.a[0", 5, "the closing bracket is missing"),
        ("$.a[0 1]", 6, "the closing bracket is missing"),
        ("$.a[" + "9" * 5000 + "]", 22, "the closing bracket is missing"),
        ("$.a['x]", 4, "the closing quote is missing"),
        ("$.a['x' 'y']", 8, "the closing bracket is missing"),
        ("$.a[1:2:0]", 7, "a slice cannot have a step"),
        ("$.a[1::2]", 6, "a slice cannot have a step"),
        ("$.a[::2]", 4, "a slice must have an index"),
        ("$.a[:]", 4, "a slice must have an index"),
        ("$.a['x',\"y\"]", 8, "names in the same kind of quotes, or only indices"),
        ("$.a['x',0]", 8, "names in the same kind of quotes, or only indices"),
        ("$.a[0,'x']", 6, "names in the same kind of quotes, or only indices"),
        ("$.a.length()", 10, "paths cannot have functions"),
        ("$.store.book[?(@.price < 10)", 28, "the closing bracket is missing"),
    ],
)
def test_an_invalid_path_is_refused_with_its_place_and_rule(text: str, at: int, rule: str) -> None:
    with pytest.raises(SyntaxFault) as refused:
        parse(text)
    assert isinstance(refused.value, DefinitionError)
    assert (refused.value.noun, refused.value.text, refused.value.at) == ("path", text, at)
    assert rule in refused.value.rule


def test_a_message_says_the_place_and_shows_no_more_than_the_neighbourhood() -> None:
    with pytest.raises(SyntaxFault) as short:
        parse("$.a b")
    assert str(short.value) == "the path '$.a b' is wrong at character 4: a step must start with `.` or `[`"
    with pytest.raises(SyntaxFault) as long:
        parse("$." + "a" * 9_000 + " b" + "c" * 9_000)
    assert str(long.value) == (
        f"the path '…{'a' * 100} b{'c' * 98}…' is wrong at character 9003: a step must start with `.` or `[`"
    )


def test_a_long_path_costs_no_recursion() -> None:
    assert len(parse("$" + "[0].a" * 50_000).steps) == 100_000
    assert len(parse("$" + "..a" * 50_000).steps) == 100_000


@pytest.mark.skipif(not CORPUS.exists(), reason=MISSING)
def test_every_path_of_the_recorded_definitions_is_one() -> None:
    found = paths()
    assert len(found) > 500
    for text in found:
        parse(text)
