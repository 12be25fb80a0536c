"""Operations on executions of machines that a client has created."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .conftest import HOME, MACHINE, WAIT

if TYPE_CHECKING:
    from .conftest import Api

EXECUTION = f"arn:aws:states:{HOME}:execution:bake:"


def test_a_succeeded_execution_is_described_as_recorded_on_aws(api: Api) -> None:
    arn = api.client.start_execution(stateMachineArn=api.create(), name="one")["executionArn"]
    found = api.ended(arn)
    assert {name: value for name, value in found.items() if not name.endswith(("Date", "Metadata"))} == {
        "executionArn": f"{EXECUTION}one",
        "input": "{}",
        "inputDetails": {"included": True},
        "name": "one",
        "output": "{}",
        "outputDetails": {"included": True},
        "redriveCount": 0,
        "redriveStatus": "NOT_REDRIVABLE",
        "redriveStatusReason": "Execution is SUCCEEDED and cannot be redriven",
        "stateMachineArn": f"{MACHINE}bake",
        "status": "SUCCEEDED",
    }


def test_the_data_of_an_execution_can_be_left_out(api: Api) -> None:
    arn = api.client.start_execution(stateMachineArn=api.create())["executionArn"]
    api.ended(arn)
    found = api.client.describe_execution(executionArn=arn, includedData="METADATA_ONLY")
    assert {"input", "output"} & found.keys() == set()
    assert found["inputDetails"] == found["outputDetails"] == {"included": False}


@pytest.mark.parametrize(
    ("input", "reason"),
    [
        (
            "not json",
            "Unrecognized token 'not': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or "
            "'false')",
        ),
        ("{'a': 1}", "Unexpected character (''' (code 39)): was expecting double-quote to start field name"),
        ("", "Invalid execution input."),
    ],
)
def test_an_invalid_input_has_the_recorded_message(api: Api, input: str, reason: str) -> None:
    refused = api.refusal("start_execution", stateMachineArn=api.create(), input=input)
    assert refused == ("InvalidExecutionInput", f"Invalid State Machine Execution Input: '{reason}'")


def test_executions_are_filtered_by_status(api: Api) -> None:
    arn = api.create(definition=WAIT)
    executions = [api.client.start_execution(stateMachineArn=arn)["executionArn"] for _ in range(4)]
    api.client.stop_execution(executionArn=executions[1])
    for status, expected in (("ABORTED", [executions[1]]), ("RUNNING", [executions[i] for i in (3, 2, 0)])):
        found = api.client.list_executions(stateMachineArn=arn, statusFilter=status)["executions"]
        assert [item["executionArn"] for item in found] == expected


@pytest.mark.parametrize(
    ("operation", "arn", "code", "message"),
    [
        ("describe_execution", "x", "InvalidArn", "Invalid Arn: 'Invalid ARN prefix: x'"),
        ("stop_execution", f"{EXECUTION}none", "ExecutionDoesNotExist", f"Execution Does Not Exist: '{EXECUTION}none'"),
        (
            "get_execution_history",
            f"arn:aws:states:{HOME}:express:bake:a:b",
            "InvalidArn",
            "Invalid Arn: 'Resource type not valid in this context: express'",
        ),
        (
            "describe_execution",
            f"arn:aws:states:{HOME}:execution:none",
            "InvalidArn",
            f"Invalid Arn: 'Invalid ARN: arn:aws:states:{HOME}:execution:none'",
        ),
    ],
)
def test_an_unknown_execution_is_refused(api: Api, operation: str, arn: str, code: str, message: str) -> None:
    api.create()
    assert api.refusal(operation, executionArn=arn) == (code, message)


def test_a_list_of_executions_needs_a_machine(api: Api) -> None:
    assert api.refusal("list_executions")[0] == "ValidationException"
    api.create("quick", type="EXPRESS")
    assert api.refusal("list_executions", stateMachineArn=f"{MACHINE}quick") == (
        "StateMachineTypeNotSupported",
        "This operation is not supported by this type of state machine",
    )
