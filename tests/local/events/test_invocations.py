"""Asynchronous invocations: retries, destinations and dead-letter queues."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pytest

from aslant.local.events.invocations import Invocations
from aslant.local.functions.workers import Invocation
from aslant.local.threads import Threads
from aslant.provider.registry import RegisteredResource, Registry
from aslant.provider.resources.functions import FUNCTION, INVOKE_CONFIG
from aslant.run.hub import Hub

from .conftest import ACCOUNT

if TYPE_CHECKING:
    from .conftest import Kitchen

ARN = f"arn:aws:lambda:{ACCOUNT}:function:bake"


def test_a_success_goes_to_its_destination(kitchen: Kitchen) -> None:
    kitchen.client("lambda").invoke(FunctionName="recorder", InvocationType="Event", Payload=b'{"n": 1}')
    assert kitchen.body() == {"n": 1}
    event = kitchen.body("done")
    assert event["detail-type"] == "Lambda Function Invocation Result - Success"
    assert event["detail"]["requestPayload"] == {"n": 1}
    assert event["detail"]["responsePayload"] == {"handled": True}


def test_a_failure_goes_to_its_destination_and_dead_letter_queue(kitchen: Kitchen) -> None:
    kitchen.client("lambda").invoke(FunctionName="burn", InvocationType="Event", Payload=b'{"n": 1}')
    record = kitchen.body("failed")
    context = record["requestContext"]
    assert (context["condition"], context["approximateInvokeCount"]) == ("RetriesExhausted", 1)
    assert context["functionArn"] == f"arn:aws:lambda:{ACCOUNT}:function:burn:$LATEST"
    assert record["responseContext"] == {"statusCode": 200, "executedVersion": "$LATEST", "functionError": "Unhandled"}
    assert record["responsePayload"]["errorMessage"] == "burnt"
    letter = kitchen.take("dead")
    assert json.loads(letter["Body"]) == {"n": 1}
    assert letter["MessageAttributes"]["ErrorMessage"]["StringValue"] == "burnt"


class _Workers:
    """Workers of a function that fails a number of times."""

    def __init__(self, failures: int) -> None:
        self.failures = failures
        self.calls: list[str] = []
        self.function = type("F", (), {"name": "bake", "arn": ARN})

    def invoke(self, event: bytes, request_id: str) -> Invocation:
        self.calls.append(request_id)
        if len(self.calls) <= self.failures:
            return Invocation(b'{"errorMessage": "cold", "errorType": "OvenError"}', failed=True)
        return Invocation(b"null")


@pytest.mark.parametrize(
    ("failures", "settings", "calls", "condition"),
    [
        (0, {}, 1, "Success"),
        (2, {}, 3, "Success"),
        (3, {}, 3, "RetriesExhausted"),
        (3, {"maximumRetryAttempts": 1}, 2, "RetriesExhausted"),
        (3, {"maximumRetryAttempts": 0}, 1, "RetriesExhausted"),
    ],
)
def test_a_function_is_invoked_again_with_the_same_request(
    failures: int, settings: dict[str, Any], calls: int, condition: str
) -> None:
    registry = Registry()
    registry.add(RegisteredResource("urn:f", FUNCTION, "f", {}, {"name": "bake", "arn": ARN}))
    kinds = {kind: {"destination": kind} for kind in ("onSuccess", "onFailure")}
    inputs = {"functionName": "bake", "destinationConfig": kinds, **settings}
    registry.add(RegisteredResource("urn:c", INVOKE_CONFIG, "c", inputs))
    sent: list[Any] = []
    ended = threading.Event()

    def send(arn: str, body: str, attributes: Mapping[str, Any], why: str) -> None:
        sent.append((arn, json.loads(body)["requestContext"]["condition"]))
        ended.set()

    invocations = Invocations(Hub(Threads(), Threads()), Threads(), lambda _: None, (0.01, 0.02))
    invocations.adopt(registry, {}, send)
    workers: Any = _Workers(failures)
    id = invocations.invoke(workers, b"{}")
    assert ended.wait(5)
    assert workers.calls == [id] * calls
    assert sent == [("onSuccess" if condition == "Success" else "onFailure", condition)]
