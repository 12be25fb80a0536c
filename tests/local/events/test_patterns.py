"""Patterns, compared with the examples of the EventBridge user guide and the SNS developer guide."""

from __future__ import annotations

from typing import Any

import pytest

from aslant.local.events.patterns import PatternError, matches, matches_attributes, read_pattern

EVENT: dict[str, Any] = {
    "source": "aws.ec2",
    "detail": {
        "state": "running",
        "cpu": 75,
        "ip": "10.0.0.9",
        "none": None,
        "empty": "",
        "on": True,
        "tags": ["a", "b"],
        "nested": [{"k": "x", "v": 1}, {"k": "y", "v": 2}],
    },
}


@pytest.mark.parametrize(
    ("pattern", "matched"),
    [
        ({}, True),
        ({"source": ["aws.ec2"]}, True),
        ({"source": ["aws.EC2"]}, False),
        ({"source": ["aws.s3", "aws.ec2"], "detail": {"state": ["running"]}}, True),
        ({"source": ["aws.ec2"], "detail": {"state": ["stopped"]}}, False),
        ({"detail": {"state": [{"prefix": "run"}]}}, True),
        ({"detail": {"state": [{"suffix": "ning"}]}}, True),
        ({"detail": {"state": [{"prefix": {"equals-ignore-case": "RUN"}}]}}, True),
        ({"detail": {"state": [{"equals-ignore-case": "RUNNING"}]}}, True),
        ({"detail": {"state": [{"anything-but": "stopped"}]}}, True),
        ({"detail": {"state": [{"anything-but": ["running", "stopped"]}]}}, False),
        ({"detail": {"state": [{"anything-but": {"prefix": "run"}}]}}, False),
        ({"detail": {"state": [{"anything-but": {"suffix": ["x", "y"]}}]}}, True),
        ({"detail": {"missing": [{"anything-but": "x"}]}}, False),
        ({"detail": {"state": [{"wildcard": "r*n*g"}]}}, True),
        ({"detail": {"state": [{"wildcard": "r\\*n"}]}}, False),
        ({"detail": {"cpu": [{"numeric": [">", 50, "<=", 75]}]}}, True),
        ({"detail": {"cpu": [{"numeric": ["<", 75]}]}}, False),
        ({"detail": {"cpu": [75.0]}}, True),
        ({"detail": {"cpu": ["75"]}}, False),
        ({"detail": {"on": [1]}}, False),
        ({"detail": {"on": [True]}}, True),
        ({"detail": {"none": [None]}}, True),
        ({"detail": {"missing": [None]}}, False),
        ({"detail": {"empty": [""]}}, True),
        ({"detail": {"ip": [{"cidr": "10.0.0.0/24"}]}}, True),
        ({"detail": {"ip": [{"cidr": "10.0.1.0/24"}]}}, False),
        ({"detail": {"cpu": [{"exists": True}]}}, True),
        ({"detail": {"missing": [{"exists": False}]}}, True),
        ({"detail": {"missing": {"deeper": [{"exists": False}]}}}, True),
        ({"other": {"x": [{"exists": False}]}}, True),
        ({"detail": {"tags": ["b"]}}, True),
        ({"detail": {"tags": ["c"]}}, False),
        ({"detail": {"nested": {"k": ["x"], "v": [1]}}}, True),
        ({"detail": {"nested": {"k": ["x"], "v": [2]}}}, False),
        ({"$or": [{"source": ["x"]}, {"detail": {"cpu": [75]}}]}, True),
        ({"detail": {"$or": [{"state": ["x"]}, {"cpu": [1]}]}}, False),
    ],
)
def test_a_pattern_selects_events(pattern: dict[str, Any], matched: bool) -> None:
    assert matches(read_pattern(pattern), EVENT) is matched


@pytest.mark.parametrize(
    ("policy", "matched"),
    [
        ({"kind": ["pizza"]}, True),
        ({"kind": ["pizza"], "price": [{"numeric": ["=", 12.5]}]}, True),
        ({"sizes": ["large"]}, True),
        ({"price": ["12.5"]}, False),
        ({"kind": [{"exists": False}]}, False),
        ({"other": [{"exists": False}]}, True),
        ({"$or": [{"kind": ["x"]}, {"sizes": ["small"]}]}, True),
    ],
)
def test_a_filter_policy_selects_by_attributes(policy: dict[str, Any], matched: bool) -> None:
    attributes = {
        "kind": {"Type": "String", "Value": "pizza"},
        "price": {"Type": "Number", "Value": "12.5"},
        "sizes": {"Type": "String.Array", "Value": '["small", "large"]'},
    }
    assert matches_attributes(read_pattern(policy), attributes) is matched


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("[]", "The pattern must be an object."),
        ("{", "The pattern is not valid JSON: "),
        ('{"a": []}', "a must be an object or a list with at least one value."),
        ('{"a": {"b": 1}}', "a.b must be an object or a list with at least one value."),
        ('{"a": [[1]]}', "a must not have a list in its list."),
        ('{"a": [{"exists": 1}]}', "a: exists must be true or false, not 1."),
        ('{"a": [{"numeric": [">", "1"]}]}', 'a: [">", "1"] is not a valid operand of numeric.'),
        ('{"a": [{"numeric": ["~", 1]}]}', 'a: ["~", 1] is not a valid operand of numeric.'),
        ('{"a": [{"cidr": "x"}]}', 'a: "x" is not a valid operand of cidr.'),
        ('{"a": [{"anything-but": {}}]}', "a: {} is not a valid operand of anything-but."),
        ('{"a": ' * 60 + "[1]" + "}" * 60, "The pattern has more than 50 levels."),
    ],
)
def test_an_invalid_pattern_is_refused(pattern: str, message: str) -> None:
    with pytest.raises(PatternError) as refused:
        read_pattern(pattern)
    assert str(refused.value).startswith(message)


def test_an_event_may_be_nested_deeply() -> None:
    value: Any = "x"
    for _ in range(5000):
        value = [value]
    assert matches(read_pattern({"a": ["x"]}), {"a": value})
