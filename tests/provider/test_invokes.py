from __future__ import annotations

import json
from typing import Any

import pytest

from aslant.provider.account import LocalAccount
from aslant.provider.invokes import invoke

POLICY = "aws:iam/getPolicyDocument:getPolicyDocument"


@pytest.mark.parametrize(
    ("token", "region", "key", "expected"),
    [
        ("aws:index/getRegion:getRegion", "eu-west-1", "region", "eu-west-1"),
        ("aws:index/getRegion:getRegion", "eu-west-1", "endpoint", "ec2.eu-west-1.amazonaws.com"),
        ("aws:index/getCallerIdentity:getCallerIdentity", "eu-west-1", "accountId", "123456789012"),
        ("aws:index/getAvailabilityZones:getAvailabilityZones", "eu-west-1", "names", [f"eu-west-1{x}" for x in "abc"]),
        ("aws:route53/getZone:getZone", "eu-west-1", "name", "example.com"),
        ("aws:ec2/getVpc:getVpc", "eu-west-1", "cidrBlock", "172.31.0.0/16"),
        ("aws:ec2/getSecurityGroup:getSecurityGroup", "eu-west-1", "name", "default"),
        ("aws:index/getPartition:getPartition", "eu-west-1", "partition", "aws"),
        ("aws:index/getPartition:getPartition", "cn-north-1", "partition", "aws-cn"),
        ("aws:index/getPartition:getPartition", "cn-north-1", "reverseDnsPrefix", "cn.com.amazonaws"),
        ("aws:index/getPartition:getPartition", "us-gov-west-1", "partition", "aws-us-gov"),
        ("aws:index/getPartition:getPartition", "us-isob-east-1", "dnsSuffix", "sc2s.sgov.gov"),
    ],
)
def test_a_program_learns_where_it_is(token: str, region: str, key: str, expected: Any) -> None:
    assert invoke(token, {}, LocalAccount(region))[key] == expected


def test_a_policy_document_is_written_with_iam_s_words() -> None:
    arguments: dict[str, Any] = {
        "policyId": "p",
        "statements": [
            {
                "sid": "s",
                "actions": ["sts:AssumeRole"],
                "principals": [
                    {"type": "Service", "identifiers": ["a"]},
                    {"type": "Service", "identifiers": ["b"]},
                    {"type": "AWS", "identifiers": ["c"]},
                ],
                "conditions": [
                    {"test": "StringEquals", "variable": "x", "values": ["1"]},
                    {"test": "StringEquals", "variable": "y", "values": ["1", "2"]},
                ],
            },
            {"effect": "Deny", "notActions": ["a:*", "b:*"], "notResources": ["arn"]},
            {"actions": ["a"], "resources": ["*"], "principals": [{"type": "*", "identifiers": ["*"]}]},
        ],
    }
    answer = invoke(POLICY, arguments, LocalAccount())
    assert json.loads(answer["json"]) == {
        "Version": "2012-10-17",
        "Id": "p",
        "Statement": [
            {
                "Sid": "s",
                "Effect": "Allow",
                "Action": "sts:AssumeRole",
                "Principal": {"Service": ["a", "b"], "AWS": "c"},
                "Condition": {"StringEquals": {"x": "1", "y": ["1", "2"]}},
            },
            {"Effect": "Deny", "NotAction": ["a:*", "b:*"], "NotResource": "arn"},
            {"Effect": "Allow", "Action": "a", "Resource": "*", "Principal": "*"},
        ],
    }
    assert json.loads(answer["minifiedJson"]) == json.loads(answer["json"])
