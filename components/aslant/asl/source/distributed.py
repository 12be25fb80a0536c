"""The parts of a distributed Map as Python source, such as `ItemReader.csv("orders", this.key)`.

Each possible call is made together with its source. The first one that returns the JSON that was read is used.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from aslant.asl.distributed import ItemBatcher, ItemReader, ProcessorConfig, ReaderConfig, ResultWriter, WriterConfig
from aslant.asl.field import Record
from aslant.asl.source.expressions import Expressions, atom
from aslant.asl.source.fields import Fields, Made, Unwritable, fill
from aslant.asl.source.services import arguments
from aslant.asl.trampoline import Routine
from aslant.asl.values import same
from aslant.json_value import Json

__all__ = ["PARTS", "part", "undecided"]

_ACTIONS: Final[Mapping[str, tuple[type[Record], str, type[Record]]]] = {
    "ItemReader": (ItemReader, "ReaderConfig", ReaderConfig),
    "ResultWriter": (ResultWriter, "WriterConfig", WriterConfig),
}
PARTS: Final = frozenset({*_ACTIONS, "ItemBatcher", "ProcessorConfig"})
"""The fields of a Map that are typed values."""

_S3_ARGUMENTS: Final = {
    "Bucket": "bucket",
    "Key": "key",
    "Prefix": "prefix",
    "VersionId": "version_id",
    "ExpectedBucketOwner": "expected_bucket_owner",
}
_FIRST: Final = ("bucket", "key", "prefix", "input_type")
"""The arguments that are passed by position."""

_IMPLIED_BY_NAME: Final = {
    "athena": {"manifest_type", "csv_header_location"},
    "contents": {"transformation", "csv_header_location"},
    "objects": set(),
    "s3": set(),
}
"""The arguments that a function's name implies; the name of a file format implies the arguments for it."""

_FILES: Final = {"CSV": "csv", "JSON": "json", "JSONL": "jsonl", "PARQUET": "parquet", "MANIFEST": "inventory"}


def part(write: Expressions, key: str, document: Json) -> Routine[Made | None]:
    """Return a part of a Map as a typed value; None if no typed value makes the same JSON."""
    if type(document) is not dict:
        return None
    if key == "ProcessorConfig":
        return _processor_config(document)
    if key == "ItemBatcher":
        batcher: Made | None = yield _record(write, ItemBatcher, document)
        return batcher
    kind, member, config = _ACTIONS[key]
    name = _reader(document) if key == "ItemReader" else "s3"
    short: Made | None = (yield _short(write, kind, name, member, document)) if name else None
    if not short:
        inner = (yield _record(write, config, document[member])) if type(document.get(member)) is dict else None
        short = yield _record(write, kind, document, {member: inner} if inner else {})
    return short


def _processor_config(document: dict[str, Json]) -> Made | None:
    """`ProcessorConfig.distributed("EXPRESS")`; that of an inline Map is short as it stands."""
    if document.get("Mode") != "DISTRIBUTED":
        return None
    made = Fields()
    if "ExecutionType" not in document:
        made.give(Made(atom("DISTRIBUTED"), "DISTRIBUTED"))
        return _made(made, ProcessorConfig, "ProcessorConfig", document)
    if type(document["ExecutionType"]) is not str:
        return None
    if document["ExecutionType"] != "STANDARD":
        made.give(Made(atom(document["ExecutionType"]), document["ExecutionType"]))
    return _made(made, ProcessorConfig.distributed, "ProcessorConfig.distributed", document)


def _reader(document: dict[str, Json]) -> str:
    """Return the name of the ItemReader function that may make the JSON that was read; empty if there is none."""
    config = document.get("ReaderConfig", {})
    if type(config) is not dict:
        return ""
    if document.get("Resource") == "arn:aws:states:::s3:listObjectsV2":
        return "contents" if "Transformation" in config else "objects"
    if "ManifestType" in config:
        return "athena"
    kind = config.get("InputType")
    return _FILES.get(kind, "") if type(kind) is str else ""


def _short(
    write: Expressions, kind: type[Record], name: str, member: str, document: dict[str, Json]
) -> Routine[Made | None]:
    """Return a part by its bucket and key, with the members of its config as further arguments."""
    present = [key for key in ("Parameters", "Arguments") if key in document]
    config = document.get(member, {})
    if len(present) != 1 or type(document[present[0]]) is not dict or type(config) is not dict:
        return None
    given = yield arguments(write, document[present[0]], _S3_ARGUMENTS)
    if given is None:
        return None
    fields = Fields()
    try:
        yield fill(write, fields, config, _ACTIONS[kind.__name__][2])
    except Unwritable:
        return None
    implied = _IMPLIED_BY_NAME.get(name, {"input_type", "csv_header_location"})
    for (own, value), (_, node) in zip(fields.named.items(), fields.nodes, strict=True):
        if own not in implied:
            given["headers" if own == "csv_headers" else own] = Made(node, value)
    made = Fields()
    first = [argument for argument in _FIRST if argument in given]
    for argument in [*first, *(argument for argument in given if argument not in first)]:
        made.give(given[argument], "" if argument in first else argument)
    return _made(made, getattr(kind, name), f"{kind.__name__}.{name}", document)


def _record(
    write: Expressions, kind: type[Record], document: dict[str, Json], parts: Mapping[str, Made] = MappingProxyType({})
) -> Routine[Made | None]:
    """Return a part by its fields."""
    made = Fields()
    members = dict(document)
    if type(members.get("Resource")) is str:
        resource = members.pop("Resource")
        made.give(Made(atom(resource), resource))
    try:
        yield fill(write, made, members, kind, parts)
    except Unwritable:
        return None
    return _made(made, kind, kind.__name__, document)


def _made(made: Fields, function: Callable[..., Any], name: str, document: dict[str, Json]) -> Made | None:
    """Return the call if it makes the part that was read."""
    try:
        whole = made.call(function, name)
    except Unwritable:
        return None
    return whole if same(undecided(whole.value._doc), undecided(document)) else None


def undecided(document: dict[str, Json]) -> dict[str, Json]:
    """Return a state or a part with `Arguments` renamed to `Parameters`, since the query language decides the name."""
    return {"Parameters" if key == "Arguments" else key: value for key, value in document.items()}
