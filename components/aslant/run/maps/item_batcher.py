"""ItemBatcher: groups items into batches (developer guide, section 'ItemBatcher (Map)')."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aslant.errors import DefinitionError
from aslant.json_value import Json
from aslant.run.fiber import Fiber
from aslant.run.language import Language
from aslant.run.limits import MAX_BYTES
from aslant.run.state import whole_number
from aslant.run.values import dumps, size

__all__ = ["ItemBatcher"]


class ItemBatcher:
    """The ItemBatcher of a Map."""

    def __init__(self, definition: Any, language: Language) -> None:
        """Read the field, and raise DefinitionError for an invalid one."""
        if not isinstance(definition, Mapping):
            raise DefinitionError(f"it must be an object, not {definition!r}")
        self._items = language.value(definition, "MaxItemsPerBatch", "ItemBatcher")
        self._bytes = language.value(definition, "MaxInputBytesPerBatch", "ItemBatcher")
        if self._items is None and self._bytes is None:
            raise DefinitionError("it must have MaxItemsPerBatch or MaxInputBytesPerBatch")
        self._input = None
        if "BatchInput" in definition:
            self._input = language.payload(definition["BatchInput"], "ItemBatcher/BatchInput")

    def batches(self, items: list[Json], arguments: Json, fiber: Fiber) -> list[tuple[Json, int]]:
        """Return the inputs of the child executions, each with the number of its items."""
        most_items = _bound(self._items, "MaxItemsPerBatch", arguments, fiber) or len(items)
        most_bytes = _bound(self._bytes, "MaxInputBytesPerBatch", arguments, fiber) or MAX_BYTES
        shared = {} if self._input is None else {"BatchInput": self._input(arguments, fiber)}
        empty = size(dumps({**shared, "Items": []}))
        batches: list[list[Json]] = []
        used = 0
        for item in items:
            more = size(dumps(item)) + 1
            if not batches or len(batches[-1]) >= most_items or used + more - 1 > most_bytes:
                batches.append([])
                used = empty
            batches[-1].append(item)
            used += more
        return [({**shared, "Items": batch}, len(batch)) for batch in batches]


def _bound(evaluate: Any, field: str, arguments: Json, fiber: Fiber) -> int:
    return 0 if evaluate is None else whole_number(evaluate(arguments, fiber), field)
