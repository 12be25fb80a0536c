from __future__ import annotations

from collections.abc import Callable

import pytest

from aslant.errors import LocalError
from aslant.local.checks import check
from aslant.provider.account import LocalAccount
from aslant.provider.registry import Registry

Load = Callable[..., Registry]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('authorizer_type="JWT"', 'authorizer_type="TOKEN"', "Authorizer 'jwt' .*: authorizerType 'TOKEN' must be"),
        ('"https://issuer.example"', '"issuer.example"', "needs issuer, the https URL .*, not 'issuer.example'"),
        ('["shop", "staff"]', "[]", "jwtConfiguration needs audiences"),
        ("identity_sources=sources,\n    jwt", "identity_sources=[],\n    jwt", "must be the one place of the token"),
        (
            '["$request.querystring.token"]',
            '["$request.body.token"]',
            r"identitySources has '\$request.body.token'; wri",
        ),
        ('format_version="2.0",\n    enable', 'format_version="1.0",\n    enable', "enableSimpleResponses needs"),
        (
            'authorizer_payload_format_version="1.0",',
            "",
            "authorizerPayloadFormatVersion must be '1.0' or '2.0', not No",
        ),
        ("ttl_in_seconds=0", "ttl_in_seconds=3601", "authorizerResultTtlInSeconds must be from 0 to 3600, not 3601"),
        (
            'ttl_in_seconds=0,\n    identity_sources=["$request.querystring.token"]',
            "ttl_in_seconds=1,\n    identity_sources=[]",
            "answers are kept by identitySources, and there are none",
        ),
        # routes
        ('authorization_type="AWS_IAM"', 'authorization_type="IAM"', "authorizationType 'IAM' must be NONE, JWT, AWS"),
        ('"JWT", authorizer_id=jwt.id)', '"JWT", authorizer_id="x")', "Route 'GET /jwt' .*: its API has no authorizer"),
        (
            '"JWT", authorizer_id=jwt.id)',
            '"JWT", authorizer_id=simple.id)',
            "authorizationType JWT needs an authorizer of the type JWT, and .*Authorizer 'simple' .* is REQUEST",
        ),
        (
            'authorization_type="AWS_IAM"',
            'authorization_scopes=["a"], authorization_type="AWS_IAM"',
            "authorizationScopes are for the authorizationType JWT, not AWS_IAM",
        ),
    ],
)
def test_what_aws_would_refuse_is_refused(load_shop: Load, old: str, new: str, message: str) -> None:
    with pytest.raises(LocalError, match=message):
        check(load_shop(old, new), LocalAccount())
