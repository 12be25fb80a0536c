"""The tokens of JSONata."""

from __future__ import annotations

import pytest

from aslant.errors import SyntaxFault
from aslant.grammar.jsonata_tokens import TokenStream


def read(text: str, *, after_value: bool = True) -> list[tuple[str, str, int]]:
    tokens = TokenStream(text)
    found = []
    while tokens.kind != "(end)":
        found.append((tokens.kind, tokens.value, tokens.at))
        tokens.advance(after_value=after_value)
    return found


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("abc", "(name)", "abc"),
        ("é_1'\"", "(name)", "é_1'\""),
        ("`a b`", "(name)", "a b"),
        ("$abc", "(variable)", "abc"),
        ("$", "(variable)", ""),
        ("$$", "(variable)", "$"),
        ("'a\"b'", "(string)", 'a"b'),
        (r'"\"\\\/\b\f\n\r\t\u00e9"', "(string)", r"\"\\\/\b\f\n\r\t\u00e9"),
        ("0", "(number)", "0"),
        ("12.50e+3", "(number)", "12.50e+3"),
        ("true", "(value)", "true"),
        ("null", "(value)", "null"),
        ("nullable", "(name)", "nullable"),
        ("and", "and", "and"),
        ("android", "(name)", "android"),
        ("/a\\/[/]b/im", "(regex)", "a\\/[/]b"),
        (" /* a */\t/**/ x", "(name)", "x"),
        *[(operator, operator, operator) for operator in (".", "..", ":=", "!=", "<=", "**", "~>", "?", "|")],
    ],
)
def test_a_word_has_a_kind_and_a_value(text: str, kind: str, value: str) -> None:
    tokens = TokenStream(text)
    assert (tokens.kind, tokens.value) == (kind, value)
    tokens.advance()
    assert tokens.kind == "(end)"


def test_tokens_follow_each_other() -> None:
    assert read("a.b[0]:=$c /* x */ ~>d/e") == [
        ("(name)", "a", 0),
        (".", ".", 1),
        ("(name)", "b", 2),
        ("[", "[", 3),
        ("(number)", "0", 4),
        ("]", "]", 5),
        (":=", ":=", 6),
        ("(variable)", "c", 8),
        ("~>", "~>", 19),
        ("(name)", "d", 21),
        ("/", "/", 22),
        ("(name)", "e", 23),
    ]


def test_a_slash_divides_only_after_a_value() -> None:
    assert read("a/b/c", after_value=False)[1] == ("(regex)", "b", 1)


@pytest.mark.parametrize(
    ("text", "at", "rule"),
    [
        ('"a', 0, "the closing quote of the string is missing"),
        ("'it\\'s'", 3, "a string cannot have the escape `\\'`"),
        (r'"\x41"', 1, r"cannot have the escape `\x`"),
        (r'"\u12"', 1, "followed by four hexadecimal digits"),
        ("`a", 0, "the closing backtick"),
        ("/* a", 0, "the closing */ of the comment"),
        ("/a", 0, "the closing slash of the regular expression"),
        ("/(a/", 0, "the closing slash of the regular expression"),
        ("//", 0, "cannot be empty"),
        ("/a/ii", 3, "each once"),
        ("1e999", 0, "too large"),
        ("!", 0, "the operator `!` does not exist"),
        ("~", 0, "the operator `~` does not exist"),
    ],
)
def test_what_is_not_a_token_is_refused(text: str, at: int, rule: str) -> None:
    with pytest.raises(SyntaxFault) as refused:
        TokenStream(text)
    assert refused.value.at == at
    assert rule in refused.value.rule
