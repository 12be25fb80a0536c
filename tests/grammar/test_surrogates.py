"""Lone surrogates in paths, intrinsic functions and expressions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from aslant.errors import SyntaxFault
from aslant.grammar import intrinsics, jsonata, jsonpath
from aslant.grammar.surrogates import escape_surrogates, join_surrogates, refuse_surrogates

RULE = "is half of a surrogate pair, not a character. Write the whole character."


@pytest.mark.parametrize(
    ("parse", "text", "noun", "at"),
    [
        (jsonpath.parse, "$.a\ud800", "path", 3),
        (jsonpath.parse, "$['\ud800']", "path", 3),
        (jsonpath.parse, "$[?(@.a == '\ud800')]", "path", 12),
        (jsonpath.parse, "$\ud800", "path", 1),
        (intrinsics.parse, "States.Format('\ud800')", "intrinsic", 15),
        (intrinsics.parse, "States.JsonToString($.\ud800)", "intrinsic", 22),
        (jsonata.parse, "'\ud800'", "expression", 1),
        (jsonata.parse, "$\ud800", "expression", 1),
        (jsonata.parse, "a.`\ud800`", "expression", 3),
        (jsonata.parse, "$match('a', /\ud800/)", "expression", 13),
        (jsonata.parse, "/* \ud800 */ 1", "expression", 3),
    ],
)
def test_a_lone_surrogate_is_refused_in_every_grammar(
    parse: Callable[[str], Any], text: str, noun: str, at: int
) -> None:
    with pytest.raises(SyntaxFault) as refused:
        parse(text)
    assert str(refused.value) == f"the {noun} {text!r} is wrong at character {at + 1}: U+D800 {RULE}"


@pytest.mark.parametrize(
    ("parse", "text"),
    [
        (jsonpath.parse, "$['😀']"),
        (jsonpath.parse, "$['\ud83d\ude00']"),
        (intrinsics.parse, "States.Format('😀')"),
        (jsonata.parse, "'😀'"),
        (jsonata.parse, r"'\ud83d\ude00'"),
    ],
)
def test_a_character_outside_the_basic_plane_is_accepted(parse: Callable[[str], Any], text: str) -> None:
    parse(text)


def test_the_second_half_of_a_pair_is_refused_as_well() -> None:
    with pytest.raises(SyntaxFault, match=r"U\+DFFF is half of a surrogate pair"):
        refuse_surrogates("path", "$.\udfff")


def test_a_lone_surrogate_in_json_text_becomes_its_escape() -> None:
    assert escape_surrogates('{"é😀\ud800":"\udfff"}') == '{"é😀\\ud800":"\\udfff"}'


def test_a_pair_of_surrogates_is_joined() -> None:
    assert join_surrogates("é\ud83d\ude00\ud800") == "é😀\ud800"
