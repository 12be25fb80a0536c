"""`aslant diff`: exit codes like those of `diff`, and output as text or JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import BAD, Aslant, write

FAULTS = "bad.asl.json: this definition has 2 errors. Run aslant check for details.\n"
WORDS = "- 'A' -> 'B' (Next)\n+ 'A' -> 'Nowhere' (Next)\n"


def test_equal_definitions_are_0_without_output(aslant: Aslant) -> None:
    assert aslant("diff", "good.asl.json", "good.asl.yaml") == (0, "", "")


def test_different_definitions_are_1_with_the_differences(aslant: Aslant) -> None:
    assert aslant("diff", "good.asl.json", "bad.asl.json") == (1, WORDS, FAULTS)


def test_standard_input_and_python_are_compared_as_well(aslant: Aslant) -> None:
    faults = FAULTS.replace("bad.asl.json", "<stdin>")
    assert aslant("diff", "good.asl.json", "-", stdin=json.dumps(BAD)) == (1, WORDS, faults)
    assert "+ 'A' Resource: \"${f}\"" in aslant("diff", "good.asl.json", "shop.py:shop").out


def test_json_is_one_object(aslant: Aslant) -> None:
    code, out, err = aslant("diff", "--json", "good.asl.json", "bad.asl.json")
    assert (code, err) == (1, FAULTS)
    assert json.loads(out)["edges"] == {
        "added": [{"from": "/States/A", "kind": "Next", "to": "Nowhere"}],
        "removed": [{"from": "/States/A", "kind": "Next", "to": "B"}],
    }
    code, out, err = aslant("diff", "--json", "good.asl.json", "good.asl.json")
    assert (code, json.loads(out)["changed"]) == (0, [])


def test_lines_are_coloured_where_colour_is_wanted(aslant: Aslant, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert aslant("diff", "good.asl.json", "bad.asl.json").out.startswith(
        "\x1b[31m- 'A' -> 'B' (Next)\x1b[0m\n\x1b[32m+"
    )


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("good.asl.json", "missing", "error: missing: no such file or directory\n"),
        ("broken.json", "good.asl.json", "error: broken.json:1:2: this is not valid JSON: Expecting property name"),
        ("number.json", "good.asl.json", "error: number.json: this is not a definition. A definition is an obj"),
        ("start.json", "good.asl.json", "error: start.json: this is not a definition. A definition is an obj"),
        ("twice.json", "good.asl.json", "error: twice.json:1:15: /StartAt is already defined at line 1. "),
        ("template.yaml", "good.asl.json", "error: template.yaml: this is a CloudFormation or SAM template, not a "),
        ("-", "-", "error: OLD and NEW cannot both be standard input\n"),
        (".", "good.asl.json", "error: . has 7 definitions, but only one is allowed, such as "),
    ],
)
def test_an_unreadable_definition_is_2_because_1_means_different(
    aslant: Aslant, folder: Path, old: str, new: str, message: str
) -> None:
    (folder / "broken.json").write_text("{StartAt, States")
    (folder / "number.json").write_text("1")
    (folder / "start.json").write_text('{"StartAt": "A"}')
    (folder / "twice.json").write_text('{"StartAt": 1,"StartAt": "A", "States": {}}')
    (folder / "template.yaml").write_text("Transform: AWS::Serverless-2016-10-31\nResources:\n  M: {}\n")
    write(folder / "more" / "x.asl.json", {})
    code, out, err = aslant("diff", old, new)
    assert (code, out) == (2, "")
    assert err.startswith(message)


def test_an_invalid_definition_is_compared_too(aslant: Aslant, folder: Path) -> None:
    write(folder / "odd.asl.json", {"States": {"A": {"Type": "Nothing"}, "B": 5}})
    code, out, err = aslant("diff", "good.asl.json", "odd.asl.json")
    assert (code, '~ \'A\' Type: "Pass" -> "Nothing"' in out) == (1, True)
    assert err.startswith("odd.asl.json: ")


def test_long_values_are_shown_from_the_first_difference(aslant: Aslant, folder: Path) -> None:
    for name, limit in (("one", 100), ("other", 250)):
        state = {"Type": "Succeed", "Output": f"{{% {'$states.input.order & ' * 5}total > {limit} %}}"}
        write(folder / f"{name}.asl.json", {"StartAt": "A", "States": {"A": state}, "QueryLanguage": "JSONata"})
    out = aslant("diff", "one.asl.json", "other.asl.json").out
    assert out.startswith("~ 'A' Output: \"…")
    assert 'total > 100 %}" -> "…' in out
    assert out.endswith('total > 250 %}"\n')


def test_the_help_explains_every_sign(aslant: Aslant) -> None:
    shown = aslant("diff", "--help").out
    assert all(f"\n  {sign} '" in shown for sign in "+-~")
