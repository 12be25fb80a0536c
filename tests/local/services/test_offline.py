"""The store sends nothing over the network."""

from __future__ import annotations

import json
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import moto
import pytest
import requests
from moto.core.config import default_user_config

from aslant.local.services.offline import offline, seal

if TYPE_CHECKING:
    from .conftest import Bakery

REGION = "us-east-1"


@contextmanager
def listening() -> Iterator[tuple[str, list[bytes]]]:
    """Yield a URL of this machine and the list of requests that it receives."""
    received: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        done = threading.Event()

        def accept() -> None:
            while not done.is_set():
                try:
                    connection, _ = server.accept()
                except TimeoutError:
                    continue
                with connection:
                    received.append(connection.recv(1000))
                    connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")

        thread = threading.Thread(target=accept)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}/hook", received
        finally:
            done.set()
            thread.join()


def publish(bakery: Bakery, url: str) -> None:
    sns = bakery.clients.of("sns", REGION)
    arn = sns.create_topic(Name="hooks")["TopicArn"]
    sns.subscribe(TopicArn=arn, Protocol="http", Endpoint=url)
    assert sns.publish(TopicArn=arn, Message="fresh bread")["MessageId"]
    sns.delete_topic(TopicArn=arn)


def put_object(bakery: Bakery, url: str) -> None:
    sns, s3 = bakery.clients.of("sns", REGION), bakery.clients.of("s3", REGION)
    arn = sns.create_topic(Name="objects")["TopicArn"]
    sns.subscribe(TopicArn=arn, Protocol="http", Endpoint=url)
    s3.create_bucket(Bucket="notifying")
    topic = {"TopicArn": arn, "Events": ["s3:ObjectCreated:*"]}
    s3.put_bucket_notification_configuration(
        Bucket="notifying", NotificationConfiguration={"TopicConfigurations": [topic]}
    )
    s3.put_object(Bucket="notifying", Key="a", Body=b"a")
    sns.delete_topic(TopicArn=arn)


def put_event(bakery: Bakery, url: str) -> None:
    events = bakery.clients.of("events", REGION)
    connection = events.create_connection(
        Name="hook",
        AuthorizationType="API_KEY",
        AuthParameters={"ApiKeyAuthParameters": {"ApiKeyName": "x-key", "ApiKeyValue": "x"}},
    )["ConnectionArn"]
    destination = events.create_api_destination(
        Name="hook", ConnectionArn=connection, InvocationEndpoint=url, HttpMethod="POST"
    )["ApiDestinationArn"]
    events.put_rule(Name="hook", EventPattern=json.dumps({"source": ["bakery"]}))
    events.put_targets(Rule="hook", Targets=[{"Id": "hook", "Arn": destination}])
    entry = {"Source": "bakery", "DetailType": "baked", "Detail": "{}"}
    assert events.put_events(Entries=[entry])["FailedEntryCount"] == 0
    events.remove_targets(Rule="hook", Ids=["hook"])


def put_record(bakery: Bakery, url: str) -> None:
    firehose = bakery.clients.of("firehose", REGION)
    role = "arn:aws:iam::123456789012:role/firehose"
    firehose.create_delivery_stream(
        DeliveryStreamName="hook",
        HttpEndpointDestinationConfiguration={
            "EndpointConfiguration": {"Url": url},
            "S3Configuration": {"RoleARN": role, "BucketARN": "arn:aws:s3:::bakery-data"},
        },
    )
    assert firehose.put_record(DeliveryStreamName="hook", Record={"Data": b"loaf"})["RecordId"]


@pytest.mark.parametrize("send", [publish, put_object, put_event, put_record])
def test_nothing_is_sent_to_an_http_endpoint(bakery: Bakery, monkeypatch: pytest.MonkeyPatch, send: Any) -> None:
    monkeypatch.setenv("MOTO_EVENTS_INVOKE_HTTP", "true")
    with listening() as (url, received):
        send(bakery, url)
    assert received == []


def test_requests_outside_of_the_store_are_sent(bakery: Bakery) -> None:
    with listening() as (url, received):
        bakery.clients.of("sns", REGION).list_topics()
        with offline():
            assert requests.get(url, timeout=5).status_code == 200
        assert received == []
        assert requests.get(url, timeout=5).status_code == 200
    assert len(received) == 1


def test_moto_starts_no_containers() -> None:
    seal()
    seal()
    assert default_user_config["batch"] == default_user_config["lambda"] == {"use_docker": False}


NETWORK = "aiohttp ftplib http.client httpx paramiko smtplib socket socketserver subprocess urllib.request urllib3"
IMPORT = re.compile(
    rf"^\s*(?:import|from) (?:{NETWORK.replace('.', '[.]').replace(' ', '|')})\b(?!.* responses )", re.M
)
"""An import of a module that can reach the network, except for the status names of `http.client.responses`."""


def test_moto_uses_no_http_client_but_requests() -> None:
    root = Path(moto.__file__).parent
    unused = [root / "proxy.py", root / "moto_proxy", root / "stepfunctions"]
    files = [path for path in root.rglob("*.py") if not any(path.is_relative_to(place) for place in unused)]
    assert len(files) > 500
    assert [path for path in files if IMPORT.search(path.read_text("utf-8"))] == []
