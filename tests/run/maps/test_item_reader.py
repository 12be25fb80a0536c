"""ItemReader: the formats, and the requests to S3."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from aslant.errors import DefinitionError, RunError, TaskError
from aslant.run import Execution, run
from tests.run.machines import distributed

GET = "arn:aws:states:::s3:getObject"
LIST = "arn:aws:states:::s3:listObjectsV2"
SHOWN = {"value.$": "$$.Map.Item.Value", "source.$": "$$.Map.Item.Source", "index.$": "$$.Map.Item.Index"}


def reading(content: Any, input: Any = None, *, name: str = "s3://b/k", **config: Any) -> Execution:
    """Run a distributed Map over the items of one object."""
    fields = {field: config.pop(field) for field in ("ItemSelector",) if field in config}
    reader = {"Resource": GET, "Parameters": {"Bucket": "b", "Key": "k"}, "ReaderConfig": config}
    return run(distributed(ItemReader=reader, **fields), {} if input is None else input, tasks={name: content})


@pytest.mark.parametrize("name", ["Only", "s3://b/k", GET])
@pytest.mark.parametrize(
    "content",
    ["a,b\n1,2\n", b"a,b\n1,2\n", gzip.compress(b"a,b\n1,2\n", mtime=0), [{"a": "1", "b": "2"}], lambda: "a,b\n1,2\n"],
)
def test_a_mock_of_an_object_has_many_forms(name: str, content: Any) -> None:
    assert reading(content, name=name, InputType="CSV").output == [{"a": "1", "b": "2"}]


def test_a_mock_may_be_the_path_of_a_file(tmp_path: Path) -> None:
    file = tmp_path / "items.json"
    file.write_text("[1, 2]")
    assert reading(file, InputType="JSON").output == [1, 2]


def test_a_callable_gets_the_request() -> None:
    reader = {"Resource": GET, "Parameters": {"Bucket": "b", "Key.$": "$.key", "VersionId": "v"}}
    definition = distributed(ItemReader=reader)
    execution = run(definition, {"key": "x"}, tasks={GET: lambda request: json.dumps([request])})
    assert execution.output == [{"Bucket": "b", "Key": "x", "VersionId": "v"}]
    execution = run(definition, {"key": "x"}, tasks=lambda call: [call.resource, call.arguments["Key"]])
    assert execution.output == [GET, "x"]


@pytest.mark.parametrize(
    ("config", "text", "items"),
    [
        ({}, "a,b\n1,2\n3\n4,5,6\n", [{"a": "1", "b": "2"}, {"a": "3", "b": ""}, {"a": "4", "b": "5"}]),
        ({}, "\ufeffa,b\r\n1,2\r\n\r\n", [{"a": "1", "b": "2"}]),
        ({}, 'a,b\n"1,\n2","say ""hi"""\n', [{"a": "1,\n2", "b": 'say "hi"'}]),
        ({}, "", []),
        ({}, "a,b", []),
        ({"CSVDelimiter": "PIPE"}, "a|b\n1|2", [{"a": "1", "b": "2"}]),
        ({"CSVDelimiter": "SEMICOLON"}, "a;b\n1;2", [{"a": "1", "b": "2"}]),
        ({"CSVDelimiter": "SPACE"}, "a b\n1 2", [{"a": "1", "b": "2"}]),
        ({"CSVDelimiter": "TAB"}, "a\tb\n1\t2", [{"a": "1", "b": "2"}]),
        (
            {"CSVHeaderLocation": "GIVEN", "CSVHeaders": ["x", "y"]},
            "a,b\n1,2",
            [{"x": "a", "y": "b"}, {"x": "1", "y": "2"}],
        ),
        ({"MaxItems": 1}, "a\n1\n2\n", [{"a": "1"}]),
        ({"MaxItems": 0}, "a\n1\n2\n", [{"a": "1"}, {"a": "2"}]),
    ],
)
def test_a_csv_file(config: dict[str, Any], text: str, items: list[Any]) -> None:
    assert reading(text, InputType="CSV", **config).output == items


@pytest.mark.parametrize(
    ("config", "content", "items"),
    [
        ({}, '[1, {"a": 2}]', [1, {"a": 2}]),
        ({"ItemsPointer": "/orders/new"}, '{"orders": {"new": [1, 2]}}', [1, 2]),
        ({"ItemsPointer": "/orders"}, {"orders": [1, 2]}, [1, 2]),
        ({"ItemsPointer": ""}, [3], [3]),
        ({"ItemsPointer": "/o"}, {"o": {"x": 1, "y": 2}}, [{"Key": "x", "Value": 1}, {"Key": "y", "Value": 2}]),
        ({"MaxItems": 2}, "[1, 2, 3]", [1, 2]),
    ],
)
def test_a_json_file(config: dict[str, Any], content: Any, items: list[Any]) -> None:
    assert reading(content, InputType="JSON", **config).output == items
    assert reading(content, **config).output == items


def test_a_json_lines_file() -> None:
    assert reading('{"a":1}\n\n[2]\r\n', InputType="JSONL").output == [{"a": 1}, [2]]


def test_the_most_items_may_be_selected() -> None:
    assert reading("[1,2,3]", {"most": 2}, InputType="JSON", MaxItemsPath="$.most").output == [1, 2]


def test_the_context_object_has_the_source_of_an_item() -> None:
    assert reading("[7]", ItemSelector=SHOWN).output == [{"value": 7, "source": "S3://b/k", "index": 0}]
    keyed = reading({"o": {"x": 7}}, ItemsPointer="/o", ItemSelector={**SHOWN, "key.$": "$$.Map.Item.Key"})
    assert keyed.output == [{"value": 7, "source": "S3://b/k", "index": 0, "key": "x"}]
    assert run(distributed(ItemSelector=SHOWN), [7]).output == [{"value": 7, "source": "STATE_DATA", "index": 0}]


def test_an_s3_inventory() -> None:
    manifest = {
        "sourceBucket": "source",
        "destinationBucket": "arn:aws:s3:::inventory",
        "fileFormat": "CSV",
        "fileSchema": "Bucket, Key, Size",
        "files": [{"key": "data/1.csv.gz", "size": 9}, {"key": "data/2.csv.gz", "size": 9}],
    }
    files = {
        "s3://inventory/data/1.csv.gz": gzip.compress(b'"source","a%20b","5"\n', mtime=0),
        "s3://inventory/data/2.csv.gz": '"source","c","6"\n',
    }
    reader = {"Resource": GET, "ReaderConfig": {"InputType": "MANIFEST"}, "Parameters": {"Bucket": "b", "Key": "k"}}
    execution = run(distributed(ItemReader=reader), tasks={"s3://b/k": json.dumps(manifest), **files})
    assert execution.output == [
        {"Bucket": "source", "Key": "a%20b", "Size": "5"},
        {"Bucket": "source", "Key": "c", "Size": "6"},
    ]


def test_the_manifest_of_an_athena_query() -> None:
    config = {"InputType": "MANIFEST", "ManifestType": "ATHENA_DATA"}
    reader = {"Resource": GET, "ReaderConfig": config, "Parameters": {"Bucket": "b", "Key": "k"}}
    files = {"s3://b/k": "s3://data/x/1\ns3://data/x/2\n", "s3://data/x/1": '{"n":1}\n', "s3://data/x/2": '{"n":2}\n'}
    assert run(distributed(ItemReader=reader), tasks=files).output == [{"n": 1}, {"n": 2}]


def listing(tasks: dict[str, Any], prefix: str = "in/", **config: Any) -> Execution:
    reader: dict[str, Any] = {"Resource": LIST, "Parameters": {"Bucket": "b", "Prefix": prefix}}
    if config:
        reader["ReaderConfig"] = config
    return run(distributed(ItemReader=reader, ItemSelector=SHOWN), tasks=tasks)


ENTRY = {
    "Etag": '"900150983cd24fb0d6963f7d28e17f72"',
    "Key": "in/x",
    "LastModified": 1735689600,
    "Size": 3,
    "StorageClass": "STANDARD",
}


@pytest.mark.parametrize(
    "tasks",
    [
        {"Only": [ENTRY]},
        {"s3://b/in/": [ENTRY]},
        {"s3://b/in": lambda request: [ENTRY]},
        {"s3://b": {"in/x": "abc", "out/y": "abc"}},
        {"s3://b/in/x": "abc", "s3://b/out/y": "abc", "s3://c/in/x": ""},
        {LIST: {"in/x": b"abc"}},
    ],
)
def test_objects_are_listed(tasks: dict[str, Any]) -> None:
    assert listing(tasks).output == [{"value": ENTRY, "source": "S3://b", "index": 0}]


def test_a_listing_may_be_keys_alone_and_may_be_cut_short() -> None:
    values = [item["value"]["Key"] for item in listing({"Only": ["in/x", "in/y", "in/z"]}, MaxItems=2).output]
    assert values == ["in/x", "in/y"]


def test_listed_objects_may_be_read_and_joined() -> None:
    tasks = {"s3://b/in/x": "[1]", "s3://b/in/y": [2, 3], "s3://b/out": "[4]"}
    items = listing(tasks, InputType="JSON", Transformation="LOAD_AND_FLATTEN").output
    assert [(item["value"], item["source"]) for item in items] == [
        (1, "S3://b/in/x"),
        (2, "S3://b/in/y"),
        (3, "S3://b/in/y"),
    ]


@pytest.mark.parametrize(
    ("config", "content", "cause"),
    [
        ({"InputType": "JSON"}, "5", "Attempting to map over non-iterable node."),
        ({"InputType": "JSON"}, '{"a": []}', "Attempting to map over non-iterable node."),
        ({"InputType": "JSON"}, "{", "The object is not valid JSON: "),
        ({"InputType": "JSONL"}, "1\n{", "The object is not valid JSON: "),
        ({"InputType": "JSON", "ItemsPointer": "/a/b"}, '{"a": []}', "The ItemsPointer '/a/b' does not exist"),
        ({"InputType": "CSV"}, b"\xff\xfe", "The object is not encoded in UTF-8: "),
        ({"InputType": "MANIFEST"}, "[]", "The object is not a manifest of an S3 inventory."),
        ({"InputType": "MANIFEST", "ManifestType": "ATHENA_DATA"}, "x", "The manifest must name one s3:// location"),
        ({"InputType": "JSON"}, TaskError("S3.NoSuchKey", "not there"), "not there"),
        ({"InputType": "JSON"}, TaskError("S3.NoSuchKey"), "S3.NoSuchKey"),
    ],
)
def test_an_object_that_cannot_be_read_fails_the_map_run(config: dict[str, Any], content: Any, cause: str) -> None:
    execution = reading(content, **config)
    assert execution.error == "States.ItemReaderFailed"
    assert str(execution.cause).startswith(cause)
    assert [event.type for event in execution.history[2:]] == [
        "MapStateStarted",
        "MapRunStarted",
        "MapRunFailed",
        "MapStateFailed",
        "ExecutionFailed",
    ]


def test_a_request_without_a_key_fails_the_map_run() -> None:
    reader = {"Resource": GET, "Parameters": {"Bucket": "b", "Key.$": "$.key"}}
    execution = run(distributed(ItemReader=reader), {"key": 5}, tasks={"Only": []})
    assert execution.error == "States.ItemReaderFailed"


@pytest.mark.parametrize("tasks", [{}, {"s3://b/kk": "[]"}])
def test_an_object_without_a_mock_lists_the_names_for_one(tasks: dict[str, Any]) -> None:
    reader = {"Resource": GET, "Parameters": {"Bucket": "b", "Key": "k"}}
    with pytest.raises(RunError) as nobody:
        run(distributed(ItemReader=reader), tasks=tasks)
    message = "state 'Only' reads its items from s3://b/k, which has no mock. Add one of these keys to `tasks`: "
    assert str(nobody.value).startswith(f"{message}'Only', 's3://b/k', '{GET}'")
    assert str(nobody.value).endswith("Did you mean 's3://b/kk'?" if tasks else "in this order)")


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        ({1}, "state 'Only': the mock of an object in S3 must be a string or valid JSON"),
        ({"a": 1}, "an object that an ItemReader reads must be a string, bytes or a list of items, not object"),
    ],
)
def test_a_mock_that_is_not_an_object_is_refused(content: Any, rule: str) -> None:
    with pytest.raises(RunError, match=rule):
        reading(content, InputType="CSV")


@pytest.mark.parametrize(
    ("most", "cause"),
    [
        (-1, "field MaxItems must be positive"),
        (1.5, 'The MaxItemsPath field refers to value "1.5" which is not a valid integer: $.most'),
        ("No", 'The MaxItemsPath field refers to value "No" which is not a valid integer: $.most'),
    ],
)
def test_an_invalid_number_of_items_fails_the_map_run(most: Any, cause: str) -> None:
    execution = reading("[1,2,3]", {"most": most}, InputType="JSON", MaxItemsPath="$.most")
    assert (execution.error, execution.cause) == ("States.ItemReaderFailed", cause)


@pytest.mark.parametrize(
    ("config", "content"),
    [
        ({"CSVHeaderLocation": "GIVEN", "CSVHeaders": ["a", "b", "a"]}, "1,2,3"),
        ({"CSVHeaderLocation": "FIRST_ROW"}, "a,b,a\n1,2,3"),
    ],
)
def test_headers_are_distinct(config: dict[str, Any], content: str) -> None:
    execution = reading(content, InputType="CSV", **config)
    assert (execution.error, execution.cause) == (
        "States.ItemReaderFailed",
        "CSV headers cannot contain duplicates.",
    )


def test_a_listing_must_be_a_list_of_objects() -> None:
    with pytest.raises(RunError, match="must be a list of objects or a mapping by their keys"):
        listing({"Only": "x"})
    with pytest.raises(RunError, match="must have a Key"):
        listing({"Only": [{"Size": 1}]}, InputType="JSON", Transformation="LOAD_AND_FLATTEN")


def test_parquet_needs_bytes_and_a_library(monkeypatch: pytest.MonkeyPatch) -> None:
    assert reading([1], InputType="PARQUET").output == [1]
    with pytest.raises(RunError, match="must be bytes or a list of items"):
        reading("text", InputType="PARQUET")
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(RunError, match="needs the package pyarrow, which is not installed"):
        reading(b"PAR1", InputType="PARQUET")


@pytest.mark.parametrize(
    ("reader", "rule"),
    [
        (5, "ItemReader: it must be an object, not 5"),
        (
            {"Resource": "arn:aws:states:::s3:putObject"},
            "ItemReader: its Resource must be arn:aws:states:::s3:getObject",
        ),
        ({"Resource": GET, "ReaderConfig": 5}, "ItemReader: ReaderConfig must be an object, not 5"),
        ({"Resource": GET, "ReaderConfig": {"InputType": "XML"}}, "ItemReader: InputType must be one of CSV, JSON"),
        ({"Resource": LIST, "ReaderConfig": {"Transformation": "LOAD_AND_FLATTEN"}}, "ItemReader: InputType must be"),
        ({"Resource": GET, "ReaderConfig": {"ItemsPointer": "a"}}, "ItemReader: ItemsPointer must be a JSON Pointer"),
        (
            {"Resource": GET, "ReaderConfig": {"InputType": "CSV", "CSVHeaderLocation": "GIVEN"}},
            "ItemReader: CSVHeaders must be an array of names",
        ),
        ({"Resource": GET, "ReaderConfig": {"InputType": "CSV", "CSVDelimiter": ","}}, "ItemReader: CSVDelimiter must"),
        (
            {"Resource": GET, "ReaderConfig": {"InputType": "CSV", "CSVHeaderLocation": "LAST"}},
            "ItemReader: CSVHeaderLocation must be",
        ),
        (
            {"Resource": GET, "ReaderConfig": {"InputType": "MANIFEST", "ManifestType": "X"}},
            "ItemReader: ManifestType must be",
        ),
    ],
)
def test_a_wrong_reader_is_refused(reader: Any, rule: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        run(distributed(ItemReader=reader))
    assert str(refused.value).startswith(f"state 'Only': {rule}")
