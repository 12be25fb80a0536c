"""ItemReader: the source of a distributed Map's items (developer guide, "ItemReader (Map)")."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, Self, TypedDict, Unpack

from aslant.asl.accept import literal, path, value
from aslant.asl.distributed.action import Action, Count, Name, config, present, unless_empty
from aslant.asl.field import JSONPATH, Field, Record, Refused
from aslant.asl.path import Path
from aslant.asl.unset import UNSET, Unset
from aslant.asl.values import ATOMS
from aslant.errors import DefinitionError
from aslant.json_value import Json

__all__ = ["ItemReader", "ReaderConfig"]


class LimitFields(TypedDict, total=False):
    """The fields that limit the number of items."""

    max_items: Count | Unset | None
    """Maximum number of items. By default, or with 0, all items are read."""
    max_items_path: Path | str | Unset | None
    """A path to that number in the input (JSONPath)."""


class DelimitedFields(LimitFields, total=False):
    """The fields for delimited text."""

    csv_delimiter: Literal["COMMA", "PIPE", "SEMICOLON", "SPACE", "TAB"] | Unset | None
    """The separator of the values in a row. The default is `COMMA`."""


class FileFields(LimitFields, total=False):
    """The fields for a single file."""

    version_id: Name | Unset | None
    """The version of the file, if the bucket keeps versions."""
    expected_bucket_owner: Name | Unset | None
    """The account that must own the bucket."""


class CsvFields(FileFields, DelimitedFields, total=False):
    """The fields for a single file of delimited text."""


class ReaderFields(DelimitedFields, total=False):
    """All fields of a ReaderConfig."""

    input_type: Literal["CSV", "JSON", "JSONL", "PARQUET", "MANIFEST"] | Unset | None
    """The format of the file."""
    transformation: Literal["NONE", "LOAD_AND_FLATTEN"] | Unset | None
    """Whether the items are the listed objects, or their contents."""
    manifest_type: Literal["ATHENA_DATA", "S3_INVENTORY"] | Unset | None
    """The service that wrote the manifest."""
    csv_header_location: Literal["FIRST_ROW", "GIVEN"] | Unset | None
    """The source of the columns' names."""
    csv_headers: Sequence[str] | Unset | None
    """The names of the columns."""
    items_pointer: str | Unset | None
    """A JSON Pointer to the items in a JSON file."""


def _names(given: Any) -> Json:
    plain = literal(given)
    if type(plain) in ATOMS or type(plain) is dict:
        raise Refused(f"must be a list of column names, not {given!r}")
    return plain


class ReaderConfig(Record):
    """The format of the items (developer guide, "ItemReader (Map)")."""

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
        """Configure how items are read.

        Raises:
            DefinitionError: A field is unknown or cannot hold its value.
        """
        self._fill({}, fields)


class ItemReader(Action):
    """The source of a distributed Map's items.

    Each class method takes the bucket, and the file's key or the objects' prefix. For a partition other than `aws`,
    pass
    the fields to the class itself.
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
        """Read with the action of that ARN, such as `arn:aws-cn:states:::s3:getObject`.

        Raises:
            DefinitionError: A field cannot hold its value, or both query languages are mixed.
        """
        fields = present({"reader_config": reader_config, "parameters": parameters})
        self._fill({}, {"resource": resource, **fields, "arguments": arguments})

    @classmethod
    def objects(cls, bucket: Name, prefix: Name | None = None, **fields: Unpack[LimitFields]) -> Self:
        """Read the metadata of each object whose key starts with the prefix: `Key`, `Size`, `LastModified`, …"""
        return cls._s3(
            "listObjectsV2", {"Bucket": bucket, "Prefix": prefix}, reader_config=unless_empty(ReaderConfig(**fields))
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
        """Read the contents of the objects whose keys start with the prefix, which should end with a slash.

        The first row of a CSV file names the columns, unless `headers` does.
        """
        columns = _columns(headers) if input_type == "CSV" else {}
        config = ReaderConfig(input_type=input_type, transformation="LOAD_AND_FLATTEN", **columns, **fields)
        return cls._s3("listObjectsV2", {"Bucket": bucket, "Prefix": prefix}, reader_config=config)

    @classmethod
    def csv(
        cls, bucket: Name, key: Name, *, headers: Sequence[str] | Unset | None = None, **fields: Unpack[CsvFields]
    ) -> Self:
        """Read the rows of a file of delimited text. The first row names the columns, unless `headers` does."""
        return cls._file(bucket, key, fields, input_type="CSV", **_columns(headers))

    @classmethod
    def json(cls, bucket: Name, key: Name, *, items_pointer: str | None = None, **fields: Unpack[FileFields]) -> Self:
        """Read the items of a JSON array or object in a file, or of the one at a JSON Pointer in it."""
        return cls._file(bucket, key, fields, input_type="JSON", items_pointer=items_pointer or UNSET)

    @classmethod
    def jsonl(cls, bucket: Name, key: Name, **fields: Unpack[FileFields]) -> Self:
        """Read the lines of a file, each of which is JSON."""
        return cls._file(bucket, key, fields, input_type="JSONL")

    @classmethod
    def parquet(cls, bucket: Name, key: Name, **fields: Unpack[FileFields]) -> Self:
        """Read the rows of a Parquet file.

        Raises:
            DefinitionError: `version_id` is set, which AWS does not support for Parquet files.
        """
        if fields.get("version_id") is not None and fields["version_id"] is not UNSET:
            raise DefinitionError(
                "ItemReader.parquet: Step Functions does not support version_id for a Parquet file. Remove it."
            )
        return cls._file(bucket, key, fields, input_type="PARQUET")

    @classmethod
    def inventory(cls, bucket: Name, key: Name, **fields: Unpack[FileFields]) -> Self:
        """Read the objects that an S3 Inventory lists. The key is that of its `manifest.json`."""
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
        """Read the rows that an UNLOAD of Athena wrote. The key is that of its manifest, `…-manifest.csv`.

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
    """Return the fields for the names of the columns, by default the first row."""
    if headers is None or headers is UNSET:
        return {"csv_header_location": "FIRST_ROW"}
    return {"csv_header_location": "GIVEN", "csv_headers": headers}
