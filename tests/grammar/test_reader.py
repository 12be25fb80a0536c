"""Reading JSONata; what is and what is no expression stands in test_jsonata."""

from __future__ import annotations

import pytest

from aslant.errors import SyntaxFault
from aslant.grammar.reader import read


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


def test_what_stands_in_a_function_is_later() -> None:
    assert [place.is_later for place in read("$map($x, function(){ $y })").free] == [False, False, True]


@pytest.mark.parametrize(
    ("text", "at"), [("a.1 + ", 2), ("a.1 + b)", 7), ("a.1 + b.2", 2), ("a{b: c}{d: 1.e}", 11), ("(a", 2), ("a.(", 3)]
)
def test_a_fault_of_meaning_counts_where_all_else_is_well_written(text: str, at: int) -> None:
    with pytest.raises(SyntaxFault) as refused:
        read(text)
    assert refused.value.at == at
