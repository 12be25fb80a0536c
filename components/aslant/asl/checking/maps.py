"""Rules for a Map's processor configuration, and for how a distributed Map reads, batches and writes items.

The rules are from the developer guide, "Using Map state in Distributed mode".
"""

from __future__ import annotations

import re
from typing import Any

from aslant.asl.checking.expressions import expression, jsonata_template
from aslant.asl.checking.objects import Members, members
from aslant.asl.checking.paths import path, payload
from aslant.asl.checking.rule_context import RuleContext, is_unresolved, string_at
from aslant.asl.checking.values import Test, exclusive, integer, one_of, required, shown, wrong_type
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
"""The most characters of a Map's label (developer guide, "Distributed mode")."""

INVALID_LABEL = "INVALID_LABEL_NAME"

MOST_ITEMS = 100_000_000
"""The largest `MaxItems` of a reader (developer guide, "ReaderConfig")."""

MOST_BYTES = 262_144
"""The most bytes of a child execution's input (developer guide, "ItemBatcher")."""

_CONFIG: Members = {"Mode": one_of(("INLINE", "DISTRIBUTED")), "ExecutionType": one_of(("STANDARD", "EXPRESS"))}
_BAD_LABEL = re.compile(r'[\s?*<>{}\[\]:;,\\|^~$#%&`"\x00-\x1f\x7f-\x9f/]')


def processor_config(ctx: RuleContext, value: Json, *steps: str | int) -> None:
    """Check `ProcessorConfig`: whether the processor runs in child executions, and their type."""
    if type(value) is not dict:
        wrong_type(ctx, value, "OBJECT", steps, "an object with Mode")
        return
    members(ctx, value, _CONFIG, (), *steps)
    if string_at(value, "Mode") == "DISTRIBUTED":
        required(ctx, value, ("ExecutionType",), *steps)
    elif string_at(value, "Mode") == "INLINE" and "ExecutionType" in value:
        ctx.error(
            "Field 'ExecutionType' is not supported",
            *steps,
            repair="Remove it, since only mode DISTRIBUTED has an ExecutionType.",
        )


def items(ctx: RuleContext, value: Json, *steps: str | int) -> None:
    """Check `Items`: a list, an object in a distributed Map, or JSONata that evaluates to one."""
    if type(value) is str:
        expression(ctx, value, *steps, only=True)
    elif type(value) in (list, dict) or is_unresolved(value):
        jsonata_template(ctx, value, *steps)
    else:
        wrong_type(ctx, value, "ARRAY", steps, "a list or an expression that evaluates to one")


def label(ctx: RuleContext, value: Json, *steps: str | int) -> None:
    """Check `Label`, from which the names of the child executions are made."""
    if type(value) is not str:
        wrong_type(ctx, value, "STRING", steps, "a string")
    elif not is_unresolved(value):
        if len(value) > LONGEST_LABEL:
            ctx.error(
                f"Invalid Label name: {value} exceeds the {LONGEST_LABEL}-character limit allowed by the service",
                *steps,
                code=INVALID_LABEL,
                repair=f"It has {len(value)} characters. Shorten it.",
            )
        elif not value or _BAD_LABEL.search(value):
            ctx.error(
                f"Invalid Label name: {value}",
                *steps,
                code=INVALID_LABEL,
                repair="Use at least one character, and no spaces, wildcards, brackets or special characters.",
            )


def _headers(ctx: RuleContext, value: Json, *steps: str | int) -> None:
    if type(value) is str and ctx.jsonata:
        return
    if type(value) is not list or not all(type(header) is str or is_unresolved(header) for header in value):
        wrong_type(ctx, value, "ARRAY", steps, "a list of strings")


def _items_pointer(ctx: RuleContext, value: Json, *steps: str | int) -> None:
    if type(value) is not str:
        wrong_type(ctx, value, "STRING", steps, "a JSON Pointer such as '/orders'")
    elif value[:1] not in ("", "/") and not is_unresolved(value) and not (ctx.jsonata and value[:2] == "{%"):
        ctx.error(
            f"Invalid input: JSON Pointer expression must start with '/': \"{value}\"",
            *steps,
            repair=f"Write '/{value}'.",
        )


_READER_CONFIG: Members = {
    "InputType": one_of(("CSV", "JSON", "JSONL", "PARQUET", "MANIFEST"), jsonata=True),
    "Transformation": one_of(("NONE", "LOAD_AND_FLATTEN")),
    "ManifestType": one_of(("ATHENA_DATA", "S3_INVENTORY")),
    "CSVDelimiter": one_of(("COMMA", "PIPE", "SEMICOLON", "SPACE", "TAB"), jsonata=True),
    "CSVHeaderLocation": one_of(("FIRST_ROW", "GIVEN"), jsonata=True),
    "CSVHeaders": _headers,
    "ItemsPointer": _items_pointer,
    "MaxItems": integer(0, MOST_ITEMS),
    "MaxItemsPath": path,
}


def _reader_config(ctx: RuleContext, value: Json, *steps: str | int) -> None:
    if type(value) is not dict:
        wrong_type(ctx, value, "OBJECT", steps, "an object")
        return
    members(ctx, value, _READER_CONFIG, (), *steps)
    exclusive(ctx, value, ("MaxItems", "MaxItemsPath"), *steps)
    if string_at(value, "CSVHeaderLocation") == "GIVEN":
        required(ctx, value, ("CSVHeaders",), *steps)
    kind = string_at(value, "InputType")
    if kind == "CSV" and "CSVHeaderLocation" not in value:
        ctx.error(
            "The field 'CSVHeaderLocation' is required",
            *steps,
            repair="Write FIRST_ROW, or GIVEN with the names in CSVHeaders.",
        )
    elif kind in ("JSON", "JSONL", "PARQUET"):
        for name in ("CSVHeaderLocation", "CSVHeaders", "CSVDelimiter"):
            if name in value:
                ctx.error(f"Field '{name}' is not supported", *steps, repair=f"Use {name} only with InputType CSV.")
    if kind == "JSON" and "ManifestType" in value:
        ctx.error(
            "Field 'ManifestType' is not supported",
            *steps,
            repair="Use InputType CSV, JSONL or PARQUET for a manifest.",
        )
    if "InputType" not in value and string_at(value, "Transformation") == "LOAD_AND_FLATTEN":
        ctx.error(
            "The field 'InputType' is required", *steps, repair="Write the format of the objects, such as 'JSON'."
        )


def _one_resource(*actions: str) -> Test:
    """Return the test that a value is the ARN of one of the given S3 actions."""
    allowed = re.compile(rf"arn:[a-z0-9-]+:states:::(?:{'|'.join(actions)})")
    examples = ", ".join(f"arn:<partition>:states:::{action}" for action in actions)

    def test(ctx: RuleContext, value: Json, *steps: str | int) -> None:
        if type(value) is not str:
            wrong_type(ctx, value, "STRING", steps, "an ARN")
        elif not is_unresolved(value) and not allowed.fullmatch(value):
            ctx.error(
                f"The field 'Resource' does not match any of the allowed values. Examples: [{examples}]",
                *steps,
                repair=f"Write one of these, not {shown(value)}.",
            )

    return test


def _payload(ctx: RuleContext, value: Json, *steps: str | int) -> None:
    if type(value) is dict:
        (jsonata_template if ctx.jsonata else payload)(ctx, value, *steps)
    elif not (type(value) is str and ctx.jsonata):
        wrong_type(ctx, value, "OBJECT", steps, "an object")
    else:
        jsonata_template(ctx, value, *steps)


_WRITER_CONFIG: Members = {
    "Transformation": one_of(("NONE", "COMPACT", "FLATTEN")),
    "OutputType": one_of(("JSON", "JSONL")),
}


def _writer_config(ctx: RuleContext, value: Json, *steps: str | int) -> None:
    if type(value) is dict:
        members(ctx, value, _WRITER_CONFIG, (), *steps)
    else:
        wrong_type(ctx, value, "OBJECT", steps, "an object")


_READER: Members = {"Resource": _one_resource("s3:getObject", "s3:listObjectsV2"), "ReaderConfig": _reader_config}
_WRITER: Members = {"Resource": _one_resource("s3:putObject"), "WriterConfig": _writer_config}
_BATCHER: Members = {
    "MaxItemsPerBatch": integer(1, MOST_ITEMS),
    "MaxInputBytesPerBatch": integer(1, MOST_BYTES),
    "BatchInput": _payload,
}
_BATCHER_OF_JSONPATH: Members = {**_BATCHER, "MaxItemsPerBatchPath": path, "MaxInputBytesPerBatchPath": path}


def item_reader(ctx: RuleContext, value: Json, *steps: str | int) -> None:
    """Check `ItemReader`, which says where a distributed Map reads its items."""
    _source(ctx, value, _READER, steps)


def result_writer(ctx: RuleContext, value: Json, *steps: str | int) -> None:
    """Check `ResultWriter`, which says where and how a distributed Map writes the results of its child executions."""
    _source(ctx, value, _WRITER, steps)


def _source(ctx: RuleContext, value: Json, table: Members, steps: tuple[str | int, ...]) -> None:
    if type(value) is not dict:
        wrong_type(ctx, value, "OBJECT", steps, "an object with Resource")
        return
    if not value and table is _WRITER:
        ctx.error(
            "Value cannot be empty", *steps, repair="Write WriterConfig, or Resource with its Parameters, or both."
        )
    given = "Arguments" if ctx.jsonata else "Parameters"
    needed = ("Resource",) if table is _READER else ()
    members(ctx, value, {**table, given: _payload}, needed, *steps)


def item_batcher(ctx: RuleContext, value: Json, *steps: str | int) -> None:
    """Check `ItemBatcher`, which says how many items one child execution gets."""
    if type(value) is not dict:
        wrong_type(ctx, value, "OBJECT", steps, "an object")
        return
    members(ctx, value, _BATCHER if ctx.jsonata else _BATCHER_OF_JSONPATH, (), *steps)
    exclusive(ctx, value, ("MaxItemsPerBatch", "MaxItemsPerBatchPath"), *steps)
    exclusive(ctx, value, ("MaxInputBytesPerBatch", "MaxInputBytesPerBatchPath"), *steps)


def check_map_mode(ctx: RuleContext, state: dict[str, Any]) -> None:
    """Report a distributed Map's ItemBatcher without a batch size, and warn about fields that an INLINE Map ignores."""
    if is_distributed(state):
        _batched(ctx, state.get("ItemBatcher"))
        return
    processor = processor_of(state)
    if type(processor) is dict and is_unresolved(processor.get("ProcessorConfig", "")):
        return
    for name in ("ItemReader", "ItemBatcher", "ResultWriter"):
        if name in state:
            ctx.warning(
                f"A Map whose processor is INLINE ignores '{name}'",
                name,
                code="INLINE_MAP",
                repair='Add "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"} to the processor.',
            )


def _batched(ctx: RuleContext, batcher: Json) -> None:
    """Report an ItemBatcher without the size of a batch."""
    if (
        type(batcher) is dict
        and not is_unresolved(batcher)
        and not any(name.startswith("Max") for name in batcher if type(name) is str)
    ):
        ctx.error(
            "One of these fields is required: [MaxItemsPerBatch, MaxInputBytesPerBatch]",
            "ItemBatcher",
            repair="Write how many items or bytes make a batch.",
        )
