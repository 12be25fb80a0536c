"""ItemBatcher."""

from __future__ import annotations

from typing import Any

import pytest

from aslant.errors import DefinitionError
from aslant.run import run
from tests.run.machines import distributed


@pytest.mark.parametrize(
    ("batcher", "items", "batches"),
    [
        ({"MaxItemsPerBatch": 2}, [1, 2, 3], [[1, 2], [3]]),
        ({"MaxItemsPerBatch": 9}, [1, 2, 3], [[1, 2, 3]]),
        ({"MaxItemsPerBatchPath": "$$.Execution.Input[0]"}, [1, 2, 3], [[1], [2], [3]]),
        ({"MaxInputBytesPerBatch": len('{"Items":[1,2]}')}, [1, 2, 3], [[1, 2], [3]]),
        ({"MaxInputBytesPerBatch": len('{"Items":[1,2]}') - 1}, [1, 2, 3], [[1], [2], [3]]),
        ({"MaxInputBytesPerBatch": 1}, [1, 2], [[1], [2]]),
        ({"MaxItemsPerBatch": 3, "MaxInputBytesPerBatch": 15}, [1, 2, 3, 4], [[1, 2], [3, 4]]),
        ({"MaxItemsPerBatch": 0}, [1, 2], [[1, 2]]),
        ({"MaxItemsPerBatch": 5}, [], []),
    ],
)
def test_items_are_processed_in_batches(batcher: dict[str, Any], items: list[Any], batches: list[Any]) -> None:
    assert run(distributed(ItemBatcher=batcher), items).output == [{"Items": batch} for batch in batches]


def test_batch_input_comes_from_the_input_of_the_map() -> None:
    definition = distributed(
        ItemsPath="$.items",
        ItemSelector={"n.$": "$$.Map.Item.Value"},
        ItemBatcher={"MaxItemsPerBatch": 2, "BatchInput": {"rate.$": "$.rate", "fixed": True}},
    )
    assert run(definition, {"rate": 5, "items": [1, 2]}).output == [
        {"BatchInput": {"rate": 5, "fixed": True}, "Items": [{"n": 1}, {"n": 2}]}
    ]


@pytest.mark.parametrize(
    ("batcher", "rule"),
    [
        ([], "ItemBatcher: it must be an object"),
        ({}, "ItemBatcher: it must have MaxItemsPerBatch or MaxInputBytesPerBatch"),
        (
            {"MaxItemsPerBatch": 1, "BatchInput": {"a.$": 5}},
            "ItemBatcher: ItemBatcher/BatchInput: 'a.$' must be a path",
        ),
    ],
)
def test_a_wrong_batcher_is_refused(batcher: Any, rule: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        run(distributed(ItemBatcher=batcher), [])
    assert str(refused.value).startswith(f"state 'Only': {rule}")


def test_a_bound_that_is_not_a_number_is_a_runtime_error() -> None:
    execution = run(distributed(ItemBatcher={"MaxItemsPerBatchPath": "$[0]"}), ["many"])
    assert execution.error == "States.Runtime"
