"""Objects: members that are unknown, misspelled or missing."""

from __future__ import annotations

from typing import Any

import pytest

from aslant.asl.checking import check
from aslant.asl.checking.objects import members
from aslant.asl.checking.report import Report
from aslant.asl.checking.rule_context import RuleContext
from aslant.asl.checking.values import boolean, string
from tests.asl.checking.machines import alone, finding_line

TABLE = {"Comment": string, "End": boolean, "Other": None}


def finding_lines(document: dict[Any, Any], needed: tuple[str, ...] = ()) -> list[str]:
    ctx = RuleContext(Report(), ("States", "A"), "A", jsonata=False, express=False)
    members(ctx, document, TABLE, needed, "Retry", 0)
    return [finding_line(finding) for finding in ctx.report.findings]


CASES: list[tuple[dict[Any, Any], tuple[str, ...], list[str]]] = [
    ({}, (), []),
    ({"Comment": "", "End": True, "Other": object}, ("End",), []),
    (
        {"Comment": 1, "End": 0},
        (),
        [
            "/States/A/Retry[0]/Comment: Expected value of type [STRING] | Write a string, not 1.",
            "/States/A/Retry[0]/End: Expected value of type [BOOLEAN] | Write true or false, not 0.",
        ],
    ),
    ({"Coment": ""}, (), ["/States/A/Retry[0]: Field 'Coment' is not supported | Did you mean 'Comment'?"]),
    ({"x": 1}, (), ["/States/A/Retry[0]: Field 'x' is not supported | The fields are Comment, End, Other."]),
    (
        {"comment": "", 5: 1, None: 1, (): 1},
        (),
        [
            "/States/A/Retry[0]: Field 'comment' is not supported | Did you mean 'Comment'?",
            "/States/A/Retry[0]: Field '5' is not supported | The fields are Comment, End, Other.",
            "/States/A/Retry[0]: Field 'None' is not supported | The fields are Comment, End, Other.",
            "/States/A/Retry[0]: Field '()' is not supported | The fields are Comment, End, Other.",
        ],
    ),
    ({}, ("Comment", "End"), ["/States/A/Retry[0]: These fields are required: [Comment, End]"]),
    (
        {"coment": "", "Other": 1},
        ("Comment", "End"),
        [
            "/States/A/Retry[0]: These fields are required: [End]",
            "/States/A/Retry[0]: Field 'coment' is not supported | Did you mean 'Comment'?",
        ],
    ),
    (
        {"Coment": ""},
        ("Comment",),
        ["/States/A/Retry[0]: Field 'Coment' is not supported | Did you mean 'Comment'?"],
    ),
    ({"End": False}, ("Comment", "End"), ["/States/A/Retry[0]: These fields are required: [Comment]"]),
]


@pytest.mark.parametrize(("document", "needed", "findings"), CASES)
def test_each_member_is_looked_at(document: dict[Any, Any], needed: tuple[str, ...], findings: list[str]) -> None:
    assert finding_lines(document, needed) == findings


def test_a_member_that_is_not_there_is_pointed_at_though_aws_places_it_at_its_object() -> None:
    (finding,) = check(alone("Pass", Coment=""))
    assert (finding.location, finding.pointer) == ("/States/A", "/States/A/Coment")
