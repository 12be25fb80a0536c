"""The inputs that the stand-in provider refuses, as pulumi-aws v7 does, and those for which it replaces."""

from __future__ import annotations

from typing import Any

import pytest

from tests.engine.inputs import faults, inputs_of
from tests.engine.replaces import NAMED, REPLACES

STAGE = "aws:apigatewayv2/stage:Stage"
ROLE = "aws:iam/role:Role"


@pytest.mark.parametrize(
    ("type_", "inputs", "found"),
    [
        (STAGE, {"apiId": "a", "name": "$default", "defaultRouteSettings": {"throttlingRateLimit": 5}}, []),
        (STAGE, {"autoDeplo": True}, [("autoDeplo", "StageArgs has no 'autoDeplo'. Did you mean 'autoDeploy'?")]),
        (
            STAGE,
            {"defaultRouteSettings": {"rate": 5}},
            [("defaultRouteSettings.rate", "StageDefaultRouteSettingsArgs has no 'rate'")],
        ),
        (
            STAGE,
            {"routeSettings": [{"routeKey": "POST /"}, {"key": "POST /"}]},
            [("routeSettings[1].key", "StageRouteSettingArgs has no 'key'")],
        ),
        (ROLE, {"assumeRolePolicy": "{}"}, []),
        (ROLE, {"inlinePolicies": []}, [("inlinePolicies", "RoleArgs deprecates 'inlinePolicies'")]),
        (ROLE, {"managedPolicyArns": []}, [("managedPolicyArns", "RoleArgs deprecates 'managedPolicyArns'")]),
        (
            "aws:cloudwatch/eventRule:EventRule",
            {"isEnabled": True},
            [("isEnabled", "EventRuleArgs deprecates 'isEnabled'")],
        ),
    ],
)
def test_an_input_that_is_unknown_or_deprecated_is_a_fault(
    type_: str, inputs: dict[str, Any], found: list[tuple[str, str]]
) -> None:
    assert list(faults(type_, inputs)) == found


@pytest.mark.parametrize("type_", REPLACES)
def test_what_a_row_names_is_an_input(type_: str) -> None:
    named = {NAMED[type_]} if type_ in NAMED else set()
    assert (REPLACES[type_] | named) - inputs_of(type_).parts.keys() == set()
