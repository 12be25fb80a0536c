from __future__ import annotations

import json

import pytest
from botocore.exceptions import ClientError

from aslant.local.http import Request, Response
from aslant.local.services.clients import Clients

JSON = ((b"content-type", b"application/x-amz-json-1.0"),)


def test_requests_stay_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "of-the-developer")
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nowhere")
    seen: list[Request] = []

    def answer(request: Request) -> Response:
        seen.append(request)
        return Response(200, b'{"QueueUrls": ["u"]}', JSON)

    clients = Clients("http://127.0.0.1:1", answer)
    client = clients.of("sqs", "eu-west-1")
    assert client.list_queues(QueueNamePrefix="o")["QueueUrls"] == ["u"]
    assert clients.of("sqs", "eu-west-1") is client
    (request,) = seen
    assert (request.method, request.path, json.loads(request.body)) == ("POST", "/", {"QueueNamePrefix": "o"})
    assert request.headers["x-amz-target"] == "AmazonSQS.ListQueues"
    assert "Credential=test/" in request.headers["authorization"]
    assert "/eu-west-1/sqs/aws4_request" in request.headers["authorization"]


def test_an_object_keeps_its_path_bytes_and_length() -> None:
    kept: dict[str, bytes] = {}

    def answer(request: Request) -> Response:
        if request.method == "PUT":
            kept[request.path] = request.body
            return Response(200, b"", ())
        return Response(200, kept[request.path], ())

    client = Clients("http://127.0.0.1:1", answer).of("s3", "us-east-1")
    client.put_object(Bucket="b", Key="a b/ü", Body=b"\x00rye")
    found = client.get_object(Bucket="b", Key="a b/ü")
    assert (found["Body"].read(), found["ContentLength"]) == (b"\x00rye", 4)
    assert list(kept) == ["/b/a%20b/%C3%BC"]


def test_a_failed_request_is_not_retried() -> None:
    count: list[int] = []

    def answer(_: Request) -> Response:
        count.append(1)
        return Response(500, b'{"__type": "InternalFailure", "message": "oven"}', JSON)

    with pytest.raises(ClientError, match="InternalFailure"):
        Clients("http://127.0.0.1:1", answer).of("sqs", "us-east-1").list_queues()
    assert count == [1]
