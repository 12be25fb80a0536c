"""What takes another name or another API while AWS has but one place for it: the old one makes way first.

All rows are components of one stack, made in one run of the engine and changed in the next.
"""

from __future__ import annotations

from typing import Any

import pytest

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
