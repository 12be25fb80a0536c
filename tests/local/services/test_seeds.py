"""Registered resources exist in the store, under the names and IDs that the program was given."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aslant.local.http import Request, Response
from aslant.local.services.seeds import Seeds
from aslant.provider.account import LocalAccount
from aslant.provider.registry import RegisteredResource, Registry

if TYPE_CHECKING:
    from .conftest import Bakery


def ask(bakery: Bakery, service: str, operation: str, **parameters: Any) -> dict[str, Any]:
    answer: dict[str, Any] = bakery.clients.of(service, "us-east-1")._make_api_call(operation, parameters)
    return answer


def test_a_table_has_its_keys_indexes_stream_and_items(bakery: Bakery) -> None:
    table = ask(bakery, "dynamodb", "DescribeTable", TableName="stock")["Table"]
    assert [key["AttributeName"] for key in table["KeySchema"]] == ["id", "day"]
    assert [index["IndexName"] for index in table["GlobalSecondaryIndexes"]] == ["by-oven"]
    assert table["LatestStreamArn"] == bakery.deployment.registry.exports["stream"]
    lives = ask(bakery, "dynamodb", "DescribeTimeToLive", TableName="stock")["TimeToLiveDescription"]
    assert lives["AttributeName"] == "gone"
    key = {"id": {"S": "flour"}, "day": {"N": "1"}}
    assert ask(bakery, "dynamodb", "GetItem", TableName="stock", Key=key)["Item"] == key


def test_queues_have_their_attributes(bakery: Bakery) -> None:
    exports = bakery.deployment.registry.exports
    result = ask(bakery, "sqs", "GetQueueAttributes", QueueUrl=exports["fifo"], AttributeNames=["All"])["Attributes"]
    assert (result["FifoQueue"], result["ContentBasedDeduplication"]) == ("true", "true")
    result = ask(bakery, "sqs", "GetQueueAttributes", QueueUrl=exports["orders"], AttributeNames=["All"])["Attributes"]
    assert result["ReceiveMessageWaitTimeSeconds"] == "20"


def test_a_topic_has_only_the_subscriptions_of_queues(bakery: Bakery) -> None:
    found = ask(bakery, "sns", "ListSubscriptions")["Subscriptions"]
    assert [item["SubscriptionArn"] for item in found] == [bakery.deployment.registry.exports["subscription"]]


def test_buckets_hold_strings_and_files(bakery: Bakery) -> None:
    source = (Path(__file__).parent / "bakery" / "handler.py").read_bytes()
    assert ask(bakery, "s3", "GetObject", Bucket="bakery-data", Key="handler.py")["Body"].read() == source
    assert ask(bakery, "s3", "GetBucketVersioning", Bucket="bakery-data")["Status"] == "Enabled"


def test_a_key_has_its_alias_and_a_bus_its_rule(bakery: Bakery) -> None:
    arn = bakery.deployment.registry.exports["key"]
    assert ask(bakery, "kms", "DescribeKey", KeyId="alias/oven")["KeyMetadata"]["Arn"] == arn
    rules = ask(bakery, "events", "ListRules", EventBusName="bakery")["Rules"]
    assert [rule["Name"][:6] for rule in rules] == ["baked-"]


def test_a_resource_that_cannot_be_created_is_reported_and_one_that_is_read_is_not_created() -> None:
    registry = Registry()
    item = {"tableName": "none", "item": json.dumps({"id": {"S": "1"}})}
    registry.add(RegisteredResource("urn:i", "aws:dynamodb/tableItem:TableItem", "flour", item, {}))
    registry.add(RegisteredResource("urn:j", "aws:dynamodb/tableItem:TableItem", "rye", item, {}, read=True))

    def answer(_: Request) -> Response:
        return Response(400, b'{"__type": "ResourceNotFoundException", "message": "no table"}')

    (fault,) = Seeds(LocalAccount(), Path(), answer).sow(registry)
    assert fault.startswith("aws:dynamodb/tableItem:TableItem 'flour': cannot be created in the local AWS: ")
    assert fault.endswith("no table")
