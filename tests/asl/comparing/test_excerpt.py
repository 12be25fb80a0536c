"""Tests for excerpts of long strings."""

from __future__ import annotations

import doctest

import pytest

from aslant.asl.comparing import excerpt
from aslant.asl.comparing.excerpt import excerpts, shortened

A, B, C = "a" * 50, "b" * 50, "c" * 50


@pytest.mark.parametrize(
    ("old", "new", "width", "shown"),
    [
        ("same", "same", 10, ("same", "same")),
        ("short", "other", 10, ("short", "other")),
        (A, A + "!", 60, (A, A + "!")),
        ("1" + A, "2" + A, 30, ("1" + "a" * 28 + "…", "2" + "a" * 28 + "…")),
        (A + "1" + B, A + "2" + B, 30, (f"…{'a' * 20}1{'b' * 7}…", f"…{'a' * 20}2{'b' * 7}…")),
        (A + "1", A + "2", 30, (f"…{'a' * 28}1", f"…{'a' * 28}2")),
        (A, A + B, 30, (f"…{'a' * 29}", f"…{'a' * 20}{'b' * 8}…")),
        ("", B, 30, ("", f"{'b' * 29}…")),
        (A + "1", "short", 30, (f"{'a' * 29}…", "short")),
    ],
)
def test_both_strings_are_cut_around_the_first_difference(
    old: str, new: str, width: int, shown: tuple[str, str]
) -> None:
    assert excerpts(old, new, width) == shown
    assert max(map(len, excerpts(old, new, width))) <= width


@pytest.mark.parametrize(("text", "width", "shown"), [("abc", 3, "abc"), ("abcd", 3, "ab…"), ("", 3, "")])
def test_a_single_string_is_cut_at_its_end(text: str, width: int, shown: str) -> None:
    assert shortened(text, width) == shown


def test_the_example_in_the_docstring_is_correct() -> None:
    assert doctest.testmod(excerpt).failed == 0
