"""How wide text is, and where it is broken."""

import pytest

from aslant.draw.measure import text_width, wrapped


@pytest.mark.parametrize(
    ("narrow", "wide"),
    [("", "i"), ("iiii", "mmmm"), ("abc", "ABC"), ("order", "order 2"), ("ab", "漢字"), ("abc", "🍕🍕🍕")],
)
def test_text_is_as_wide_as_its_characters(narrow: str, wide: str) -> None:
    assert text_width(narrow) < text_width(wide)


def test_a_mark_over_a_letter_takes_no_room() -> None:
    assert text_width("e\u0301") == text_width("e")


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", []),
        ("short", ["short"]),
        ("Get Process Completion Statuses", ["Get Process", "Completion", "Statuses"]),
        ("a DynamoDB.ConditionalCheckFailed b", ["a DynamoDB.", "Conditional", "CheckFailed b"]),
        ("states:startExecution.sync", ["states:start", "Execution.", "sync"]),
        ("x" * 40, ["x" * 13, "x" * 13, "x" * 13, "x"]),
        ("call ↻\N{NO-BREAK SPACE}3", ["call ↻\N{NO-BREAK SPACE}3"]),
    ],
)
def test_a_line_is_broken_where_people_would(text: str, lines: list[str]) -> None:
    assert wrapped(text, 100) == lines
    assert all(text_width(line) <= 105 for line in lines)


def test_a_character_that_is_too_wide_stands_alone() -> None:
    assert wrapped("ab", 1) == ["a", "b"]
