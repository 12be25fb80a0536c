"""Map: one flow for each item of a list (ASL specification, "Map State")."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Unpack

from aslant.asl.accept import expression, literal, path, source, template, value
from aslant.asl.field import BOTH, JSONATA, JSONPATH, Field, Record, Refused, refuse_mixture
from aslant.asl.flow import End, Flow
from aslant.asl.nesting import adopt, view
from aslant.asl.node import put
from aslant.asl.path import Path
from aslant.asl.state import WorkFields, WorkState
from aslant.asl.unset import UNSET, Unset
from aslant.asl.values import Deferred
from aslant.errors import DefinitionError
from aslant.json_value import Json

if TYPE_CHECKING:
    from aslant.asl.distributed import ItemBatcher, ItemReader, ProcessorConfig, ResultWriter
    from aslant.asl.expression import Expression
    from aslant.asl.intrinsics import Intrinsic
    from aslant.asl.machine import StateMachine

__all__ = ["Map"]

_PARTS: Final = {"item_reader": "ItemReader", "item_batcher": "ItemBatcher", "result_writer": "ResultWriter"}


class MapFields(WorkFields, total=False):
    """What a Map state may say. All that follows `processor_config` is for one that is DISTRIBUTED."""

    iterator: Flow[Any, Any] | End[Any] | StateMachine
    """The item processor by its older name, for a definition that keeps it."""
    items_path: Path | Intrinsic | str
    """Where in the input the items are (JSONPath)."""
    items: Any
    """The items, a list or JSONata that gives one (JSONata)."""
    item_selector: Any
    """What the processor gets for each item; `context.Map.Item.Value` is the item, `.Index` its number."""
    max_concurrency: int | str | Expression | Deferred
    """How many items at once; 0 is as many as AWS allows."""
    max_concurrency_path: Path | str
    """Where in the input that number is (JSONPath)."""
    processor_config: ProcessorConfig | dict[str, Any]
    """How the processor runs: `{"Mode": "INLINE"}`, or DISTRIBUTED with an `ExecutionType`."""
    label: str
    """A prefix of the child executions' names."""
    item_reader: ItemReader | dict[str, Any]
    """Where the items are read from."""
    item_batcher: ItemBatcher | dict[str, Any]
    """How items are put together into batches."""
    result_writer: ResultWriter | dict[str, Any]
    """Where the results are written to."""
    tolerated_failure_percentage: float | str | Expression | Deferred
    """How many of a hundred items may fail."""
    tolerated_failure_percentage_path: Path | str
    """Where in the input that number is (JSONPath)."""
    tolerated_failure_count: int | str | Expression | Deferred
    """How many items may fail."""
    tolerated_failure_count_path: Path | str
    """Where in the input that number is (JSONPath)."""


class Map(WorkState, Flow[Any, Any]):
    """Runs its processor once for each item; the result is the list of the outputs."""

    __slots__ = ()
    TYPE = "Map"

    items_path = Field[str]("ItemsPath", source, JSONPATH)
    items = Field[Json]("Items", expression, JSONATA)
    item_selector = Field[Json]("ItemSelector", template)
    max_concurrency = Field[Json]("MaxConcurrency", value)
    max_concurrency_path = Field[str]("MaxConcurrencyPath", path, JSONPATH)
    label = Field[str]("Label", value)
    item_reader = Field[Json]("ItemReader", template)
    item_batcher = Field[Json]("ItemBatcher", template)
    result_writer = Field[Json]("ResultWriter", template)
    tolerated_failure_percentage = Field[Json]("ToleratedFailurePercentage", value)
    tolerated_failure_percentage_path = Field[str]("ToleratedFailurePercentagePath", path, JSONPATH)
    tolerated_failure_count = Field[Json]("ToleratedFailureCount", value)
    tolerated_failure_count_path = Field[str]("ToleratedFailureCountPath", path, JSONPATH)

    def __init__(
        self,
        name: str,
        item_processor: Flow[Any, Any] | End[Any] | StateMachine | Unset | None = None,
        **fields: Unpack[MapFields],
    ) -> None:
        """Run `item_processor`, or what is given by its older name `iterator`, for each item.

        Raises:
            DefinitionError: the processor is no flow, or a field is unknown or in the wrong query language.
        """
        given: dict[str, Any] = dict(fields)
        self._refuse_unknown(name, given, "catch", "iterator", "processor_config")
        iterator = given.pop("iterator", UNSET)
        older = iterator is not None and iterator is not UNSET
        if older and item_processor is not None and item_processor is not UNSET:
            raise DefinitionError(f"state {name!r}: iterator is the older name of the item processor; give one of them")
        key, processor = ("Iterator", iterator) if older else ("ItemProcessor", item_processor)
        machine = adopt(processor, f"state {name!r}: the item processor")
        document = machine._doc
        config = given.pop("processor_config", UNSET)
        if config is not UNSET:
            try:
                spelled = literal(self._spelled(name, "processor_config", config))
            except Refused as why:
                raise DefinitionError(f"state {name!r}: processor_config {why}") from None
            document = {"ProcessorConfig": spelled, **document}
        typed = [part for part in _PARTS if isinstance(given.get(part), Record)]
        for part in typed:
            given[part] = self._spelled(name, part, given[part])
        self._work(name, given, {key: document})
        self._hold([machine])
        self._settle(typed)

    def _spelled(self, name: str, field: str, given: Any) -> Any:
        """What a typed part says, as the dict that spells it."""
        if not isinstance(given, Record):
            return given
        from aslant.asl import distributed  # the language itself does not need it

        kind = getattr(distributed, field.title().replace("_", ""))
        if not isinstance(given, kind):
            word = kind.__name__
            raise DefinitionError(f"state {name!r}: {field} is {word} or a dict that spells one, not {given!r}")
        return given._doc

    def _settle(self, typed: list[str]) -> None:
        """Note the query languages of the parts. What a typed one hands over is called as the language calls it."""
        parts = {field: self._doc[key] for field, key in _PARTS.items() if key in self._doc}
        if not parts:
            return
        unsettled = []
        languages = self._languages
        for field, part in parts.items():
            if field in typed and _own(part, JSONPATH) == ["Parameters"] and self.FIELDS[field].fits(part) == BOTH:
                unsettled.append(_PARTS[field])
            else:
                languages &= (JSONPATH if _own(part, JSONPATH) else BOTH) & (JSONATA if _own(part, JSONATA) else BOTH)
        put(self, "_languages", languages)
        if not languages:
            refuse_mixture(self._place(), (self, *self._exits))
        if "QueryLanguage" in self._doc:
            self._speak(self._doc["QueryLanguage"])
            languages &= JSONATA if self._doc["QueryLanguage"] == "JSONata" else JSONPATH
        if languages == JSONATA:
            for key in unsettled:
                part = self._doc[key]
                self._doc[key] = {"Arguments" if name == "Parameters" else name: part[name] for name in part}
        elif languages == BOTH and unsettled:
            put(self, "_undecided", True)

    @property
    def item_processor(self) -> StateMachine:
        """What runs for each item; a definition that was read may call it by its older name, `Iterator`."""
        return view(self._doc["ItemProcessor"] if "ItemProcessor" in self._doc else self._doc["Iterator"])

    def _misfits(self, language: int) -> list[str]:
        words = super()._misfits(language)
        for field, key in _PARTS.items():
            words += [f"{member} in {field}" for member in _own(self._doc.get(key), BOTH ^ language)]
        return words

    def _structure(self) -> set[str]:
        return {"ItemProcessor", "Iterator", *super()._structure()}


def _own(part: Json, language: int) -> list[str]:
    """The members of a part that only this query language has."""
    if type(part) is not dict:
        return []
    config = part.get("ReaderConfig")
    members = [*part, *(config if type(config) is dict else ())]
    if language == JSONATA:
        return [member for member in members if member == "Arguments"]
    return [member for member in members if member == "Parameters" or member.endswith("Path")]
