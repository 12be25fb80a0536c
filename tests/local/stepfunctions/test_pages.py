"""The pages of lists."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

import pytest

from .conftest import MACHINE, WAIT

if TYPE_CHECKING:
    from .conftest import Api


def names(answer: Any) -> list[str]:
    (items,) = (value for value in answer.values() if isinstance(value, list))
    return [item["name"] for item in items]


def test_items_that_are_added_do_not_move_a_page(api: Api) -> None:
    arn = api.create(definition=WAIT)
    for name in ("a", "b", "c", "d"):
        api.client.start_execution(stateMachineArn=arn, name=name)
    first = api.client.list_executions(stateMachineArn=arn, maxResults=2)
    api.client.start_execution(stateMachineArn=arn, name="e")
    second = api.client.list_executions(stateMachineArn=arn, maxResults=2, nextToken=first["nextToken"])
    assert (names(first), names(second)) == (["d", "c"], ["b", "a"])
    assert "nextToken" not in second


def test_an_item_that_is_removed_does_not_end_the_list(api: Api) -> None:
    for name in "abcd":
        api.create(name)
    first = api.client.list_state_machines(maxResults=2)
    api.client.delete_state_machine(stateMachineArn=f"{MACHINE}b")
    second = api.client.list_state_machines(nextToken=first["nextToken"])
    assert names(first) == ["a", "b"]
    assert names(second)[-1] == "d"


def test_0_is_the_default_of_100_items(api: Api) -> None:
    for number in range(103):
        api.client.create_activity(name=f"work{number}")
    for arguments in ({}, {"maxResults": 0}):
        assert len(api.client.list_activities(**arguments)["activities"]) == 100
    paginator = api.client.get_paginator("list_activities")
    assert sum(len(page["activities"]) for page in paginator.paginate(maxResults=25)) == 103


def test_the_history_has_pages_in_both_orders(api: Api) -> None:
    arn = api.create()
    execution = api.client.start_execution(stateMachineArn=arn)["executionArn"]
    api.ended(execution)
    for reverse in (False, True):
        paginator = api.client.get_paginator("get_execution_history")
        pages = paginator.paginate(executionArn=execution, reverseOrder=reverse, maxResults=3)
        ids = [[event["id"] for event in page["events"]] for page in pages]
        assert ids == ([[4, 3, 2], [1]] if reverse else [[1, 2, 3], [4]])


def test_a_token_belongs_to_the_list_that_it_came_from(api: Api) -> None:
    for name in "abc":
        api.create(name)
    token = api.client.list_state_machines(maxResults=1)["nextToken"]
    expected = ("InvalidToken", "Invalid Token: 'Input inconsistent with page token'")
    assert api.refusal("list_activities", nextToken=token) == expected
    assert api.refusal("list_executions", stateMachineArn=f"{MACHINE}a", nextToken=token) == expected


@pytest.mark.parametrize(
    "token",
    ["invalid", "²", "e30=", *(base64.b64encode(json.dumps(value).encode()).decode() for value in (1, [1, 2], "abc"))],
)
def test_an_invented_token_is_refused(api: Api, token: str) -> None:
    assert api.raw("ListStateMachines", {"nextToken": token})["__type"].endswith("#InvalidToken")
