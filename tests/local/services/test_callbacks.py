"""Tasks that wait: for a token to come back, and for who works on an activity."""

from __future__ import annotations

import json
import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any

import pytest

from aslant.local.answers import AwsError
from aslant.local.services.callbacks import Callbacks
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
    ("action", "parameters", "status", "told"),
    [
        ("SendTaskSuccess", {"output": '{"baked": true}'}, "SUCCEEDED", '{"baked":true}'),
        ("SendTaskFailure", {"error": "Oven.Cold", "cause": "no gas"}, "FAILED", "Oven.Cold no gas"),
        ("SendTaskFailure", {}, "FAILED", "None None"),
    ],
)
def test_who_sends_the_token_back_ends_the_task(
    bakery: Bakery, action: str, parameters: dict[str, str], status: str, told: str
) -> None:
    run = bakery.start("token", {"loaf": 1})
    (message,) = bakery.messages("orders")
    assert message["order"] == {"loaf": 1}
    assert bakery.aws("SendTaskHeartbeat", taskToken=message["token"]) == {}
    assert bakery.aws(action, taskToken=message["token"], **parameters) == {}
    assert ends(run)
    assert (run.status, run.output or f"{run.error} {run.cause}") == (status, told)
    again = bakery.aws(action, taskToken=message["token"], output="1")
    assert again["__type"].endswith("#TaskTimedOut") or again["__type"].endswith("#InvalidToken")


def test_a_function_may_send_the_token_back_before_it_returns(bakery: Bakery) -> None:
    assert bakery.output("token-at-once", {"loaf": 2}) == {"loaf": 2}


def test_an_execution_that_is_stopped_does_not_wait_on(bakery: Bakery) -> None:
    run = bakery.start("token", {"loaf": 3})
    (message,) = bakery.messages("orders")
    bakery.aws("StopExecution", executionArn=run.arn, error="Oven.Closed")
    assert (run.status, run.error) == ("ABORTED", "Oven.Closed")
    sent: dict[str, Any] = {}
    while "__type" not in sent:  # its thread ends the wait at once, after this one has gone on
        sent = bakery.aws("SendTaskHeartbeat", taskToken=message["token"])
    assert sent["__type"].endswith("#TaskTimedOut")


def test_an_activity_s_work_is_done_by_who_asks_for_it(bakery: Bakery) -> None:
    run = bakery.start("work", {"loaf": 4})
    task = bakery.aws("GetActivityTask", activityArn=WORK, workerName="baker")
    assert json.loads(task["input"]) == {"loaf": 4}
    bakery.aws("SendTaskSuccess", taskToken=task["taskToken"], output='"baked"')
    assert ends(run)
    assert run.output == '"baked"'


def test_activities_are_described_and_listed(bakery: Bakery) -> None:
    told = bakery.aws("DescribeActivity", activityArn=WORK)
    assert (told["name"], bakery.aws("ListActivities")["activities"]) == ("work", [told])


def test_without_work_the_answer_has_no_token() -> None:
    asked = Callbacks({WORK: "work"}, hub(), poll_seconds=0).actions["GetActivityTask"]({"activityArn": WORK})
    assert isinstance(asked, Future)
    assert asked.result(10) == {"taskToken": None, "input": None}


def test_who_asks_for_work_in_vain_holds_no_thread() -> None:
    callbacks, threads = Callbacks({WORK: "work"}, hub()), threading.active_count()
    asked = [callbacks.actions["GetActivityTask"]({"activityArn": WORK}) for _ in range(500)]
    assert threading.active_count() <= threads + 1
    assert not any(isinstance(asker, Future) and asker.done() for asker in asked)


def test_tokens_and_work_of_tasks_that_have_ended_are_forgotten() -> None:
    callbacks = Callbacks({WORK: "work"}, hub())
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
        ("SendTaskSuccess", {"taskToken": "x", "output": "{"}, "InvalidOutput"),
        ("SendTaskSuccess", {"taskToken": "x", "output": "NaN"}, "InvalidOutput"),
        ("SendTaskSuccess", {"taskToken": "x"}, "ValidationException"),
        ("SendTaskFailure", {"taskToken": "x"}, "InvalidToken"),
        ("SendTaskHeartbeat", {}, "ValidationException"),
        ("GetActivityTask", {"activityArn": "x"}, "ActivityDoesNotExist"),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(action: str, parameters: dict[str, str], code: str) -> None:
    with pytest.raises(AwsError) as refused:
        Callbacks({WORK: "work"}, hub()).actions[action](parameters)
    assert refused.value.code == code


def test_who_asks_first_waits_for_work(bakery: Bakery) -> None:
    found: list[Any] = []
    waits = threading.Thread(target=lambda: found.append(bakery.aws("GetActivityTask", activityArn=WORK)))
    waits.start()
    run = bakery.start("work", {"loaf": 5})
    waits.join(15)
    bakery.aws("SendTaskFailure", taskToken=found[0]["taskToken"], error="Burnt")
    assert ends(run)
    assert run.error == "Burnt"
