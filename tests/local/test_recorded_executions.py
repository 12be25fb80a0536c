"""Executions recorded on AWS, played through the API by boto3: the same status, error and output."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest

from aslant.testing import LocalAws
from tests.corpus import MISSING, rows

ROLE = "arn:aws:iam::123456789012:role/recorded"
ROWS = [
    row
    for name in ("executions.jsonl", "second/executions.jsonl")
    for row in rows(name)
    if not (row["lambdas"] or row["category"] or row["has_wait"])
]
"""The executions that need neither a function nor a service, and do not wait."""

pytestmark = pytest.mark.skipif(not ROWS, reason=MISSING)


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    with LocalAws() as aws:
        yield aws.client("stepfunctions")


def text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def played(client: Any, row: dict[str, Any], name: str) -> dict[str, Any]:
    """Return the end of an execution of a new machine."""
    created = client.create_state_machine(name=name, definition=text(row["definition"]), roleArn=ROLE, type=row["type"])
    arn, input = created["stateMachineArn"], text(row["input"])
    if row["type"] == "EXPRESS":
        ended: dict[str, Any] = client.start_sync_execution(stateMachineArn=arn, input=input)
        return ended
    execution = client.start_execution(stateMachineArn=arn, input=input)["executionArn"]
    for _ in range(1000):
        ended = client.describe_execution(executionArn=execution)
        if ended["status"] != "RUNNING":
            return ended
        time.sleep(0.005)
    raise AssertionError(f"{row['id']} still runs")


def has_own_identity(row: dict[str, Any]) -> bool:
    """Return whether the output has values of this execution, such as its ARN, or random ones."""
    output = text(row.get("expected_output"))
    return bool(row["nondeterministic"] or "arn:aws:states" in output or "ExecArnPart" in output)


def test_executions_end_as_on_aws(client: Any) -> None:
    different = []
    for number, row in enumerate(ROWS):
        ended = played(client, row, f"recorded-{number}")
        found: list[Any] = [ended["status"], ended.get("error")]
        wanted: list[Any] = [row["expected_status"], row.get("expected_error")]
        if row.get("expected_output") is not None and not has_own_identity(row):
            output = row["expected_output"]
            is_text = isinstance(output, str) and row.get("output_decoding") != "parsed-object"
            found.append(json.loads(ended.get("output", "null")))
            wanted.append(json.loads(output) if is_text else output)
        if found != wanted:
            different.append((row["id"], found, wanted))
    assert different == []
    assert len(ROWS) == 333
