"""Changes of resources that AWS allows once, such as the route of a key: the old one is deleted first.

All rows are components of one stack, made in one run of the engine and changed in the next.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pulumi
import pytest
from pulumi.automation import CommandError, PulumiCommand

from aslant.aws import StateMachineApi
from tests.engine.engine import Engine, Program, Steps
from workflows.pizza import pizza

ROUTE = {"workflow": pizza, "throttling_rate_limit": 1, "throttling_burst_limit": 2}
DOMAIN = {"name": "shop.example.com", "hosted_zone_id": "Z123"}

CHANGES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "first": ({"workflow": pizza}, {"workflow": pizza, "name": "pizza"}),
    "http": ({"routes": {"POST /o": ROUTE}}, {"routes": {"POST /o": {**ROUTE, "name": "orders"}}}),
    "rest": (
        {"api_type": "REST", "routes": {"POST /o": ROUTE}},
        {"api_type": "REST", "routes": {"POST /o": {**ROUTE, "name": "orders"}}},
    ),
    "domain": ({"workflow": pizza, "domain": DOMAIN}, {"workflow": pizza, "domain": DOMAIN, "api_type": "REST"}),
}


def program(step: int) -> Program:
    def run() -> None:
        for name, args in CHANGES.items():
            given: Any = args[step]
            StateMachineApi(name, given)

    return run


@pytest.fixture(scope="module")
def changed(engine: Engine) -> Steps:
    """The second run."""
    engine.up(program(0))
    return engine.up(program(1))


@pytest.mark.parametrize(
    ("name", "routes"),
    [("first", {"update": {"Route first"}}), ("http", {"update": {"Route http-post-o"}})],
)
def test_a_route_that_is_named_anew_stays_the_route_of_its_key(
    changed: Steps, name: str, routes: dict[str, set[str]]
) -> None:
    steps = changed.of(name, name)
    assert {step: found for step, labels in steps.items() if (found := {one for one in labels if "Route " in one})} == (
        routes
    )


def test_the_limits_of_a_route_outlive_its_name(changed: Steps, engine: Engine) -> None:
    paths = [one.inputs["methodPath"] for one in engine.standing if one.type.endswith(":MethodSettings")]
    assert len([path for path in paths if path != "*/*"]) == 1


def test_a_domain_follows_the_api(changed: Steps) -> None:
    assert changed.of("domain", "domain")["replace"] == {"ApiMapping domain"}


class Department(pulumi.ComponentResource):
    """A component with its own API."""

    def __init__(self, kind: str, name: str, parent: pulumi.Resource | None = None) -> None:
        super().__init__(f"bakery:index:{kind}", name, {}, pulumi.ResourceOptions(parent=parent))
        StateMachineApi("api", {"workflow": pizza}, pulumi.ResourceOptions(parent=self))


@pytest.fixture
def fresh(cli: PulumiCommand, plugin: Path, tmp_path: Path) -> Engine:
    """An engine with a separate account."""
    return Engine(cli, plugin, tmp_path)


def test_components_of_one_name_may_have_different_parents(fresh: Engine) -> None:
    def program() -> None:
        Department("Orders", "orders")
        returns = Department("Returns", "returns")
        Department("Orders", "inner", returns)

    assert fresh.up(program).problems == []
    assert len([one for one in fresh.standing if one.type.endswith(":StateMachine")]) == 3
    assert fresh.up(program).changes == {}


def test_components_of_one_name_below_parents_of_one_type_are_refused(fresh: Engine) -> None:
    def program() -> None:
        Department("Orders", "orders")
        Department("Orders", "more")

    with pytest.raises(CommandError, match="'api': a child of the type Role would be named 'api-gateway', but StateM"):
        fresh.up(program)
