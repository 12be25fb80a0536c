"""Rule contexts: places, reports and unresolved values."""

from __future__ import annotations

from typing import Any

import pytest

from aslant.asl.checking.report import Report
from aslant.asl.checking.rule_context import RuleContext, is_unresolved, located, string_at
from tests.asl.checking.machines import finding_line


@pytest.mark.parametrize(
    "value",
    ["${pay}", "arn:${partition}:x", {"Ref": "Pay"}, {"Fn::GetAtt": ["Pay", "Arn"]}, (1,), b"", object],
)
def test_a_value_known_only_at_deployment_is_opaque(value: Any) -> None:
    assert is_unresolved(value)


def test_an_opaque_value_is_asked_for_nothing(leaf: Any) -> None:
    assert is_unresolved(leaf)


@pytest.mark.parametrize(
    "value", [None, True, 0, 1.5, "", "$.a", "{% $a %}", "$ {", {}, {"Ref": 1, "x": 2}, {"Fn": 1}, {1: 1}, [], ["${a}"]]
)
def test_json_is_not_opaque(value: Any) -> None:
    assert not is_unresolved(value)


@pytest.mark.parametrize(
    ("steps", "place"),
    [
        ((), "/"),
        (("StartAt",), "/StartAt"),
        (("States", "Pay", "Retry", 0, "ErrorEquals", 10), "/States/Pay/Retry[0]/ErrorEquals[10]"),
        (("States", "a/b~"), "/States/a/b~"),
        (("States", ""), "/States/"),
    ],
)
def test_a_place_is_written_as_aws_writes_it(steps: tuple[str | int, ...], place: str) -> None:
    assert located(steps) == place


def test_a_string_member_is_read_and_nothing_else(leaf: Any) -> None:
    document = {"text": "x", "number": 1, "null": None, "leaf": leaf}
    assert [string_at(document, name) for name in ("text", "number", "null", "leaf", "absent")] == ["x", "", "", "", ""]


def test_a_report_is_placed_from_where_its_site_is() -> None:
    ctx = RuleContext(Report(), ("States", "A"), "A", jsonata=False, express=False)
    ctx.error("wrong", "Retry", 0, repair="write another")
    ctx.warning("odd", code="ODD")
    ctx.error("unknown", "Retry", 0, member="Nothing")
    assert [finding_line(finding) for finding in ctx.report.findings] == [
        "/States/A/Retry[0]: wrong | write another",
        "warning ODD /States/A: odd",
        "/States/A/Retry[0]: unknown",
    ]
    assert [finding.state for finding in ctx.report.findings] == ["A", "A", "A"]
    assert [finding.pointer for finding in ctx.report.findings] == [
        "/States/A/Retry/0",
        "/States/A",
        "/States/A/Retry/0/Nothing",
    ]
