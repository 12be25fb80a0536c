"""Tests for the parts of a distributed Map."""

import inspect
from collections.abc import Callable
from typing import Any

import pytest

from aslant.asl import UNSET, Catch, Fail, Map, Parallel, Pass, StateMachine, Task, distributed, intrinsics, this
from aslant.asl import jsonata as j
from aslant.asl.distributed import ItemBatcher, ItemReader, ProcessorConfig, ReaderConfig, ResultWriter, WriterConfig
from aslant.asl.field import Record
from aslant.errors import DefinitionError

GET, LIST, PUT = (f"arn:aws:states:::s3:{action}" for action in ("getObject", "listObjectsV2", "putObject"))
FILE = {"Bucket": "b", "Key": "k"}
one = Pass("One")


def reader(part: ItemReader) -> Any:
    """Return the ItemReader of a Map in JSONPath."""
    state: Any = StateMachine(Map("Each", one, item_reader=part)).states["Each"]
    return state.item_reader


absent: Any = UNSET


@pytest.mark.parametrize(
    ("given", "plain"),
    [
        (ItemReader.objects("b", absent, max_items=absent), ItemReader.objects("b")),
        (ItemReader.csv("b", "k", headers=absent, version_id=absent), ItemReader.csv("b", "k")),
        (ItemReader.json("b", "k", items_pointer=absent), ItemReader.json("b", "k")),
        (ItemReader.parquet("b", "k", version_id=absent), ItemReader.parquet("b", "k")),
        (ItemReader.athena("b", "k", "JSONL", headers=absent), ItemReader.athena("b", "k", "JSONL")),
        (ItemReader("arn", reader_config=absent, parameters={}), ItemReader("arn", parameters={})),
        (ItemBatcher(max_items_per_batch=1, batch_input=absent), ItemBatcher(max_items_per_batch=1)),
        (ResultWriter.s3("b", absent, output_type=absent), ResultWriter.s3("b")),
        (ResultWriter("arn", parameters={}, writer_config=absent), ResultWriter("arn", parameters={})),
        (ProcessorConfig("INLINE", absent), ProcessorConfig("INLINE")),
    ],
)
def test_unset_is_the_same_as_no_argument(given: Record, plain: Record) -> None:
    assert given == plain


@pytest.mark.parametrize(
    ("part", "document"),
    [
        (ItemReader.objects("b"), {"Resource": LIST, "Parameters": {"Bucket": "b"}}),
        (
            ItemReader.objects("b", "raw/", max_items=0),
            {"Resource": LIST, "ReaderConfig": {"MaxItems": 0}, "Parameters": {"Bucket": "b", "Prefix": "raw/"}},
        ),
        (
            ItemReader.contents("b", "raw/", "JSONL"),
            {
                "Resource": LIST,
                "ReaderConfig": {"InputType": "JSONL", "Transformation": "LOAD_AND_FLATTEN"},
                "Parameters": {"Bucket": "b", "Prefix": "raw/"},
            },
        ),
        (
            ItemReader.contents("b", "raw/", "CSV", csv_delimiter="TAB"),
            {
                "Resource": LIST,
                "ReaderConfig": {
                    "InputType": "CSV",
                    "Transformation": "LOAD_AND_FLATTEN",
                    "CSVHeaderLocation": "FIRST_ROW",
                    "CSVDelimiter": "TAB",
                },
                "Parameters": {"Bucket": "b", "Prefix": "raw/"},
            },
        ),
        (
            ItemReader.csv("b", "k"),
            {
                "Resource": GET,
                "ReaderConfig": {"InputType": "CSV", "CSVHeaderLocation": "FIRST_ROW"},
                "Parameters": FILE,
            },
        ),
        (
            ItemReader.csv("b", "k", headers=["x", "y"], csv_delimiter="PIPE", max_items=9, version_id="v"),
            {
                "Resource": GET,
                "ReaderConfig": {
                    "InputType": "CSV",
                    "CSVHeaderLocation": "GIVEN",
                    "CSVHeaders": ["x", "y"],
                    "CSVDelimiter": "PIPE",
                    "MaxItems": 9,
                },
                "Parameters": {**FILE, "VersionId": "v"},
            },
        ),
        (ItemReader.json("b", "k"), {"Resource": GET, "ReaderConfig": {"InputType": "JSON"}, "Parameters": FILE}),
        (
            ItemReader.json("b", "k", items_pointer="/a/b", expected_bucket_owner="123456789012"),
            {
                "Resource": GET,
                "ReaderConfig": {"InputType": "JSON", "ItemsPointer": "/a/b"},
                "Parameters": {**FILE, "ExpectedBucketOwner": "123456789012"},
            },
        ),
        (ItemReader.jsonl("b", "k"), {"Resource": GET, "ReaderConfig": {"InputType": "JSONL"}, "Parameters": FILE}),
        (ItemReader.parquet("b", "k"), {"Resource": GET, "ReaderConfig": {"InputType": "PARQUET"}, "Parameters": FILE}),
        (
            ItemReader.inventory("b", "k"),
            {"Resource": GET, "ReaderConfig": {"InputType": "MANIFEST"}, "Parameters": FILE},
        ),
        (
            ItemReader.athena("b", "k", "CSV", headers=["x"]),
            {
                "Resource": GET,
                "ReaderConfig": {
                    "ManifestType": "ATHENA_DATA",
                    "InputType": "CSV",
                    "CSVHeaderLocation": "GIVEN",
                    "CSVHeaders": ["x"],
                },
                "Parameters": FILE,
            },
        ),
        (
            ItemReader.athena("b", "k", "PARQUET"),
            {
                "Resource": GET,
                "ReaderConfig": {"ManifestType": "ATHENA_DATA", "InputType": "PARQUET"},
                "Parameters": FILE,
            },
        ),
        (
            ItemReader.json(this.bucket, intrinsics.format("{}.json", this.day), max_items_path=this.limit),
            {
                "Resource": GET,
                "ReaderConfig": {"InputType": "JSON", "MaxItemsPath": "$.limit"},
                "Parameters": {"Bucket.$": "$.bucket", "Key.$": "States.Format('{}.json', $.day)"},
            },
        ),
        (
            ItemReader(
                "arn:aws-cn:states:::s3:getObject",
                reader_config=ReaderConfig(manifest_type="S3_INVENTORY"),
                parameters={"Bucket": "b", "Key": this.key},
            ),
            {
                "Resource": "arn:aws-cn:states:::s3:getObject",
                "ReaderConfig": {"ManifestType": "S3_INVENTORY"},
                "Parameters": {"Bucket": "b", "Key.$": "$.key"},
            },
        ),
    ],
)
def test_a_reader_is_written_as_asl(part: ItemReader, document: dict[str, Any]) -> None:
    assert reader(part) == document
    assert Map("Each", one, item_reader=document).item_reader == document


@pytest.mark.parametrize(
    ("fields", "document"),
    [
        ({"processor_config": ProcessorConfig()}, {"Mode": "INLINE"}),
        ({"processor_config": ProcessorConfig.distributed()}, {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}),
        (
            {"processor_config": ProcessorConfig.distributed("EXPRESS")},
            {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"},
        ),
        ({"item_batcher": ItemBatcher(max_items_per_batch=5)}, {"MaxItemsPerBatch": 5}),
        (
            {"item_batcher": ItemBatcher(max_input_bytes_per_batch=1024, batch_input={"day": this.day})},
            {"MaxInputBytesPerBatch": 1024, "BatchInput": {"day.$": "$.day"}},
        ),
        (
            {"item_batcher": ItemBatcher(max_items_per_batch_path=this.n, max_input_bytes_per_batch_path=this.m)},
            {"MaxItemsPerBatchPath": "$.n", "MaxInputBytesPerBatchPath": "$.m"},
        ),
        ({"result_writer": ResultWriter.s3("b")}, {"Resource": PUT, "Parameters": {"Bucket": "b"}}),
        (
            {"result_writer": ResultWriter.s3("b", this.prefix, output_type="JSONL", transformation="FLATTEN")},
            {
                "Resource": PUT,
                "WriterConfig": {"OutputType": "JSONL", "Transformation": "FLATTEN"},
                "Parameters": {"Bucket": "b", "Prefix.$": "$.prefix"},
            },
        ),
        (
            {"result_writer": ResultWriter(writer_config=WriterConfig(transformation="COMPACT", output_type="JSON"))},
            {"WriterConfig": {"Transformation": "COMPACT", "OutputType": "JSON"}},
        ),
    ],
)
def test_the_other_parts_are_written_as_asl(fields: dict[str, Any], document: dict[str, Any]) -> None:
    each = Map("Each", one, **fields)
    parts: dict[str, Any] = {"processor_config": each.item_processor.processor_config}
    parts |= {"item_batcher": each.item_batcher, "result_writer": each.result_writer}
    assert parts[next(iter(fields))] == document


def test_arguments_with_jsonata_are_written_as_arguments() -> None:
    each = Map(
        "Each",
        one,
        item_reader=ItemReader.csv("b", j.states.input.key, max_items=j.variables.limit),
        item_batcher=ItemBatcher(max_items_per_batch=j.variables.size, batch_input={"day": j.variables.day}),
        result_writer=ResultWriter.s3("b", "{% $prefix %}"),
    )
    state = StateMachine(each, query_language="JSONata").to_dict()["States"]["Each"]
    assert state["ItemReader"]["Arguments"] == {"Bucket": "b", "Key": "{% $states.input.key %}"}
    assert state["ItemReader"]["ReaderConfig"]["MaxItems"] == "{% $limit %}"
    assert state["ItemBatcher"] == {"MaxItemsPerBatch": "{% $size %}", "BatchInput": {"day": "{% $day %}"}}
    assert state["ResultWriter"] == {"Resource": PUT, "Arguments": {"Bucket": "b", "Prefix": "{% $prefix %}"}}


PLAIN = {"item_reader": ItemReader.json("b", "k"), "result_writer": ResultWriter.s3("b")}


@pytest.mark.parametrize(
    "fields",
    [
        {"query_language": "JSONata"},
        {"items": j.states.input},
        {"output": 1},
        {"catch": Catch("E", Fail("F"), output=1)},
        {"item_reader": ItemReader.json("b", j.states.input.key)},
    ],
)
def test_plain_arguments_in_a_jsonata_state_are_written_as_arguments(fields: dict[str, Any]) -> None:
    state: Any = Map("Each", one, **{**PLAIN, **fields})
    assert [sorted(part) for part in (state.item_reader, state.result_writer)] == [
        ["Arguments", "ReaderConfig", "Resource"],
        ["Arguments", "Resource"],
    ]


def test_a_jsonata_workflow_decides_for_states_without_a_language() -> None:
    inner = Map("Inner", Pass("Two"), **PLAIN)  # type: ignore[arg-type]
    each = Map("Each", one, **PLAIN)  # type: ignore[arg-type]
    jsonata = StateMachine(each >> Parallel("Both", inner), query_language="JSONata").to_dict()["States"]
    jsonpath = StateMachine(each >> Parallel("Both", inner)).to_dict()["States"]
    for states, key in ((jsonata, "Arguments"), (jsonpath, "Parameters")):
        for state in (states["Each"], states["Both"]["Branches"][0]["States"]["Inner"]):
            assert state["ItemReader"][key] == FILE
            assert state["ResultWriter"][key] == {"Bucket": "b"}


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (
            lambda: Map("Each", one, item_reader={"Resource": GET, "Parameters": FILE}, items=[1]),
            "state 'Each' mixes both query languages: Parameters in item_reader (JSONPath) and items (JSONata). Use "
            "only one of them.",
        ),
        (
            lambda: Map("Each", one, result_writer={"Resource": PUT, "Arguments": {}}, result_path=None),
            "state 'Each' mixes both query languages: result_path (JSONPath) and Arguments in result_writer "
            "(JSONata). Use only one of them.",
        ),
        (
            lambda: StateMachine(
                Map("Each", one, item_batcher=ItemBatcher(max_items_per_batch_path=this.n)), query_language="JSONata"
            ),
            "state 'Each' is in JSONata, which does not support MaxItemsPerBatchPath in item_batcher. Write JSONata, "
            "such as '{% $states.input.total %}', in arguments, output, assign or a condition.",
        ),
        (
            lambda: Map("Each", one, item_reader=ItemReader.json("b", this.key), query_language="JSONata"),
            "state 'Each' is in JSONata, which does not support paths in item_reader, Parameters in item_reader. "
            "Write JSONata, such as '{% $states.input.total %}', in arguments, output, assign or a condition.",
        ),
        (
            lambda: ItemReader.json(this.bucket, j.states.input.key),
            "ItemReader: parameters must be a JSONPath payload template, and {% $states.input.key %} is JSONata. Use "
            "arguments or output, or write a path such as this.order.",
        ),
        (
            lambda: ItemReader(GET, parameters={}, arguments={}),
            "ItemReader mixes both query languages: parameters (JSONPath) and arguments (JSONata). Use only one of "
            "them.",
        ),
        (
            lambda: ItemReader.parquet("b", "k", version_id="v"),
            "ItemReader.parquet: Step Functions does not support version_id for a Parquet file. Remove it.",
        ),
        (
            lambda: ItemReader(GET, reader_config=ItemBatcher(max_items_per_batch=1)),  # type: ignore[arg-type]
            "ItemReader: reader_config must be a ReaderConfig or an equivalent dict, not "
            "ItemBatcher(max_items_per_batch=1)",
        ),
        (
            lambda: Map("Each", one, item_reader=ResultWriter.s3("b")),  # type: ignore[arg-type]
            "state 'Each': item_reader must be a ItemReader or an equivalent dict, not "
            "ResultWriter(resource='arn:aws:states:::s3:putObject', parameters={'Bucket': 'b'})",
        ),
        (
            lambda: ReaderConfig(inputtype="CSV"),  # type: ignore[call-arg]
            "ReaderConfig has no field 'inputtype'. Did you mean 'input_type'?",
        ),
        (
            lambda: ItemReader.csv("b", "k", headers="id"),
            "ReaderConfig: csv_headers must be a list of column names, not 'id'",
        ),
        (
            lambda: ResultWriter(),
            "a ResultWriter needs a destination or a format. Write ResultWriter.s3(…).",
        ),
        (
            lambda: ItemBatcher(batch_input=1),
            "an ItemBatcher must limit the size of a batch. Pass max_items_per_batch.",
        ),
    ],
)
def test_mixed_languages_and_invalid_parts_are_refused(build: Callable[[], object], message: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        build()
    assert str(refused.value) == message


def test_a_value_known_at_deployment_can_name_a_bucket(leaf: Any) -> None:
    assert reader(ItemReader.json(leaf, "k"))["Parameters"]["Bucket"] is leaf


def test_several_maps_can_share_parts() -> None:
    part = ItemReader.json("b", "k")
    assert part == ItemReader.json("b", "k")
    Map("Each", one, item_reader=part, query_language="JSONata")
    assert part.parameters == FILE
    assert reader(part)["Parameters"] == FILE


def test_a_map_without_parts_has_no_members_for_them() -> None:
    each = Map("Each", Task("Work", "work"))
    assert StateMachine(each).to_dict()["States"]["Each"].keys() == {"Type", "ItemProcessor", "End"}


def test_the_example_in_the_docstring_is_correct() -> None:
    space: dict[str, Any] = {}
    exec(inspect.getdoc(distributed).split("```")[1].removeprefix("python\n"), space)  # type: ignore[union-attr]  # noqa: S102
    rows = space["rows"]
    assert rows.item_processor.processor_config == {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"}
    assert rows.item_reader == {
        "Resource": GET,
        "ReaderConfig": {
            "InputType": "CSV",
            "CSVHeaderLocation": "FIRST_ROW",
            "CSVDelimiter": "PIPE",
            "MaxItems": 1000,
        },
        "Parameters": {"Bucket": "orders", "Key.$": "$.key"},
    }
    assert rows.item_batcher == {"MaxItemsPerBatch": 100, "BatchInput": {"day.$": "$.day"}}
    assert rows.result_writer == {
        "Resource": PUT,
        "WriterConfig": {"OutputType": "JSONL", "Transformation": "FLATTEN"},
        "Parameters": {"Bucket": "results", "Prefix": "rows/"},
    }
