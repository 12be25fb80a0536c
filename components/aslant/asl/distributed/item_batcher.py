"""ItemBatcher: how items are put together for child executions (developer guide, "ItemBatcher (Map)")."""

from __future__ import annotations

from typing import Any, TypedDict, Unpack

from aslant.asl.accept import path, template, value
from aslant.asl.distributed.action import Count
from aslant.asl.field import JSONPATH, Field, Record
from aslant.asl.path import Path
from aslant.errors import DefinitionError
from aslant.json_value import Json

__all__ = ["ItemBatcher"]


class BatchFields(TypedDict, total=False):
    """How items are put together."""

    max_items_per_batch: Count
    """How many items at most."""
    max_items_per_batch_path: Path | str
    """Where in the input that number is (JSONPath)."""
    max_input_bytes_per_batch: Count
    """How many bytes at most, up to 262,144."""
    max_input_bytes_per_batch_path: Path | str
    """Where in the input that number is (JSONPath)."""
    batch_input: Any
    """What every batch gets beside its items, as `BatchInput`."""


class ItemBatcher(Record):
    """How items are put together, so that a child execution gets several."""

    __slots__ = ()

    max_items_per_batch = Field[Json]("MaxItemsPerBatch", value)
    max_items_per_batch_path = Field[str]("MaxItemsPerBatchPath", path, JSONPATH)
    max_input_bytes_per_batch = Field[Json]("MaxInputBytesPerBatch", value)
    max_input_bytes_per_batch_path = Field[str]("MaxInputBytesPerBatchPath", path, JSONPATH)
    batch_input = Field[Json]("BatchInput", template)

    def __init__(self, **fields: Unpack[BatchFields]) -> None:
        """Make batches.

        Raises:
            DefinitionError: nothing says how large a batch is, or a field is unknown or cannot hold its value.
        """
        self._fill({}, fields)
        if not self._doc.keys() - {"BatchInput"}:
            raise DefinitionError("an ItemBatcher says how large a batch is; give max_items_per_batch")
