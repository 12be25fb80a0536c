"""The number of arguments that a function takes."""

from __future__ import annotations

import math

import pytest

from aslant.grammar.arity import Arity


@pytest.mark.parametrize(
    ("arity", "allowed", "words"),
    [
        (Arity(0, 0), [0], "0"),
        (Arity(2, 2), [2], "2"),
        (Arity(1, 3), [1, 2, 3], "1 to 3"),
        (Arity(1, math.inf), [1, 2, 3, 4], "1 or more"),
    ],
)
def test_it_allows_counts_and_says_them_in_words(arity: Arity, allowed: list[int], words: str) -> None:
    assert [count for count in range(5) if arity.allows(count)] == allowed
    assert str(arity) == words
