"""Intrinsic functions: valid calls, and their arguments."""

from __future__ import annotations

import pytest

from aslant.errors import SyntaxFault
from aslant.grammar.intrinsics import (
    FUNCTIONS,
    Argument,
    IntrinsicCall,
    Literal,
    argument_faults,
    count_faults,
    format_parts,
    parse,
)
from aslant.grammar.jsonpath import JsonPath
from tests.corpus import CORPUS, MISSING
from tests.grammar.strings import intrinsics

PATH = JsonPath("$.a", "$", ("a",), True, True)


def test_a_call_is_a_tree() -> None:
    text = " States.Format('{}-{}', $.a, States.MathAdd($x[0], -1)) "
    assert parse(text) == IntrinsicCall(
        "States.Format",
        (
            Literal("{}-{}", "{}-{}", 15),
            PATH,
            IntrinsicCall(
                "States.MathAdd",
                (JsonPath("$x[0]", "$x", (0,), True, True), Literal(-1, "-1", 51)),
                "States.MathAdd($x[0], -1)",
                29,
            ),
        ),
        "States.Format('{}-{}', $.a, States.MathAdd($x[0], -1))",
        1,
    )


@pytest.mark.parametrize(
    ("written", "argument"),
    [
        ("'x'", Literal("x", "x", 13)),
        ("''", Literal("", "", 13)),
        (r"'it\'s \{\} \\'", Literal("it's {} \\", r"it\'s \{\} \\", 13)),
        ("'a, b) \n\"'", Literal('a, b) \n"', 'a, b) \n"', 13)),
        ("12", Literal(12, "12", 13)),
        ("-1.5e3", Literal(-1500.0, "-1.5e3", 13)),
        ("true", Literal(True, "true", 13)),
        ("null", Literal(None, "null", 13)),
        ("$.a", PATH),
        ("$", JsonPath("$", "$", (), True, True)),
        ("$$.Execution.Name", JsonPath("$$.Execution.Name", "$$", ("Execution", "Name"), True, True)),
        ("$['a,)']", JsonPath("$['a,)']", "$", ("a,)",), True, True)),
        ("States.UUID()", IntrinsicCall("States.UUID", (), "States.UUID()", 13)),
    ],
)
def test_an_argument_is_a_literal_a_path_or_a_call(written: str, argument: Argument) -> None:
    assert parse(f"States.Array({written})").arguments == (argument,)
    assert parse(f"States.Array( {written} ,1)").arguments[1] == Literal(1, "1", 13 + len(written) + 3)


def test_a_path_may_be_any() -> None:
    (argument,) = parse("States.ArrayLength($.list[?(@.a == 'x,' || @.b in [1, 2])]..c)").arguments
    assert isinstance(argument, JsonPath)
    assert argument.text == "$.list[?(@.a == 'x,' || @.b in [1, 2])]..c"


@pytest.mark.parametrize(
    ("text", "at", "rule"),
    [
        ("", 0, "must be written as States.Name("),
        ("States.Format", 0, "must be written as States.Name("),
        ("Format('a')", 0, "must be written as States.Name("),
        ("States.Formt('a')", 0, "the function States.Formt does not exist. Did you mean 'States.Format'?"),
        ("States.Array(States.Uuid())", 13, "Did you mean 'States.UUID'?"),
        ("States.Format('a' 'b')", 18, "or a closing parenthesis is missing"),
        ("States.Array(1", 14, "or a closing parenthesis is missing"),
        ("States.Array(1,)", 15, "an argument must be"),
        ("States.Array(abc)", 13, "an argument must be"),
        ('States.Array("a")', 13, "an argument must be"),
        ("States.Array(1.)", 13, "an argument must be"),
        ("States.Array(TRUE)", 13, "an argument must be"),
        ("States.Format('a", 14, "the closing quote is missing"),
        (r"States.Format('a\n')", 17, "a backslash can only escape"),
        (r"States.Format('a\\\"')", 19, "a backslash can only escape"),
        ("States.UUID() x", 14, "nothing may follow"),
        ("States.UUID())", 13, "nothing may follow"),
    ],
)
def test_an_invalid_call_is_refused_with_its_place_and_rule(text: str, at: int, rule: str) -> None:
    with pytest.raises(SyntaxFault) as refused:
        parse(text)
    assert (refused.value.noun, refused.value.text, refused.value.at) == ("intrinsic", text, at)
    assert rule in refused.value.rule


def test_a_wrong_path_is_a_fault_of_the_path() -> None:
    with pytest.raises(SyntaxFault) as refused:
        parse("States.Array(1, $.a[)")
    assert (refused.value.noun, refused.value.text) == ("path", "$.a[)")


@pytest.mark.parametrize("opens", ["States.Array(", "States.Array(1,", "States.Array($.a[?("])
def test_calls_are_nested_up_to_a_bound(opens: str) -> None:
    with pytest.raises(SyntaxFault):
        parse(opens * 5_000)
    assert parse("States.Array(" * 100 + ")" * 100).name == "States.Array"
    assert len(parse("States.Array(" + "1," * 50_000 + "1)").arguments) == 50_001


@pytest.mark.parametrize(
    ("text", "placeholders"),
    [
        ("States.Format('no place')", 0),
        ("States.Format('Hello {}', $.name)", 1),
        (r"States.Format('{} \{\} { } {{}}', $.a, $.b)", 2),
        ("States.Format($.template)", None),
        ("States.Format(1)", None),
        ("States.Array('{}')", None),
        ("States.Format()", None),
    ],
)
def test_a_format_has_placeholders(text: str, placeholders: int | None) -> None:
    assert parse(text).placeholders == placeholders


def test_a_template_falls_into_parts() -> None:
    assert format_parts(r"a{}\{}\'{b}{}") == ["a", None, "{}'{b}", None, ""]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("States.MathAdd(1, $.a)", []),
        ("States.Array('a', 1, null, true)", []),
        ("States.JsonMerge($.a, $.b, false)", []),
        ("States.Hash($.a, 'SHA-256')", []),
        ("States.Hash(1, $.a)", []),
        ("States.MathAdd(1, '-1')", [(18, "argument 2 of States.MathAdd must be a number, not a string")]),
        ("States.StringSplit(1, true)", [(19, "must be a string, not a number"), (22, "not a boolean")]),
        ("States.ArrayLength('a')", [(19, "argument 1 of States.ArrayLength must be an array, not a string")]),
        ("States.ArrayRange(1, 2, null)", [(24, "must be a number, not null")]),
        (
            "States.JsonMerge($.a, 1, true)",
            [(22, "must be an object"), (25, "argument 3 of States.JsonMerge must be false")],
        ),
        ("States.Hash($.a, 'SHA256')", [(17, "must be one of 'MD5', 'SHA-1', 'SHA-256', 'SHA-384', 'SHA-512'")]),
        ("States.Array(States.MathAdd('a', 1), States.MathAdd(1, true))", [(28, "a string"), (55, "a boolean")]),
    ],
)
def test_a_literal_may_not_fit_its_function(text: str, found: list[tuple[int, str]]) -> None:
    faults = list(argument_faults(text))
    assert not list(count_faults(text))
    assert [fault.at for fault in faults] == [at for at, _ in found]
    assert all(rule in fault.rule for fault, (_, rule) in zip(faults, found, strict=True))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("States.Format('{}', $.a)", []),
        ("States.MathRandom(1, 2)", []),
        ("States.MathRandom(1, 2, 3)", []),
        ("States.MathRandom(1)", [(0, "States.MathRandom takes 2 to 3 arguments, not 1")]),
        ("States.ArrayLength()", [(0, "takes 1 arguments, not 0")]),
        ("States.UUID('x')", [(0, "takes 0 arguments, not 1")]),
        ("States.Format()", [(0, "takes 1 or more arguments, not 0")]),
        ("States.Format('{}')", [(0, "the template has 1 placeholders {} for 0 arguments")]),
        ("States.Format('a', $.b)", [(0, "the template has 0 placeholders {} for 1 arguments")]),
        ("States.MathAdd(1e999, -1e999)", [(15, "too large"), (22, "too large")]),
        ("States.Array(States.MathAdd(1), States.Format('{}'))", [(13, "takes 2"), (32, "1 placeholders")]),
    ],
)
def test_counts_may_not_fit(text: str, found: list[tuple[int, str]]) -> None:
    faults = list(count_faults(text))
    assert [fault.at for fault in faults] == [at for at, _ in found]
    assert all(rule in fault.rule for fault, (_, rule) in zip(faults, found, strict=True))
    assert list(map(str, argument_faults(text))) == list(map(str, faults))


def test_the_table_has_every_function() -> None:
    assert len(FUNCTIONS) == 18
    assert all(name.startswith("States.") for name in FUNCTIONS)
    assert all(len(function.kinds) <= function.arity.most for function in FUNCTIONS.values())


@pytest.mark.skipif(not CORPUS.exists(), reason=MISSING)
def test_every_intrinsic_of_the_recorded_definitions_is_one() -> None:
    found = intrinsics()
    assert len(found) > 80
    for text in found:
        parse(text)
        assert all("placeholders" in fault.rule for fault in argument_faults(text))
