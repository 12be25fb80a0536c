"""Map: one flow for each item of a list (ASL specification, "Map State")."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Unpack

from aslant.asl.accept import expression, literal, path, template, value
from aslant.asl.field import JSONATA, JSONPATH, Field
from aslant.asl.flow import End, Flow
from aslant.asl.nesting import adopt, view
from aslant.asl.path import Path
from aslant.asl.state import WorkFields, WorkState
from aslant.asl.values import JSON, Deferred

if TYPE_CHECKING:
    from aslant.asl.machine import StateMachine

__all__ = ["Map"]


class MapFields(WorkFields, total=False):
    """What a Map state may say. The last ten are for a Map whose processor is DISTRIBUTED."""

    items_path: Path | str
    """Where in the input the items are (JSONPath)."""
    items: Any
    """The items, a list or JSONata that gives one (JSONata)."""
    item_selector: Any
    """What the processor gets for each item; `context.Map.Item.Value` is the item, `.Index` its number."""
    max_concurrency: int | str | Deferred
    """How many items at once; 0 is as many as AWS allows."""
    max_concurrency_path: Path | str
    """Where in the input that number is (JSONPath)."""
    processor_config: dict[str, Any]
    """How the processor runs: `{"Mode": "INLINE"}`, or DISTRIBUTED with an `ExecutionType`."""
    label: str
    """A prefix of the child executions' names."""
    item_reader: dict[str, Any]
    """Where the items are read from."""
    item_batcher: dict[str, Any]
    """How items are put together into batches."""
    result_writer: dict[str, Any]
    """Where the results are written to."""
    tolerated_failure_percentage: float | str | Deferred
    """How many of a hundred items may fail."""
    tolerated_failure_percentage_path: Path | str
    """Where in the input that number is (JSONPath)."""
    tolerated_failure_count: int | str | Deferred
    """How many items may fail."""
    tolerated_failure_count_path: Path | str
    """Where in the input that number is (JSONPath)."""


class Map(WorkState, Flow[Any, Any]):
    """Runs its processor once for each item; the result is the list of the outputs."""

    __slots__ = ()
    TYPE = "Map"

    items_path = Field[str]("ItemsPath", path, JSONPATH)
    items = Field[JSON]("Items", expression, JSONATA)
    item_selector = Field[JSON]("ItemSelector", template)
    max_concurrency = Field[JSON]("MaxConcurrency", value)
    max_concurrency_path = Field[str]("MaxConcurrencyPath", path, JSONPATH)
    label = Field[str]("Label", value)
    item_reader = Field[JSON]("ItemReader", template)
    item_batcher = Field[JSON]("ItemBatcher", template)
    result_writer = Field[JSON]("ResultWriter", template)
    tolerated_failure_percentage = Field[JSON]("ToleratedFailurePercentage", value)
    tolerated_failure_percentage_path = Field[str]("ToleratedFailurePercentagePath", path, JSONPATH)
    tolerated_failure_count = Field[JSON]("ToleratedFailureCount", value)
    tolerated_failure_count_path = Field[str]("ToleratedFailureCountPath", path, JSONPATH)

    def __init__(
        self, name: str, item_processor: Flow[Any, Any] | End[Any] | StateMachine, **fields: Unpack[MapFields]
    ) -> None:
        """Run `item_processor` for each item.

        Raises:
            DefinitionError: the processor is no flow, or a field is unknown or in the wrong query language.
        """
        given: dict[str, Any] = dict(fields)
        machine = adopt(item_processor, f"state {name!r}: the item processor")
        processor = machine._doc
        if "processor_config" in given:
            processor = {"ProcessorConfig": literal(given.pop("processor_config")), **processor}
        self._work(name, given, ItemProcessor=processor)
        self._hold([machine])

    @property
    def item_processor(self) -> StateMachine:
        """What runs for each item; a definition that was read may call it by its older name, `Iterator`."""
        return view(self._doc["ItemProcessor"] if "ItemProcessor" in self._doc else self._doc["Iterator"])

    def _structure(self) -> set[str]:
        return {"ItemProcessor", "Iterator", *super()._structure()}
