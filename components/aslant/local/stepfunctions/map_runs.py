"""Operations on Map Runs: the runs of distributed Maps with their child executions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from aslant.local.answers import AwsError, Date
from aslant.local.arns import check_arn
from aslant.local.map_run_record import MapRunRecord
from aslant.local.run_record import RunRecord
from aslant.local.stepfunctions.pages import page
from aslant.local.stepfunctions.service import Operation, Parameters, Reply, Service, present

__all__ = ["OPERATIONS", "check_list_filters", "existing_map_run", "list_children"]


def list_map_runs(service: Service, parameters: Parameters) -> Reply:
    """Perform ListMapRuns."""
    run = service.executions.find(parameters)
    items = [
        present(
            executionArn=one.execution_arn,
            mapRunArn=one.arn,
            stateMachineArn=one.machine_arn,
            startDate=Date(one.start_date),
            stopDate=_date(one.members()["stopDate"]),
        )
        for one in service.executions.map_runs.of(run.arn)
    ]
    return page("mapRuns", items, parameters, lambda item: item["mapRunArn"])


def describe_map_run(service: Service, parameters: Parameters) -> Reply:
    """Perform DescribeMapRun."""
    run = existing_map_run(service, parameters)
    members = run.members()
    return Reply(
        present(
            mapRunArn=run.arn,
            executionArn=run.execution_arn,
            startDate=Date(run.start_date),
            **{**members, "stopDate": _date(members["stopDate"]), "redriveDate": _date(members["redriveDate"])},
        )
    )


def update_map_run(service: Service, parameters: Parameters) -> Reply:
    """Perform UpdateMapRun. The new limits apply to the child executions that run and to those that follow."""
    concurrency, count = parameters.get("maxConcurrency"), parameters.get("toleratedFailureCount")
    percentage = parameters.get("toleratedFailurePercentage")
    run = existing_map_run(service, parameters)
    if concurrency is None and count is None and percentage is None:
        raise AwsError(
            "ValidationException",
            "At least one of maxConcurrency, toleratedFailureCount and toleratedFailurePercentage must be specified",
        )
    live = run.live
    if live is None:
        raise AwsError("ValidationException", f"Map Run is not in RUNNING status and cannot be updated: '{run.arn}'")
    live.update(concurrency, count, percentage)
    return Reply({})


def check_list_filters(parameters: Parameters) -> None:
    """Refuse the combinations of ListExecutions's parameters that AWS refuses."""
    machine, run = parameters.get("stateMachineArn"), parameters.get("mapRunArn")
    if (machine is None) == (run is None):
        raise AwsError("ValidationException", "Must specify either a stateMachineArn or a mapRunArn, but not both")
    redriven = parameters.get("redriveFilter")
    if machine is None:
        return
    if redriven is not None:  # recorded on AWS, as documented
        raise AwsError("ValidationException", "redriveFilter is only supported with a mapRunArn")
    if parameters.get("statusFilter") == "PENDING_REDRIVE":
        raise AwsError("ValidationException", "The statusFilter PENDING_REDRIVE is only supported with a mapRunArn")


def list_children(service: Service, parameters: Parameters, summary: Callable[[RunRecord], dict[str, Any]]) -> Reply:
    """Perform ListExecutions for a Map Run; `summary` returns the members that all executions have."""
    run = existing_map_run(service, parameters)
    status, redriven = parameters.get("statusFilter"), parameters.get("redriveFilter")
    children = [
        {**summary(child), "mapRunArn": run.arn, "itemCount": child.items or 0}
        for child in service.executions.map_runs.children_of(run.arn)
        if status in (None, child.status) and redriven in (None, "REDRIVEN" if child.redrive_count else "NOT_REDRIVEN")
    ]
    return page("executions", children, parameters, lambda item: item["executionArn"])


def existing_map_run(service: Service, parameters: Parameters) -> MapRunRecord:
    """Return the Map Run that the parameter `mapRunArn` names. Raise AwsError if it does not exist."""
    arn = parameters["mapRunArn"]
    check_arn(arn, "mapRun")
    run = service.executions.map_runs.get(arn)
    if run is None:
        raise AwsError("ResourceNotFound", f"Map Run does not exist: '{arn}'")
    return run


def _date(instant: float | None) -> Date | None:
    return None if instant is None else Date(instant)


OPERATIONS: Mapping[str, Operation] = {
    "DescribeMapRun": describe_map_run,
    "ListMapRuns": list_map_runs,
    "UpdateMapRun": update_map_run,
}
