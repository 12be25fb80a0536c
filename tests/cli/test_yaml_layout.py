"""The YAML layout of definitions, and the parts of YAML that would be lost."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml

from aslant.asl.reading.text import read
from aslant.asl.values import same
from aslant.cli.yaml_layout import losses, to_yaml
from aslant.errors import DefinitionError
from tests.corpus import CORPUS, MISSING


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"a": {"b": [1, 2.5, None, True]}}, "a:\n  b: [1, 2.5, null, true]\n"),
        ({"a": [], "b": {}}, "a: []\nb: {}\n"),
        ({"a": [{"b": 1, "c": [{"d": 2}]}]}, "a:\n- b: 1\n  c:\n  - d: 2\n"),
        ({"a": "one\ntwo\n"}, "a: |\n  one\n  two\n"),
        ({"a": "one\ntwo"}, "a: |-\n  one\n  two\n"),
        ({"a": "$.b", "c": "${d}", "e": "{% f %}"}, "a: $.b\nc: ${d}\ne: '{% f %}'\n"),
        ({"a": "x " * 100 + "x"}, f"a: {'x ' * 100}x\n"),
        ({"a": "é", "b": 1e16}, "a: é\nb: 1.0e+16\n"),
    ],
)
def test_block_style_with_short_lists_on_one_line(value: Any, text: str) -> None:
    assert to_yaml(value) == text


WORDS = [
    "on",
    "yes",
    "No",
    "true",
    "null",
    "~",
    "",
    "012",
    "0o17",
    "1_000",
    "1e3",
    "2016-03-14",
    "1:30",
    "<<",
    "=",
    ".inf",
]
WORDS += [
    "- a",
    "a: b",
    "# a",
    "'a'",
    '"a"',
    "*a",
    "&a",
    "!a",
    "%a",
    "@a",
    " a ",
    "\t",
    "\x07",
    "\u2028",
    "a #b",
    "---",
]


@pytest.mark.parametrize("text", WORDS)
def test_strings_are_strings_in_every_version_of_yaml(text: str) -> None:
    document = {"a": text, text: "b", "c": [text, [text]]}
    written = to_yaml(document)
    assert read(written, format="yaml").document == document
    assert yaml.safe_load(written) == document  # which reads YAML 1.1


def test_half_a_surrogate_pair_is_refused() -> None:
    with pytest.raises(
        DefinitionError, match=r"YAML cannot contain half a surrogate pair\. Keep this definition in JSON\."
    ):
        to_yaml({"a": "\ud800"})


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("a: 1\n", []),
        ("a: '#b'\nc: x#y\nd: \"# e\"\n", []),
        ("a: |\n  # text\n  more\nb: >-\n  # text\n", []),
        ("a: 1 # b\n", ["comments"]),
        ("# b\na: 1\n", ["comments"]),
        ("a: 1\n# b", ["comments"]),
        ("a:\n  # b\n  - 1\n", ["comments"]),
        ("a: | # b\n  text\nc: 1", ["comments"]),
        ("a: &b 1\nc: *b\n", ["anchors"]),
        ("a: &b 1 # d\nc: *b\n", ["comments", "anchors"]),
        ("a: !Sub b\n", []),
    ],
)
def test_comments_and_anchors_would_be_lost(text: str, lost: list[str]) -> None:
    assert losses(text) == lost


@pytest.mark.skipif(not CORPUS.exists(), reason=MISSING)
def test_every_definition_is_unchanged_as_yaml() -> None:
    for file in sorted((CORPUS / "valid").glob("*.json")):
        text = file.read_text()
        if len(text) < 20_000:
            definition = json.loads(text)
            written = to_yaml(definition)
            assert same(read(written, format="yaml").document, definition), file.name
