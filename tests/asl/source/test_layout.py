"""The layout of expressions in lines."""

import ast

import pytest

from aslant.asl.source.layout import (
    WIDTH,
    Bracket,
    CallExpression,
    JoinedExpression,
    NotExpression,
    PlainExpression,
    PythonExpression,
    assignment,
    quoted,
    wide,
)

LONG = PlainExpression(f'"{"x" * 70}"')
NAME = PlainExpression("a_name_that_is_rather_long_for_a_state")


def call(*arguments: PythonExpression, function: str = "Pass") -> CallExpression:
    return CallExpression(function, [("", argument) for argument in arguments], function)


def items(*entries: PythonExpression) -> Bracket:
    return Bracket("[]", [("", entry) for entry in entries])


@pytest.mark.parametrize(
    ("node", "lines"),
    [
        (call(PlainExpression("1"), PlainExpression("2")), ["x = Pass(1, 2)"]),
        (call(LONG, LONG, function="P"), ["x = P(", f"    {LONG.flat},", f"    {LONG.flat},", ")"]),
        (call(LONG, PlainExpression(f'"{"y" * 40}"'), function="P"), ["x = P(", f'    {LONG.flat}, "{"y" * 40}"', ")"]),
        (
            call(PlainExpression("a"), items(LONG, LONG)),
            ["x = Pass(", "    a,", "    [", f"        {LONG.flat},", f"        {LONG.flat},", "    ],", ")"],
        ),
        (JoinedExpression(">>", [NAME, NAME]), [f"x = {NAME.flat} >> {NAME.flat}"]),
        (JoinedExpression(">>", [NAME] * 3), ["x = (", f"    {NAME.flat}", *[f"    >> {NAME.flat}"] * 2, ")"]),
        (JoinedExpression(">>", [NAME] * 4), ["x = (", f"    {NAME.flat}", *[f"    >> {NAME.flat}"] * 3, ")"]),
        (
            JoinedExpression(">>", [NAME, call(LONG, function="Goto")]),
            [f"x = {NAME.flat} >> Goto(", f"    {LONG.flat}", ")"],
        ),
        (
            call(
                JoinedExpression(
                    "&", [Bracket("()", [("", JoinedExpression("==", [NAME, LONG]))]), NotExpression(call(LONG))]
                ),
                PlainExpression("b"),
            ),
            [
                "x = Pass(",
                f"    ({NAME.flat} == {LONG.flat})",
                f"    & ~Pass({LONG.flat}),",
                "    b,",
                ")",
            ],
        ),
        (
            CallExpression("from_dict", [("", items(LONG))], "from_dict", "states", LONG.flat),
            [f"x = from_dict([{LONG.flat}]).states[", f"    {LONG.flat}", "]"],
        ),
        (
            CallExpression("from_dict", [("", items(LONG, LONG))], "from_dict", "states", '"A"'),
            ["x = from_dict(", "    [", f"        {LONG.flat},", f"        {LONG.flat},", "    ],", ').states["A"]'],
        ),
        (CallExpression("f", [("", NAME)], "f", "sync", "", "()"), [f"x = f({NAME.flat}).sync()"]),
        (
            CallExpression("f", [("", LONG), ("", LONG)], "f", "sync", "", "()"),
            ["x = f(", f"    {LONG.flat},", f"    {LONG.flat},", ").sync()"],
        ),
        (
            CallExpression("f", [("", LONG), ("", PlainExpression("y" * 31))], "f", "sync", "n=1", "()"),
            [f"x = f({LONG.flat}, {'y' * 31}).sync(", "    n=1", ")"],
        ),
    ],
)
def test_what_does_not_fit_is_opened_from_outside(node: PythonExpression, lines: list[str]) -> None:
    written = assignment("x", node)
    assert written == lines
    ast.parse("\n".join(written))
    assert max(map(wide, written)) <= WIDTH


def test_what_cannot_be_broken_stays_long() -> None:
    endless = PlainExpression(f'"{"x" * 200}"')
    assert assignment("x", call(endless)) == ["x = Pass(", f"    {endless.flat},", ")"]
    assert assignment("x", call(function=f"{'f' * 130}")) == [f"x = {'f' * 130}()"]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("plain", '"plain"'),
        ("it's", '"it\'s"'),
        ('say "hi"', "'say \"hi\"'"),
        ("one ' one \"", '"one \' one \\""'),
        ("a\\b\n\t\0", '"a\\\\b\\n\\t\\x00"'),
        ("größe 漢字", '"größe 漢字"'),
        ("\u200b\u202e", '"\\u200b\\u202e"'),
        ("\ud800", '"\\ud800"'),
    ],
)
def test_text_is_quoted_as_a_formatter_leaves_it(text: str, source: str) -> None:
    assert quoted(text) == source
    assert ast.literal_eval(source) == text


def test_wide_letters_take_two_columns() -> None:
    assert [wide(text) for text in ("abc", "größe", "漢字", "e\u0301")] == [3, 5, 4, 1]
