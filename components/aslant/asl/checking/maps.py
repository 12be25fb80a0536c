"""Map: its processor's configuration; where a distributed one reads, batches and writes.

The rules are those of the developer guide, "Using Map state in Distributed mode".
"""

from __future__ import annotations

import re
from typing import Any

from aslant.asl.checking.expressions import expression, jsonata_template
from aslant.asl.checking.objects import Members, members
from aslant.asl.checking.paths import path, payload
from aslant.asl.checking.rule_context import RuleContext, opaque, said
from aslant.asl.checking.values import Test, exclusive, one_of, required, shown, whole, wrong_kind
from aslant.json_value import Json
from aslant.walk import is_distributed, processor_of

__all__ = [
    "LONGEST_LABEL",
    "item_batcher",
    "item_reader",
    "items",
    "label",
    "processor_config",
    "result_writer",
]

LONGEST_LABEL = 40
"""Characters in a Map's label (developer guide, "Distributed mode")."""

INVALID_LABEL = "INVALID_LABEL_NAME"

MOST_ITEMS = 100_000_000
"""Items that a reader can be told to stop at (developer guide, "ReaderConfig")."""

MOST_BYTES = 262_144
"""Bytes of the input of one child execution (developer guide, "ItemBatcher")."""

_CONFIG: Members = {"Mode": one_of(("INLINE", "DISTRIBUTED")), "ExecutionType": one_of(("STANDARD", "EXPRESS"))}
_BAD_LABEL = re.compile(r'[\s?*<>{}\[\]:;,\\|^~$#%&`"\x00-\x1f\x7f-\x9f/]')


def processor_config(site: RuleContext, value: Json, *steps: str | int) -> None:
    """`ProcessorConfig`: whether the processor runs here or in child executions, and of which type these are."""
    if type(value) is not dict:
        wrong_kind(site, value, "OBJECT", steps, "an object with Mode")
        return
    members(site, value, _CONFIG, (), *steps)
    if said(value, "Mode") == "DISTRIBUTED":
        required(site, value, ("ExecutionType",), *steps)
    elif said(value, "Mode") == "INLINE" and "ExecutionType" in value:
        site.error(
            "Field 'ExecutionType' is not supported",
            *steps,
            repair="only DISTRIBUTED has an ExecutionType; take it away",
        )


def items(site: RuleContext, value: Json, *steps: str | int) -> None:
    """`Items`: a list, an object in a distributed Map, or JSONata that gives one."""
    if type(value) is str:
        expression(site, value, *steps, only=True)
    elif type(value) in (list, dict) or opaque(value):
        jsonata_template(site, value, *steps)
    else:
        wrong_kind(site, value, "ARRAY", steps, "a list, or an expression that gives one")


def label(site: RuleContext, value: Json, *steps: str | int) -> None:
    """`Label`: what the child executions are called."""
    if type(value) is not str:
        wrong_kind(site, value, "STRING", steps, "text")
    elif not opaque(value):
        if len(value) > LONGEST_LABEL:
            site.error(
                f"Invalid Label name: {value} exceeds the {LONGEST_LABEL}-character limit allowed by the service",
                *steps,
                code=INVALID_LABEL,
                repair=f"it has {len(value)} characters; shorten it",
            )
        elif not value or _BAD_LABEL.search(value):
            site.error(
                f"Invalid Label name: {value}",
                *steps,
                code=INVALID_LABEL,
                repair="a label is not empty and has no blanks, wildcards, brackets or special characters",
            )


def _headers(site: RuleContext, value: Json, *steps: str | int) -> None:
    if type(value) is str and site.jsonata:
        return
    if type(value) is not list or not all(type(header) is str or opaque(header) for header in value):
        wrong_kind(site, value, "ARRAY", steps, "a list of text")


def _items_pointer(site: RuleContext, value: Json, *steps: str | int) -> None:
    if type(value) is not str:
        wrong_kind(site, value, "STRING", steps, "a JSON Pointer such as '/orders'")
    elif value[:1] not in ("", "/") and not opaque(value) and not (site.jsonata and value[:2] == "{%"):
        site.error(
            f"Invalid input: JSON Pointer expression must start with '/': \"{value}\"",
            *steps,
            repair=f"write '/{value}'",
        )


_READER_CONFIG: Members = {
    "InputType": one_of(("CSV", "JSON", "JSONL", "PARQUET", "MANIFEST"), jsonata=True),
    "Transformation": one_of(("NONE", "LOAD_AND_FLATTEN")),
    "ManifestType": one_of(("ATHENA_DATA", "S3_INVENTORY")),
    "CSVDelimiter": one_of(("COMMA", "PIPE", "SEMICOLON", "SPACE", "TAB"), jsonata=True),
    "CSVHeaderLocation": one_of(("FIRST_ROW", "GIVEN"), jsonata=True),
    "CSVHeaders": _headers,
    "ItemsPointer": _items_pointer,
    "MaxItems": whole(0, MOST_ITEMS),
    "MaxItemsPath": path,
}


def _reader_config(site: RuleContext, value: Json, *steps: str | int) -> None:
    if type(value) is not dict:
        wrong_kind(site, value, "OBJECT", steps, "an object")
        return
    members(site, value, _READER_CONFIG, (), *steps)
    exclusive(site, value, ("MaxItems", "MaxItemsPath"), *steps)
    if said(value, "CSVHeaderLocation") == "GIVEN":
        required(site, value, ("CSVHeaders",), *steps)
    kind = said(value, "InputType")
    if kind == "CSV" and "CSVHeaderLocation" not in value:
        site.error(
            "The field 'CSVHeaderLocation' is required",
            *steps,
            repair="say FIRST_ROW, or GIVEN with the names in CSVHeaders",
        )
    elif kind in ("JSON", "JSONL", "PARQUET"):
        for name in ("CSVHeaderLocation", "CSVHeaders", "CSVDelimiter"):
            if name in value:
                site.error(f"Field '{name}' is not supported", *steps, repair=f"{name} is for InputType CSV")
    if kind == "JSON" and "ManifestType" in value:
        site.error("Field 'ManifestType' is not supported", *steps, repair="a manifest lists CSV, JSONL or PARQUET")
    if "InputType" not in value and said(value, "Transformation") == "LOAD_AND_FLATTEN":
        site.error("The field 'InputType' is required", *steps, repair="say what the objects are, such as 'JSON'")


def _one_resource(*actions: str) -> Test:
    """The ARN of one of some integrations of S3."""
    allowed = re.compile(rf"arn:[a-z0-9-]+:states:::(?:{'|'.join(actions)})")
    examples = ", ".join(f"arn:<partition>:states:::{action}" for action in actions)

    def test(site: RuleContext, value: Json, *steps: str | int) -> None:
        if type(value) is not str:
            wrong_kind(site, value, "STRING", steps, "an ARN")
        elif not opaque(value) and not allowed.fullmatch(value):
            site.error(
                f"The field 'Resource' does not match any of the allowed values. Examples: [{examples}]",
                *steps,
                repair=f"it is {shown(value)}",
            )

    return test


def _handed_over(site: RuleContext, value: Json, *steps: str | int) -> None:
    if type(value) is dict:
        (jsonata_template if site.jsonata else payload)(site, value, *steps)
    elif not (type(value) is str and site.jsonata):
        wrong_kind(site, value, "OBJECT", steps, "an object")
    else:
        jsonata_template(site, value, *steps)


_WRITER_CONFIG: Members = {
    "Transformation": one_of(("NONE", "COMPACT", "FLATTEN")),
    "OutputType": one_of(("JSON", "JSONL")),
}


def _writer_config(site: RuleContext, value: Json, *steps: str | int) -> None:
    if type(value) is dict:
        members(site, value, _WRITER_CONFIG, (), *steps)
    else:
        wrong_kind(site, value, "OBJECT", steps, "an object")


_READER: Members = {"Resource": _one_resource("s3:getObject", "s3:listObjectsV2"), "ReaderConfig": _reader_config}
_WRITER: Members = {"Resource": _one_resource("s3:putObject"), "WriterConfig": _writer_config}
_BATCHER: Members = {
    "MaxItemsPerBatch": whole(1, MOST_ITEMS),
    "MaxInputBytesPerBatch": whole(1, MOST_BYTES),
    "BatchInput": _handed_over,
}
_BATCHER_OF_JSONPATH: Members = {**_BATCHER, "MaxItemsPerBatchPath": path, "MaxInputBytesPerBatchPath": path}


def item_reader(site: RuleContext, value: Json, *steps: str | int) -> None:
    """`ItemReader`: where a distributed Map reads its items."""
    _source(site, value, _READER, steps)


def result_writer(site: RuleContext, value: Json, *steps: str | int) -> None:
    """`ResultWriter`: where a distributed Map writes the results of its child executions, and in which form."""
    _source(site, value, _WRITER, steps)


def _source(site: RuleContext, value: Json, table: Members, steps: tuple[str | int, ...]) -> None:
    if type(value) is not dict:
        wrong_kind(site, value, "OBJECT", steps, "an object with Resource")
        return
    if not value and table is _WRITER:
        site.error("Value cannot be empty", *steps, repair="say WriterConfig, or Resource with where to write, or both")
    given = "Arguments" if site.jsonata else "Parameters"
    needed = ("Resource",) if table is _READER else ()
    members(site, value, {**table, given: _handed_over}, needed, *steps)


def item_batcher(site: RuleContext, value: Json, *steps: str | int) -> None:
    """`ItemBatcher`: how items are put together for one child execution."""
    if type(value) is not dict:
        wrong_kind(site, value, "OBJECT", steps, "an object")
        return
    members(site, value, _BATCHER if site.jsonata else _BATCHER_OF_JSONPATH, (), *steps)
    exclusive(site, value, ("MaxItemsPerBatch", "MaxItemsPerBatchPath"), *steps)
    exclusive(site, value, ("MaxInputBytesPerBatch", "MaxInputBytesPerBatchPath"), *steps)


def of_distributed_only(site: RuleContext, state: dict[str, Any]) -> None:
    """Report what only a distributed Map makes use of, in a Map that runs its processor here; AWS takes it."""
    if is_distributed(state):
        _batched(site, state.get("ItemBatcher"))
        return
    processor = processor_of(state)
    if type(processor) is dict and opaque(processor.get("ProcessorConfig", "")):
        return
    for name in ("ItemReader", "ItemBatcher", "ResultWriter"):
        if name in state:
            site.warning(
                f"A Map whose processor is INLINE makes nothing of '{name}'",
                name,
                code="INLINE_MAP",
                repair='say "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"} in the processor',
            )


def _batched(site: RuleContext, batcher: Json) -> None:
    """Report a batch of no size."""
    if (
        type(batcher) is dict
        and not opaque(batcher)
        and not any(name.startswith("Max") for name in batcher if type(name) is str)
    ):
        site.error(
            "One of these fields is required: [MaxItemsPerBatch, MaxInputBytesPerBatch]",
            "ItemBatcher",
            repair="say how many items, or how many bytes, make a batch",
        )
