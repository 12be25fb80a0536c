"""Gradual rollout: versions, an alias, and rights that outlive a version."""

import json
from typing import Any

import pytest

from aslant.aws import StateMachineApi
from aslant.errors import ArgsError
from tests.aws.recording import UNKNOWN, Recording, record
from workflows.pizza import pizza

MACHINE = "arn:aws:states:eu-west-1:111122223333:stateMachine:shop-1a2b3c4"
FUNCTION = "arn:aws:lambda:eu-west-1:111122223333:function:shop-pineapple_check-1a2b3c4"


def deploy(rollout: Any, *, preview: bool = False, **args: Any) -> Recording:
    given = {"workflow": pizza, "rollout": rollout, **args}
    return record(lambda: StateMachineApi("shop", given), preview=preview)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rollout", "shares"),
    [
        ({}, [(7, 100)]),
        ({"stable": {"POST /": "6"}, "percent": 10}, [(7, 10), (6, 90)]),
        ({"stable": {"POST /": "6"}}, [(7, 100)]),
        ({"stable": {"POST /": "7"}, "percent": 10}, [(7, 100)]),
        ({"stable": {"POST /": "6"}, "percent": 0}, [(6, 100)]),
        ({"stable": None, "percent": None}, [(7, 100)]),
    ],
    ids=["all", "a tenth", "all at last", "nothing new", "taken back", "not said"],
)
def test_the_newest_version_gets_its_percent(rollout: Any, shares: list[tuple[int, int]]) -> None:
    recorded = deploy(rollout)
    assert recorded["Alias shop"].inputs == {
        "name": "live",
        "routingConfigurations": [
            {"stateMachineVersionArn": f"{MACHINE}:{version}", "weight": weight} for version, weight in shares
        ],
    }
    assert recorded["StateMachine shop"].inputs["publish"] is True


@pytest.mark.parametrize("api_type", ["HTTP", "REST"])
def test_the_api_starts_the_alias_and_may(api_type: str) -> None:
    recorded = deploy({}, api_type=api_type)
    (statement,) = json.loads(recorded["RolePolicy shop-gateway"].inputs["policy"])["Statement"]
    assert statement["Resource"] == [MACHINE, f"{MACHINE}:live"]
    if api_type == "HTTP":
        assert recorded["Integration shop"].inputs["requestParameters"]["StateMachineArn"] == f"{MACHINE}:live"
    else:
        assert f"{MACHINE}:live" in recorded["RestApi shop"].inputs["body"]


def test_a_definition_names_a_version_of_its_function_and_its_role_may_call_every_one() -> None:
    recorded = deploy({})
    assert recorded["Function shop-pineapple_check"].inputs["publish"] is True
    definition = json.loads(recorded["StateMachine shop"].inputs["definition"])
    assert definition["States"]["Order Pizza Job"]["Resource"] == f"{FUNCTION}:1"
    first = json.loads(recorded["RolePolicy shop"].inputs["policy"])["Statement"][0]
    assert first["Resource"] == [FUNCTION, f"{FUNCTION}:*"]


def test_the_component_tells_the_numbers_of_versions() -> None:
    assert deploy({})["StateMachineApi shop"].outputs["state_machine_versions"] == {"POST /": "7"}


def test_a_preview_knows_the_alias_and_not_its_shares() -> None:
    assert deploy({}, preview=True)["Alias shop"].inputs["routingConfigurations"] == UNKNOWN


@pytest.mark.parametrize(
    ("rollout", "message"),
    [
        (
            {"percent": 10},
            "rollout: percent is the share of the newest version. Set stable to the version that runs the rest.",
        ),
        (
            {"percent": -1, "stable": {"POST /": "1"}},
            "rollout: percent must be a whole number from 0 to 100 percent, not -1",
        ),
        ({"stable": {"POST /a": "1"}}, "rollout: stable has 'POST /a', which is not a route. The routes are POST /"),
        (
            {"stable": {"POST /": "v1"}},
            "rollout: stable has 'POST /', which must be the number of a version, such as '3', not 'v1'",
        ),
    ],
)
def test_weights_that_aws_would_refuse_are_refused(rollout: Any, message: str) -> None:
    with pytest.raises(ArgsError) as caught:
        deploy(rollout)
    assert message in str(caught.value)
