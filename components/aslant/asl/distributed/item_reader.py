"""ItemReader: where a distributed Map reads its items (developer guide, "ItemReader (Map)")."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, Self, TypedDict, Unpack

from aslant.asl.accept import literal, path, value
from aslant.asl.distributed.action import Action, Count, Name, config, present, said
from aslant.asl.field import JSONPATH, Field, Record, Refused
from aslant.asl.path import Path
from aslant.asl.unset import UNSET, Unset
from aslant.asl.values import ATOMS
from aslant.errors import DefinitionError
from aslant.json_value import Json

__all__ = ["ItemReader", "ReaderConfig"]


class LimitFields(TypedDict, total=False):
    """How many items are read."""

    max_items: Count
    """How many items at most; 0 is all."""
    max_items_path: Path | str
    """Where in the input that number is (JSONPath)."""


class DelimitedFields(LimitFields, total=False):
    """What may be said of delimited text."""

    csv_delimiter: Literal["COMMA", "PIPE", "SEMICOLON", "SPACE", "TAB"]
    """What stands between the values of a row."""


class FileFields(LimitFields, total=False):
    """What may be said of one file."""

    version_id: Name
    """The version of the file, where the bucket keeps versions."""
    expected_bucket_owner: Name
    """The account that the bucket must belong to."""


class CsvFields(FileFields, DelimitedFields, total=False):
    """What may be said of one file of delimited text."""


class ReaderFields(DelimitedFields, total=False):
    """Everything that may be said of how items are read."""

    input_type: Literal["CSV", "JSON", "JSONL", "PARQUET", "MANIFEST"]
    """The format of the file."""
    transformation: Literal["NONE", "LOAD_AND_FLATTEN"]
    """Whether the items are the listed objects, or what stands in them."""
    manifest_type: Literal["ATHENA_DATA", "S3_INVENTORY"]
    """Who wrote the manifest."""
    csv_header_location: Literal["FIRST_ROW", "GIVEN"]
    """Where the names of the columns are."""
    csv_headers: Sequence[str]
    """The names of the columns."""
    items_pointer: str
    """Where in a JSON file the items are, as a JSON Pointer."""


def _names(given: Any) -> Json:
    plain = literal(given)
    if type(plain) in ATOMS or type(plain) is dict:
        raise Refused(f"is a list of the columns' names, not {given!r}")
    return plain


class ReaderConfig(Record):
    """How items are read (developer guide, "ItemReader (Map)")."""

    __slots__ = ()

    input_type = Field[str]("InputType", value)
    transformation = Field[str]("Transformation", value)
    manifest_type = Field[str]("ManifestType", value)
    csv_delimiter = Field[str]("CSVDelimiter", value)
    csv_header_location = Field[str]("CSVHeaderLocation", value)
    csv_headers = Field[list[str]]("CSVHeaders", _names)
    items_pointer = Field[str]("ItemsPointer", value)
    max_items = Field[Json]("MaxItems", value)
    max_items_path = Field[str]("MaxItemsPath", path, JSONPATH)

    def __init__(self, **fields: Unpack[ReaderFields]) -> None:
        """Read so.

        Raises:
            DefinitionError: a field is unknown or cannot hold its value.
        """
        self._fill({}, fields)


class ItemReader(Action):
    """Where a distributed Map reads its items.

    Each way to make one names the bucket, and the file's key or the objects' prefix. What is not of the partition
    `aws` is made of its fields.
    """

    __slots__ = ()

    reader_config = Field[Json]("ReaderConfig", config(ReaderConfig))

    def __init__(
        self,
        resource: str,
        *,
        reader_config: ReaderConfig | dict[str, Any] | None = None,
        parameters: dict[str, Any] | None = None,
        arguments: Any = UNSET,
    ) -> None:
        """Read by the action with that ARN, such as `arn:aws-cn:states:::s3:getObject`.

        Raises:
            DefinitionError: a field cannot hold its value, or both query languages are mixed.
        """
        fields = present({"reader_config": reader_config, "parameters": parameters})
        self._fill({}, {"resource": resource, **fields, "arguments": arguments})

    @classmethod
    def objects(cls, bucket: Name, prefix: Name | None = None, **fields: Unpack[LimitFields]) -> Self:
        """What S3 tells of each object whose key starts with the prefix: `Key`, `Size`, `LastModified`, …"""
        return cls._s3(
            "listObjectsV2", {"Bucket": bucket, "Prefix": prefix}, reader_config=said(ReaderConfig(**fields))
        )

    @classmethod
    def contents(
        cls,
        bucket: Name,
        prefix: Name,
        input_type: Literal["CSV", "JSON", "JSONL", "PARQUET"],
        *,
        headers: Sequence[str] | Unset | None = None,
        **fields: Unpack[DelimitedFields],
    ) -> Self:
        """What stands in the objects whose keys start with the prefix, which should end with a slash.

        Of CSV files the first row names the columns where `headers` does not.
        """
        columns = _columns(headers) if input_type == "CSV" else {}
        config = ReaderConfig(input_type=input_type, transformation="LOAD_AND_FLATTEN", **columns, **fields)
        return cls._s3("listObjectsV2", {"Bucket": bucket, "Prefix": prefix}, reader_config=config)

    @classmethod
    def csv(
        cls, bucket: Name, key: Name, *, headers: Sequence[str] | Unset | None = None, **fields: Unpack[CsvFields]
    ) -> Self:
        """The rows of a file of delimited text; its first row names the columns where `headers` does not."""
        return cls._file(bucket, key, fields, input_type="CSV", **_columns(headers))

    @classmethod
    def json(cls, bucket: Name, key: Name, *, items_pointer: str | None = None, **fields: Unpack[FileFields]) -> Self:
        """The items of a file that is a JSON array or object, or of what stands in it at a JSON Pointer."""
        return cls._file(bucket, key, fields, input_type="JSON", items_pointer=items_pointer or UNSET)

    @classmethod
    def jsonl(cls, bucket: Name, key: Name, **fields: Unpack[FileFields]) -> Self:
        """The lines of a file of which each is JSON."""
        return cls._file(bucket, key, fields, input_type="JSONL")

    @classmethod
    def parquet(cls, bucket: Name, key: Name, **fields: Unpack[FileFields]) -> Self:
        """The rows of a Parquet file.

        Raises:
            DefinitionError: a version is named, which AWS does not read of such a file.
        """
        if fields.get("version_id", UNSET) is not UNSET:
            raise DefinitionError(
                "ItemReader.parquet: Step Functions reads no version_id of a Parquet file; leave it out"
            )
        return cls._file(bucket, key, fields, input_type="PARQUET")

    @classmethod
    def inventory(cls, bucket: Name, key: Name, **fields: Unpack[FileFields]) -> Self:
        """The objects that an S3 Inventory lists; the key is that of its `manifest.json`."""
        return cls._file(bucket, key, fields, input_type="MANIFEST")

    @classmethod
    def athena(
        cls,
        bucket: Name,
        key: Name,
        input_type: Literal["CSV", "JSONL", "PARQUET"],
        *,
        headers: Sequence[str] | Unset | None = None,
        **fields: Unpack[CsvFields],
    ) -> Self:
        """The rows that an UNLOAD of Athena wrote; the key is that of its manifest, which ends with `-manifest.csv`.

        Such CSV files have no header, so `headers` names their columns.
        """
        columns = {} if headers is None or headers is UNSET else _columns(headers)
        return cls._file(bucket, key, fields, manifest_type="ATHENA_DATA", input_type=input_type, **columns)

    @classmethod
    def _file(cls, bucket: Name, key: Name, fields: Any, **config: Any) -> Self:
        given = dict(fields)
        version, owner = given.pop("version_id", None), given.pop("expected_bucket_owner", None)
        members = {"Bucket": bucket, "Key": key, "VersionId": version, "ExpectedBucketOwner": owner}
        return cls._s3("getObject", members, reader_config=ReaderConfig(**config, **given))


def _columns(headers: Sequence[str] | Unset | None) -> dict[str, Any]:
    """What names the columns: the first row where nothing else does."""
    if headers is None or headers is UNSET:
        return {"csv_header_location": "FIRST_ROW"}
    return {"csv_header_location": "GIVEN", "csv_headers": headers}
