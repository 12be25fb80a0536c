from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from aslant.errors import LocalError
from aslant.local.checks import check, notes
from aslant.provider.account import LocalAccount
from aslant.provider.registry import Registry

Load = Callable[..., Registry]
Changes = dict[str, Any]


@pytest.mark.parametrize(
    ("changes", "more", "message"),
    [
        (
            {"ApiMapping shop": {"stage": "v1"}},
            "",
            "ApiMapping 'shop' .*: the API '.*' does not have the stage 'v1'",
        ),
        (
            {},
            'aws.apigatewayv2.ApiMapping("second", api_id=api.id, domain_name=domain.id, stage=stage.id, '
            'api_mapping_key="v1")\n',
            "ApiMapping 'second' .*: .*ApiMapping 'shop' .* has the same domain name and key. Change apiMappingKey",
        ),
    ],
)
def test_a_mapping_needs_an_existing_stage_and_a_unique_key(
    load_shop: Load, changes: Changes, more: str, message: str
) -> None:
    with pytest.raises(LocalError, match=message):
        check(load_shop(changes, more), LocalAccount())


def test_a_web_acl_is_noted(load_shop: Load) -> None:
    association = (
        'aws.wafv2.WebAclAssociation("wall", web_acl_arn="arn:aws:wafv2:us-east-1:1:regional/webacl/x/y", '
        'resource_arn="arn:aws:apigateway:us-east-1::/restapis/r1/stages/live")\n'
    )
    registry = load_shop(more=association)
    check(registry, LocalAccount())
    (note,) = notes(registry)
    assert note.endswith(": the rules of a web ACL are not applied here.")
