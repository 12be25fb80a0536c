"""Tests for the names of variables."""

import pytest

from aslant.asl.variable import LONGEST_VARIABLE, variable_fault

NO_NAME = "is not a valid variable name. Start it with a letter, and use only letters, digits and _."


@pytest.mark.parametrize("name", ["a", "total", "größe", "x1", "a_b", "A" * LONGEST_VARIABLE, "переменная", "and"])
def test_letters_digits_and_underscores_are_valid(name: str) -> None:
    assert variable_fault(name) == ""


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("states", "is reserved by Step Functions. Choose another name."),
        ("a" * 81, "has 81 characters, but a variable's name can have at most 80. Shorten it."),
        *((name, NO_NAME) for name in ("", "1a", "_a", "top-level", "a b", "a.b", "$a")),
    ],
)
def test_an_invalid_name_is_refused_with_the_reason(name: str, fault: str) -> None:
    assert variable_fault(name) == fault


@pytest.mark.parametrize("name", ["top-level", "a b", "a.b"])
def test_a_name_that_no_expression_can_read_can_be_assigned(name: str) -> None:
    assert variable_fault(name, assigned=True) == ""


@pytest.mark.parametrize("name", ["", "1a", "_a", "$a", "states", "a" * 81])
def test_a_name_that_does_not_start_with_a_letter_cannot_be_assigned(name: str) -> None:
    assert variable_fault(name, assigned=True) == variable_fault(name)
