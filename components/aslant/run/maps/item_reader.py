"""ItemReader: reads the items of a distributed Map (developer guide, section 'ItemReader (Map)')."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from aslant.errors import DefinitionError, RunError
from aslant.json_value import Json
from aslant.run.failure import Failure
from aslant.run.fiber import Fiber
from aslant.run.language import Language
from aslant.run.maps.json_pointer import at_pointer
from aslant.run.maps.s3_objects import S3Objects
from aslant.run.state import whole_number
from aslant.run.values import dumps, loads, type_name

__all__ = ["Dataset", "ItemReader"]

_RESOURCE = re.compile(r"arn:[^:]+:states:[^:]*:[^:]*:s3:(getObject|listObjectsV2)")
_DELIMITERS = {"COMMA": ",", "PIPE": "|", "SEMICOLON": ";", "SPACE": " ", "TAB": "\t"}
_TYPES = ("CSV", "JSON", "JSONL", "MANIFEST", "PARQUET")


@dataclass(slots=True)
class Dataset:
    """Items, with their data in the context object."""

    values: list[Json]
    """The items."""
    source: str = "STATE_DATA"
    """The source of the items: `STATE_DATA` or `S3://bucket/key`."""
    keys: list[str] | None = None
    """The keys of the items, if they are the members of an object."""
    sources: list[str] | None = None
    """The sources of the items, if they differ."""

    def item(self, index: int) -> dict[str, Json]:
        """Return the data of one item in the context object (`$$.Map.Item`)."""
        item: dict[str, Json] = {"Index": index, "Value": self.values[index]}
        if self.keys is not None:
            item = {"Index": index, "Key": self.keys[index], "Value": self.values[index]["Value"]}
        item["Source"] = self.source if self.sources is None else self.sources[index]
        return item

    @classmethod
    def of_object(cls, value: Mapping[str, Json], source: str = "STATE_DATA") -> Dataset:
        """Return the members of an object, each with its key."""
        return cls([{"Key": key, "Value": value[key]} for key in value], source, list(value))


class ItemReader:
    """The ItemReader of a Map."""

    def __init__(self, definition: Any, language: Language) -> None:
        """Read the field, and raise DefinitionError for an invalid one."""
        if not isinstance(definition, Mapping):
            raise DefinitionError(f"it must be an object, not {definition!r}")
        resource = definition.get("Resource")
        match = _RESOURCE.fullmatch(resource) if isinstance(resource, str) else None
        if match is None:
            actions = "arn:aws:states:::s3:getObject or arn:aws:states:::s3:listObjectsV2"
            raise DefinitionError(f"its Resource must be {actions}, not {resource!r}")
        config = definition.get("ReaderConfig", {})
        if not isinstance(config, Mapping):
            raise DefinitionError(f"ReaderConfig must be an object, not {config!r}")
        self._lists = match[1] == "listObjectsV2"
        field = "Arguments" if "Arguments" in definition else "Parameters"
        self._parameters = language.payload(definition.get(field, {}), f"ItemReader/{field}")
        self._most = language.value(config, "MaxItems", "ItemReader/ReaderConfig")
        self._flattens = config.get("Transformation", "NONE") == "LOAD_AND_FLATTEN"
        self._type = config.get("InputType", None if self._lists else "JSON")
        if self._type not in (*_TYPES, None) or (self._type is None and self._flattens):
            raise DefinitionError(f"InputType must be one of {', '.join(_TYPES)}, not {self._type!r}")
        self._csv = _Csv(config) if self._type in ("CSV", "MANIFEST") else None
        self._manifest = config.get("ManifestType", "S3_INVENTORY")
        if self._manifest not in ("S3_INVENTORY", "ATHENA_DATA"):
            raise DefinitionError(f"ManifestType must be S3_INVENTORY or ATHENA_DATA, not {self._manifest!r}")
        pointer = config.get("ItemsPointer", "")
        if not isinstance(pointer, str) or (pointer and not pointer.startswith("/")):
            raise DefinitionError(f"ItemsPointer must be a JSON Pointer such as '/orders', not {pointer!r}")
        self._pointer = pointer

    def request(self, arguments: Json, fiber: Fiber) -> tuple[dict[str, Json], int]:
        """Return the request to S3 and the maximum number of items; 0 for no limit."""
        request = self._parameters(arguments, fiber)
        most = 0 if self._most is None else whole_number(self._most(arguments, fiber), "MaxItems")
        needed = ("Bucket",) if self._lists else ("Bucket", "Key")
        if not isinstance(request, dict) or not all(isinstance(request.get(name), str) for name in needed):
            raise Failure("States.ItemReaderFailed", f"The ItemReader needs {' and '.join(needed)}: {dumps(request)}")
        return request, most

    def read(self, store: S3Objects, request: dict[str, Json], most: int) -> Dataset:
        """Return the items, or raise States.ItemReaderFailed if the object cannot be read."""
        try:
            dataset = self._listed(store, request) if self._lists else self._object(store, request)
        except Failure as failure:
            if failure.error == "States.ItemReaderFailed":
                raise
            raise Failure("States.ItemReaderFailed", failure.cause or failure.error) from None
        if most:
            for field in ("values", "keys", "sources"):
                entries = getattr(dataset, field)
                setattr(dataset, field, None if entries is None else entries[:most])
        return dataset

    def _listed(self, store: S3Objects, request: dict[str, Json]) -> Dataset:
        bucket = request["Bucket"]
        objects = store.listing(request)
        if not self._flattens:
            return Dataset(objects, f"S3://{bucket}")
        values: list[Json] = []
        sources: list[str] = []
        for entry in objects:
            key = entry.get("Key") if isinstance(entry, dict) else None
            if not isinstance(key, str):
                raise RunError(f"an object that S3 lists must have a Key, not {entry!r}")
            read = self._parsed(store.get({"Bucket": bucket, "Key": key}, by_state=False), store, bucket).values
            values += read
            sources += [f"S3://{bucket}/{key}"] * len(read)
        return Dataset(values, f"S3://{bucket}", sources=sources)

    def _object(self, store: S3Objects, request: dict[str, Json]) -> Dataset:
        dataset = self._parsed(store.get(request), store, request["Bucket"])
        dataset.source = f"S3://{request['Bucket']}/{request['Key']}"
        return dataset

    def _parsed(self, content: Any, store: S3Objects, bucket: str) -> Dataset:
        """Return the items in the content of an object. A list from a mock is the items themselves."""
        if self._type == "JSON":
            return self._json(content)
        if isinstance(content, list):
            return Dataset(content)
        if self._type == "PARQUET":
            return Dataset(_parquet(content))
        if self._type == "MANIFEST":
            return Dataset(self._inventory(content, store, bucket))
        return Dataset(self._lines(content))

    def _lines(self, content: Any) -> list[Json]:
        text = _text(content)
        if self._csv is not None:
            return self._csv.items(text)
        return _json_lines(text)

    def _json(self, content: Any) -> Dataset:
        value = _loads(_text(content)) if isinstance(content, (str, bytes)) else content
        if self._pointer:
            try:
                value = at_pointer(value, self._pointer)
            except LookupError:
                raise Failure(
                    "States.ItemReaderFailed", f"The ItemsPointer '{self._pointer}' does not exist in the file."
                ) from None
            if isinstance(value, dict):
                return Dataset.of_object(value, "")
        if not isinstance(value, list):
            raise Failure("States.ItemReaderFailed", "Attempting to map over non-iterable node.")
        return Dataset(value)

    def _inventory(self, content: Any, store: S3Objects, bucket: str) -> list[Json]:
        """Return the items of the files in a manifest."""
        if self._manifest == "ATHENA_DATA":
            uris = [line.strip().strip('"') for line in _text(content).splitlines() if line.strip()]
            places = [re.fullmatch(r"s3://([^/]+)/(.+)", uri, re.IGNORECASE) for uri in uris]
            if not all(places):
                raise Failure("States.ItemReaderFailed", "The manifest must name one s3:// location in each line.")
            files = [(place[1], place[2]) for place in places if place]
            read: Callable[[str], list[Json]] = _json_lines
        else:
            manifest = _loads(_text(content)) if isinstance(content, (str, bytes)) else content
            if not isinstance(manifest, dict) or not isinstance(manifest.get("fileSchema"), str):
                raise Failure("States.ItemReaderFailed", "The object is not a manifest of an S3 inventory.")
            if manifest.get("fileFormat", "CSV") != "CSV":
                raise RunError(f"an S3 inventory must be in CSV here, not in {manifest['fileFormat']}")
            bucket = str(manifest.get("destinationBucket", bucket)).rpartition(":")[2]
            names = [entry["key"] for entry in manifest.get("files", []) if isinstance(entry, dict) and "key" in entry]
            files = [(bucket, name) for name in names]
            headers = [name.strip() for name in manifest["fileSchema"].split(",")]
            read = _Csv({"CSVHeaderLocation": "GIVEN", "CSVHeaders": headers}).items
        items: list[Json] = []
        for place, key in files:
            text = store.get({"Bucket": place, "Key": key}, by_state=False)
            items += text if isinstance(text, list) else read(_text(text))
        return items


class _Csv:
    """A reader of CSV. Every value is a string, as on AWS."""

    def __init__(self, config: Mapping[str, Any]) -> None:
        location = config.get("CSVHeaderLocation", "FIRST_ROW")
        headers = config.get("CSVHeaders")
        if location not in ("FIRST_ROW", "GIVEN"):
            raise DefinitionError(f"CSVHeaderLocation must be FIRST_ROW or GIVEN, not {location!r}")
        named = isinstance(headers, (list, tuple)) and headers and all(isinstance(name, str) for name in headers)
        if location == "GIVEN" and not named:
            raise DefinitionError("CSVHeaders must be an array of names where CSVHeaderLocation is GIVEN")
        delimiter = config.get("CSVDelimiter", "COMMA")
        if not isinstance(delimiter, str) or delimiter not in _DELIMITERS:
            raise DefinitionError(f"CSVDelimiter must be one of {', '.join(_DELIMITERS)}, not {delimiter!r}")
        self._headers: list[str] | None = list(headers) if location == "GIVEN" and headers else None
        self._delimiter = _DELIMITERS[delimiter]

    def items(self, text: str) -> list[Json]:
        """Return one object for each line. Cells beyond the headers are dropped, and missing cells are empty."""
        try:
            rows: Iterable[list[str]] = [
                row for row in csv.reader(io.StringIO(text, newline=""), delimiter=self._delimiter) if row
            ]
        except csv.Error as problem:
            raise Failure("States.ItemReaderFailed", f"The CSV file cannot be read: {problem}") from None
        rows = iter(rows)
        headers = self._headers or next(rows, [])
        if len(set(headers)) < len(headers):
            raise Failure("States.ItemReaderFailed", "CSV headers cannot contain duplicates.")
        width = len(headers)
        return [dict(zip(headers, [*row, *[""] * (width - len(row))], strict=False)) for row in rows]


def _text(content: Any) -> str:
    """Return the content of an object as a string."""
    if isinstance(content, bytes):
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError as problem:
            raise Failure("States.ItemReaderFailed", f"The object is not encoded in UTF-8: {problem}") from None
    if not isinstance(content, str):
        raise RunError(
            f"an object that an ItemReader reads must be a string, bytes or a list of items, not {type_name(content)}"
        )
    return content.removeprefix("\ufeff")


def _json_lines(text: str) -> list[Json]:
    return [_loads(line) for line in text.split("\n") if line.strip()]


def _loads(text: str) -> Json:
    try:
        return loads(text)
    except ValueError as problem:
        raise Failure("States.ItemReaderFailed", f"The object is not valid JSON: {problem}") from None


def _parquet(content: Any) -> list[Json]:
    if not isinstance(content, bytes):
        raise RunError("the mock of a PARQUET object must be bytes or a list of items")
    try:
        arrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
    except ImportError:
        raise RunError(
            "reading PARQUET needs the package pyarrow, which is not installed. "
            "Install it, or mock the object with a list of items."
        ) from None
    rows: list[Json] = parquet.read_table(arrow.BufferReader(content)).to_pylist()
    return rows
