"""Tests for reading text: the document, the positions of its parts, and syntax errors."""

from __future__ import annotations

import json

import pytest

from aslant.asl.reading.reader import loads
from aslant.asl.reading.text import Duplicate, Format, TextError, read
from tests.corpus import CORPUS, MISSING

JSON_TEXT = """{
  "StartAt": "A",
  "States": {
    "A": {"Type": "Pass", "Result": [1, {"x": {}}], "a/b": 1, "c~d": [], "\\u00e9\\"": 2,
          "Next": "B"},
    "B": {"Type": "Succeed"}
  }
}
"""


@pytest.mark.parametrize(
    ("location", "position"),
    [
        ("/StartAt", (2, 3)),
        ("/States/A", (4, 5)),
        ("/States/A/Next", (5, 11)),
        ("/States/A/Result", (4, 27)),
        ("/States/A/Result/0", (4, 38)),
        ("/States/A/Result/1/x", (4, 42)),
        ("/States/A/a~1b", (4, 53)),
        ("/States/A/c~0d", (4, 63)),
        ('/States/A/é"', (4, 74)),
        ("/States/B/Type", (6, 11)),
        # A missing part has the position of its nearest existing parent.
        ("", (1, 1)),
        ("/", (1, 1)),
        ("/States/A/Result/7", (4, 27)),
        ("/States/C/Next", (3, 3)),
    ],
)
def test_the_position_of_a_member_is_that_of_its_name(location: str, position: tuple[int, int]) -> None:
    assert read(JSON_TEXT).position(location) == position


@pytest.mark.parametrize(
    ("text", "duplicates"),
    [
        ('{"a": 1}', []),
        ('{"a": 1,\n "a": 2,\n "a": 3}', [Duplicate(("a",), 2, 2, 1), Duplicate(("a",), 3, 2, 2)]),
        ('[{}, {"b": {"c/d": 1,\n "c/d": 1}}]', [Duplicate((1, "b", "c/d"), 2, 2, 1)]),
        ('{"\\u0061": 1, "a": 2}', [Duplicate(("a",), 1, 15, 1)]),
        ('{"a": {"x": 1}, "b": {"x": 1}, "c": ["a", "a"]}', []),
    ],
)
def test_duplicate_members_are_reported(text: str, duplicates: list[Duplicate]) -> None:
    assert read(text).duplicates == duplicates


def test_the_later_duplicate_counts() -> None:
    assert read('{"a": 1, "a": 2}').document == {"a": 2}


@pytest.mark.parametrize("text", ['{"a": {"b": 1}, "c": [{"b": 2}]}', "a: {b: 1}\nc: {b: 2}", "[]"])
def test_text_without_duplicates_is_unique(text: str) -> None:
    assert read(text).unique() == read(text).document


@pytest.mark.parametrize(
    ("text", "line", "column", "member", "first"),
    [
        ('{"a": 1,\n "a": 2}', 2, 2, "/a", 1),
        ('{"a": [{"b/c": 1, "b/c": 1}]}', 1, 19, "/a/0/b~1c", 1),
        ('{"a": 1, "\\u0061": 1, "a": 1}', 1, 10, "/a", 1),
        ("a: 1\nb: 2\na: 3\n", 3, 1, "/a", 1),
    ],
)
def test_unique_refuses_duplicate_members(text: str, line: int, column: int, member: str, first: int) -> None:
    problem = f"{member} is already defined at line {first}, and one of them would be lost"
    for refuse in (read(text).unique, lambda: loads(text)):
        with pytest.raises(TextError) as refused:
            refuse()
        assert refused.value.problem == f"{problem}. Rename or remove one."
        assert str(refused.value) == f"line {line}, column {column}: {refused.value.problem}"


@pytest.mark.parametrize(
    ("text", "format"),
    [
        ("{}", "json"),
        (" \n[]", "json"),
        ("\ufeff{}", "json"),
        (b"\xef\xbb\xbf{}", "json"),
        ("a: 1", "yaml"),
        ("1", "yaml"),
    ],
)
def test_text_that_begins_like_json_is_json_and_other_text_is_yaml(text: str | bytes, format: Format) -> None:
    assert read(text).format == format


def test_an_explicit_format_is_used() -> None:
    assert read("{a: 1}", format="yaml").document == {"a": 1}
    with pytest.raises(TextError):
        read("a: 1", format="json")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"a": 1,}', "line 1, column 8: this is not valid JSON: {}. Remove the trailing comma."),
        ("[1,\n 2,\n]", "line 2, column 3: this is not valid JSON: {}. Remove the trailing comma."),
        ("{'a': 1}", "line 1, column 2: this is not valid JSON: {}. Put strings and names in double quotes."),
        ("{\"a\": 'b'}", "line 1, column 7: this is not valid JSON: {}. Put strings and names in double quotes."),
        ("{a: 1}", 'line 1, column 2: this is not valid JSON: {}. Write "a".'),
        ('{"a": True}', "line 1, column 7: this is not valid JSON: {}. Write true."),
        ('{"a": None}', "line 1, column 7: this is not valid JSON: {}. Write null."),
        ('{"a": 1\n "b": 2}', "line 2, column 2: this is not valid JSON: {}. Put a comma before it."),
        (
            '{"a": "b\nc"}',
            "line 1, column 9: this is not valid JSON: {}. In a string, write a line break as \\n and a tab as \\t.",
        ),
        ('{"a": "\\d"}', "line 1, column 8: this is not valid JSON: {}. Write a backslash as \\\\."),
        (
            "{} {}",
            "line 1, column 4: this is not valid JSON: {}. A file must hold one definition, which ends before this.",
        ),
        *(
            (
                text,
                f"line 1, column {column}: this is not valid JSON: {{}}. JSON has no comments. Use a Comment field, or "
                "write the definition in YAML.",
            )
            for text, column in (("// a\n{}", 1), ("/* a */ {}", 1), ('{"a": 1, # b\n}', 10), ('{"a": 1 // b\n}', 9))
        ),
        ('{"a": 1e999}', "1e999 is too large for a number"),
        (f'{{"a": 1, "b": 1{"0" * 5000}}}', "line 1, column 15: this number has too many digits"),
        ("", "line 1, column 1: the text is empty. A definition is an object with StartAt and States."),
        ("[" * 100_000, "this JSON is nested too deeply to read"),
    ],
)
def test_a_syntax_error_has_a_position_and_a_repair(text: str, message: str) -> None:
    with pytest.raises(TextError) as refused:
        read(text)
    before, _, after = message.partition("{}")
    said = str(refused.value)
    assert said.startswith(before)
    assert said.endswith(after)
    assert said == message or "{}" in message
    assert said.endswith(refused.value.problem)
    assert refused.value.line >= 1
    assert refused.value.column >= 1


def test_an_invalid_number_has_a_position_apart_from_its_message() -> None:
    with pytest.raises(TextError) as refused:
        read('{"a": "NaN",\n "b": NaN}')
    assert (str(refused.value), refused.value.line, refused.value.column) == ("NaN is not a valid JSON number", 2, 7)


def test_bytes_that_are_not_utf_8_have_a_position() -> None:
    with pytest.raises(TextError) as refused:
        read(b'{"a": 1,\n "b\xff')
    assert (refused.value.line, refused.value.column) == (2, 4)


@pytest.mark.skipif(not CORPUS.exists(), reason=MISSING)
def test_valid_definitions_are_read_unchanged() -> None:
    for file in sorted((CORPUS / "valid").glob("*.json")):
        text = file.read_text()
        definition = json.loads(text)
        assert loads(text).to_dict() == definition, file.name
        assert json.loads(loads(text).to_json()) == definition, file.name


def test_a_megabyte_is_read_with_its_positions() -> None:
    state = {"Type": "Task", "Resource": "arn", "Parameters": {"a.$": "$.b", "c": [1, True, {"d": "e"}]}, "Next": "S"}
    text = json.dumps({"StartAt": "S0", "States": {f"S{n}": state for n in range(8500)}}, indent=1)
    assert len(text) > 1_000_000
    read_text = read(text)
    assert read_text.duplicates == []
    assert read_text.position("/States/S8499/Next")[0] == text.count("\n") - 2
