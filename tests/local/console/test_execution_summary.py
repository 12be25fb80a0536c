from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from aslant.local.console.execution_summary import ended, outcome
from aslant.local.execution import Run
from tests.local.serving import ends

if TYPE_CHECKING:
    from tests.local.conftest import Served


def made(served: Served, machine: str, input: Any) -> Run:
    run = served.deployment.executions.start({"stateMachineArn": served.arn(machine), "input": json.dumps(input)})
    assert ends(run)
    return run


@pytest.mark.parametrize(
    ("machine", "input", "expected"),
    [
        ("echo", 1, "SUCCEEDED"),
        ("pizza", {"flavour": "hawaiian"}, "FAILED Failed To Make Pizza: They asked for Pineapple (state 'Refuse')"),
        ("pizza", {"flavour": "crash"}, "FAILED ValueError: no such flavour (state 'Order')"),
        ("invoke", '"crash"', "FAILED ValueError: no such flavour (state 'Invoke')"),
    ],
)
def test_a_failed_execution_says_why_and_where(served: Served, machine: str, input: Any, expected: str) -> None:
    run = made(served, machine, input)
    assert outcome(run) == expected


@pytest.mark.parametrize(
    ("error", "cause", "expected"),
    [
        (None, None, "FAILED"),
        ("E", None, "FAILED E"),
        (None, "why", "FAILED why"),
        ("E", "", "FAILED E"),
        ("E", "a\x1b[31mb\nc\u2028d", "FAILED E: a [31mb c d"),
        ("E", "x" * 500, f"FAILED E: {'x' * 154}..."),
        ("E", '{"errorMessage": "boom", "stackTrace": []}', "FAILED E: boom"),
        ("E", '{"errorMessage": 1}', 'FAILED E: {"errorMessage": 1}'),
        ("E", '{"Status": "FAILED"', 'FAILED E: {"Status": "FAILED"'),
        ("E", "\u00fcber \U0001f355", "FAILED E: \u00fcber \U0001f355"),
    ],
)
def test_a_reason_is_one_printable_line(served: Served, error: str | None, cause: str | None, expected: str) -> None:
    run = made(served, "echo", {})
    run.status, run.error, run.cause = "FAILED", error, cause
    run.stop_date = run.start_date + 5.04
    assert outcome(run) == expected
    assert ended(run) == f"execution {run.name} of echo {expected} after 5.0 s"


def test_the_end_of_an_asynchronous_execution_is_in_the_log(served: Served) -> None:
    served.call("StartExecution", stateMachineArn=served.arn("record"), name="done")
    (line,) = served.logged("execution done ")
    assert re.fullmatch(r"execution done of record SUCCEEDED after \d+\.\d s", line)


def test_a_stopped_execution_is_in_the_log(served: Served) -> None:
    arn = served.call("StartExecution", stateMachineArn=served.arn("wait"), name="halted").json()["executionArn"]
    served.call("StopExecution", executionArn=arn, error="Enough", cause="closed")
    (line,) = served.logged("execution halted ")
    assert re.fullmatch(r"execution halted of wait ABORTED Enough: closed after \d+\.\d s", line)
