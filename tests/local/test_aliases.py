from __future__ import annotations

from typing import Any

import pytest

from aslant.local.aliases import Aliases, ExecutionQualifier
from aslant.local.answers import AwsError
from aslant.provider.registry import RegisteredResource, Registry

MACHINE = "arn:aws:states:us-east-1:123456789012:stateMachine:bake"
LIVE = f"{MACHINE}:live"


@pytest.fixture
def aliases() -> Aliases:
    registry = Registry()
    outputs = {"arn": MACHINE, "stateMachineVersionArn": f"{MACHINE}:1"}
    registry.add(RegisteredResource("urn:m", "aws:sfn/stateMachine:StateMachine", "m", {"publish": True}, outputs))
    routes = [
        {"stateMachineVersionArn": f"{MACHINE}:12", "weight": 25},
        {"stateMachineVersionArn": f"{MACHINE}:1", "weight": 75},
    ]
    inputs = {"routingConfigurations": routes}
    registry.add(RegisteredResource("urn:a", "aws:sfn/alias:Alias", "a", inputs, {"arn": LIVE, "name": "live"}))
    return Aliases(registry, seed=7)


@pytest.mark.parametrize(
    ("arn", "route"),
    [
        (MACHINE, ExecutionQualifier()),
        (f"{MACHINE}:1", ExecutionQualifier(f"{MACHINE}:1")),
        (f"{MACHINE}:12", ExecutionQualifier(f"{MACHINE}:12")),
        (f"{MACHINE}:2", None),
        (f"{MACHINE}:test", None),
    ],
)
def test_a_version_exists_if_it_was_published_or_an_alias_routes_to_it(
    aliases: Aliases, arn: str, route: ExecutionQualifier | None
) -> None:
    assert aliases.route(arn) == route


def test_an_alias_distributes_executions_by_its_weights(aliases: Aliases) -> None:
    routes: list[Any] = [aliases.route(LIVE) for _ in range(1000)]
    assert {route.alias_arn for route in routes} == {LIVE}
    newest = sum(route.version_arn == f"{MACHINE}:12" for route in routes)
    assert 200 < newest < 300


def test_aliases_and_versions_are_listed(aliases: Aliases) -> None:
    described = aliases.describe({"stateMachineAliasArn": LIVE})
    assert [route["weight"] for route in described["routingConfiguration"]] == [25, 75]
    assert [item["stateMachineAliasArn"] for item in aliases.aliases_of(MACHINE)] == [LIVE]
    versions = [item["stateMachineVersionArn"] for item in aliases.versions_of(MACHINE)]
    assert versions == [f"{MACHINE}:12", f"{MACHINE}:1"]
    assert aliases.versions_of(f"{MACHINE}ry") == []
    with pytest.raises(AwsError, match="ResourceNotFound"):
        aliases.describe({"stateMachineAliasArn": MACHINE})
