"""The JSON layout of definitions: the order of members, and short lists on one line."""

from __future__ import annotations

import json
from typing import Any

import pytest

from aslant.asl.states import KINDS
from aslant.asl.values import same
from aslant.cli import layout
from aslant.cli.layout import arranged, is_short, to_text
from tests.corpus import CORPUS, MISSING


def shuffled(*names: str) -> dict[str, Any]:
    return dict.fromkeys(reversed(names))


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("machine", "Comment QueryLanguage Version TimeoutSeconds ProcessorConfig Odd StartAt"),
        (
            "state",
            "Type Comment QueryLanguage Resource InputPath Parameters ResultPath OutputPath Odd Retry Catch Next",
        ),
        ("state", "Type Arguments ItemReader Items MaxConcurrency Label Assign Output Choices Default End"),
        ("Retry", "ErrorEquals IntervalSeconds MaxAttempts BackoffRate Odd"),
        ("Catch", "ErrorEquals Odd ResultPath Next"),
        ("Choices", "Comment Variable Assign Next"),
    ],
)
def test_members_are_sorted(kind: str, names: str) -> None:
    members = shuffled(*names.split())
    if kind == "machine":
        found = arranged(members)
    elif kind == "state":
        found = arranged({"States": {"A": members}})["States"]["A"]
    else:
        found = arranged({"States": {"A": {kind: [members]}}})["States"]["A"][kind][0]
    assert " ".join(found) == names


def test_unknown_members_keep_their_order() -> None:
    assert list(arranged({"b": 1, "States": {}, "a": 2, "Comment": 3})) == ["Comment", "b", "a", "States"]


def test_every_field_of_the_builder_has_its_place() -> None:
    for kind in KINDS.values():
        assert {field.key for field in kind.FIELDS.values()} <= layout._ORDERS["state"].keys()


def test_states_and_payloads_keep_the_authors_order() -> None:
    inner = {"StartAt": "I", "States": {"z": {"Next": "a", "Type": "Pass"}, "a": {"Type": "Succeed"}}}
    payload = {"States": {}, "StartAt": 1, "Type": {"Next": 1, "Type": 2}}
    found = arranged({"States": {"B": {"Iterator": inner, "Parameters": payload}, "A": {"Branches": [inner]}}})
    assert list(found["States"]) == ["B", "A"]
    assert json.dumps(found["States"]["B"]["Parameters"]) == json.dumps(payload)
    for place in (found["States"]["B"]["Iterator"], found["States"]["A"]["Branches"][0]):
        assert json.dumps(place["States"]) == '{"z": {"Type": "Pass", "Next": "a"}, "a": {"Type": "Succeed"}}'


@pytest.mark.parametrize("odd", [None, 1, [], {"States": 1}, {"States": {"A": 1, "B": {"Retry": [1], "Catch": 2}}}])
def test_other_documents_do_not_change(odd: Any) -> None:
    assert json.dumps(arranged(odd)) == json.dumps(odd)


LONG = [f"Errors.Number{number}" for number in range(6)]


@pytest.mark.parametrize(
    ("document", "text"),
    [
        ({}, "{}\n"),
        ([], "[]\n"),
        ("é\n", '"é\\n"\n'),
        (1.5, "1.5\n"),
        ({"a": [1, "b", None, True], "b": {}}, '{\n  "a": [1, "b", null, true],\n  "b": {}\n}\n'),
        ({"a": [[1], {}]}, '{\n  "a": [\n    [1],\n    {}\n  ]\n}\n'),
        ({"a": LONG}, json.dumps({"a": LONG}, indent=2) + "\n"),
        ({"a": LONG[:5]}, '{\n  "a": ' + json.dumps(LONG[:5]) + "\n}\n"),
    ],
)
def test_short_lists_of_scalars_are_on_one_line(document: Any, text: str) -> None:
    assert to_text(document) == text


def test_the_indent_is_that_of_the_caller() -> None:
    assert to_text({"a": {"b": 1}}, 4) == '{\n    "a": {\n        "b": 1\n    }\n}\n'


@pytest.mark.parametrize(
    ("value", "width", "short"),
    [([1], 10, True), ([], 0, True), (["x" * 10], 10, False), ([[1]], 10, False), (1, 10, False)],
)
def test_a_short_list_has_only_scalars_and_fits_the_width(value: Any, width: int, short: bool) -> None:
    assert is_short(value, width) is short


@pytest.mark.skipif(not CORPUS.exists(), reason=MISSING)
def test_formatting_keeps_the_meaning_and_is_idempotent() -> None:
    for file in sorted((CORPUS / "valid").glob("*.json")):
        definition = json.loads(file.read_text())
        text = to_text(arranged(definition))
        assert same(json.loads(text), definition), file.name
        assert to_text(arranged(json.loads(text))) == text, file.name
