"""The messages of topics to functions and queues."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from .conftest import ACCOUNT

if TYPE_CHECKING:
    from .conftest import Kitchen

TOPIC = f"arn:aws:sns:{ACCOUNT}:news"


def publish(kitchen: Kitchen, message: Any, **more: Any) -> str:
    text = message if isinstance(message, str) else json.dumps(message)
    sent: str = kitchen.client("sns").publish(TopicArn=TOPIC, Message=text, **more)["MessageId"]
    return sent


def attributes(**values: str) -> dict[str, dict[str, str]]:
    kinds = {name: "Number" if value.isdigit() else "String" for name, value in values.items()}
    return {name: {"DataType": kinds[name], "StringValue": value} for name, value in values.items()}


def test_a_message_invokes_a_function_with_the_record_of_aws(kitchen: Kitchen) -> None:
    id = publish(kitchen, "fresh", Subject="oven", MessageAttributes=attributes(kind="bread", price="3"))
    (record,) = kitchen.body()["Records"]
    sns = record.pop("Sns")
    assert record.pop("EventSubscriptionArn").startswith(f"{TOPIC}:")
    assert record == {"EventSource": "aws:sns", "EventVersion": "1.0"}
    assert [bool(sns.pop(key)) for key in ("Timestamp", "Signature", "SigningCertUrl", "UnsubscribeUrl")] == [True] * 4
    assert sns == {
        "Type": "Notification",
        "MessageId": id,
        "TopicArn": TOPIC,
        "Subject": "oven",
        "Message": "fresh",
        "SignatureVersion": "1",
        "MessageAttributes": {
            "kind": {"Type": "String", "Value": "bread"},
            "price": {"Type": "Number", "Value": "3"},
        },
    }
    assert kitchen.logged("events topic 'news' invoked function 'recorder'")


def test_a_filter_policy_selects_by_attributes(kitchen: Kitchen) -> None:
    publish(kitchen, "cheap", MessageAttributes=attributes(kind="pizza", price="5"))
    publish(kitchen, "bread", MessageAttributes=attributes(kind="bread", price="9"))
    publish(kitchen, "none")
    publish(kitchen, "dear", MessageAttributes=attributes(kind="pizza", price="9"))
    envelope = kitchen.body("heard")
    assert (envelope["Type"], envelope["Message"], envelope["TopicArn"]) == ("Notification", "dear", TOPIC)
    assert envelope["MessageAttributes"]["price"] == {"Type": "Number", "Value": "9"}
    assert kitchen.is_empty("heard")


def test_a_filter_policy_selects_by_the_body_and_raw_delivery_has_no_envelope(kitchen: Kitchen) -> None:
    publish(kitchen, {"oven": {"heat": 100}})
    publish(kitchen, "not JSON")
    publish(kitchen, {"oven": {"heat": 220}}, MessageAttributes=attributes(kind="pizza"))
    message = kitchen.take("raw")
    assert json.loads(message["Body"]) == {"oven": {"heat": 220}}
    assert message["MessageAttributes"] == attributes(kind="pizza")
    assert kitchen.is_empty("raw")


def test_a_message_for_each_protocol(kitchen: Kitchen) -> None:
    publish(kitchen, {"default": "all", "lambda": "for functions"}, MessageStructure="json")
    assert kitchen.body()["Records"][0]["Sns"]["Message"] == "for functions"


def test_a_client_can_subscribe_a_function_or_queue_while_the_server_runs(kitchen: Kitchen) -> None:
    sns = kitchen.client("sns")
    topic = sns.create_topic(Name="late")["TopicArn"]
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=f"arn:aws:sqs:{ACCOUNT}:heard")
    sns.subscribe(TopicArn=topic, Protocol="lambda", Endpoint=f"arn:aws:lambda:{ACCOUNT}:function:recorder")
    sns.publish(TopicArn=topic, Message="hello")
    assert kitchen.body("heard")["Message"] == "hello"
    assert kitchen.body()["Records"][0]["Sns"]["Message"] == "hello"
