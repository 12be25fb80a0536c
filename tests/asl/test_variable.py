"""The names of variables."""

import pytest

from aslant.asl.variable import LONGEST_VARIABLE, variable_fault

NO_NAME = "is no name of a variable, which has letters, digits and _ and starts with a letter; rename it"


@pytest.mark.parametrize("name", ["a", "total", "größe", "x1", "a_b", "A" * LONGEST_VARIABLE, "переменная", "and"])
def test_letters_digits_and_underscores_are_a_name(name: str) -> None:
    assert variable_fault(name) == ""


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("states", "is the name that Step Functions keeps for itself; choose another"),
        ("a" * 81, "has 81 characters, and a variable's name at most 80; shorten it"),
        *((name, NO_NAME) for name in ("", "1a", "_a", "top-level", "a b", "a.b", "$a")),
    ],
)
def test_what_is_no_name_says_why(name: str, fault: str) -> None:
    assert variable_fault(name) == fault


@pytest.mark.parametrize("name", ["top-level", "a b", "a.b"])
def test_what_nothing_can_read_can_be_assigned(name: str) -> None:
    assert variable_fault(name, assigned=True) == ""


@pytest.mark.parametrize("name", ["", "1a", "_a", "$a", "states", "a" * 81])
def test_what_starts_with_no_letter_cannot_be_assigned(name: str) -> None:
    assert variable_fault(name, assigned=True) == variable_fault(name)
