"""The functions of JSONata in Step Functions."""

from __future__ import annotations

import pytest

from aslant.grammar.jsonata_builtins import FUNCTIONS, REFUSED


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("sum", "1"),
        ("uppercase", "0 to 1"),
        ("substring", "1 to 3"),
        ("replace", "2 to 4"),
        ("reduce", "2 to 3"),
        ("zip", "1 or more"),
        ("millis", "0"),
        ("partition", "2"),
        ("range", "3"),
        ("hash", "2"),
        ("random", "0 to 1"),
        ("uuid", "0"),
        ("parse", "1"),
    ],
)
def test_a_function_tells_how_many_arguments_it_takes(name: str, words: str) -> None:
    assert str(FUNCTIONS[name]) == words


def test_eval_is_refused_and_parse_named_instead() -> None:
    assert "eval" not in FUNCTIONS
    assert "$parse" in REFUSED["eval"]
