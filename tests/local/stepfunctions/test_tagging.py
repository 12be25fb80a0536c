"""The tags of state machines and activities."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from .conftest import MACHINE

if TYPE_CHECKING:
    from .conftest import Api


def tags(**values: str) -> list[dict[str, str]]:
    return [{"key": key, "value": value} for key, value in values.items()]


def listed(api: Api, arn: str) -> Any:
    return api.client.list_tags_for_resource(resourceArn=arn)["tags"]


def test_tags_keep_their_order_when_they_change(api: Api) -> None:
    arn = api.create(tags=tags(a="1", b="2"))
    api.client.tag_resource(resourceArn=arn, tags=tags(a="new", c=""))
    assert listed(api, arn) == tags(a="new", b="2", c="")
    api.client.tag_resource(resourceArn=arn, tags=[])
    api.client.untag_resource(resourceArn=arn, tagKeys=["a", "none"])
    api.client.untag_resource(resourceArn=arn, tagKeys=[])
    assert listed(api, arn) == tags(b="2", c="")


@pytest.mark.parametrize("arn", [f"{MACHINE}none", f"{MACHINE}bake:1"])
def test_an_unknown_resource_and_a_version_have_no_tags(api: Api, arn: str) -> None:
    api.create(publish=True)
    expected = ("ResourceNotFound", f"Resource not found: '{arn}'")
    assert api.refusal("tag_resource", resourceArn=arn, tags=[]) == expected
    assert api.refusal("untag_resource", resourceArn=arn, tagKeys=[]) == expected
    assert api.refusal("list_tags_for_resource", resourceArn=arn) == expected


def test_a_resource_has_at_most_50_tags(api: Api) -> None:
    arn = api.create(tags=tags(**{f"t{number}": "" for number in range(49)}))
    api.client.tag_resource(resourceArn=arn, tags=tags(t1="new", fifty=""))
    assert api.refusal("tag_resource", resourceArn=arn, tags=tags(more=""))[0] == "TooManyTags"
    assert len(listed(api, arn)) == 50


def test_reserved_keys_are_refused(api: Api) -> None:
    arn = api.create()
    refused = api.refusal("tag_resource", resourceArn=arn, tags=[{"key": "aws:x", "value": ""}])
    assert refused[0] == "ValidationException"
