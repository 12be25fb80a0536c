from __future__ import annotations

import json
from typing import Any

import pytest

from aslant.local.page.triggers import target_input

from .conftest import Kitchen


def named(kitchen: Kitchen, name: str) -> Any:
    return next(item for item in kitchen.get("triggers")["triggers"] if item["name"] == name)


def test_schedules_and_rules_are_listed_with_an_event(kitchen: Kitchen) -> None:
    schedule, rule = named(kitchen, "nightly"), named(kitchen, "ordered")
    assert (schedule["kind"], schedule["when"], schedule["target"]) == (
        "schedule",
        "cron(0 3 * * ? *)",
        kitchen.arn("orders"),
    )
    assert json.loads(schedule["event"])["customer"].endswith("Z")
    event = json.loads(rule["event"])
    assert (event["source"], event["detail"]) == ("shop", {"pizza": "sal"})


def test_a_schedule_starts_its_target_with_its_input(kitchen: Kitchen) -> None:
    schedule = named(kitchen, "nightly")
    found = kitchen.post("fire", id=schedule["id"], event='{"customer": "C", "size": "large", "pizzas": []}')
    execution = kitchen.ended(found["execution"])
    assert json.loads(execution["input"])["customer"] == "C"
    assert execution["status"] == "SUCCEEDED"


def test_a_rule_transforms_its_event(kitchen: Kitchen) -> None:
    rule = named(kitchen, "ordered")
    found = kitchen.post("fire", id=rule["id"], event='{"detail": {"pizza": "salami \\"special\\""}}')
    execution = kitchen.ended(found["execution"])
    assert json.loads(execution["input"]) == {"customer": "event", "size": "small", "pizzas": ['salami "special"']}


def test_an_unknown_trigger_and_an_invalid_event_are_refused(kitchen: Kitchen) -> None:
    assert kitchen.refused("fire", id="x", event="{}") == (404, "TriggerDoesNotExist")
    assert kitchen.refused("fire", id=named(kitchen, "nightly")["id"], event="{")[0] == 400


EVENT = {"source": "shop", "detail": {"id": 7, "name": 'a "b"'}}


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ({}, EVENT),
        ({"input": '{"constant": 1}'}, {"constant": 1}),
        ({"inputPath": "$.detail"}, EVENT["detail"]),
        ({"inputPath": "$.missing"}, None),
        (
            {
                "inputTransformer": {
                    "inputPaths": {"i": "$.detail.id"},
                    "inputTemplate": '{"id": <i>, "text": "no <i>"}',
                }
            },
            {"id": 7, "text": "no 7"},
        ),
        (
            {"inputTransformer": {"inputPaths": {"n": "$.detail.name"}, "inputTemplate": '{"n": <n>, "q": "<n>"}'}},
            {"n": 'a "b"', "q": 'a "b"'},
        ),
        ({"inputTransformer": {"inputTemplate": '{"whole": <aws.events.event.json>}'}}, {"whole": EVENT}),
        ({"inputTransformer": {"inputTemplate": '{"head": <aws.events.event>}'}}, {"head": {"source": "shop"}}),
    ],
)
def test_the_input_of_a_target_is_that_of_a_delivered_event(target: dict[str, Any], expected: Any) -> None:
    assert json.loads(target_input(target, EVENT)) == expected
