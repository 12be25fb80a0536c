"""Tests for reading YAML as JSON data: scalars, aliases, tags, and errors."""

from __future__ import annotations

import json
import sys
from typing import Any

import pytest
import yaml

from aslant.asl.reading.reader import loads
from aslant.asl.reading.text import Duplicate, TextError, read
from aslant.errors import DefinitionError
from aslant.extras import install_command
from tests.corpus import CORPUS, MISSING

YAML_TEXT = """# a machine
StartAt: A
States:
  A:
    Type: Pass
    Result:
      - 1
      - x: {}
  B: {Type: Succeed, Output: !Sub "${x}"}
"""


@pytest.mark.parametrize(
    ("location", "position"),
    [
        ("/", (2, 1)),
        ("/States/A/Type", (5, 5)),
        ("/States/A/Result/1", (8, 9)),
        ("/States/A/Result/1/x", (8, 9)),
        ("/States/B", (9, 3)),
        ("/States/B/Output/Fn::Sub", (9, 30)),
        ("/States/B/Next", (9, 3)),
    ],
)
def test_members_of_yaml_have_positions(location: str, position: tuple[int, int]) -> None:
    assert read(YAML_TEXT).position(location) == position


def test_the_content_of_an_alias_has_the_position_of_the_original() -> None:
    text = read("a: &x\n  b: 1\nc: *x\n")
    assert (text.position("/c"), text.position("/c/b")) == ((3, 1), (2, 3))


SCALARS: list[tuple[str, Any]] = [
    *((word, None) for word in ("", "~", "null", "Null", "NULL")),
    *((word, True) for word in ("true", "True", "TRUE")),
    *((word, False) for word in ("false", "False", "FALSE")),
    *((word, word) for word in ("on", "Off", "yes", "No", "y", "n", "nULL", "tRUE")),
    *((word, word) for word in ("2016-03-14T01:59:00Z", "2016-03-14", "1:30", "1_000", "012", "012345678901", "00.5")),
    *((word, word) for word in ("0b11", "0o8", "0xg", "1.2.3", "e3", ".", "+", "$.a", "<<", "=", "${x}", "1e", "--1")),
    *((word, int(word)) for word in ("0", "-0", "12", "+7", "123456789012", "-45")),
    ("0o17", 15),
    ("0x1F", 31),
    *((word, float(word)) for word in ("1.5", "-0.5", ".5", "5.", "1e3", "1E-3", "+1.5e+2", "0.0")),
    ("'12'", "12"),
    ('"true"', "true"),
    ("|\n    1\n    2\n", "1\n2\n"),
    ("!!str 12", "12"),
    ("! 12", "12"),
    ("!!int 12", 12),
    ("!!float 12", 12),
    ("!!bool true", True),
    ("!!null ~", None),
    ("!!map {}", {}),
    ("!!seq []", []),
]


@pytest.mark.parametrize(("text", "value"), SCALARS)
def test_scalars_follow_the_core_schema_and_digits_after_a_zero_are_strings(text: str, value: Any) -> None:
    found = read(f"a: {text}").document["a"]
    assert (type(found), found) == (type(value), value)


def test_names_are_strings_as_written() -> None:
    assert read("1: a\ntrue: b\nnull: c\n012: d\non: e").document == {
        "1": "a",
        "true": "b",
        "null": "c",
        "012": "d",
        "on": "e",
    }


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("!Ref Role", {"Ref": "Role"}),
        ("!Sub 'arn:${AWS::Region}'", {"Fn::Sub": "arn:${AWS::Region}"}),
        ("!Sub ['${a}', {a: 1}]", {"Fn::Sub": ["${a}", {"a": 1}]}),
        ("!GetAtt Function.Arn", {"Fn::GetAtt": ["Function", "Arn"]}),
        ("!GetAtt Nested.Outputs.Arn", {"Fn::GetAtt": ["Nested", "Outputs.Arn"]}),
        ("!GetAtt [Function, Arn]", {"Fn::GetAtt": ["Function", "Arn"]}),
        ("!Join ['', [a, !Ref b]]", {"Fn::Join": ["", ["a", {"Ref": "b"}]]}),
        ("!Ref 012", {"Ref": "012"}),
        ("!If {a: 1}", {"Fn::If": {"a": 1}}),
    ],
)
def test_short_tags_of_cloudformation_are_expanded(text: str, value: Any) -> None:
    assert read(f"a: {text}").document == {"a": value}


def test_placeholders_are_kept() -> None:
    assert read("Resource: ${Function.Arn}").document == {"Resource": "${Function.Arn}"}


@pytest.mark.parametrize(
    ("text", "document"),
    [
        ("a: &x [1, {b: 2}]\nc: *x", {"a": [1, {"b": 2}], "c": [1, {"b": 2}]}),
        ("a: &x 1\nb: *x\nc: &x 2\nd: *x", {"a": 1, "b": 1, "c": 2, "d": 2}),
        ("a: &x {b: 1, c: 2}\nd: {<<: *x, b: 3}", {"a": {"b": 1, "c": 2}, "d": {"b": 3, "c": 2}}),
        ("<<: [{a: 1}, {a: 2, b: 2}]\nb: 3\n", {"a": 1, "b": 3}),
        ("<<: {a: 1}\n<<: {a: 2, b: 2}\n", {"a": 1, "b": 2}),
        ("'<<': {a: 1}", {"<<": {"a": 1}}),
        ("a: &x !Sub b\nc: *x", {"a": {"Fn::Sub": "b"}, "c": {"Fn::Sub": "b"}}),
    ],
)
def test_aliases_are_copies_and_explicit_members_override_merged_ones(text: str, document: Any) -> None:
    assert read(text).document == document


def test_a_copy_is_independent() -> None:
    document = read("a: &x [1]\nb: *x").document
    document["a"].append(2)
    assert document["b"] == [1]


def test_repetition_by_aliases_is_limited() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    with pytest.raises(TextError, match=r"line 6, column \d+: aliases repeat more here than a definition can hold"):
        read("\n".join(lines))
    with pytest.raises(TextError, match="aliases repeat more"):
        read(f"a: &a {'x' * 1000}\nb: [{', '.join(['*a'] * 5000)}]")


@pytest.mark.parametrize(
    ("text", "duplicates"),
    [
        ("a: 1\nb: 2\na: 3\n", [Duplicate(("a",), 3, 1, 1)]),
        ("a:\n- b: {c: 1, c: 2}\n", [Duplicate(("a", 0, "b", "c"), 2, 13, 2)]),
        ("a: &x {b: 1}\nc:\n  <<: *x\n  b: 2\n", []),
    ],
)
def test_duplicate_members_are_reported(text: str, duplicates: list[Duplicate]) -> None:
    assert read(text).duplicates == duplicates


DEEP = "this YAML is nested too deeply to read"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1e999", "line 1, column 4: 1e999 is too large for a number"),
        ("a: [.nan]", "line 1, column 5: .nan is not a valid JSON number"),
        ("a: -.inf", "line 1, column 4: -.inf is not a valid JSON number"),
        (f"a: 1{'0' * 5000}", "line 1, column 4: this number has too many digits"),
        ("# nothing\n", "line 1, column 1: the text is empty. A definition is an object with StartAt and States."),
        ("a: " + "[" * 100_000, "line 1, column 1003: " + DEEP),
        ("- " * 10_000, "line 1, column 2001: " + DEEP),
        ("a: b: c", "line 1, column 5: this is not valid YAML: {}"),
        ("a: [1,\n", "line 2, column 1: this is not valid YAML: {}"),
        ("a:\n\tb: 1", "line 2, column 1: this is not valid YAML: {}. Indent with spaces."),
        (
            "a: b\0",
            'line 1, column 5: this is not valid YAML: it contains the character U+0000. Write it as "\\u0000".',
        ),
        ("a: \ud800", "line 1, column 4: this is not valid YAML: it contains the character U+D800"),
        ("a: 1\n---\nb: 1", "line 2, column 1: a second document begins here, but a file must hold one definition"),
        ("a: &x [*x]", "line 1, column 8: *x is inside the value that it repeats"),
        ("a: *x", "line 1, column 4: *x needs an anchor &x before it"),
        ("a: &x b\n*x : 1", "line 2, column 1: *x cannot be a name. Write the name out."),
        ("&x a: 1", "line 1, column 1: the name 'a' has an anchor or a tag, but only its value may have one"),
        ("? [a]\n: 1", "line 1, column 3: a name must be a string, not an object or a list"),
        ("<<: 1", "line 1, column 5: << must be followed by an object, or a list of objects"),
        ("<<: [1]", "line 1, column 5: << must be followed by an object, or a list of objects"),
        ("a: !!int b", "line 1, column 4: 'b' is not a valid !!int"),
        ("a: !Subs b", "line 1, column 4: JSON has no value for the tag !Subs. Did you mean '!Sub'?"),
        (
            "a: !!set {b}",
            "line 1, column 4: JSON has no value for the tag !!set. Short tags of CloudFormation, such as !Sub, are "
            "supported.",
        ),
    ],
)
def test_a_syntax_error_has_a_position_and_a_reason(text: str, message: str) -> None:
    with pytest.raises(TextError) as refused:
        read(text, format="yaml")
    said = str(refused.value)
    before, _, after = message.partition("{}")  # {} is the message of the YAML reader
    assert said.startswith(before)
    assert said.endswith(after)
    assert said == message or "{}" in message


def test_yaml_without_pyyaml_is_refused_with_the_install_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "yaml", None)
    with pytest.raises(DefinitionError) as refused:
        loads("StartAt: A")
    assert str(refused.value) == f"YAML needs PyYAML, which is not installed. Run {install_command('yaml')}"
    assert not isinstance(refused.value, TextError)


def test_the_pure_python_reader_gives_the_same_result(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    text = read("a: &x [1, é]\nb: !Sub x\nc: *x\n")
    assert text.document == {"a": [1, "é"], "b": {"Fn::Sub": "x"}, "c": [1, "é"]}
    assert (text.position("/b"), text.position("/c/1")) == ((2, 1), (1, 11))
    with pytest.raises(TextError, match=r"line 1, column 5: this is not valid YAML"):
        read("a: b: c")
    with pytest.raises(TextError, match="line 1, column 4: this is not valid YAML: it contains the character U\\+0000"):
        read("a: \0")


@pytest.mark.skipif(not CORPUS.exists(), reason=MISSING)
def test_valid_definitions_are_read_unchanged() -> None:
    for file in sorted((CORPUS / "valid").glob("*.json")):
        text = file.read_text()
        if len(text) < 20_000:  # PyYAML writes slowly
            definition = json.loads(text)
            written = yaml.dump(definition, Dumper=getattr(yaml, "CSafeDumper", yaml.SafeDumper), allow_unicode=True)
            assert loads(written, format="yaml").to_dict() == definition, file.name
