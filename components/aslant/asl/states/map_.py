"""Map: run a flow for each item of a list (ASL specification, "Map State")."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Unpack

from aslant.asl.accept import expression, literal, path, source, template, value
from aslant.asl.field import BOTH, JSONATA, JSONPATH, Field, Record, Refused, refuse_mixture
from aslant.asl.flow import AnyFlow, Flow
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

__all__ = ["Map", "MapFields"]

_PARTS: Final = {"item_reader": "ItemReader", "item_batcher": "ItemBatcher", "result_writer": "ResultWriter"}


class MapFields(WorkFields, total=False):
    """The fields of a Map state. Those after `processor_config` need mode DISTRIBUTED."""

    iterator: AnyFlow | StateMachine | Unset | None
    """The item processor under its older name, for definitions that use it."""
    items_path: Path | Intrinsic | str | Unset | None
    """A path to the items in the input (JSONPath)."""
    items: Any
    """The items: a list, or a JSONata expression that returns one (JSONata)."""
    item_selector: Any
    """The processor's input for each item. `context.Map.Item.Value` is the item, `.Index` its index."""
    max_concurrency: int | str | Expression | Deferred | Unset | None
    """Maximum number of items processed at once. The default, 0, sets no limit."""
    max_concurrency_path: Path | str | Unset | None
    """A path to that number in the input (JSONPath)."""
    processor_config: ProcessorConfig | dict[str, Any] | Unset | None
    """How the processor runs: `{"Mode": "INLINE"}`, the default, or DISTRIBUTED with an `ExecutionType`."""
    label: str | Unset | None
    """The prefix of the child executions' names."""
    item_reader: ItemReader | dict[str, Any] | Unset | None
    """The source of the items."""
    item_batcher: ItemBatcher | dict[str, Any] | Unset | None
    """How items are grouped into batches."""
    result_writer: ResultWriter | dict[str, Any] | Unset | None
    """The destination of the results."""
    tolerated_failure_percentage: float | str | Expression | Deferred | Unset | None
    """Maximum percentage of items that may fail. The default is 0."""
    tolerated_failure_percentage_path: Path | str | Unset | None
    """A path to that number in the input (JSONPath)."""
    tolerated_failure_count: int | str | Expression | Deferred | Unset | None
    """Maximum number of items that may fail. The default is 0."""
    tolerated_failure_count_path: Path | str | Unset | None
    """A path to that number in the input (JSONPath)."""


class Map(WorkState, Flow[Any, Any]):
    """A state that runs its processor once for each item. The result is the list of the outputs."""

    __slots__ = ()
    TYPE = "Map"

    items_path = Field[str]("ItemsPath", source, JSONPATH)
    items = Field[Json]("Items", expression, JSONATA)
    item_selector = Field[Json]("ItemSelector", template, takes_none=True)
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
        item_processor: AnyFlow | StateMachine | Unset | None = None,
        **fields: Unpack[MapFields],
    ) -> None:
        """Run `item_processor`, or `iterator`, its older name, for each item.

        Raises:
            DefinitionError: The processor is not a flow, or a field is unknown or in the wrong query language.
        """
        given: dict[str, Any] = dict(fields)
        self._refuse_unknown(name, given, "catch", "iterator", "processor_config")
        iterator = given.pop("iterator", UNSET)
        older = iterator is not None and iterator is not UNSET
        if older and item_processor is not None and item_processor is not UNSET:
            raise DefinitionError(
                f"state {name!r}: iterator is the older name of the item processor. Pass only one of them."
            )
        key, processor = ("Iterator", iterator) if older else ("ItemProcessor", item_processor)
        machine = adopt(processor, f"state {name!r}: the item processor")
        document = machine._doc
        config = given.pop("processor_config", UNSET)
        if config is not UNSET and config is not None:
            try:
                spelled = literal(self._spelled(name, "processor_config", config))
            except Refused as why:
                raise DefinitionError(f"state {name!r}: processor_config {why}") from None
            document = {"ProcessorConfig": spelled, **document}
        typed = [part for part in _PARTS if isinstance(given.get(part), Record)]
        for part in typed:
            given[part] = self._spelled(name, part, given[part])
        self._work(name, given, {key: document})
        self._adopt_needs([machine])
        self._settle_languages(typed)

    def _spelled(self, name: str, field: str, given: Any) -> Any:
        """Return a typed part as a dict."""
        if not isinstance(given, Record):
            return given
        from aslant.asl import distributed  # building usually does not need it

        kind = getattr(distributed, field.title().replace("_", ""))
        if not isinstance(given, kind):
            word = kind.__name__
            raise DefinitionError(f"state {name!r}: {field} must be a {word} or an equivalent dict, not {given!r}")
        return given._doc

    def _settle_languages(self, typed: list[str]) -> None:
        """Note the query languages of the parts, and rename a typed part's `Parameters` for JSONata."""
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
            self._check_language(self._doc["QueryLanguage"])
            languages &= JSONATA if self._doc["QueryLanguage"] == "JSONata" else JSONPATH
        if languages == JSONATA:
            for key in unsettled:
                part = self._doc[key]
                self._doc[key] = {"Arguments" if name == "Parameters" else name: part[name] for name in part}
        elif languages == BOTH and unsettled:
            put(self, "_undecided", True)

    @property
    def item_processor(self) -> StateMachine:
        """The flow that runs for each item. A definition may have it under its older name, `Iterator`."""
        return view(self._doc["ItemProcessor"] if "ItemProcessor" in self._doc else self._doc["Iterator"])

    def _unsupported(self, language: int) -> list[str]:
        words = super()._unsupported(language)
        for field, key in _PARTS.items():
            words += [f"{member} in {field}" for member in _own(self._doc.get(key), BOTH ^ language)]
        return words

    def _structure(self) -> set[str]:
        return {"ItemProcessor", "Iterator", *super()._structure()}


def _own(part: Json, language: int) -> list[str]:
    """Return the members of a part that only this query language supports."""
    if type(part) is not dict:
        return []
    config = part.get("ReaderConfig")
    members = [*part, *(config if type(config) is dict else ())]
    if language == JSONATA:
        return [member for member in members if member == "Arguments"]
    return [member for member in members if member == "Parameters" or member.endswith("Path")]
