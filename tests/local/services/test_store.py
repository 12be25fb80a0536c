"""The store, as clients in this process and over the AWS port see it."""

from __future__ import annotations

import json
import threading
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from aslant.local.http import Request
from aslant.local.later import settle
from aslant.local.services.store import Store
from aslant.provider.registry import Registry

if TYPE_CHECKING:
    from .conftest import Bakery

REGION = "us-east-1"


def client(bakery: Bakery, service: str) -> Any:
    keys = {"aws_access_key_id": "test", "aws_secret_access_key": "test"}
    url = bakery.deployment.gateway._account.aws_url
    return boto3.client(service, region_name=REGION, endpoint_url=url, **keys)


def test_clients_and_tasks_share_their_data(bakery: Bakery) -> None:
    item = {"id": {"S": "spelt"}, "day": {"N": "7"}}
    client(bakery, "dynamodb").put_item(TableName="stock", Item=item)
    assert bakery.output("dynamodb:getItem", {"TableName": "stock", "Key": item}) == {"Item": item}


def test_a_waiting_receiver_gets_a_message_when_it_is_sent(bakery: Bakery) -> None:
    clients = bakery.clients.of("sqs", REGION)
    url = clients.create_queue(QueueName="waiting", Attributes={"ReceiveMessageWaitTimeSeconds": "20"})["QueueUrl"]
    found: list[Any] = []
    waits = threading.Thread(target=lambda: found.extend(clients.receive_message(QueueUrl=url)["Messages"]))
    waits.start()
    clients.send_message(QueueUrl=url, MessageBody="fresh")
    waits.join(15)
    assert [message["Body"] for message in found] == ["fresh"]


def test_a_receiver_that_does_not_wait_gets_nothing_from_an_empty_queue(bakery: Bakery) -> None:
    clients = bakery.clients.of("sqs", REGION)
    url = clients.create_queue(QueueName="empty")["QueueUrl"]
    assert "Messages" not in clients.receive_message(QueueUrl=url)


def test_head_object_returns_the_length_of_the_object(bakery: Bakery) -> None:
    s3 = client(bakery, "s3")
    s3.put_object(Bucket="bakery-data", Key="long", Body=b"x" * 70_000)
    assert s3.head_object(Bucket="bakery-data", Key="long")["ContentLength"] == 70_000
    assert len(s3.get_object(Bucket="bakery-data", Key="long")["Body"].read()) == 70_000


def test_the_host_may_contain_the_bucket_and_the_query_string_the_signature(bakery: Bakery) -> None:
    url = bakery.deployment.gateway._account.aws_url.replace("127.0.0.1", "localhost")
    keys = {"aws_access_key_id": "test", "aws_secret_access_key": "test"}
    config = Config(signature_version="s3v4", s3={"addressing_style": "path"})
    s3 = boto3.client("s3", region_name=REGION, endpoint_url=url, config=config, **keys)
    signed = s3.generate_presigned_url("get_object", Params={"Bucket": "bakery-data", "Key": "in/items.json"})
    with urllib.request.urlopen(signed.replace("localhost", "127.0.0.1")) as answer:  # noqa: S310  # our own port
        assert answer.read() == b'[{"loaf": 1}, {"loaf": 2}]'
    path, _, query = signed.partition("/bakery-data")[2].partition("?")
    hosted = Request("GET", path, query, {"host": "bakery-data.localhost:4566"}, b"")
    assert settle(bakery.deployment.aws.answer(hosted)).body == b'[{"loaf": 1}, {"loaf": 2}]'


@pytest.mark.parametrize("body", [b"{", b"[]", b"\xff", b"[" * 100_000])
@pytest.mark.parametrize("action", ["ReceiveMessage", "SendMessage"])
def test_a_body_that_is_not_a_json_object_is_refused(bakery: Bakery, action: str, body: bytes) -> None:
    signed = f"Credential=test/20260101/{REGION}/sqs/aws4_request"
    request = Request("POST", "/", "", {"x-amz-target": f"AmazonSQS.{action}", "authorization": signed}, body)
    answer = settle(bakery.deployment.aws.answer(request))
    assert (answer.status, json.loads(answer.body)["__type"]) == (400, "SerializationException")


def test_an_action_that_is_not_served_is_named(bakery: Bakery) -> None:
    with pytest.raises(ClientError, match=r"aslant\.local does not serve this action of") as refused:
        bakery.clients.of("sqs", REGION).start_message_move_task(SourceArn="x")
    assert refused.value.response["Error"]["Code"] == "NotImplementedException"
    with pytest.raises(ClientError, match="moto, which keeps its data, does not have it"):
        bakery.clients.of("outposts", REGION).list_outposts()


def test_a_failure_of_moto_is_a_response_with_status_500(tmp_path: Path, bakery: Bakery) -> None:
    def fails(_: Any) -> Any:
        raise KeyError("oven")

    store = Store(Registry(), bakery.deployment.gateway._account, tmp_path, bakery.log.append)
    store._process = fails
    answer = store.answer(Request("GET", "/", "", {}, b""), "s3", REGION)
    assert (answer.status, b"moto failed with KeyError: 'oven'" in answer.body) == (500, True)
