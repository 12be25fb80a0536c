"""ItemReader, ItemBatcher and ResultWriter of a distributed Map."""

from __future__ import annotations

from typing import Any

import pytest

from tests.asl.checking.machines import DISTRIBUTED, a, branch, each, finding_lines, machine

GET, LIST, PUT = (f"arn:aws:states:::s3:{action}" for action in ("getObject", "listObjectsV2", "putObject"))


def spread(config: Any = None, **fields: Any) -> dict[str, Any]:
    """Return a machine of one distributed Map."""
    return each({"ProcessorConfig": DISTRIBUTED if config is None else config, **branch()}, **fields)


def reader(resource: str = GET, **config: Any) -> dict[str, Any]:
    return spread(ItemReader={"Resource": resource, "ReaderConfig": config, "Parameters": {"Bucket": "b"}})


READER: list[tuple[dict[str, Any], list[str]]] = [
    (
        spread(ItemReader=[]),
        ["/States/M/ItemReader: Expected value of type [OBJECT] | Write an object with Resource, not a list."],
    ),
    (spread(ItemReader={}), ["/States/M/ItemReader: These fields are required: [Resource]"]),
    (
        spread(ItemReader={"Resource": "arn:aws:states:::s3:copyObject"}),
        [
            (
                "/States/M/ItemReader/Resource: The field 'Resource' does not match any of the allowed "
                "values. Examples: [arn:<partition>:states:::s3:getObject, "
                "arn:<partition>:states:::s3:listObjectsV2] | Write one of these, not "
                "'arn:aws:states:::s3:copyObject'."
            )
        ],
    ),
    (
        spread(ItemReader={"Resource": GET, "Arguments": {}}),
        [
            (
                "/States/M/ItemReader: Field 'Arguments' is not supported | The fields are Parameters, "
                "ReaderConfig, Resource."
            )
        ],
    ),
    (
        reader(InputType="CSV"),
        [
            (
                "/States/M/ItemReader/ReaderConfig: The field 'CSVHeaderLocation' is required | Write "
                "FIRST_ROW, or GIVEN with the names in CSVHeaders."
            )
        ],
    ),
    (
        reader(InputType="CSV", CSVHeaderLocation="GIVEN"),
        ["/States/M/ItemReader/ReaderConfig: These fields are required: [CSVHeaders]"],
    ),
    (
        reader(InputType="CSV", CSVHeaderLocation="FIRST", CSVDelimiter=";"),
        [
            (
                "/States/M/ItemReader/ReaderConfig/CSVHeaderLocation: Value should be one of the "
                "following: [FIRST_ROW, GIVEN] | Did you mean 'FIRST_ROW'?"
            ),
            (
                "/States/M/ItemReader/ReaderConfig/CSVDelimiter: Value should be one of the following: "
                "[COMMA, PIPE, SEMICOLON, SPACE, TAB] | Write one of these, not ';'."
            ),
        ],
    ),
    (
        reader(InputType="CSV", CSVHeaderLocation="GIVEN", CSVHeaders="id"),
        [
            (
                "/States/M/ItemReader/ReaderConfig/CSVHeaders: Expected value of type [ARRAY] | Write a "
                "list of strings, not a string."
            )
        ],
    ),
    (
        reader(InputType="JSON", CSVHeaderLocation="FIRST_ROW"),
        [
            (
                "/States/M/ItemReader/ReaderConfig: Field 'CSVHeaderLocation' is not supported | Use "
                "CSVHeaderLocation only with InputType CSV."
            )
        ],
    ),
    (
        reader(InputType="JSONL", CSVHeaderLocation="GIVEN", CSVHeaders=["id"]),
        [
            (
                "/States/M/ItemReader/ReaderConfig: Field 'CSVHeaderLocation' is not supported | Use "
                "CSVHeaderLocation only with InputType CSV."
            ),
            (
                "/States/M/ItemReader/ReaderConfig: Field 'CSVHeaders' is not supported | Use CSVHeaders "
                "only with InputType CSV."
            ),
        ],
    ),
    (
        reader(InputType="JSON", ManifestType="ATHENA_DATA"),
        [
            (
                "/States/M/ItemReader/ReaderConfig: Field 'ManifestType' is not supported | Use InputType "
                "CSV, JSONL or PARQUET for a manifest."
            )
        ],
    ),
    (
        reader(InputType="JSON", ItemsPointer="data/items"),
        [
            (
                "/States/M/ItemReader/ReaderConfig/ItemsPointer: Invalid input: JSON Pointer expression "
                "must start with '/': \"data/items\" | Write '/data/items'."
            )
        ],
    ),
    (
        reader(InputType="XML"),
        [
            (
                "/States/M/ItemReader/ReaderConfig/InputType: Value should be one of the following: [CSV, "
                "JSON, JSONL, PARQUET, MANIFEST] | Write one of these, not 'XML'."
            )
        ],
    ),
    (
        reader(LIST, Transformation="LOAD_AND_FLATTEN"),
        [
            (
                "/States/M/ItemReader/ReaderConfig: The field 'InputType' is required | Write the format "
                "of the objects, such as 'JSON'."
            )
        ],
    ),
    (
        reader(MaxItems=-1, MaxItemsPath="$.n"),
        [
            "/States/M/ItemReader/ReaderConfig/MaxItems: Minimum value is 0 | Write at least 0, not -1.",
            (
                "/States/M/ItemReader/ReaderConfig: There should only be one of the following fields: "
                "[MaxItems, MaxItemsPath] | Keep only one of MaxItems, MaxItemsPath."
            ),
        ],
    ),
    (
        spread(ItemReader={"Resource": GET, "ReaderConfig": None}),
        ["/States/M/ItemReader/ReaderConfig: Expected value of type [OBJECT] | Write an object, not null."],
    ),
]


@pytest.mark.parametrize(("definition", "findings"), READER)
def test_a_reader_that_aws_refuses_is_refused(definition: dict[str, Any], findings: list[str]) -> None:
    assert finding_lines(definition) == findings


BATCHER_AND_WRITER: list[tuple[dict[str, Any], list[str]]] = [
    (
        spread(ItemBatcher=None),
        ["/States/M/ItemBatcher: Expected value of type [OBJECT] | Write an object, not null."],
    ),
    (
        spread(ItemBatcher={"BatchInput": {"a": 1}}),
        [
            (
                "/States/M/ItemBatcher: One of these fields is required: [MaxItemsPerBatch, "
                "MaxInputBytesPerBatch] | Write how many items or bytes make a batch."
            )
        ],
    ),
    (
        spread(ItemBatcher={"MaxItemsPerBatch": 0, "MaxInputBytesPerBatch": 262_145, "BatchInput": 5}),
        [
            "/States/M/ItemBatcher/MaxItemsPerBatch: Minimum value is 1 | Write at least 1, not 0.",
            (
                "/States/M/ItemBatcher/MaxInputBytesPerBatch: Maximum value is 262144 | Write at most "
                "262144, not 262145."
            ),
            "/States/M/ItemBatcher/BatchInput: Expected value of type [OBJECT] | Write an object, not 5.",
        ],
    ),
    (
        spread(ItemBatcher={"MaxItemsPerBatch": 1, "MaxItemsPerBatchPath": "$.n"}),
        [
            (
                "/States/M/ItemBatcher: There should only be one of the following fields: "
                "[MaxItemsPerBatch, MaxItemsPerBatchPath] | Keep only one of MaxItemsPerBatch, "
                "MaxItemsPerBatchPath."
            )
        ],
    ),
    (
        spread(ItemBatcher={"MaxInputBytesPerBatch": 1, "MaxInputBytesPerBatchPath": "n"}),
        [
            (
                "/States/M/ItemBatcher/MaxInputBytesPerBatchPath: Value must be a valid JSONPath. | Start "
                "the path with $, such as '$.n'."
            ),
            (
                "/States/M/ItemBatcher: There should only be one of the following fields: "
                "[MaxInputBytesPerBatch, MaxInputBytesPerBatchPath] | Keep only one of "
                "MaxInputBytesPerBatch, MaxInputBytesPerBatchPath."
            ),
        ],
    ),
    (
        spread(ResultWriter={}),
        [
            (
                "/States/M/ResultWriter: Value cannot be empty | Write WriterConfig, or Resource with its "
                "Parameters, or both."
            )
        ],
    ),
    (
        spread(ResultWriter={"Resource": GET, "Parameters": {}}),
        [
            (
                "/States/M/ResultWriter/Resource: The field 'Resource' does not match any of the allowed "
                "values. Examples: [arn:<partition>:states:::s3:putObject] | Write one of these, not "
                "'arn:aws:states:::s3:getObject'."
            )
        ],
    ),
    (
        spread(ResultWriter={"WriterConfig": {"Transformation": "FLAT", "OutputType": "CSV", "More": 1}}),
        [
            (
                "/States/M/ResultWriter/WriterConfig/Transformation: Value should be one of the following: "
                "[NONE, COMPACT, FLATTEN] | Did you mean 'FLATTEN'?"
            ),
            (
                "/States/M/ResultWriter/WriterConfig/OutputType: Value should be one of the following: "
                "[JSON, JSONL] | Write one of these, not 'CSV'."
            ),
            (
                "/States/M/ResultWriter/WriterConfig: Field 'More' is not supported | The fields are "
                "OutputType, Transformation."
            ),
        ],
    ),
    (
        spread(ResultWriter={"WriterConfig": []}),
        [("/States/M/ResultWriter/WriterConfig: Expected value of type [OBJECT] | Write an object, not a list.")],
    ),
]


@pytest.mark.parametrize(("definition", "findings"), BATCHER_AND_WRITER)
def test_a_batcher_or_writer_that_aws_refuses_is_refused(definition: dict[str, Any], findings: list[str]) -> None:
    assert finding_lines(definition) == findings


@pytest.mark.parametrize(
    "definition",
    [
        reader(InputType="CSV", CSVHeaderLocation="FIRST_ROW", CSVDelimiter="PIPE", MaxItems=0),
        reader(InputType="CSV", CSVHeaderLocation="GIVEN", CSVHeaders=["id", "${Name}"]),
        reader(InputType="JSON", ItemsPointer="/data/items", MaxItems=10),
        reader(InputType="PARQUET"),
        reader(InputType="MANIFEST", ManifestType="S3_INVENTORY"),
        reader(LIST, InputType="JSON", Transformation="LOAD_AND_FLATTEN"),
        reader(LIST, Transformation="NONE"),
        reader(LIST),
        spread(ItemBatcher={"MaxItemsPerBatch": 10, "BatchInput": {"a.$": "$.a"}}),
        spread(ItemBatcher={"MaxInputBytesPerBatchPath": "$.n"}),
        spread(ResultWriter={"Resource": PUT, "Parameters": {"Bucket": "b", "Prefix.$": "$.p"}}),
        spread(ResultWriter={"WriterConfig": {"Transformation": "FLATTEN", "OutputType": "JSONL"}}),
        machine(
            {"QueryLanguage": "JSONata"},
            M=a(
                "Map",
                ItemProcessor={"ProcessorConfig": DISTRIBUTED, **branch()},
                ItemReader={
                    "Resource": GET,
                    "ReaderConfig": {"InputType": "{% 'JSON' %}", "MaxItems": "{% 5 %}"},
                    "Arguments": {"Bucket": "{% $states.input.bucket %}"},
                },
                ItemBatcher={"MaxItemsPerBatch": "{% 5 %}", "BatchInput": "{% $states.input %}"},
                ResultWriter={"Resource": PUT, "Arguments": {"Bucket": "b", "Prefix": "p"}},
            ),
        ),
    ],
)
def test_valid_parts_have_no_findings(definition: dict[str, Any]) -> None:
    assert finding_lines(definition) == []
