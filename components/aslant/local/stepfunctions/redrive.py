"""The operation that redrives an execution, and what DescribeExecution says about redriving."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping

from aslant.local.answers import AwsError, Date
from aslant.local.execution import Run
from aslant.local.history import count
from aslant.local.run_record import RunRecord
from aslant.local.stepfunctions.service import Operation, Parameters, Reply, Service
from aslant.run.redriving import not_redrivable

__all__ = ["OPERATIONS", "redrive_status"]

TOKEN_SECONDS = 900
"""The seconds for which a client token makes a second request return the result of the first."""

TOKENS = 10
"""The number of the latest client tokens of an execution that are valid."""


def redrive_execution(service: Service, parameters: Parameters) -> Reply:
    """Perform RedriveExecution. A client token that has redriven the execution returns that redrive's date again."""
    arn, token = parameters["executionArn"], parameters.get("clientToken")
    if ":express:" in arn:
        raise AwsError("InvalidArn", "Invalid Arn: 'Resource type not valid in this context: express'")
    if re.fullmatch(r"arn:[^:]+:states:[^:]+:[^:]+:execution:[^:/]+/[^:]+:[^:]+", arn):
        raise AwsError("ValidationException", "Labeled Execution ARNs are not supported for this API")
    run = service.executions.find(parameters)
    assert isinstance(run, Run)  # noqa: S101 - the ARNs of all others have a label
    with run.redriving:
        now = time.time()
        for known, (date, until) in list(run.redrive_tokens.items()):
            if until < now:
                del run.redrive_tokens[known]
            elif known == token:
                return Reply({"redriveDate": Date(date)})
        reason = _reason(service, run)
        if reason is not None:
            raise _refused(arn, reason)
        try:
            kept = service.executions.redrive(run)
        except ValueError as problem:
            raise _refused(arn, str(problem)) from None
        if not kept:
            raise AwsError("ExecutionDoesNotExist", f"Execution Does Not Exist: '{arn}'")
        date = run.redrive_date or now
        if token is not None:
            run.redrive_tokens[token] = date, now + TOKEN_SECONDS
            while len(run.redrive_tokens) > TOKENS:
                del run.redrive_tokens[next(iter(run.redrive_tokens))]
        return Reply({"redriveDate": Date(date)}, "RUNNING")


def redrive_status(service: Service, run: RunRecord) -> dict[str, str]:
    """Return whether an execution can be redriven, and if not, the reason."""
    reason = _reason(service, run)
    if reason is not None:
        return {"redriveStatus": "NOT_REDRIVABLE", "redriveStatusReason": reason}
    return {"redriveStatus": "REDRIVABLE" if run.map_run is None else "REDRIVABLE_BY_MAP_RUN"}


def _reason(service: Service, run: RunRecord) -> str | None:
    if service.executions.machines.is_deleting(run.machine.arn):
        return "State machine is in DELETING status"
    events = 0 if run.type == "EXPRESS" else count(run.packed)
    return not_redrivable(run.status, events, run.start_date, run.stop_date, time.time())


def _refused(arn: str, reason: str) -> AwsError:
    return AwsError("ExecutionNotRedrivable", f"Execution {arn} invalid for redrive as: {reason}")


OPERATIONS: Mapping[str, Operation] = {"RedriveExecution": redrive_execution}
