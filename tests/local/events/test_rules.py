"""The rules of event buses and their targets."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from .conftest import ACCOUNT, eventually

if TYPE_CHECKING:
    from .conftest import Kitchen


def put(kitchen: Kitchen, detail: Any, bus: str = "shop", source: str = "shop") -> str:
    entry = {"Source": source, "DetailType": "Order", "Detail": json.dumps(detail), "EventBusName": bus}
    answer = kitchen.client("events").put_events(Entries=[entry])
    id: str = answer["Entries"][0]["EventId"]
    return id


def test_an_event_reaches_every_target_of_a_rule(kitchen: Kitchen) -> None:
    before = len(kitchen.executions())
    detail = {"size": "large", "id": 'a"1', "items": [1, {"b": 2}]}
    id = put(kitchen, detail)
    assert kitchen.body() == detail
    assert kitchen.body("heard") == {"constant": True}
    assert eventually(lambda: len(kitchen.executions()) == before + 1)
    execution = kitchen.executions()[0]
    assert json.loads(execution["input"]) == {
        "order": 'a"1',
        "text": 'order a"1 of [1,{"b":2}]',
        "rule": "ordered",
    }
    assert execution["name"].startswith(f"{id}_")
    passed = kitchen.body("raw")
    assert passed.pop("id") != id
    assert passed.pop("time").endswith("Z")
    assert passed == {
        "version": "0",
        "detail-type": "Order",
        "source": "shop",
        "account": "123456789012",
        "region": "us-east-1",
        "resources": [],
        "detail": detail,
    }
    assert kitchen.logged("events rule 'ordered' started machine 'bake'")
    logs = kitchen.client("logs")
    assert eventually(lambda: logs.filter_log_events(logGroupName="/aws/events/shop")["events"])
    event = json.loads(logs.filter_log_events(logGroupName="/aws/events/shop")["events"][-1]["message"])
    assert event["detail"] == detail


def test_an_event_that_no_pattern_matches_reaches_nothing(kitchen: Kitchen) -> None:
    put(kitchen, {"size": "small"})
    put(kitchen, {"size": "large"}, source="other")
    assert kitchen.is_empty("heard")
    assert kitchen.is_empty("seen", wait=0)


def test_a_client_can_put_and_disable_rules_while_the_server_runs(kitchen: Kitchen) -> None:
    events = kitchen.client("events")
    events.put_rule(Name="late", EventPattern=json.dumps({"source": [{"wildcard": "late*shop"}]}))
    dead_letters = {"Arn": f"arn:aws:sqs:{ACCOUNT}:dead"}
    targets = [
        {"Id": "1", "Arn": f"arn:aws:lambda:{ACCOUNT}:function:recorder"},
        {"Id": "2", "Arn": f"arn:aws:lambda:{ACCOUNT}:function:missing", "DeadLetterConfig": dead_letters},
    ]
    events.put_targets(Rule="late", Targets=targets)
    put(kitchen, {"late": True}, "default", "late bread shop")
    assert kitchen.body()["detail"] == {"late": True}
    letter = kitchen.take("dead")
    assert json.loads(letter["Body"])["detail"] == {"late": True}
    values = {name: value["StringValue"] for name, value in letter["MessageAttributes"].items()}
    assert values == {
        "RULE_ARN": f"arn:aws:events:{ACCOUNT}:rule/late",
        "TARGET_ARN": f"arn:aws:lambda:{ACCOUNT}:function:missing",
        "ERROR_CODE": "ResourceNotFoundException",
        "ERROR_MESSAGE": f"Function not found: arn:aws:lambda:{ACCOUNT}:function:missing",
    }
    events.disable_rule(Name="late")
    put(kitchen, {"late": True}, "default", "late bread shop")
    assert kitchen.is_empty("seen")


def test_a_bucket_notifies_a_function_of_matching_objects(kitchen: Kitchen) -> None:
    s3 = kitchen.client("s3")
    s3.put_object(Bucket="kitchen-photos", Key="menu.txt", Body=b"x")
    s3.put_object(Bucket="kitchen-photos", Key="a b.jpg", Body=b"photo")
    (record,) = kitchen.body()["Records"]
    assert (record["eventSource"], record["eventName"]) == ("aws:s3", "ObjectCreated:Put")
    assert record["s3"]["object"]["key"] == "a+b.jpg"
    assert kitchen.is_empty("seen")
