"""Reading text: the document in it, the places of its parts, and what is said about text that cannot be read."""

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
        # What is not there is at what would hold it.
        ("", (1, 1)),
        ("/", (1, 1)),
        ("/States/A/Result/7", (4, 27)),
        ("/States/C/Next", (3, 3)),
    ],
)
def test_a_member_stands_where_its_name_does(location: str, position: tuple[int, int]) -> None:
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
def test_members_that_stand_twice_are_told(text: str, duplicates: list[Duplicate]) -> None:
    assert read(text).duplicates == duplicates


def test_the_later_of_two_members_counts() -> None:
    assert read('{"a": 1, "a": 2}').document == {"a": 2}


@pytest.mark.parametrize("text", ['{"a": {"b": 1}, "c": [{"b": 2}]}', "a: {b: 1}\nc: {b: 2}", "[]"])
def test_text_without_such_members_is_unique(text: str) -> None:
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
def test_text_that_says_a_member_twice_is_not(text: str, line: int, column: int, member: str, first: int) -> None:
    problem = f"{member} stands here a second time, after line {first}, and one of them would be lost"
    for refuse in (read(text).unique, lambda: loads(text)):
        with pytest.raises(TextError) as refused:
            refuse()
        assert refused.value.problem == f"{problem}; rename or remove one"
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
def test_what_begins_as_json_is_json_and_the_rest_is_yaml(text: str | bytes, format: Format) -> None:
    assert read(text).format == format


def test_a_format_that_is_given_is_not_guessed() -> None:
    assert read("{a: 1}", format="yaml").document == {"a": 1}
    with pytest.raises(TextError):
        read("a: 1", format="json")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"a": 1,}', "line 1, column 8: this is no JSON: {}; remove the comma that stands before the end"),
        ("[1,\n 2,\n]", "line 2, column 3: this is no JSON: {}; remove the comma that stands before the end"),
        ("{'a': 1}", "line 1, column 2: this is no JSON: {}; text and names stand in double quotes"),
        ("{\"a\": 'b'}", "line 1, column 7: this is no JSON: {}; text and names stand in double quotes"),
        ("{a: 1}", 'line 1, column 2: this is no JSON: {}; write "a"'),
        ('{"a": True}', "line 1, column 7: this is no JSON: {}; write true"),
        ('{"a": None}', "line 1, column 7: this is no JSON: {}; write null"),
        ('{"a": 1\n "b": 2}', "line 2, column 2: this is no JSON: {}; put a comma before it"),
        (
            '{"a": "b\nc"}',
            "line 1, column 9: this is no JSON: {}; inside text a line break is written \\n and a tab \\t",
        ),
        ('{"a": "\\d"}', "line 1, column 8: this is no JSON: {}; a backslash is written \\\\"),
        ("{} {}", "line 1, column 4: this is no JSON: {}; a file holds one definition, and it ends before this"),
        *(
            (
                text,
                f"line 1, column {column}: this is no JSON: {{}}; "
                "JSON has no comments, so say it in a Comment field, or keep the definition in YAML",
            )
            for text, column in (("// a\n{}", 1), ("/* a */ {}", 1), ('{"a": 1, # b\n}', 10), ('{"a": 1 // b\n}', 9))
        ),
        ('{"a": 1e999}', "1e999 is larger than a number can be"),
        (f'{{"a": 1, "b": 1{"0" * 5000}}}', "line 1, column 15: this number has more digits than Python reads"),
        ("", "line 1, column 1: the text is empty; a definition is an object with StartAt and States"),
        ("[" * 100_000, "this JSON is nested deeper than Python reads; no workflow needs that"),
    ],
)
def test_text_that_cannot_be_read_says_where_and_what_to_write(text: str, message: str) -> None:
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


def test_a_bad_number_has_a_place_beside_its_message() -> None:
    with pytest.raises(TextError) as refused:
        read('{"a": "NaN",\n "b": NaN}')
    assert (str(refused.value), refused.value.line, refused.value.column) == ("NaN is no JSON number", 2, 7)


def test_bytes_that_are_no_utf_8_have_a_place() -> None:
    with pytest.raises(TextError) as refused:
        read(b'{"a": 1,\n "b\xff')
    assert (refused.value.line, refused.value.column) == (2, 4)


@pytest.mark.skipif(not CORPUS.exists(), reason=MISSING)
def test_valid_definitions_come_through_as_they_are() -> None:
    for file in sorted((CORPUS / "valid").glob("*.json")):
        text = file.read_text()
        definition = json.loads(text)
        assert loads(text).to_dict() == definition, file.name
        assert json.loads(loads(text).to_json()) == definition, file.name


def test_a_megabyte_is_read_with_its_places() -> None:
    state = {"Type": "Task", "Resource": "arn", "Parameters": {"a.$": "$.b", "c": [1, True, {"d": "e"}]}, "Next": "S"}
    text = json.dumps({"StartAt": "S0", "States": {f"S{n}": state for n in range(8500)}}, indent=1)
    assert len(text) > 1_000_000
    read_text = read(text)
    assert read_text.duplicates == []
    assert read_text.position("/States/S8499/Next")[0] == text.count("\n") - 2
