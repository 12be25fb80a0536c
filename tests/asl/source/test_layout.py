"""How expressions are broken into lines."""

import ast

import pytest

from aslant.asl.source.layout import WIDTH, Bracket, Call, Join, Node, Not, Text, assignment, quoted, wide

LONG = Text(f'"{"x" * 70}"')
NAME = Text("a_name_that_is_rather_long_for_a_state")


def call(*arguments: Node, function: str = "Pass") -> Call:
    return Call(function, [("", argument) for argument in arguments], function)


def items(*entries: Node) -> Bracket:
    return Bracket("[]", [("", entry) for entry in entries])


@pytest.mark.parametrize(
    ("node", "lines"),
    [
        (call(Text("1"), Text("2")), ["x = Pass(1, 2)"]),
        (call(LONG, LONG, function="P"), ["x = P(", f"    {LONG.flat},", f"    {LONG.flat},", ")"]),
        (call(LONG, Text(f'"{"y" * 40}"'), function="P"), ["x = P(", f'    {LONG.flat}, "{"y" * 40}"', ")"]),
        (
            call(Text("a"), items(LONG, LONG)),
            ["x = Pass(", "    a,", "    [", f"        {LONG.flat},", f"        {LONG.flat},", "    ],", ")"],
        ),
        (Join(">>", [NAME, NAME]), [f"x = {NAME.flat} >> {NAME.flat}"]),
        (Join(">>", [NAME] * 3), ["x = (", f"    {NAME.flat}", *[f"    >> {NAME.flat}"] * 2, ")"]),
        (Join(">>", [NAME] * 4), ["x = (", f"    {NAME.flat}", *[f"    >> {NAME.flat}"] * 3, ")"]),
        (Join(">>", [NAME, call(LONG, function="Goto")]), [f"x = {NAME.flat} >> Goto(", f"    {LONG.flat}", ")"]),
        (
            call(Join("&", [Bracket("()", [("", Join("==", [NAME, LONG]))]), Not(call(LONG))]), Text("b")),
            [
                "x = Pass(",
                f"    ({NAME.flat} == {LONG.flat})",
                f"    & ~Pass({LONG.flat}),",
                "    b,",
                ")",
            ],
        ),
        (
            Call("from_dict", [("", items(LONG))], "from_dict", "states", LONG.flat),
            [f"x = from_dict([{LONG.flat}]).states[", f"    {LONG.flat}", "]"],
        ),
        (
            Call("from_dict", [("", items(LONG, LONG))], "from_dict", "states", '"A"'),
            ["x = from_dict(", "    [", f"        {LONG.flat},", f"        {LONG.flat},", "    ],", ').states["A"]'],
        ),
        (Call("f", [("", NAME)], "f", "sync", "", "()"), [f"x = f({NAME.flat}).sync()"]),
        (
            Call("f", [("", LONG), ("", LONG)], "f", "sync", "", "()"),
            ["x = f(", f"    {LONG.flat},", f"    {LONG.flat},", ").sync()"],
        ),
        (
            Call("f", [("", LONG), ("", Text("y" * 31))], "f", "sync", "n=1", "()"),
            [f"x = f({LONG.flat}, {'y' * 31}).sync(", "    n=1", ")"],
        ),
    ],
)
def test_what_does_not_fit_is_opened_from_outside(node: Node, lines: list[str]) -> None:
    written = assignment("x", node)
    assert written == lines
    ast.parse("\n".join(written))
    assert max(map(wide, written)) <= WIDTH


def test_what_cannot_be_broken_stays_long() -> None:
    endless = Text(f'"{"x" * 200}"')
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
