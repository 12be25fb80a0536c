from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from aslant.errors import LocalError
from aslant.local.checks import check
from aslant.provider.account import LocalAccount
from aslant.provider.registry import Registry

Load = Callable[..., Registry]
Changes = dict[str, Any]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"Authorizer jwt": {"authorizerType": "TOKEN"}}, "Authorizer 'jwt' .*: authorizerType 'TOKEN' must be"),
        (
            {"Authorizer jwt": {"jwtConfiguration": {"issuer": "issuer.example"}}},
            "needs issuer, the https URL .*, not 'issuer.example'",
        ),
        ({"Authorizer jwt": {"jwtConfiguration": {"audiences": []}}}, "jwtConfiguration needs audiences"),
        ({"Authorizer jwt": {"identitySources": []}}, "must be the one place of the token"),
        (
            {"Authorizer policy": {"identitySources": ["$request.body.token"]}},
            r"identitySources has '\$request.body.token'; wri",
        ),
        ({"Authorizer simple": {"authorizerPayloadFormatVersion": "1.0"}}, "enableSimpleResponses needs"),
        (
            {"Authorizer policy": {"authorizerPayloadFormatVersion": None}},
            "authorizerPayloadFormatVersion must be '1.0' or '2.0', not No",
        ),
        (
            {"Authorizer policy": {"authorizerResultTtlInSeconds": 3601}},
            "authorizerResultTtlInSeconds must be from 0 to 3600, not 3601",
        ),
        (
            {"Authorizer policy": {"authorizerResultTtlInSeconds": 1, "identitySources": []}},
            "answers are kept by identitySources, and there are none",
        ),
        # routes
        (
            {"Route GET /signed/{what}": {"authorizationType": "IAM"}},
            "authorizationType 'IAM' must be NONE, JWT, AWS",
        ),
        ({"Route GET /jwt": {"authorizerId": "x"}}, "Route 'GET /jwt' .*: its API has no authorizer"),
        (
            {"Route GET /simple": {"authorizationType": "JWT"}},
            "authorizationType JWT needs an authorizer of the type JWT, and .*Authorizer 'simple' .* is REQUEST",
        ),
        (
            {"Route GET /signed/{what}": {"authorizationScopes": ["a"]}},
            "authorizationScopes are for the authorizationType JWT, not AWS_IAM",
        ),
    ],
)
def test_what_aws_would_refuse_is_refused(load_shop: Load, changes: Changes, message: str) -> None:
    with pytest.raises(LocalError, match=message):
        check(load_shop(changes), LocalAccount())
