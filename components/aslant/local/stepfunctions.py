"""The Step Functions API for any client, in AWS's JSON 1.0 protocol.

The program defines the machines, so that actions which create or change one are not served. The token of a list's next
page is the position of its first item.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from typing import Any

from aslant.errors import did_you_mean
from aslant.local.answers import AwsError, Date, to_json
from aslant.local.execution import Run
from aslant.local.executions import Executions, optional
from aslant.local.history import events
from aslant.local.http import Request, Response
from aslant.local.later import then
from aslant.local.machines import LocalMachine
from aslant.local.services.callbacks import Callbacks

__all__ = ["StepFunctions"]

TARGET = "AWSStepFunctions."
HEADERS = ((b"content-type", b"application/x-amz-json-1.0"),)
CREATED = Date(1_767_225_600.0)


class StepFunctions:
    """The Step Functions API of the deployed machines."""

    def __init__(self, executions: Executions, callbacks: Callbacks) -> None:
        """Serve the machines of `executions`; `callbacks` serves task tokens and activities."""
        self._executions = executions
        self._callbacks = callbacks.actions
        self._actions: dict[str, Callable[[Mapping[str, Any], str | None], bytes]] = {
            "DescribeExecution": lambda parameters, _: self._describe_execution(parameters),
            "DescribeStateMachine": lambda parameters, _: self._describe_machine(parameters),
            "DescribeStateMachineAlias": lambda parameters, _: to_json(executions.aliases.describe(parameters)),
            "GetExecutionHistory": lambda parameters, _: self._history(parameters),
            "ListExecutions": lambda parameters, _: self._list_executions(parameters),
            "ListStateMachineAliases": lambda parameters, _: self._list(parameters, "Aliases"),
            "ListStateMachineVersions": lambda parameters, _: self._list(parameters, "Versions"),
            "ListStateMachines": lambda parameters, _: self._list_machines(parameters),
            "StartExecution": self.start_execution,
            "StopExecution": lambda parameters, _: self.stop(parameters),
        }

    @property
    def actions(self) -> list[str]:
        """The actions that are served, in alphabetical order; docs/local.md lists them."""
        return sorted([*self._actions, *self._callbacks, "StartSyncExecution"])

    def answer(self, request: Request) -> Response | Future[Response]:
        """Return the response to a request, or a Future of it if an execution waits."""
        return then(self._answer(request), lambda answer: answer.with_headers(("x-amzn-requestid", str(uuid.uuid4()))))

    def _answer(self, request: Request) -> Response | Future[Response]:
        action = request.headers.get("x-amz-target", "").removeprefix(TARGET)
        trace = request.headers.get("x-amzn-trace-id")
        try:
            parameters = _parameters(request.body)
            if action == "StartSyncExecution":
                ended = self._executions.start_sync(parameters, trace)
                return then(ended, lambda ended: Response(200, ended[0], HEADERS, note=f"{action} {ended[1]}"))
            if action in self._callbacks:
                members = self._callbacks[action](parameters)
                return then(members, lambda members: Response(200, _present(members), HEADERS, note=action))
            perform = self._actions.get(action)
            if perform is None:
                raise AwsError(
                    "UnknownOperationException",
                    f"{action or 'A request without X-Amz-Target'} is not served here. The actions are "
                    f"{', '.join(self.actions)}{did_you_mean(action, self.actions) or '.'}",
                )
            return Response(200, perform(parameters, trace), HEADERS, note=action)
        except AwsError as error:
            return Response(error.status, error.body, HEADERS, note=f"{action} {error.code}")

    def start_execution(self, parameters: Mapping[str, Any], trace: str | None) -> bytes:
        """Perform StartExecution: run the execution in other threads, and return the body of the response."""
        body, run = self._executions.start(parameters, trace)
        if run is not None:
            self._executions.run_on(run)
        return body

    def _describe_execution(self, parameters: Mapping[str, Any]) -> bytes:
        run = self._executions.find(parameters)
        members = {
            **_summary(run),
            "input": run.input,
            "inputDetails": {"included": True},
            "output": run.output,
            "outputDetails": {"included": True} if run.output is not None else None,
            "traceHeader": run.trace,
            "error": run.error,
            "cause": run.cause,
            "redriveStatus": "REDRIVABLE" if run.status in ("FAILED", "TIMED_OUT", "ABORTED") else "NOT_REDRIVABLE",
        }
        return _present(members)

    def _history(self, parameters: Mapping[str, Any]) -> bytes:
        run = self._executions.find(parameters)
        items = events(run.history, run.packed, parameters.get("includeExecutionData") is not False)
        if parameters.get("reverseOrder") is True:
            items.reverse()
        return _page("events", items, parameters)

    def stop(self, parameters: Mapping[str, Any]) -> bytes:
        """Perform StopExecution, which does not change an ended execution. Return the body of the response."""
        run = self._executions.find(parameters)
        run.stop(optional(parameters, "error"), optional(parameters, "cause"))
        return to_json({"stopDate": Date(run.stop_date or run.start_date)})

    def _list_executions(self, parameters: Mapping[str, Any]) -> bytes:
        machine = self._executions.machine(parameters)
        if machine.type == "EXPRESS":
            raise AwsError(
                "StateMachineTypeNotSupported", "This operation is not supported by this type of state machine"
            )
        wanted = optional(parameters, "statusFilter")
        runs = [run for run in self._executions.of(machine) if wanted in (None, run.status)]
        return _page("executions", [_without_none(_summary(run)) for run in runs], parameters)

    def _list_machines(self, parameters: Mapping[str, Any]) -> bytes:
        machines = sorted(self._executions.machines.values(), key=lambda machine: machine.name)
        items = [
            {
                "creationDate": CREATED,
                "name": machine.name,
                "stateMachineArn": machine.arn,
                "type": machine.type,
            }
            for machine in machines
        ]
        return _page("stateMachines", items, parameters)

    def _list(self, parameters: Mapping[str, Any], what: str) -> bytes:
        aliases, arn = self._executions.aliases, self._executions.machine(parameters).arn
        items = aliases.aliases_of(arn) if what == "Aliases" else aliases.versions_of(arn)
        return _page(f"stateMachine{what}", items, parameters)

    def _describe_machine(self, parameters: Mapping[str, Any]) -> bytes:
        machine = self._executions.machine(parameters)
        inputs = machine.resource.inputs
        return _present(
            {
                "creationDate": CREATED,
                "definition": machine.definition,
                "loggingConfiguration": _logging(machine),
                "name": machine.name,
                "roleArn": inputs.get("roleArn"),
                "stateMachineArn": machine.arn,
                "status": "ACTIVE",
                "tracingConfiguration": {"enabled": machine.traced},
                "type": machine.type,
            }
        )


def _parameters(body: bytes) -> dict[str, Any]:
    try:
        parameters = json.loads(body or b"{}")
    except (ValueError, RecursionError):
        raise AwsError("SerializationException", "The request is not valid JSON.") from None
    if not isinstance(parameters, dict):
        raise AwsError("SerializationException", "The request must be a JSON object.")
    return parameters


def _summary(run: Run) -> dict[str, Any]:
    return {
        "executionArn": run.arn,
        "stateMachineArn": run.machine.arn,
        "stateMachineVersionArn": run.route.version_arn,
        "stateMachineAliasArn": run.route.alias_arn,
        "name": run.name,
        "status": run.status,
        "startDate": Date(run.start_date),
        "stopDate": None if run.stop_date is None else Date(run.stop_date),
        "redriveCount": 0,
    }


def _logging(machine: LocalMachine) -> dict[str, Any]:
    given = machine.resource.inputs.get("loggingConfiguration") or {}
    logging = {"level": given.get("level") or "OFF", "includeExecutionData": bool(given.get("includeExecutionData"))}
    if given.get("logDestination"):
        group = {"cloudWatchLogsLogGroup": {"logGroupArn": given["logDestination"]}}
        return {**logging, "destinations": [group]}
    return logging


def _page(key: str, items: Sequence[Any], parameters: Mapping[str, Any]) -> bytes:
    most = parameters.get("maxResults") or 1000
    token = optional(parameters, "nextToken") or "0"
    if not isinstance(most, int) or not 0 < most <= 1000:
        raise AwsError("ValidationException", "maxResults must be from 0 to 1000")
    if not re.fullmatch(r"[0-9]{1,9}", token):
        raise AwsError("InvalidToken", f"Invalid Token: '{token}'")
    end = int(token) + most
    page: dict[str, Any] = {key: list(items[int(token) : end])}
    return to_json({**page, "nextToken": str(end)} if end < len(items) else page)


def _present(members: Mapping[str, Any]) -> bytes:
    return to_json(_without_none(members))


def _without_none(members: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in members.items() if value is not None}
