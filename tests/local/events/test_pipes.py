"""Pipes from queues to machines and functions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from .conftest import eventually

if TYPE_CHECKING:
    from .conftest import Kitchen


def test_a_pipe_starts_a_machine_with_the_transformed_messages(kitchen: Kitchen) -> None:
    before = len(kitchen.executions())
    kitchen.send("piped", {"kind": "pasta", "id": 1})
    kitchen.send("piped", {"kind": "pizza", "id": 7, "items": ["margherita"]})
    assert eventually(lambda: len(kitchen.executions()) == before + 1)
    assert json.loads(kitchen.executions()[0]["input"]) == [{"order": 7, "text": "margherita by bake"}]
    assert kitchen.logged("events pipe 'bake' started machine 'bake'")
    assert kitchen.is_empty("piped")


def test_a_pipe_invokes_a_function_with_the_list_of_messages(kitchen: Kitchen) -> None:
    id = kitchen.send("through", "plain")
    (record,) = kitchen.body()
    assert (record["messageId"], record["body"], record["eventSource"]) == (id, "plain", "aws:sqs")
    assert eventually(lambda: kitchen.is_empty("through", wait=0))
