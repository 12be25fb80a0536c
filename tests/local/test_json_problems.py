"""What is wrong with a string that is not valid JSON, in the words of AWS's parser."""

from __future__ import annotations

import pytest

from aslant.local.json_problems import JsonProblem, read_json

VALUES = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')"


@pytest.mark.parametrize(
    ("text", "message", "place"),
    [
        ("not a definition", f"Unrecognized token 'not': was expecting {VALUES}", "line: 1, column: 4"),
        (
            "{'a': 1}",
            "Unexpected character (''' (code 39)): was expecting double-quote to start field name",
            "line: 1, column: 2",
        ),
        (
            '{"a"\n 1}',
            "Unexpected character ('1' (code 49)): was expecting a colon to separate field name and value",
            "line: 2, column: 2",
        ),
        (
            '{"a": 1 "b": 2}',
            "Unexpected character ('\"' (code 34)): was expecting comma to separate entries",
            "line: 1, column: 9",
        ),
        ("[1, ]", f"Unexpected character (']' (code 93)): expected a valid value {VALUES}", "line: 1, column: 5"),
        (
            '{"a": 1, }',
            "Unexpected character ('}' (code 125)): was expecting double-quote to start field name",
            "line: 1, column: 10",
        ),
        ('{"a": ', "Unexpected end-of-input", "line: 1, column: 7"),
        ("", "Unexpected end-of-input", "line: 1, column: 1"),
        ("{} {}", f"Unexpected character ('{{' (code 123)): expected a valid value {VALUES}", "line: 1, column: 4"),
        ("NaN", "NaN is not a JSON number", "line: 1, column: 1"),
        ("1e999", "the number 1e999 is out of range", "line: 1, column: 1"),
        ("[" * 100_000, "Document nesting depth is too large", "line: 1, column: 1"),
    ],
)
def test_the_problem_and_its_place_are_reported(text: str, message: str, place: str) -> None:
    with pytest.raises(JsonProblem) as refused:
        read_json(text)
    assert refused.value.message == str(refused.value) == message
    assert refused.value.place.endswith(f"; {place}]")


def test_a_place_shows_the_start_of_a_long_source() -> None:
    with pytest.raises(JsonProblem) as refused:
        read_json("[" + "1," * 500)
    assert refused.value.place.startswith('[Source: (String)"[1,1,')
    assert "[truncated 501 chars]" in refused.value.place


def test_valid_json_is_returned() -> None:
    assert read_json(' {"a": [1.5, null, true]} ') == {"a": [1.5, None, True]}
