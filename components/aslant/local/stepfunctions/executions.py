"""Operations on executions."""

from __future__ import annotations

import math
from collections.abc import Mapping
from concurrent.futures import Future
from typing import Any

from aslant.local.aliases import ExecutionQualifier
from aslant.local.answers import AwsError, Date
from aslant.local.console.execution_summary import outcome
from aslant.local.execution import Run
from aslant.local.history import events
from aslant.local.later import then
from aslant.local.run_record import RunRecord
from aslant.local.stepfunctions.lookup import type_not_supported
from aslant.local.stepfunctions.map_runs import check_list_filters, list_children
from aslant.local.stepfunctions.pages import page
from aslant.local.stepfunctions.redrive import redrive_status
from aslant.local.stepfunctions.service import Operation, Parameters, Reply, Service, present

__all__ = ["OPERATIONS"]

BILLED_STEP = 100
"""The milliseconds to whose multiples a billed duration is rounded up."""

DETAILS_TYPE = "com.amazonaws.swf.base.model#CloudWatchEventsExecutionDataDetails"
INCLUDED = {"__type": DETAILS_TYPE, "included": True}
LEFT_OUT = {"__type": DETAILS_TYPE, "included": False}


def start_execution(service: Service, parameters: Parameters) -> Reply:
    """Perform StartExecution."""
    run = service.executions.start(parameters)
    return Reply({"executionArn": run.arn, "startDate": Date(run.start_date)}, run.status)


def start_sync_execution(service: Service, parameters: Parameters) -> Reply | Future[Reply]:
    """Perform StartSyncExecution. The result is a Future if the execution waits."""
    with_data = parameters.get("includedData") != "METADATA_ONLY"
    ended = service.executions.start_sync(parameters)
    return then(ended, lambda run: Reply(_sync_members(run, with_data), outcome(run)))


def describe_execution(service: Service, parameters: Parameters) -> Reply:
    """Perform DescribeExecution."""
    run = service.executions.find(parameters)
    with_data = parameters.get("includedData") != "METADATA_ONLY"
    members = present(
        input=run.input if with_data else None,
        inputDetails={"included": with_data},
        output=run.output if with_data else None,
        outputDetails={"included": with_data} if run.output is not None else None,
        traceHeader=run.trace,
        error=run.error if with_data else None,
        cause=run.cause if with_data else None,
        mapRunArn=None if run.map_run is None else run.map_run.arn,
        **redrive_status(service, run),
    )
    return Reply({**_summary(run), **members})


def get_execution_history(service: Service, parameters: Parameters) -> Reply:
    """Perform GetExecutionHistory."""
    run = _standard(service, parameters)
    items = events(run.history, run.packed, parameters.get("includeExecutionData", True))
    if parameters.get("reverseOrder"):
        items.reverse()
    return page("events", items, parameters, lambda event: event["id"])


def stop_execution(service: Service, parameters: Parameters) -> Reply:
    """Perform StopExecution, which does not change an ended execution."""
    run = _standard(service, parameters)
    run.stop(parameters.get("error"), parameters.get("cause"))
    return Reply({"stopDate": Date(run.stop_date or run.start_date)})


def list_executions(service: Service, parameters: Parameters) -> Reply:
    """Perform ListExecutions: latest first, of a machine, of those that a version or an alias started, or children."""
    check_list_filters(parameters)
    if parameters.get("mapRunArn") is not None:
        return list_children(service, parameters, _summary)
    arn = parameters["stateMachineArn"]
    machine, qualifier = service.executions.machine_of(arn)
    if machine.type == "EXPRESS":
        raise type_not_supported()
    wanted = parameters.get("statusFilter")
    runs = [
        run
        for run in service.executions.of(machine)
        if wanted in (None, run.status)
        and (qualifier == ExecutionQualifier() or arn in (run.route.version_arn, run.route.alias_arn))
    ]
    return page("executions", [_summary(run) for run in runs], parameters, lambda item: item["executionArn"])


def _standard(service: Service, parameters: Parameters) -> RunRecord:
    """Return the STANDARD execution of a request."""
    run = service.executions.find(parameters)
    if run.type == "EXPRESS":  # recorded on AWS for child executions of Map Runs
        raise AwsError("InvalidArn", "Invalid Arn: 'Resource type not valid in this context: express'")
    return run


def _summary(run: RunRecord) -> dict[str, Any]:
    return present(
        executionArn=run.arn,
        stateMachineArn=run.machine_arn,
        stateMachineVersionArn=run.route.version_arn,
        stateMachineAliasArn=run.route.alias_arn,
        name=run.name,
        status=run.status,
        startDate=Date(run.start_date),
        stopDate=None if run.stop_date is None else Date(run.stop_date),
        redriveCount=run.redrive_count,
        redriveDate=None if run.redrive_date is None else Date(run.redrive_date),
    )


def _sync_members(run: Run, with_data: bool) -> dict[str, Any]:
    """Return the members of StartSyncExecution's response in AWS's order. Members without a value are left out."""
    stop = run.stop_date or run.start_date
    billed = max(1, math.ceil((stop - run.start_date) * 1000 / BILLED_STEP)) * BILLED_STEP
    details = INCLUDED if with_data else LEFT_OUT
    return present(
        billingDetails={"billedDurationInMilliseconds": billed, "billedMemoryUsedInMB": 64},
        cause=run.cause,
        error=run.error,
        executionArn=run.arn,
        input=run.input if with_data else None,
        inputDetails=details,
        name=run.name,
        output=run.output if with_data else None,
        outputDetails=details,
        startDate=Date(run.start_date),
        stateMachineArn=run.machine.arn,
        status=run.status,
        stopDate=Date(stop),
        traceHeader=run.trace,
    )


OPERATIONS: Mapping[str, Operation] = {
    "DescribeExecution": describe_execution,
    "GetExecutionHistory": get_execution_history,
    "ListExecutions": list_executions,
    "StartExecution": start_execution,
    "StartSyncExecution": start_sync_execution,
    "StopExecution": stop_execution,
}
