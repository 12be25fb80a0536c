"""ResultWriter: the files, the manifest and the state's output."""

from __future__ import annotations

import json
from typing import Any

import pytest

from aslant.errors import DefinitionError, TaskError
from aslant.run import Execution, run
from tests.run.machines import distributed, machine, task

PUT = "arn:aws:states:::s3:putObject"
PLACE = {"Bucket": "results", "Prefix": "jobs"}


def odd(event: Any) -> Any:
    if event % 2:
        raise TaskError("Odd", str(event))
    return [event]


def writing(writer: dict[str, Any], items: list[int], tasks: dict[str, Any] | None = None, **fields: Any) -> Execution:
    definition = distributed(task(Resource="odd"), ResultWriter=writer, Label="L", MaxConcurrency=1, **fields)
    return run(definition, items, tasks={"odd": odd, **(tasks or {})})


def files(execution: Execution) -> dict[str, str]:
    """Return the written objects by the last part of their keys."""
    return {key.rpartition("/")[2]: text for key, text in execution.written.items()}


def test_results_go_to_s3_with_a_manifest() -> None:
    execution = writing({"Resource": PUT, "Parameters": PLACE}, [0, 1, 2], ToleratedFailureCount=1)
    arn = execution.output["MapRunArn"]
    assert arn.startswith("arn:aws:states:us-east-1:123456789012:mapRun:machine/L:")
    folder = f"jobs/{arn.rpartition(':')[2]}"
    assert execution.output["ResultWriterDetails"] == {"Bucket": "results", "Key": f"{folder}/manifest.json"}
    assert list(execution.written) == [
        f"s3://results/{folder}/{name}" for name in ("FAILED_0.json", "SUCCEEDED_0.json", "manifest.json")
    ]
    written = files(execution)
    manifest = json.loads(written["manifest.json"])
    assert manifest == {
        "DestinationBucket": "results",
        "MapRunArn": arn,
        "ResultFiles": {
            "FAILED": [{"Key": f"{folder}/FAILED_0.json", "Size": len(written["FAILED_0.json"])}],
            "PENDING": [],
            "SUCCEEDED": [{"Key": f"{folder}/SUCCEEDED_0.json", "Size": len(written["SUCCEEDED_0.json"])}],
        },
    }


def test_the_description_of_a_child_execution() -> None:
    execution = writing({"Resource": PUT, "Parameters": PLACE}, [0, 1], ToleratedFailureCount=1)
    written = files(execution)
    [succeeded], [failed] = json.loads(written["SUCCEEDED_0.json"]), json.loads(written["FAILED_0.json"])
    first, second = execution.children
    assert succeeded == {
        "ExecutionArn": first.arn,
        "Input": "0",
        "InputDetails": {"Included": True},
        "Name": first.name,
        "Output": "[0]",
        "OutputDetails": {"Included": True},
        "RedriveCount": 0,
        "RedriveStatus": "NOT_REDRIVABLE",
        "RedriveStatusReason": "Execution is SUCCEEDED and cannot be redriven",
        "StartDate": "2025-01-01T00:00:00.000Z",
        "StateMachineArn": "arn:aws:states:us-east-1:123456789012:stateMachine:machine/L",
        "Status": "SUCCEEDED",
        "StopDate": "2025-01-01T00:00:00.000Z",
    }
    assert (failed["ExecutionArn"], failed["Status"], failed["Error"], failed["Cause"]) == (
        second.arn,
        "FAILED",
        "Odd",
        "1",
    )
    assert failed["RedriveStatus"] == "REDRIVABLE"


def test_results_are_written_although_the_map_run_fails() -> None:
    execution = writing({"Resource": PUT, "Parameters": PLACE}, [0, 1, 2])
    assert execution.error == "States.ExceedToleratedFailureThreshold"
    written = files(execution)
    assert json.loads(written["PENDING_0.json"]) == [
        {"Input": "2", "InputDetails": {"Included": True}, "Status": "PENDING"}
    ]
    assert sorted(written) == ["FAILED_0.json", "PENDING_0.json", "SUCCEEDED_0.json", "manifest.json"]


@pytest.mark.parametrize(
    ("config", "name", "text"),
    [
        ({"Transformation": "COMPACT"}, "SUCCEEDED_0.json", "[[0],[2]]"),
        ({"Transformation": "FLATTEN"}, "SUCCEEDED_0.json", "[0,2]"),
        ({"Transformation": "COMPACT", "OutputType": "JSONL"}, "SUCCEEDED_0.jsonl", "[0]\n[2]\n"),
        ({"Transformation": "FLATTEN", "OutputType": "JSONL"}, "SUCCEEDED_0.jsonl", "0\n2\n"),
    ],
)
def test_results_may_be_transformed(config: dict[str, str], name: str, text: str) -> None:
    execution = writing({"Resource": PUT, "Parameters": PLACE, "WriterConfig": config}, [0, 2])
    assert files(execution)[name] == text


@pytest.mark.parametrize(
    ("config", "output"),
    [
        ({"Transformation": "COMPACT"}, [[0], [2]]),
        ({"OutputType": "JSON"}, [[0], [2]]),
        ({"Transformation": "FLATTEN", "OutputType": "JSON"}, [0, 2]),
        ({"Transformation": "FLATTEN", "OutputType": "JSONL"}, "0\n2"),
    ],
)
def test_without_a_resource_the_output_is_what_would_be_written(config: dict[str, str], output: Any) -> None:
    execution = writing({"WriterConfig": config}, [0, 2])
    assert (execution.output, execution.written) == (output, {})
    untouched = writing({"WriterConfig": {"Transformation": "NONE"}}, [0])
    assert untouched.output[0]["Output"] == "[0]"


def test_a_place_without_a_prefix() -> None:
    execution = writing({"Resource": PUT, "Parameters": {"Bucket.$": "$$.Execution.Name"}}, [])
    assert execution.output["ResultWriterDetails"]["Bucket"] == execution.name
    assert execution.output["ResultWriterDetails"]["Key"].count("/") == 1


@pytest.mark.parametrize("name", ["s3://results", PUT])
def test_a_mock_gets_the_written_object(name: str) -> None:
    puts: list[Any] = []
    execution = writing({"Resource": PUT, "Parameters": PLACE}, [0], {name: puts.append})
    assert [(put["Bucket"], put["Body"]) for put in puts] == [("results", text) for text in execution.written.values()]


@pytest.mark.parametrize(
    "double", [TaskError("S3.AccessDenied", "no"), lambda request: TaskError("S3.AccessDenied", "no")]
)
def test_a_refusal_fails_the_map_run(double: Any) -> None:
    execution = writing({"Resource": PUT, "Parameters": PLACE}, [0], {"s3://results": double})
    assert (execution.error, execution.cause) == ("States.ResultWriterFailed", "no")
    assert "MapRunFailed" in [event.type for event in execution.history]


def test_an_invalid_place_fails_the_map_run() -> None:
    execution = writing({"Resource": PUT, "Parameters": {"Bucket": 5}}, [0])
    assert execution.error == "States.ResultWriterFailed"


def test_one_callable_for_everything_writes_too() -> None:
    calls: list[str] = []
    definition = distributed(ResultWriter={"Resource": PUT, "Parameters": PLACE})
    run(definition, [1], tasks=lambda call: calls.append(call.resource))
    assert calls == [PUT, PUT]


def test_written_objects_can_be_read() -> None:
    reader = {"Resource": "arn:aws:states:::s3:getObject", "Parameters": {"Bucket": "results", "Key.$": "$"}}
    write = distributed(ResultWriter={"Resource": PUT, "Parameters": PLACE})["States"]["Only"]
    read = distributed(
        ItemReader={**reader, "ReaderConfig": {"InputType": "JSON", "ItemsPointer": "/ResultFiles/SUCCEEDED"}}
    )
    both = machine({"Write": {**write, "OutputPath": "$.ResultWriterDetails.Key"}, "Read": read["States"]["Only"]})
    both["States"]["Write"] |= {"Next": "Read"}
    del both["States"]["Write"]["End"]
    execution = run(both, [1, 2])
    assert [entry["Key"].rpartition("/")[2] for entry in execution.output] == ["SUCCEEDED_0.json"]


@pytest.mark.parametrize(
    ("writer", "rule"),
    [
        (5, "ResultWriter: it must be an object, not 5"),
        ({}, "ResultWriter: it must have a Resource with its parameters, a WriterConfig, or both"),
        ({"Resource": "x"}, "ResultWriter: its Resource must be arn:aws:states:::s3:putObject, not 'x'"),
        ({"WriterConfig": 5}, "ResultWriter: WriterConfig must be an object, not 5"),
        ({"WriterConfig": {"Transformation": "X"}}, "ResultWriter: WriterConfig must have a Transformation of NONE"),
    ],
)
def test_a_wrong_writer_is_refused(writer: Any, rule: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        run(distributed(ResultWriter=writer), [])
    assert str(refused.value).startswith(f"state 'Only': {rule}")
