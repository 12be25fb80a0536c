"""`aslant check`: findings with their places, as text, JSON and annotations."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from aslant.asl.checking import Finding
from aslant.cli import check as command
from tests.cli.conftest import BAD, GOOD, Aslant, write

TARGET = Finding(
    "MISSING_TRANSITION_TARGET",
    "ERROR",
    "/States/A/Next",
    "A",
    "Missing 'Next' target: Nowhere",
    "Go on.",
    ("States", "A", "Next"),
)
HINT = Finding("NO_PATH", "WARNING", "/States/A", "A", "50% of\nit: a,b", "", ("States", "A"))
TEMPLATE = {"AWSTemplateFormatVersion": "2010-09-09", "Resources": {"M": {"Type": "AWS::Serverless::StateMachine"}}}
BELL = "\x1b[31m"


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> list[Finding]:
    """The findings that the checker returns for every definition."""
    findings: list[Finding] = []

    def check(definition: Any, **_: Any) -> list[Finding]:
        return findings

    monkeypatch.setattr(command, "check", check)
    return findings


def test_no_finding_is_0_and_says_so_on_standard_error(aslant: Aslant) -> None:
    assert aslant("check", "good.asl.json", "good.asl.yaml") == (0, "", "2 definitions checked: no findings\n")


def test_a_finding_is_one_line_with_its_place_and_repair(aslant: Aslant, found: list[Finding]) -> None:
    found.append(TARGET)
    assert aslant("check", "bad.asl.json") == (
        1,
        "bad.asl.json:6:7: error: Missing 'Next' target: Nowhere. Go on. "
        "[MISSING_TRANSITION_TARGET at /States/A/Next]\n",
        "1 definition checked: 1 error\n",
    )


def test_findings_come_in_the_order_of_the_text_and_stay_on_a_line(aslant: Aslant, found: list[Finding]) -> None:
    found += [TARGET, HINT]
    assert aslant("check", "bad.asl.json").out.splitlines() == [
        "bad.asl.json:4:5: warning: 50% of\\nit: a,b [NO_PATH at /States/A]",
        "bad.asl.json:6:7: error: Missing 'Next' target: Nowhere. Go on. [MISSING_TRANSITION_TARGET at /States/A/Next]",
    ]


def test_control_characters_in_a_definition_are_escaped(aslant: Aslant, found: list[Finding]) -> None:
    found.append(Finding("C", "ERROR", f"/States/{BELL}", BELL, f"x {BELL}", BELL, ("States", BELL)))
    assert "\x1b" not in aslant("check", "bad.asl.json").out


def test_yaml_and_standard_input_have_places_too(aslant: Aslant, found: list[Finding]) -> None:
    found.append(TARGET)
    assert aslant("check", "good.asl.yaml").out.startswith("good.asl.yaml:3:19: error: ")
    assert aslant("check", "-", stdin=json.dumps(BAD)).out.startswith("<stdin>:1:51: error: ")


def test_a_finding_in_python_is_at_the_line_that_constructs_the_state(aslant: Aslant, found: list[Finding]) -> None:
    found += [TARGET, replace(TARGET, state=None), replace(TARGET, state="B"), replace(TARGET, state="elsewhere")]
    assert [line.partition(": error")[0] for line in aslant("check", "shop.py:shop").out.splitlines()] == [
        "shop.py",
        "shop.py:2:1",
        "shop.py:2:26",
        "shop.py:2:47",
    ]
    answer = aslant("check", "shop.py:shop", "--format", "github")
    assert answer.out.startswith("::error file=shop.py,title=MISSING")
    assert "::error file=shop.py,line=2,col=26,title=MISSING" in answer.out
    first, *others = json.loads(aslant("check", "shop.py", "--json").out)
    assert (first["file"], first["line"], others[1]["line"], others[1]["column"]) == ("shop.py", None, 2, 26)


@pytest.mark.parametrize(
    ("source", "place", "message"),
    [
        ("import aslant.asl\n1 / 0\n", (2, None), "importing oven.py failed with ZeroDivisionError: division by zero"),
        ("a =\n", (1, 4), "this is not valid Python: invalid syntax"),
        ("from aslant.asl import Succeed\nSucceed('')\n", (2, None), "state '': a name must have 1 to 80 characters"),
    ],
)
def test_a_workflow_whose_construction_fails_is_a_finding(
    aslant: Aslant, folder: Path, source: str, place: tuple[int, int | None], message: str
) -> None:
    (folder / "oven.py").write_text(source)
    code, out, err = aslant("check", "--json", "oven.py:oven", "shop.py:shop")
    (found,) = json.loads(out)
    assert (found["file"], found["line"], found["column"]) == ("oven.py", *place)
    assert (found["code"], found["severity"]) == ("CONSTRUCTION_FAILED", "ERROR")
    assert found["message"].startswith(message)
    assert (code, err) == (1, "2 definitions checked: 1 error\n")
    where = ":".join(str(part) for part in ("oven.py", *place) if part)
    assert aslant("check", "oven.py:oven").out.startswith(f"{where}: error: {message}")
    annotation = aslant("check", "--format", "github", "oven.py:oven").out
    assert annotation.startswith(f"::error file=oven.py,line={place[0]},")


def test_a_finding_in_a_module_is_in_its_file(aslant: Aslant, found: list[Finding]) -> None:
    found.append(TARGET)
    try:
        assert aslant("check", "shop:shop").out.startswith("shop.py:2:26: error: Missing")
    finally:
        sys.modules.pop("shop", None)


def test_json_is_a_list_of_findings_with_file_and_place(aslant: Aslant, found: list[Finding]) -> None:
    found.append(TARGET)
    code, out, err = aslant("check", "--json", "bad.asl.json")
    assert json.loads(out) == [
        {
            "file": "bad.asl.json",
            "line": 6,
            "column": 7,
            "code": "MISSING_TRANSITION_TARGET",
            "severity": "ERROR",
            "location": "/States/A/Next",
            "pointer": "/States/A/Next",
            "state": "A",
            "message": "Missing 'Next' target: Nowhere",
            "repair": "Go on.",
        }
    ]
    assert (code, err) == (1, "1 definition checked: 1 error\n")
    assert aslant("check", "--format", "json", "bad.asl.json").out == out
    found.clear()
    assert aslant("check", "--json", "bad.asl.json").out == "[]\n"


def test_annotations_are_escaped_as_github_reads_them(aslant: Aslant, found: list[Finding], folder: Path) -> None:
    write(folder / "a,b:c%.json", GOOD)
    found += [HINT, TARGET]
    assert aslant("check", "--format", "github", "a,b:c%.json").out.splitlines() == [
        "::warning file=a%2Cb%3Ac%25.json,line=4,col=5,title=NO_PATH::50%25 of%0Ait: a,b",
        "::error file=a%2Cb%3Ac%25.json,line=6,col=7,title=MISSING_TRANSITION_TARGET::"
        "Missing 'Next' target: Nowhere. Go on.",
    ]
    assert aslant("check", "--format", "github", "-", stdin="{}").out.startswith("::warning line=1,col=1,title=NO_PATH")


@pytest.mark.parametrize(
    ("options", "code", "shown"),
    [
        ([], 0, 1),
        (["--strict"], 1, 1),
        (["--severity", "warning"], 0, 1),
        (["--severity", "error"], 0, 0),
        (["--severity", "error", "--strict"], 1, 0),
    ],
)
def test_warnings_fail_only_when_asked_to(
    aslant: Aslant, found: list[Finding], options: list[str], code: int, shown: int
) -> None:
    found.append(HINT)
    answer = aslant("check", "good.asl.json", *options)
    assert (answer.code, answer.out.count("\n")) == (code, shown)
    assert answer.err == "1 definition checked: 1 warning\n"


@pytest.mark.parametrize(
    ("options", "type", "within"),
    [
        ([], "STANDARD", None),
        (["--type", "EXPRESS"], "EXPRESS", None),
        (["--type", "express"], "EXPRESS", None),
        (["--type", "Standard", "--within", "30"], "STANDARD", 30.0),
        (["--within", "0.5"], "STANDARD", 0.5),
    ],
)
def test_the_type_and_the_time_are_passed_on(
    aslant: Aslant, monkeypatch: pytest.MonkeyPatch, options: list[str], type: str, within: float | None
) -> None:
    seen: list[Any] = []

    def check(definition: Any, **options: Any) -> list[Finding]:
        seen.append((definition, options))
        return []

    monkeypatch.setattr(command, "check", check)
    aslant("check", "good.asl.json", *options)
    assert seen == [(GOOD, {"type": type, "within_seconds": within, "input_type": None})]


@pytest.mark.parametrize("seconds", ["0", "-1", "soon", "inf", "nan", ""])
def test_seconds_are_a_number_above_0(aslant: Aslant, seconds: str) -> None:
    code, out, err = aslant("check", "good.asl.json", f"--within={seconds}")
    assert (code, out) == (2, "")
    assert err.endswith(f"argument --within: must be a number of seconds above 0, such as 30, not {seconds!r}\n")


def test_a_wait_longer_than_the_caller_waits_is_found(aslant: Aslant, folder: Path) -> None:
    write(folder / "slow.asl.json", {"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 60, "End": True}}})
    assert aslant("check", "slow.asl.json", "--strict").code == 0
    code, out, _ = aslant("check", "slow.asl.json", "--strict", "--within", "30")
    assert (code, "TIMEOUT_CANNOT_FIT" in out) == (1, True)


@pytest.mark.parametrize(
    ("text", "place", "code", "message"),
    [
        ('{"StartAt": "A",}', "1:16", "INVALID_JSON_DESCRIPTION", "Remove the trailing comma."),
        ("", "1:1", "MISSING_DESCRIPTION", "the text is empty"),
        ("a: b: c", "1:5", "INVALID_JSON_DESCRIPTION", "this is not valid YAML"),
        (b"{\n\xff", "2:1", "INVALID_JSON_DESCRIPTION", "this is not valid UTF-8"),
    ],
)
def test_text_that_cannot_be_read_is_a_finding(
    aslant: Aslant, text: str | bytes, place: str, code: str, message: str
) -> None:
    answer = aslant("check", "-", stdin=text)
    assert answer.code == 1
    assert answer.out.startswith(f"<stdin>:{place}: error: ")
    assert message in answer.out
    assert answer.out.endswith(f"[{code} at /]\n")


DOUBLE = """{
"StartAt": "A",
"States": {
  "A": {"Type": "Pass", "End": true, "End": true},
  "A": {"Type": "Map", "End": true, "ItemProcessor": {"StartAt": "I", "States": {
    "I": {"Type": "Succeed"},
    "I": {"Type": "Succeed", "Result": {"States": {"x": 1, "x": 2}}}
  }}}
}}"""


def test_duplicate_members_are_findings(aslant: Aslant, found: list[Finding]) -> None:
    findings = json.loads(aslant("check", "--json", "-", stdin=DOUBLE).out)
    assert [(finding["line"], finding["code"], finding["location"], finding["state"]) for finding in findings] == [
        (4, "INVALID_JSON_DESCRIPTION", "/States/A/End", "A"),
        (5, "DUPLICATE_STATE_NAME", "/States/A", "A"),
        (7, "DUPLICATE_STATE_NAME", "/States/A/ItemProcessor/States/I", "I"),
        (7, "INVALID_JSON_DESCRIPTION", "/States/A/ItemProcessor/States/I/Result/States/x", "I"),
    ]
    assert findings[1]["message"] == "the state 'A' is already defined at line 4"
    assert {finding["severity"] for finding in findings} == {"ERROR"}


def test_an_unreadable_file_is_2_and_the_rest_is_checked(aslant: Aslant, found: list[Finding]) -> None:
    found.append(TARGET)
    code, out, err = aslant("check", "missing.json", "bad.asl.json")
    assert (code, out.count("\n")) == (2, 1)
    assert err == "error: missing.json: no such file or directory\n1 definition checked: 1 error\n"


@pytest.mark.parametrize(
    ("environment", "coloured"),
    [({}, False), ({"FORCE_COLOR": "1"}, True), ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False)],
)
def test_colour_is_for_terminals_or_by_force(
    aslant: Aslant, found: list[Finding], monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], coloured: bool
) -> None:
    found.append(TARGET)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert ("\x1b[1mbad.asl.json:6:7\x1b[0m: \x1b[1;31merror\x1b[0m" in aslant("check", "bad.asl.json").out) is coloured
    assert "\x1b" not in aslant("check", "--json", "bad.asl.json").out


def test_the_checker_finds_real_faults(aslant: Aslant) -> None:
    code, out, _ = aslant("check", ".")
    assert code == 1
    assert "bad.asl.json:6:7: error: Missing 'Next' target: Nowhere" in out
    assert "good" not in out


def test_other_files_in_a_folder_are_counted(aslant: Aslant, folder: Path) -> None:
    (folder / "bad.asl.json").unlink()
    assert aslant("check", ".").err == (
        "2 definitions checked: no findings\n"
        "skipped: 1 Python file with a workflow. Name each as file.py:name, such as shop.py:shop.\n"
    )
    (folder / "shop.py").unlink()
    assert aslant("check", ".").err == "2 definitions checked: no findings\n"
    write(folder / "template.json", TEMPLATE)
    assert aslant("check", ".").err.endswith("skipped: 1 JSON or YAML file, not a definition. Use -v for the names.\n")
    assert aslant("check", "-v", ".").err.startswith("template.json: skipped, because it is a CloudFormation or ")


def test_a_template_is_not_a_definition(aslant: Aslant, folder: Path) -> None:
    write(folder / "template.json", TEMPLATE)
    assert aslant("check", "template.json", "good.asl.json") == (
        2,
        "",
        "error: template.json: this is a CloudFormation or SAM template, not a definition. Move the definition to a "
        "separate file, refer to it with DefinitionUri, and name that file.\n"
        "1 definition checked: no findings\n",
    )


def test_a_finding_in_a_state_with_a_computed_name_has_its_line(aslant: Aslant, folder: Path) -> None:
    (folder / "steps.py").write_text(
        "from aslant.asl import Pass, StateMachine, Succeed\n\n"
        "def step(number):\n"
        "    return Pass(f'Step {number}', input_path='$.a[')\n\n"
        "steps = StateMachine(step(1) >> step(2) >> Succeed('Done'))\n"
    )
    lines = aslant("check", "steps.py:steps").out.splitlines()
    assert [line.partition(": error")[0] for line in lines] == ["steps.py:4", "steps.py:4"]
