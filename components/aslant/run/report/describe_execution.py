"""The description of an execution as in DescribeExecution, for integrations: PascalCase, in alphabetical order."""

from __future__ import annotations

from collections.abc import Callable

from aslant.json_value import Json
from aslant.run.execution import Execution
from aslant.run.values import dumps

__all__ = ["describe_execution"]


def describe_execution(
    execution: Execution, date: Callable[[float], Json], *, texts: bool = True, redrive: bool = True
) -> dict[str, Json]:
    """Return the description of an execution, with dates that the function `date` formats.

    `texts` writes data as strings of JSON. `redrive` adds the members about redriving, which EXPRESS executions lack.
    """
    write: Callable[[Json], Json] = dumps if texts else lambda value: value
    succeeded = execution.status == "SUCCEEDED"
    members: dict[str, Json] = {
        "ExecutionArn": execution.arn,
        "Input": write(execution.input),
        "InputDetails": {"Included": True},
        "Name": execution.name,
        "StartDate": date(execution.start_date),
        "StateMachineArn": execution.machine_arn,
        "Status": execution.status,
        "StopDate": date(execution.stop_date),
    }
    if succeeded:
        members |= {"Output": write(execution.output), "OutputDetails": {"Included": True}}
    optional = {"Cause": execution.cause, "Error": execution.error}
    members |= {name: text for name, text in optional.items() if text is not None}
    if redrive:
        members["RedriveCount"] = execution.redrive_count
        if execution.redrive_date is not None and execution.type == "STANDARD":
            members["RedriveDate"] = date(execution.redrive_date)
        if execution.type == "STANDARD":  # recorded on AWS: a ResultWriter omits them for EXPRESS
            members["RedriveStatus"] = "NOT_REDRIVABLE" if succeeded else "REDRIVABLE"
            if succeeded:
                members["RedriveStatusReason"] = "Execution is SUCCEEDED and cannot be redriven"
    return dict(sorted(members.items()))
