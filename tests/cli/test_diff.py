"""`aslant diff`: exit codes as of `diff`, in words or as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import BAD, Aslant, write

WORDS = "- 'A' -> 'B' (Next)\n+ 'A' -> 'Nowhere' (Next)\n"


def test_equal_definitions_are_0_and_say_nothing(aslant: Aslant) -> None:
    assert aslant("diff", "good.asl.json", "good.asl.yaml") == (0, "", "")


def test_different_ones_are_1_and_say_what(aslant: Aslant) -> None:
    assert aslant("diff", "good.asl.json", "bad.asl.json") == (1, WORDS, "")


def test_standard_input_and_python_are_compared_as_well(aslant: Aslant) -> None:
    assert aslant("diff", "good.asl.json", "-", stdin=json.dumps(BAD)) == (1, WORDS, "")
    assert "+ 'A' Resource: \"${f}\"" in aslant("diff", "good.asl.json", "shop.py:shop").out


def test_json_is_one_object(aslant: Aslant) -> None:
    code, out, err = aslant("diff", "--json", "good.asl.json", "bad.asl.json")
    assert (code, err) == (1, "")
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
        ("broken.json", "good.asl.json", "error: broken.json:1:2: this is no JSON: Expecting property name"),
        ("number.json", "good.asl.json", "error: number.json: the definition: a machine is an object with StartAt"),
        ("-", "-", "error: only one of the two can be standard input\n"),
        (".", "good.asl.json", "error: . has 5 definitions, and this takes one; name it, such as "),
    ],
)
def test_what_cannot_be_read_is_2_since_1_means_different(
    aslant: Aslant, folder: Path, old: str, new: str, message: str
) -> None:
    (folder / "broken.json").write_text("{StartAt, States")
    (folder / "number.json").write_text("1")
    write(folder / "more" / "x.asl.json", {})
    code, out, err = aslant("diff", old, new)
    assert (code, out) == (2, "")
    assert err.startswith(message)
