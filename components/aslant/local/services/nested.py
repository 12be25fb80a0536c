"""Executions that a task starts: `states:startExecution`, plain, with `.sync` or `.sync:2`, or with a task token.

See the developer guide, "Start Step Functions workflow executions from a task state". The members of the results were
recorded on AWS. A child execution is stopped when its parent is stopped or its task times out.
"""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING, Any

from aslant.errors import TaskError
from aslant.local.answers import AwsError
from aslant.local.execution import Run
from aslant.local.executions import Executions
from aslant.local.services.failures import optimized_failure
from aslant.local.services.names import OPTIMIZED
from aslant.local.services.rights import Principal, Rights, needed
from aslant.local.stepfunctions.input_check import checked_input
from aslant.provider.account import LocalAccount
from aslant.run.answer import Awaited
from aslant.run.metadata import http_date, sdk_metadata

if TYPE_CHECKING:
    from aslant.run import TaskCall

__all__ = ["NestedExecutions"]

RESOURCE = "arn:aws:states:::states:startExecution"
STRINGS = (("Input", "input"), ("Name", "name"), ("StateMachineArn", "stateMachineArn"), ("TraceHeader", "traceHeader"))


class NestedExecutions:
    """A function that starts executions for tasks. Safe to use from several threads."""

    def __init__(self, executions: Executions, rights: Rights) -> None:
        """Start executions, if the permissions allow it."""
        self._executions = executions
        self._rights = rights

    def __call__(self, call: TaskCall, pattern: str, account: LocalAccount) -> Any:
        """Return a task's raw result, or the child execution that it waits for. Raise TaskError if it fails."""
        denial = self._rights.denial(Principal.of_execution(call.context), *needed(RESOURCE, call.arguments, account))
        if denial is not None:
            raise optimized_failure(OPTIMIZED["states"], "AccessDeniedException", denial.message, 400)
        run = self._started(call)
        answer = {"ExecutionArn": run.arn, **_metadata(run), "StartDate": _milliseconds(run.start_date)}
        if pattern.startswith("sync"):
            return Child(run, answer, as_strings=pattern == "sync")
        return answer

    def _started(self, call: TaskCall) -> Run:
        arguments = call.arguments if isinstance(call.arguments, dict) else {}
        parameters: dict[str, Any] = {key: _text(arguments[name]) for name, key in STRINGS if name in arguments}
        try:
            return self._executions.start(checked_input("StartExecution", parameters))
        except AwsError as refused:
            shape = f"{refused.code.removesuffix('Exception')}Exception"
            failure = optimized_failure(OPTIMIZED["states"], refused.code, refused.message, refused.status, shape)
            raise failure from None


class Child(Awaited):
    """The end of a child execution, which is stopped when its task no longer waits."""

    def __init__(self, run: Run, answer: dict[str, Any], *, as_strings: bool) -> None:
        """Wait for a run after StartExecution. With `as_strings`, input and output in the result are JSON strings."""
        super().__init__(answer, run.when_ended, self._described, "states")
        self._run = run
        self._as_strings = as_strings

    def abandon(self) -> None:
        """Stop the execution."""
        self._run.stop(None, None)

    def _described(self) -> dict[str, Any]:
        described = _described(self._run, self._as_strings)
        if self._run.status != "SUCCEEDED":
            raise TaskError("States.TaskFailed", json.dumps(described, ensure_ascii=False, separators=(",", ":")))
        return described


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _milliseconds(instant: float) -> int:
    return round(instant * 1000)


def _described(run: Run, as_strings: bool) -> dict[str, Any]:
    """Return DescribeExecution's members for an execution that has ended."""

    def data(text: str | None) -> Any:
        return text if as_strings or text is None else json.loads(text)

    succeeded = run.status == "SUCCEEDED"
    members = {
        "Cause": run.cause,
        "Error": run.error,
        "ExecutionArn": run.arn,
        "Input": data(run.input),
        "InputDetails": {"Included": True},
        "Name": run.name,
        "Output": data(run.output),
        "OutputDetails": {"Included": True} if succeeded else None,
        "RedriveCount": 0,
        "RedriveStatus": "NOT_REDRIVABLE" if succeeded else "REDRIVABLE",
        "RedriveStatusReason": "Execution is SUCCEEDED and cannot be redriven" if succeeded else None,
        "StartDate": _milliseconds(run.start_date),
        "StateMachineArn": run.machine.arn,
        "Status": run.status,
        "StopDate": _milliseconds(run.stop_date or run.start_date),
    }
    return {name: value for name, value in members.items() if value is not None}


def _metadata(run: Run) -> dict[str, Any]:
    """Return the SDK's metadata of the response of StartExecution."""
    request_id = str(uuid.uuid4())
    headers = {
        "connection": "keep-alive",
        "Content-Type": "application/x-amz-json-1.0",
        "Date": http_date(run.start_date),
        "x-amzn-RequestId": request_id,
    }
    return sdk_metadata(headers, request_id)
