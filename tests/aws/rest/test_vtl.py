import json
from typing import Any

import pytest

from aslant.aws.rest.vtl import Preamble, Ref, escaped, is_text, literal, parse_input, parse_text
from tests.aws.rest.evaluation import apply


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("$request.header.x", (Ref("request.header.x"),)),
        ("${request.path.id}", (Ref("request.path.id"),)),
        ("a ${ $request.path.id }b${context.x}", ("a ", Ref("request.path.id"), "b", Ref("context.x"))),
        ("fixed", ("fixed",)),
        ("", ()),
    ],
)
def test_a_mapping_value_has_parts(text: str, parts: tuple[Any, ...]) -> None:
    assert parse_text(text) == parts


@pytest.mark.parametrize(
    ("value", "parsed"),
    [
        ("$request.body", Ref("request.body")),
        ('["${a.b}", ${a.b}, "$x", "\\"${"]', [(Ref("a.b"),), Ref("a.b"), "$x", ('"${',)]),
        ({"a": ["$a.b", "x${a.b}", "x", 1, None]}, {"a": [Ref("a.b"), ("x", Ref("a.b")), "x", 1, None]}),
    ],
)
def test_an_input_has_values_where_json_has_them(value: Any, parsed: Any) -> None:
    assert parse_input(value) == parsed


@pytest.mark.parametrize("text", ["a", "it's", "'; $x", "#if", "\\", "a\nb", 'say "x"', "🍍", ""])
def test_a_text_is_compared_exactly(text: str) -> None:
    template = f"#set($x = $input.path('$.x'))#if({is_text('$x', text)})same#{{else}}other#end"

    assert apply(template, json.dumps({"x": text})).text == "same"
    assert apply(template, json.dumps({"x": f"{text} "})).text == "other"


def test_fixed_text_has_nothing_that_velocity_reads() -> None:
    assert literal('a$b#c\\d"e\n') == r"a\u0024b\u0023c\u005cd\u0022e\n"


def test_a_value_is_escaped_as_the_guide_says_once_for_each_json_around_it() -> None:
    assert escaped("$x") == """$util.escapeJavaScript($x).replaceAll("\\\\'","'")"""
    assert escaped("$x", 2) == f"""$util.escapeJavaScript({escaped("$x")}).replaceAll("\\\\'","'")"""


def test_a_preamble_reads_each_value_once_and_prints_nothing() -> None:
    preamble = Preamble()

    assert [preamble.text(Ref(name)) for name in ("context.a", "context.b", "context.a")] == ["$v0", "$v1", "$v0"]
    assert preamble.json(Ref("request.body.a")) == "$v2"
    assert preamble.json(Ref("request.bodyguard")) is None
    assert apply(str(preamble)).text == ""
