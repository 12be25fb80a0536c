"""ItemBatcher: groups items into batches for child executions (developer guide, "ItemBatcher (Map)")."""

from __future__ import annotations

from typing import Any, TypedDict, Unpack

from aslant.asl.accept import path, template, value
from aslant.asl.distributed.action import Count
from aslant.asl.field import JSONPATH, Field, Record
from aslant.asl.path import Path
from aslant.asl.unset import Unset
from aslant.errors import DefinitionError
from aslant.json_value import Json

__all__ = ["ItemBatcher"]


class BatchFields(TypedDict, total=False):
    """The fields of an ItemBatcher. One of them must limit the batches."""

    max_items_per_batch: Count | Unset | None
    """Maximum number of items in a batch."""
    max_items_per_batch_path: Path | str | Unset | None
    """A path to that number in the input (JSONPath)."""
    max_input_bytes_per_batch: Count | Unset | None
    """Maximum number of bytes in a batch, up to 262,144."""
    max_input_bytes_per_batch_path: Path | str | Unset | None
    """A path to that number in the input (JSONPath)."""
    batch_input: Any
    """Additional input for every batch, as `BatchInput`."""


class ItemBatcher(Record):
    """The size of the batches, so that a child execution gets several items."""

    __slots__ = ()

    max_items_per_batch = Field[Json]("MaxItemsPerBatch", value)
    max_items_per_batch_path = Field[str]("MaxItemsPerBatchPath", path, JSONPATH)
    max_input_bytes_per_batch = Field[Json]("MaxInputBytesPerBatch", value)
    max_input_bytes_per_batch_path = Field[str]("MaxInputBytesPerBatchPath", path, JSONPATH)
    batch_input = Field[Json]("BatchInput", template)

    def __init__(self, **fields: Unpack[BatchFields]) -> None:
        """Group items into batches.

        Raises:
            DefinitionError: No field limits a batch, or a field is unknown or cannot hold its value.
        """
        self._fill({}, fields)
        if not self._doc.keys() - {"BatchInput"}:
            raise DefinitionError("an ItemBatcher must limit the size of a batch. Pass max_items_per_batch.")
