from __future__ import annotations

import re
from typing import Any

import pytest

from aslant.local.account import Account
from aslant.local.registry import Registry, Resource
from aslant.local.resources import TYPES, outputs_of

HOME = "us-east-1:123456789012"


def outputs(type: str, inputs: dict[str, Any], name: str = "thing") -> dict[str, Any]:
    registry = Registry()
    role = Resource("urn:role", "aws:iam/role:Role", "role", {}, {"id": "baker", "name": "baker"})
    api = Resource(
        "urn:api", "aws:apigatewayv2/api:Api", "api", {}, {"id": "a1", "apiEndpoint": "http://127.0.0.1:8000"}
    )
    registry.add(role)
    registry.add(api)
    return outputs_of(Resource(f"urn:{name}", type, name, inputs), Account(), registry)


@pytest.mark.parametrize(
    ("type", "inputs", "expected"),
    [
        ("aws:iam/role:Role", {"name": "n"}, {"id": "n", "arn": "arn:aws:iam::123456789012:role/n"}),
        ("aws:iam/role:Role", {"name": "n", "path": "/p/"}, {"arn": "arn:aws:iam::123456789012:role/p/n"}),
        ("aws:iam/policy:Policy", {"name": "n"}, {"id": "arn:aws:iam::123456789012:policy/n"}),
        ("aws:iam/rolePolicy:RolePolicy", {"name": "n", "role": "baker"}, {"id": "baker:n", "role": "baker"}),
        (
            "aws:lambda/function:Function",
            {"name": "n"},
            {
                "arn": f"arn:aws:lambda:{HOME}:function:n",
                "invokeArn": "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
                f"arn:aws:lambda:{HOME}:function:n/invocations",
                "version": "$LATEST",
                "timeout": 3,
                "memorySize": 128,
            },
        ),
        (
            "aws:lambda/function:Function",
            {"name": "n", "publish": True},
            {"version": "1", "qualifiedArn": f"arn:aws:lambda:{HOME}:function:n:1"},
        ),
        ("aws:sfn/stateMachine:StateMachine", {"name": "n"}, {"id": f"arn:aws:states:{HOME}:stateMachine:n"}),
        ("aws:sfn/stateMachine:StateMachine", {"type": "EXPRESS"}, {"type": "EXPRESS"}),
        ("aws:cloudwatch/logGroup:LogGroup", {"name": "/n"}, {"arn": f"arn:aws:logs:{HOME}:log-group:/n"}),
        (
            "aws:apigatewayv2/stage:Stage",
            {"apiId": "a1", "name": "$default"},
            {"id": "$default", "invokeUrl": "http://127.0.0.1:8000/"},
        ),
        ("aws:apigatewayv2/stage:Stage", {"apiId": "a1", "name": "v1"}, {"invokeUrl": "http://127.0.0.1:8000/v1"}),
        ("aws:apigatewayv2/integration:Integration", {"apiId": "a1"}, {"timeoutMilliseconds": 30000}),
        ("aws:apigatewayv2/route:Route", {"apiId": "a1"}, {"authorizationType": "NONE"}),
    ],
)
def test_a_resource_gets_what_aws_would_give_it(type: str, inputs: dict[str, Any], expected: dict[str, Any]) -> None:
    found = outputs(type, inputs)
    assert {key: found[key] for key in expected} == expected


@pytest.mark.parametrize("type", sorted(TYPES))
def test_every_type_gives_an_id_and_the_same_one_twice(type: str) -> None:
    inputs = {"role": "baker", "apiId": "a1", "protocolType": "HTTP", "policyName": "p"}
    assert outputs(type, inputs)["id"]
    assert outputs(type, inputs) == outputs(type, inputs)


def test_a_name_is_given_made_from_a_prefix_or_made_up() -> None:
    assert outputs("aws:iam/role:Role", {}, "x")["name"].startswith("x-")
    assert re.fullmatch(r"pre[0-9a-f]{7}", outputs("aws:iam/role:Role", {"namePrefix": "pre"})["name"])
