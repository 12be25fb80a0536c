"""Queues as event sources of functions."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from .conftest import ACCOUNT, eventually

if TYPE_CHECKING:
    from .conftest import Kitchen


def test_a_message_invokes_the_function_with_the_record_of_aws(kitchen: Kitchen) -> None:
    attributes = {"oven": {"DataType": "String", "StringValue": "hot"}}
    id = kitchen.send("orders", "margherita", MessageAttributes=attributes)
    (record,) = kitchen.body()["Records"]
    assert record.pop("receiptHandle")
    assert record.pop("md5OfMessageAttributes")
    assert set(record.pop("attributes")) == {
        "ApproximateFirstReceiveTimestamp",
        "ApproximateReceiveCount",
        "SenderId",
        "SentTimestamp",
    }
    assert record == {
        "messageId": id,
        "body": "margherita",
        "messageAttributes": {
            "oven": {"stringValue": "hot", "stringListValues": [], "binaryListValues": [], "dataType": "String"}
        },
        "md5OfBody": "649b7e6ef5b75a95d166b8b266619494",
        "eventSource": "aws:sqs",
        "eventSourceARN": f"arn:aws:sqs:{ACCOUNT}:orders",
        "awsRegion": "us-east-1",
    }
    assert kitchen.logged("events queue 'orders' invoked function 'take' with 1 message")
    sqs = kitchen.client("sqs")
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    assert eventually(
        lambda: (
            set(sqs.get_queue_attributes(QueueUrl=kitchen.url("orders"), AttributeNames=names)["Attributes"].values())
            == {"0"}
        )
    )


def test_a_reported_message_is_tried_again_and_goes_to_the_dead_letter_queue(kitchen: Kitchen) -> None:
    kitchen.client("sqs").send_message_batch(
        QueueUrl=kitchen.url("orders"),
        Entries=[{"Id": body, "MessageBody": body} for body in ("good", "bad", "fine")],
    )
    assert kitchen.take("dead")["Body"] == "bad"
    assert kitchen.is_empty("dead")
    seen: list[str] = []
    while len(seen) < 4:
        seen += [record["body"] for record in kitchen.body()["Records"]]
    assert sorted(seen) == ["bad", "bad", "fine", "good"]


def test_messages_of_a_group_arrive_in_order_and_only_once(kitchen: Kitchen) -> None:
    for number in range(5):
        kitchen.send("line.fifo", f"m{number}", MessageGroupId="a")
        kitchen.send("line.fifo", f"m{number}", MessageGroupId="a")
    seen: list[str] = []
    numbers: list[int] = []
    while len(seen) < 5:
        for record in kitchen.body()["Records"]:
            seen.append(record["body"])
            numbers.append(int(record["attributes"]["SequenceNumber"]))
    assert seen == [f"m{number}" for number in range(5)]
    assert numbers == sorted(numbers)
    assert kitchen.is_empty("seen")


def test_a_batching_window_fills_a_batch_and_filters_drop_messages(kitchen: Kitchen) -> None:
    begin = time.monotonic()
    kitchen.send("slow", {"kind": "pizza", "number": 1})
    kitchen.send("slow", {"kind": "pasta"})
    (record,) = kitchen.body()["Records"]
    assert time.monotonic() - begin > 0.9
    assert record["body"] == '{"kind": "pizza", "number": 1}'
    begin = time.monotonic()
    for number in range(3):
        kitchen.send("slow", {"kind": "pizza", "number": number})
    assert len(kitchen.body()["Records"]) == 3
    assert time.monotonic() - begin < 0.9
    assert kitchen.is_empty("slow")
    assert kitchen.is_empty("seen")


def test_a_delayed_message_arrives_after_its_delay(kitchen: Kitchen) -> None:
    begin = time.monotonic()
    kitchen.send("orders", "later", DelaySeconds=1)
    assert [record["body"] for record in kitchen.body()["Records"]] == ["later"]
    assert time.monotonic() - begin > 0.9
