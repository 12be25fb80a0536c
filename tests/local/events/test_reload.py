"""Deliveries after a reload: nothing is delivered twice or lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .conftest import ACCOUNT

if TYPE_CHECKING:
    from .conftest import Kitchen


def test_a_reload_goes_on_where_the_version_before_has_ended(kitchen: Kitchen) -> None:
    items = kitchen.client("dynamodb")
    items.put_item(TableName="stock", Item={"id": {"S": "before"}})
    assert kitchen.body()["keys"] == ["before"]
    deployment = kitchen.served.deployment
    deployment.update(deployment.release.content)
    items.put_item(TableName="stock", Item={"id": {"S": "after"}})
    assert kitchen.body()["keys"] == ["after"]
    kitchen.send("orders", "reloaded")
    assert [record["body"] for record in kitchen.body()["Records"]] == ["reloaded"]
    kitchen.client("sns").publish(TopicArn=f"arn:aws:sns:{ACCOUNT}:news", Message="reloaded")
    assert kitchen.body()["Records"][0]["Sns"]["Message"] == "reloaded"
    deployment.deliveries.fire("hourly")
    assert kitchen.body()["at"]
    assert kitchen.is_empty("seen")
