"""Tests for placeholders without quotes in JSON, as in templates of Terraform."""

from __future__ import annotations

import pytest

from aslant.asl import check, loads
from aslant.asl.reading.placeholders import MOST, mask
from aslant.asl.reading.text import TextError, read

TEMPLATE = """{
  "StartAt": "Pay",
  "TimeoutSeconds": ${timeout},
  "States": {
    "Pay": {"Type": "Task", "Resource": "${pay}", "TimeoutSeconds": ${ jsonencode({a = "}"}) }, "Next": "Rest"},
    "Rest": {"Type": "Wait", "Seconds": ${seconds}, "End": true, "Nxt": "Pay"}
  }
}"""


def test_a_placeholder_without_quotes_is_a_string() -> None:
    text = read(TEMPLATE)
    assert text.document["TimeoutSeconds"] == "${timeout}"
    assert text.placeholders == {
        ("TimeoutSeconds",),
        ("States", "Pay", "TimeoutSeconds"),
        ("States", "Rest", "Seconds"),
    }
    machine = loads(TEMPLATE).to_dict()
    assert machine["States"]["Pay"]["TimeoutSeconds"] == '${ jsonencode({a = "}"}) }'
    assert machine["States"]["Pay"]["Resource"] == "${pay}"


def test_placeholders_are_unknown_to_the_check_and_keep_the_positions() -> None:
    text = read(TEMPLATE)
    (finding,) = check(text.document)
    assert finding.message == "Field 'Nxt' is not supported"
    assert text.position(finding.pointer) == (6, 66)


@pytest.mark.parametrize(
    ("text", "document"),
    [
        ("[${a}, ${a}, 1]", ["${a}", "${a}", 1]),
        ("[${}]", ["${}"]),
        ('{"a": ${b}}', {"a": "${b}"}),
        ('{"a": ${\n b\n}}', {"a": "${\n b\n}"}),
        ('{"a": ${f("}")}, "b": "${c}"}', {"a": '${f("}")}', "b": "${c}"}),
        ('["\\"${a}", ${b}]', ['"${a}', "${b}"]),
    ],
)
def test_each_placeholder_is_read(text: str, document: object) -> None:
    assert read(text, format="json").document == document


@pytest.mark.parametrize(
    ("text", "line", "column", "problem"),
    [
        ('{"a": ${b}, c: 1}', 1, 13, 'Write "c"'),
        ('{"a": ${b', 1, 7, "Expecting value"),
        ('{"a": ${b}\n "c": 1}', 2, 2, "Put a comma before it"),
        ("[%{ if a }1%{ endif }]", 1, 2, "render the template first"),
    ],
)
def test_other_faults_keep_their_position(text: str, line: int, column: int, problem: str) -> None:
    with pytest.raises(TextError) as fault:
        read(text, format="json")
    assert (fault.value.line, fault.value.column) == (line, column)
    assert problem in fault.value.problem


def test_a_duplicate_member_is_found_beside_placeholders() -> None:
    (duplicate,) = read('{"a": ${b},\n "a": ${c}}').duplicates
    assert (duplicate.line, duplicate.column, duplicate.first) == (2, 2, 1)


def test_text_without_placeholders_stays_as_it_is() -> None:
    assert mask('{"a": "${b}"}') == ('{"a": "${b}"}', {})
    assert len(mask("[" + "${a}," * (MOST + 5) + "1]")[1]) == MOST
