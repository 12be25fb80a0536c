"""Streams of tables as event sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .conftest import ACCOUNT

if TYPE_CHECKING:
    from .conftest import Kitchen


def put(kitchen: Kitchen, *ids: str) -> None:
    items = [{"PutRequest": {"Item": {"id": {"S": id}, "n": {"N": "1"}}}} for id in ids]
    kitchen.client("dynamodb").batch_write_item(RequestItems={"stock": items})


def test_a_record_invokes_the_function_as_on_aws(kitchen: Kitchen) -> None:
    put(kitchen, "spelt")
    seen = kitchen.body()
    record = seen["first"]
    data = record.pop("dynamodb")
    assert record.pop("eventID")
    assert record == {
        "eventName": "INSERT",
        "eventVersion": "1.1",
        "eventSource": "aws:dynamodb",
        "awsRegion": "us-east-1",
        "eventSourceARN": f"arn:aws:dynamodb:{ACCOUNT}:table/stock/stream/2026-01-01T00:00:00.000",
    }
    assert isinstance(data.pop("ApproximateCreationDateTime"), float)
    assert data.pop("SequenceNumber").isdigit()
    assert data.pop("SizeBytes") > 0
    image = {"id": {"S": "spelt"}, "n": {"N": "1"}}
    assert data == {"Keys": {"id": {"S": "spelt"}}, "NewImage": image, "StreamViewType": "NEW_AND_OLD_IMAGES"}


def test_filters_and_unchanged_items(kitchen: Kitchen) -> None:
    put(kitchen, "rye")
    assert kitchen.body()["keys"] == ["rye"]
    put(kitchen, "rye")
    kitchen.client("dynamodb").update_item(
        TableName="stock",
        Key={"id": {"S": "rye"}},
        UpdateExpression="SET n = :n",
        ExpressionAttributeValues={":n": {"N": "2"}},
    )
    kitchen.client("dynamodb").delete_item(TableName="stock", Key={"id": {"S": "rye"}})
    seen = kitchen.body()
    assert (seen["keys"], seen["first"]["eventName"]) == (["rye"], "REMOVE")
    assert kitchen.is_empty("seen")


def test_a_failing_batch_is_bisected_and_retried_and_goes_to_the_destination(kitchen: Kitchen) -> None:
    put(kitchen, "warm")  # the function is busy, so that the next records come in one batch
    put(kitchen, "one", "bad", "two", "three")
    record = kitchen.body("lost")
    assert record["requestContext"]["condition"] == "RetryAttemptsExhausted"
    assert record["requestContext"]["approximateInvokeCount"] == 2
    assert record["DDBStreamBatchInfo"]["batchSize"] == 1
    seen: list[str] = []
    while seen.count("three") < 2:  # once in the batch that is split
        seen += kitchen.body()["keys"]
    assert sorted(set(seen)) == ["bad", "one", "three", "two", "warm"]
    assert seen.count("bad") == 4  # in the whole batch, in its half, alone, and in its retry
