"""Tests for the width of text and for line breaks."""

import pytest

from aslant.draw.measure import text_width, wrapped


@pytest.mark.parametrize(
    ("narrow", "wide"),
    [("", "i"), ("iiii", "mmmm"), ("abc", "ABC"), ("order", "order 2"), ("ab", "漢字"), ("abc", "🍕🍕🍕")],
)
def test_the_width_of_text_is_the_sum_of_its_characters(narrow: str, wide: str) -> None:
    assert text_width(narrow) < text_width(wide)


def test_a_combining_mark_has_no_width() -> None:
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
def test_a_line_is_broken_at_natural_places(text: str, lines: list[str]) -> None:
    assert wrapped(text, 100) == lines
    assert all(text_width(line) <= 105 for line in lines)


def test_a_character_that_is_too_wide_is_alone_on_its_line() -> None:
    assert wrapped("ab", 1) == ["a", "b"]
