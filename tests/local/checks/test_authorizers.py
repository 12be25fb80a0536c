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
        (
            {"Authorizer jwt": {"authorizerType": "TOKEN"}},
            "Authorizer 'jwt' .*: authorizerType must be .*, not 'TOKEN'",
        ),
        (
            {"Authorizer jwt": {"jwtConfiguration": {"issuer": "issuer.example"}}},
            "issuer must be the https URL .*, not 'issuer.example'",
        ),
        ({"Authorizer jwt": {"jwtConfiguration": {"audiences": []}}}, "jwtConfiguration: audiences is missing"),
        ({"Authorizer jwt": {"identitySources": []}}, "must be one expression that selects the token"),
        (
            {"Authorizer policy": {"identitySources": ["$request.body.token"]}},
            r"identitySources has '\$request.body.token'\. Use",
        ),
        ({"Authorizer simple": {"authorizerPayloadFormatVersion": "1.0"}}, "enableSimpleResponses requires"),
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
            "responses are cached by identitySources, which is empty",
        ),
        # routes
        (
            {"Route GET /signed/{what}": {"authorizationType": "IAM"}},
            "authorizationType must be NONE, JWT, AWS_IAM or CUSTOM, not 'IAM'",
        ),
        ({"Route GET /jwt": {"authorizerId": "x"}}, "Route 'GET /jwt' .*: its API does not have the authorizer 'x'"),
        (
            {"Route GET /simple": {"authorizationType": "JWT"}},
            "authorizationType JWT requires an authorizer of type JWT, but .*Authorizer 'simple' .* is of type REQUEST",
        ),
        (
            {"Route GET /signed/{what}": {"authorizationScopes": ["a"]}},
            "authorizationScopes require the authorizationType JWT, not AWS_IAM",
        ),
    ],
)
def test_what_aws_would_refuse_is_refused(load_shop: Load, changes: Changes, message: str) -> None:
    with pytest.raises(LocalError, match=message):
        check(load_shop(changes), LocalAccount())
