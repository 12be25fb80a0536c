"""Schedules that fire at their time and by hand."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from aslant.local.console.startup_message import startup_message

from .conftest import ACCOUNT, eventually

if TYPE_CHECKING:
    from .conftest import Kitchen


def described(kitchen: Kitchen, name: str) -> dict[str, Any]:
    return next(item for item in kitchen.served.deployment.deliveries.described() if item["name"] == name)


def test_a_scheduled_rule_starts_its_machine_by_hand(kitchen: Kitchen) -> None:
    before = len(kitchen.executions())
    kitchen.served.deployment.deliveries.fire("nightly")
    assert eventually(lambda: len(kitchen.executions()) == before + 1)
    event = json.loads(kitchen.executions()[0]["input"])
    assert (event["source"], event["detail-type"], event["detail"]) == ("aws.events", "Scheduled Event", {})
    assert event["resources"] == [f"arn:aws:events:{ACCOUNT}:rule/nightly"]
    assert kitchen.logged("events rule 'nightly' started machine 'bake'")


def test_a_schedule_invokes_its_function_with_its_input(kitchen: Kitchen) -> None:
    kitchen.served.deployment.deliveries.fire("hourly")
    fired = datetime.fromisoformat(kitchen.body()["at"])
    assert abs(fired - datetime.now(UTC)) < timedelta(seconds=5)


def test_a_schedule_sends_the_default_event_to_a_queue(kitchen: Kitchen) -> None:
    kitchen.served.deployment.deliveries.fire("message")
    assert kitchen.body("raw")["source"] == "aws.scheduler"


def test_the_printed_command_fires_a_schedule(kitchen: Kitchen) -> None:
    text = startup_message(kitchen.served.deployment, kitchen.served.aws_url)
    (line,) = [line for line in text.splitlines() if '"name": "message"' in line]
    assert "# cron(0 9 ? * MON-FRI *), next 2" in line
    url = line.split()[3]
    headers = {"content-type": "application/json"}
    answer = httpx.post(url, content='{"name": "message"}', headers=headers)
    assert answer.json()["name"] == "message"
    assert kitchen.body("raw")["source"] == "aws.scheduler"
    missing = httpx.post(url, content='{"name": "messag"}', headers=headers)
    assert (missing.status_code, "Did you mean 'message'" in missing.text) == (404, True)


def test_the_next_instants_are_described(kitchen: Kitchen) -> None:
    assert described(kitchen, "nightly")["next"].endswith("T02:00:00+00:00")
    upcoming = datetime.fromisoformat(described(kitchen, "hourly")["next"])
    assert timedelta(0) < upcoming - datetime.now(UTC) <= timedelta(hours=1)


def test_an_unknown_schedule_is_refused_with_a_suggestion(kitchen: Kitchen) -> None:
    with pytest.raises(LookupError, match=r"'nightli' does not exist\. Did you mean 'nightly'"):
        kitchen.served.deployment.deliveries.fire("nightli")


def test_a_schedule_of_a_client_fires_by_itself_and_is_deleted(kitchen: Kitchen) -> None:
    scheduler = kitchen.client("scheduler")
    at = (datetime.now(UTC) + timedelta(seconds=2)).strftime("%Y-%m-%dT%H:%M:%S")
    scheduler.create_schedule(
        Name="once",
        ScheduleExpression=f"at({at})",
        FlexibleTimeWindow={"Mode": "OFF"},
        ActionAfterCompletion="DELETE",
        Target={"Arn": f"arn:aws:sqs:{ACCOUNT}:raw", "RoleArn": "arn:aws:iam::1:role/x", "Input": '{"once": true}'},
    )
    assert described(kitchen, "once")["next"] == f"{at}+00:00"
    assert kitchen.body("raw") == {"once": True}
    assert eventually(lambda: "once" not in [item["Name"] for item in scheduler.list_schedules()["Schedules"]])


def test_a_schedule_performs_any_action_of_the_sdk(kitchen: Kitchen) -> None:
    scheduler = kitchen.client("scheduler")
    message = json.dumps({"QueueUrl": kitchen.url("raw"), "MessageBody": '{"by": "sdk"}'})
    scheduler.create_schedule(
        Name="sdk",
        ScheduleExpression="rate(1 day)",
        FlexibleTimeWindow={"Mode": "OFF"},
        Target={
            "Arn": "arn:aws:scheduler:::aws-sdk:sqs:sendMessage",
            "RoleArn": "arn:aws:iam::1:role/x",
            "Input": message,
        },
    )
    kitchen.served.deployment.deliveries.fire("sdk")
    assert kitchen.body("raw") == {"by": "sdk"}
    scheduler.delete_schedule(Name="sdk")


def test_the_server_uses_no_cpu_at_rest(kitchen: Kitchen) -> None:
    kitchen.send("orders", "warm")
    kitchen.body()
    time.sleep(0.5)
    before = time.process_time()
    time.sleep(1)
    assert time.process_time() - before < 0.05
