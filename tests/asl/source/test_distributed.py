"""Parts of a distributed Map: written as typed values if these make the same JSON."""

from typing import Any

import pytest

from aslant.asl import to_python
from aslant.asl.comparing.difference import diff

GET = "arn:aws:states:::s3:getObject"
LIST = "arn:aws:states:::s3:listObjectsV2"
FILE = {"Bucket": "b", "Key.$": "$.key"}
FIRST_ROW = {"InputType": "CSV", "CSVHeaderLocation": "FIRST_ROW"}


def read(config: Any = None, *, resource: str = GET, **parameters: Any) -> dict[str, Any]:
    """Return a Map with an ItemReader."""
    reader = {"Resource": resource, "Parameters": parameters or FILE}
    return {"ItemReader": reader if config is None else {**reader, "ReaderConfig": config}}


def argument(members: dict[str, Any], config: Any = None) -> str:
    """Return the argument with a Map's part, after executing the source to the same definition."""
    processor: dict[str, Any] = {"StartAt": "In", "States": {"In": {"Type": "Succeed"}}}
    if config is not None:
        processor["ProcessorConfig"] = config
    language = {"QueryLanguage": "JSONata"} if "Arguments" in str(members) else {}
    document = {
        "StartAt": "Each",
        "States": {"Each": {"Type": "Map", **members, "ItemProcessor": processor, "End": True}},
        **language,
    }
    source = to_python(document)
    names: dict[str, Any] = {}
    exec(source, names)  # noqa: S102
    assert not diff(document, names["machine"].to_dict())
    lines = source.partition("each = Map(")[2].partition("\n\n")[0].splitlines()
    whole = " ".join(line.strip() for line in lines).replace("( ", "(").replace(" )", ")").replace(",)", ")")
    return whole.strip().removeprefix('"Each", in_, ').removesuffix(")").removesuffix(", ")


@pytest.mark.parametrize(
    ("members", "source"),
    [
        (read(FIRST_ROW), 'ItemReader.csv("b", this.key)'),
        (
            read({**FIRST_ROW, "CSVDelimiter": "PIPE", "MaxItems": 5}, VersionId="1", Key="k", Bucket="b"),
            'ItemReader.csv("b", "k", version_id="1", csv_delimiter="PIPE", max_items=5)',
        ),
        (
            read({"InputType": "CSV", "CSVHeaderLocation": "GIVEN", "CSVHeaders": ["a"]}),
            'ItemReader.csv("b", this.key, headers=["a"])',
        ),
        (
            read({"InputType": "JSON", "ItemsPointer": "/a", "MaxItemsPath": "$.most"}),
            'ItemReader.json("b", this.key, items_pointer="/a", max_items_path=this.most)',
        ),
        (read({"InputType": "JSONL"}), 'ItemReader.jsonl("b", this.key)'),
        (read({"InputType": "PARQUET"}), 'ItemReader.parquet("b", this.key)'),
        (read({"InputType": "MANIFEST", "MaxItems": 0}), 'ItemReader.inventory("b", this.key, max_items=0)'),
        (
            read({"InputType": "JSONL", "ManifestType": "ATHENA_DATA"}),
            'ItemReader.athena("b", this.key, "JSONL")',
        ),
        (read(resource=LIST, Bucket="b"), 'ItemReader.objects("b")'),
        (
            read({"MaxItems": 9}, resource=LIST, Bucket="b", Prefix="p"),
            'ItemReader.objects("b", "p", max_items=9)',
        ),
        (
            read({**FIRST_ROW, "Transformation": "LOAD_AND_FLATTEN"}, resource=LIST, Bucket="b", Prefix="p"),
            'ItemReader.contents("b", "p", "CSV")',
        ),
        (
            read({"InputType": "CSV"}),
            f'ItemReader("{GET}", parameters={{"Bucket": "b", "Key": this.key}}, '
            'reader_config=ReaderConfig(input_type="CSV"))',
        ),
        (
            read(FIRST_ROW, resource="arn:aws-cn:states:::s3:getObject"),
            'ItemReader("arn:aws-cn:states:::s3:getObject", parameters={"Bucket": "b", "Key": this.key}, '
            'reader_config=ReaderConfig(input_type="CSV", csv_header_location="FIRST_ROW"))',
        ),
        (
            {
                "ItemReader": {
                    "Resource": GET,
                    "Arguments": {"Bucket": "b", "Key": "{% $k %}"},
                    "ReaderConfig": FIRST_ROW,
                }
            },
            'ItemReader.csv("b", "{% $k %}")',
        ),
        (
            {"ItemReader": {"Resource": GET, "Arguments": {"Bucket": "b", "Key": "k"}, "ReaderConfig": FIRST_ROW}},
            'ItemReader.csv("b", "k")',
        ),
        (
            {"ItemBatcher": {"MaxItemsPerBatch": 5, "BatchInput": {"day.$": "$.day"}}},
            'ItemBatcher(max_items_per_batch=5, batch_input={"day": this.day})',
        ),
        (
            {
                "ResultWriter": {
                    "Resource": "arn:aws:states:::s3:putObject",
                    "Parameters": {"Bucket": "b", "Prefix": "p"},
                    "WriterConfig": {"OutputType": "JSONL", "Transformation": "FLATTEN"},
                }
            },
            'ResultWriter.s3("b", "p", output_type="JSONL", transformation="FLATTEN")',
        ),
        (
            {"ResultWriter": {"WriterConfig": {"OutputType": "JSON"}}},
            'ResultWriter(writer_config=WriterConfig(output_type="JSON"))',
        ),
        (
            read({"InputType": "JSON", "Odd": 1}),
            f'ItemReader("{GET}", parameters={{"Bucket": "b", "Key": this.key}}, '
            'reader_config={"InputType": "JSON", "Odd": 1})',
        ),
        (read({"InputType": ["JSON"]}), f'ItemReader("{GET}", parameters='),
        (read(FIRST_ROW, Bucket="b", Key="k", Odd=1), f'ItemReader("{GET}", parameters='),
        ({"ItemReader": {"Resource": GET, "Odd": 1}}, f'{{"Resource": "{GET}", "Odd": 1}}'),
        ({"ItemBatcher": {"BatchInput": {}}}, '{"BatchInput": {}}'),
        ({"ItemBatcher": {"MaxItemsPerBatch": 5, "Odd": 1}}, '{"MaxItemsPerBatch": 5, "Odd": 1}'),
        ({"ResultWriter": {}}, "{}"),
        ({"ItemReader": 5}, "5"),
    ],
)
def test_a_part_is_written_by_the_function_that_makes_it(members: dict[str, Any], source: str) -> None:
    (key,) = members
    name = {"ItemReader": "item_reader", "ItemBatcher": "item_batcher", "ResultWriter": "result_writer"}[key]
    assert argument(members).startswith(f"{name}={source}")


@pytest.mark.parametrize(
    ("config", "source"),
    [
        ({"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}, "ProcessorConfig.distributed()"),
        ({"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"}, 'ProcessorConfig.distributed("EXPRESS")'),
        ({"Mode": "DISTRIBUTED"}, 'ProcessorConfig("DISTRIBUTED")'),
        ({"Mode": "DISTRIBUTED", "ExecutionType": 5}, '{"Mode": "DISTRIBUTED", "ExecutionType": 5}'),
        ({"Mode": "DISTRIBUTED", "Odd": 5}, '{"Mode": "DISTRIBUTED", "Odd": 5}'),
        ({"Mode": "INLINE"}, '{"Mode": "INLINE"}'),
        ({}, "{}"),
    ],
)
def test_a_processor_config_is_written_where_it_is_distributed(config: Any, source: str) -> None:
    assert argument({}, config) == f"processor_config={source}"
