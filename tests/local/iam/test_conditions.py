from __future__ import annotations

from typing import Any

import pytest

from aslant.errors import LocalError
from aslant.local.iam.conditions import conditions_hold, like, resolve_variables

CONTEXT = {
    "aws:SourceArn": "arn:aws:states:us-east-1:1:stateMachine:pizza",
    "aws:Secure": True,
    "count": 5,
    "date": "2026-11-24T00:00:00Z",
    "ip": "10.1.2.3",
    "tags": ["a", "b"],
    "blob": "aGk=",
}


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (None, True),
        ({"StringEquals": {"AWS:sourcearn": CONTEXT["aws:SourceArn"]}}, True),
        ({"StringEquals": {"count": ["4", "5"]}}, True),
        ({"StringNotEquals": {"count": ["4", "5"]}}, False),
        ({"StringNotEquals": {"missing": "x"}}, True),
        ({"StringEquals": {"missing": "x"}}, False),
        ({"StringEqualsIfExists": {"missing": "x"}}, True),
        ({"StringEqualsIfExists": {"count": "6"}}, False),
        ({"StringEqualsIgnoreCase": {"blob": "AGK="}}, True),
        ({"StringLike": {"aws:SourceArn": "*:pizz?"}}, True),
        ({"StringNotLike": {"aws:SourceArn": "*:pizz?"}}, False),
        ({"ArnLike": {"aws:SourceArn": "arn:aws:states:*:1:stateMachine:*"}}, True),
        ({"ArnLike": {"aws:SourceArn": "arn:*:stateMachine:*"}}, False),
        ({"ArnEquals": {"aws:SourceArn": "arn:aws:states:*:1:stateMachine:pizza"}}, True),
        ({"ArnNotEquals": {"aws:SourceArn": "arn:aws:states:*:1:stateMachine:pizza"}}, False),
        ({"NumericLessThan": {"count": "6"}, "NumericGreaterThanEquals": {"count": 5}}, True),
        ({"NumericEquals": {"count": "five"}}, False),
        ({"NumericNotEquals": {"count": "4"}}, True),
        ({"DateGreaterThan": {"date": "2026-11-23"}, "DateLessThan": {"date": "2026-11-25T00:00:00Z"}}, True),
        ({"DateEquals": {"date": "soon"}}, False),
        ({"Bool": {"aws:Secure": "true"}}, True),
        ({"Bool": {"aws:Secure": False}}, False),
        ({"IpAddress": {"ip": ["192.168.0.0/16", "10.0.0.0/8"]}}, True),
        ({"NotIpAddress": {"ip": "10.0.0.0/8"}}, False),
        ({"IpAddress": {"count": "10.0.0.0/8"}}, False),
        ({"BinaryEquals": {"blob": "aGk="}}, True),
        ({"Null": {"missing": "true", "count": "false"}}, True),
        ({"Null": {"count": "true"}}, False),
        ({"ForAllValues:StringEquals": {"tags": ["a", "b", "c"]}}, True),
        ({"ForAllValues:StringEquals": {"tags": ["a"]}}, False),
        ({"ForAllValues:StringEquals": {"missing": ["a"]}}, True),
        ({"ForAnyValue:StringEquals": {"tags": ["b"]}}, True),
        ({"ForAnyValue:StringEquals": {"missing": ["b"]}}, False),
        ({"StringEquals": {"count": "5", "ip": "1.1.1.1"}}, False),
    ],
)
def test_operators_compare_as_iam_does(condition: Any, expected: bool) -> None:
    assert conditions_hold(condition, CONTEXT) is expected


def test_an_unknown_operator_is_an_error_with_a_suggestion() -> None:
    with pytest.raises(
        LocalError, match=r"the condition operator 'StringEqual' does not exist. Did you mean 'StringEquals'"
    ):
        conditions_hold({"StringEqual": {"count": "5"}}, CONTEXT)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("a/${COUNT}/b", "a/5/b"),
        ("${missing, 'none'}", "none"),
        ("${missing}", "${missing}"),
        ("${$}{x}", "${x}"),
    ],
)
def test_policy_variables_take_values_of_the_request(text: str, expected: str) -> None:
    assert resolve_variables(text, CONTEXT) == expected


def test_an_escaped_wildcard_is_the_character_itself() -> None:
    assert like("a*b", "a${*}b")
    assert not like("axb", "a${*}b")
    assert like("a.b\nc", "a.*c")
    assert not like("axb", "a.b")


@pytest.mark.parametrize(
    ("value", "pattern", "expected"),
    [
        ("aXbXc", "a*b*c", True),
        ("abc", "*abc*", True),
        ("", "*", True),
        ("", "**", True),
        ("a", "a*a", False),
        ("aa", "a*a", True),
        ("xaby", "x*ab*y", True),
        ("xaabb", "x*a?b", True),
        ("abab", "*ab", True),
        ("abac", "*ab", False),
        ("a" * 100_000, "*a" * 20 + "*b", False),
    ],
)
def test_a_pattern_matches_in_linear_time(value: str, pattern: str, expected: bool) -> None:
    assert like(value, pattern) is expected
