"""Tasks that wait for a task token or for the worker of an activity."""

from __future__ import annotations

import json
import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

import pytest

from aslant.local.services.callbacks import Activity, Callbacks
from aslant.local.threads import Threads
from aslant.run import FakeClock, TaskToken
from aslant.run.hub import Hub
from aslant.run.scheduler import VirtualScheduler
from tests.local.serving import ends

if TYPE_CHECKING:
    from .conftest import Bakery


def hub() -> Hub:
    return Hub(Threads(), Threads())


WORK = "arn:aws:states:us-east-1:123456789012:activity:work"


@pytest.mark.parametrize(
    ("action", "parameters", "status", "outcome"),
    [
        ("SendTaskSuccess", {"output": '{"baked": true}'}, "SUCCEEDED", '{"baked":true}'),
        ("SendTaskFailure", {"error": "Oven.Cold", "cause": "no gas"}, "FAILED", "Oven.Cold no gas"),
        ("SendTaskFailure", {}, "FAILED", "None None"),
    ],
)
def test_sending_the_token_back_ends_the_task(
    bakery: Bakery, action: str, parameters: dict[str, str], status: str, outcome: str
) -> None:
    run = bakery.start("token", {"loaf": 1})
    (message,) = bakery.messages("orders")
    assert message["order"] == {"loaf": 1}
    assert bakery.aws("SendTaskHeartbeat", taskToken=message["token"]) == {}
    assert bakery.aws(action, taskToken=message["token"], **parameters) == {}
    assert ends(run)
    assert (run.status, run.output or f"{run.error} {run.cause}") == (status, outcome)
    again = bakery.aws(action, taskToken=message["token"], output="1")
    assert again["__type"].endswith("#TaskTimedOut") or again["__type"].endswith("#InvalidToken")


def test_a_function_can_send_the_token_back_before_it_returns(bakery: Bakery) -> None:
    assert bakery.output("token-at-once", {"loaf": 2}) == {"loaf": 2}


def test_a_stopped_execution_no_longer_waits(bakery: Bakery) -> None:
    run = bakery.start("token", {"loaf": 3})
    (message,) = bakery.messages("orders")
    bakery.aws("StopExecution", executionArn=run.arn, error="Oven.Closed")
    assert (run.status, run.error) == ("ABORTED", "Oven.Closed")
    sent: dict[str, Any] = {}
    while "__type" not in sent:  # another thread ends the wait, soon after StopExecution has returned
        sent = bakery.aws("SendTaskHeartbeat", taskToken=message["token"])
    assert sent["__type"].endswith("#TaskTimedOut")


def test_a_worker_that_asks_for_an_activity_s_task_completes_it(bakery: Bakery) -> None:
    run = bakery.start("work", {"loaf": 4})
    task = bakery.aws("GetActivityTask", activityArn=WORK, workerName="baker")
    assert json.loads(task["input"]) == {"loaf": 4}
    bakery.aws("SendTaskSuccess", taskToken=task["taskToken"], output='"baked"')
    assert ends(run)
    assert run.output == '"baked"'


def test_activities_are_described_and_listed(bakery: Bakery) -> None:
    described = bakery.aws("DescribeActivity", activityArn=WORK)
    assert (described["name"], described.pop("encryptionConfiguration")) == ("work", {"type": "AWS_OWNED_KEY"})
    assert bakery.aws("ListActivities")["activities"] == [described]


def test_get_activity_task_without_a_task_returns_no_token() -> None:
    response = Callbacks([Activity(WORK, "work")], hub(), poll_seconds=0).take(WORK)
    assert isinstance(response, Future)
    assert response.result(10) == {"taskToken": None, "input": None}


def test_a_worker_that_waits_for_a_task_holds_no_thread() -> None:
    callbacks, threads = Callbacks([Activity(WORK, "work")], hub()), threading.active_count()
    responses = [callbacks.take(WORK) for _ in range(500)]
    assert threading.active_count() <= threads + 1
    assert not any(isinstance(response, Future) and response.done() for response in responses)


def test_tokens_of_ended_tasks_are_removed() -> None:
    callbacks = Callbacks([Activity(WORK, "work")], hub())
    for number in range(5_000):
        token = TaskToken(f"token {number}", VirtualScheduler(FakeClock()))
        callbacks.add(token)
        callbacks.schedule(WORK, token, "{}")
        token.close()
    assert len(callbacks._tokens) <= 1_000
    assert len(callbacks._work[WORK]) == 1


@pytest.mark.parametrize(
    ("action", "parameters", "code"),
    [
        ("SendTaskSuccess", {"taskToken": "x", "output": "{}"}, "InvalidToken"),
        ("SendTaskSuccess", {"taskToken": "x", "output": "{"}, "InvalidToken"),
        ("SendTaskSuccess", {"taskToken": "x"}, "ValidationException"),
        ("SendTaskFailure", {"taskToken": "x"}, "InvalidToken"),
        ("SendTaskHeartbeat", {}, "ValidationException"),
        ("GetActivityTask", {"activityArn": f"{WORK}er"}, "ActivityDoesNotExist"),
        ("GetActivityTask", {"activityArn": "x"}, "InvalidArn"),
    ],
)
def test_an_invalid_request_is_refused_with_the_code_of_aws(
    bakery: Bakery, action: str, parameters: dict[str, str], code: str
) -> None:
    assert bakery.aws(action, **parameters)["__type"].endswith(f"#{code}")


def test_a_worker_that_asks_before_the_task_starts_gets_it(bakery: Bakery) -> None:
    found: list[Any] = []
    waits = threading.Thread(target=lambda: found.append(bakery.aws("GetActivityTask", activityArn=WORK)))
    waits.start()
    run = bakery.start("work", {"loaf": 5})
    waits.join(15)
    bakery.aws("SendTaskFailure", taskToken=found[0]["taskToken"], error="Burnt")
    assert ends(run)
    assert run.error == "Burnt"
