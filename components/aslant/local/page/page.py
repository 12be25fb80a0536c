"""The requests under `/_aslant/`: files of the page, and its JSON API."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import parse_qsl

from aslant.json_value import Json
from aslant.local.answers import AwsError
from aslant.local.executions import optional, required
from aslant.local.http import Request, Response
from aslant.local.page.address import PREFIX
from aslant.local.page.comparison import compare
from aslant.local.page.experiments import machine_at, run_from, try_state
from aslant.local.page.files import file_response, with_protection
from aslant.local.page.histories import events_of, pretty, visits_of
from aslant.local.page.input_form import EXAMPLES, input_form, input_schema
from aslant.local.page.listing import describe_execution, describe_machine, find_run, list_executions, machine_summary
from aslant.local.page.reproduction import reproduction
from aslant.local.page.state_data import event_json, state_data
from aslant.local.page.triggers import fire, triggers
from aslant.local.stepfunctions.input_check import checked_input

if TYPE_CHECKING:
    from aslant.local.deployment import Deployment
    from aslant.local.execution import Run
    from aslant.local.machines import LocalMachine

__all__ = ["Page"]

API = f"{PREFIX}api/"
TEST_FILE = "test.py"

PATIENCE = 20.0
"""The seconds for which a request waits for changes of an execution."""

GLANCE = 0.1
"""The seconds between two looks for changes."""

MOST_EVENTS = 500
"""The maximum number of events in a response."""

Action: TypeAlias = Callable[[Mapping[str, Any]], Any]


class Page:
    """The page of a deployment."""

    def __init__(self, deployment: Deployment) -> None:
        """Show a deployment."""
        self._deployment = deployment
        self._reads: dict[str, Action] = {
            "definition": self._definition,
            "compare": lambda given: compare(self._run(given, "left"), self._run(given, "right")),
            "events": self._events,
            "execution": self._execution,
            "executions": self._executions,
            "form": self._form,
            "machine": lambda given: describe_machine(deployment.executions, self._machine(given)),
            "overview": lambda _: self._overview(),
            "reproduction": lambda given: reproduction(self._run(given)),
            "state": self._state,
            "triggers": lambda _: {"triggers": triggers(deployment.registry, deployment.account)},
        }
        self._writes: dict[str, Action] = {
            "fire": lambda given: fire(deployment, required(given, "id"), required(given, "event")),
            "fire-schedule": self._fire_schedule,
            "run-from": self._run_from,
            "start": self._start,
            "stop": self._stop,
            "try-state": self._try_state,
        }

    async def answer(self, request: Request) -> Response:
        """Return the response to a request. One for the changes of an execution waits until there are any."""
        if not request.path.startswith(API):
            return self._file(request)
        name = request.path.removeprefix(API)
        given = dict(parse_qsl(request.query, keep_blank_values=True))
        if name == TEST_FILE and request.method in ("GET", "HEAD"):
            return await self._threaded(lambda: self._test_file(given))
        if request.method in ("GET", "HEAD") and name in self._reads:
            if name == "execution" and "seen" in given:
                await self._changed(given)
            return await self._threaded(lambda: _json(200, self._reads[name](given)))
        if request.method == "POST" and name in self._writes:
            refusal = _refusal(request)
            if refusal is not None:
                return _error(*refusal)
            return await self._threaded(lambda: _json(200, self._writes[name](_body(request.body))))
        known = name in self._reads or name in self._writes or name == TEST_FILE
        if not known:
            return _missing(request)
        return _error(
            405, "MethodNotAllowed", f"Send {'POST' if name in self._writes else 'GET'}, not {request.method}."
        )

    async def _threaded(self, function: Callable[[], Response]) -> Response:
        def answer() -> Response:
            try:
                return function()
            except AwsError as error:
                return _error(error.status, error.code, error.message)

        return await self._deployment.threads.call(None, answer)

    def _file(self, request: Request) -> Response:
        if request.path == PREFIX[:-1]:
            return with_protection(Response(308, b"", ((b"location", PREFIX.encode()),)))
        if request.method not in ("GET", "HEAD"):
            return _error(405, "MethodNotAllowed", "The files of the page can only be read. Send GET.")
        return file_response(request.path.removeprefix(PREFIX)) or _missing(request)

    async def _changed(self, given: Mapping[str, str]) -> None:
        """Wait until an execution has more events than the client has seen, or has ended."""
        try:
            run, seen = self._run(given), int(given["seen"])
        except (AwsError, ValueError):
            return  # the response reports what is wrong
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and run.status == "RUNNING":
            history = run.history
            if history is None or len(history.entries) > seen:
                return
            await asyncio.sleep(GLANCE)

    def _fire_schedule(self, given: Mapping[str, Any]) -> dict[str, Json]:
        """Invoke the targets of a schedule now, as at its time."""
        try:
            fired = self._deployment.deliveries.fire(required(given, "name"))
        except LookupError as error:
            raise AwsError("ResourceNotFoundException", str(error.args[0]), 404) from None
        return {"arn": fired.arn, "name": fired.name}

    def _run(self, given: Mapping[str, Any], key: str = "arn") -> Run:
        return find_run(self._deployment.executions, required(given, key))

    def _machine(self, given: Mapping[str, Any], key: str = "arn") -> LocalMachine:
        return self._deployment.executions.machine({"stateMachineArn": required(given, key)})

    def _overview(self) -> dict[str, Json]:
        deployment = self._deployment
        machines = sorted(deployment.machines, key=lambda machine: machine.name)
        return {
            "project": deployment.project.name,
            "stack": deployment.project.stack,
            "region": deployment.region,
            "reload": None if deployment.problem is None else {"problem": deployment.problem.message},
            "machines": [machine_summary(deployment.executions, machine) for machine in machines],
        }

    def _form(self, given: Mapping[str, Any]) -> dict[str, Json]:
        deployment = self._deployment
        functions = {name: workers.function for name, workers in deployment.functions.items()}
        examples = deployment.project.structured(EXAMPLES, list, "be a list of sample bodies")
        machine = self._machine(given)
        schema = input_schema(machine, deployment.registry)
        return input_form(machine, functions, examples if len(list(deployment.machines)) == 1 else [], schema)

    def _executions(self, given: Mapping[str, Any]) -> dict[str, Json]:
        machine, status, text = (given.get(key, "") for key in ("machine", "status", "text"))
        return list_executions(self._deployment.executions, machine, status, text)

    def _execution(self, given: Mapping[str, Any]) -> dict[str, Json]:
        return describe_execution(self._run(given), with_drawing="seen" not in given)

    def _state(self, given: Mapping[str, Any]) -> dict[str, Json]:
        run, id = self._run(given), required(given, "id")
        events, entries = visits_of(run)
        for entry in entries:
            if str(entry.id) == id:
                return state_data(run, entry, events, self._deployment.rights)
        raise AwsError("StateDoesNotExist", f"The execution does not have an event {id} that entered a state.", 404)

    def _definition(self, given: Mapping[str, Any]) -> dict[str, Json]:
        """Return the definition of one state, given the path as JSON."""
        try:
            path = _path({"path": json.loads(given.get("path", ""))})
        except (ValueError, RecursionError):
            path = _path({})
        state = machine_at(self._used_machine(given).document, path)["States"][path[-1]]
        return {"kind": state.get("Type"), "definition": pretty(state)}

    def _events(self, given: Mapping[str, Any]) -> dict[str, Json]:
        first = int(given["first"]) if given.get("first", "").isdecimal() else 1
        events = events_of(self._run(given))
        page = events[max(first - 1, 0) :][:MOST_EVENTS]
        return {"events": [event_json(event) for event in page], "total": len(events)}

    def _start(self, given: Mapping[str, Any]) -> dict[str, Json]:
        parameters = {"stateMachineArn": required(given, "machine"), "input": required(given, "input")}
        name = optional(given, "name")
        given_name = {"name": name} if name else {}
        run = self._deployment.executions.start(checked_input("StartExecution", parameters | given_name))
        return {"execution": run.arn}

    def _stop(self, given: Mapping[str, Any]) -> dict[str, Json]:
        run = self._run(given)
        run.stop(optional(given, "error"), optional(given, "cause"))
        return {"status": run.status}

    def _run_from(self, given: Mapping[str, Any]) -> dict[str, Json]:
        machine = self._used_machine(given)
        input, variables = required(given, "input"), optional(given, "variables") or "{}"
        run = run_from(self._deployment.executions, machine, _path(given), input, variables)
        return {"execution": run.arn}

    def _try_state(self, given: Mapping[str, Any]) -> dict[str, Json]:
        machine, mock = self._used_machine(given), given.get("mock")
        input, variables = required(given, "input"), optional(given, "variables") or "{}"
        return try_state(machine, _path(given)[-1], input, variables, mock if isinstance(mock, dict) else None)

    def _used_machine(self, given: Mapping[str, Any]) -> LocalMachine:
        """Return the machine of an execution, which may be older than the deployed one, or the deployed one."""
        return self._run(given, "execution").machine if given.get("execution") else self._machine(given, "machine")

    def _test_file(self, given: Mapping[str, Any]) -> Response:
        found = reproduction(self._run(given))
        response = Response(
            200, str(found["python"]).encode("utf-8", "replace"), ((b"content-type", b"text/x-python; charset=utf-8"),)
        )
        return with_protection(
            response.with_headers(("content-disposition", f'attachment; filename="{found["file"]}"'))
        )


def _path(given: Mapping[str, Any]) -> list[str]:
    path = given.get("path")
    if not isinstance(path, list) or not path or not all(isinstance(name, str) for name in path):
        raise AwsError("ValidationException", "path must be a list of the names of states, from the outside in.")
    return path


def _refusal(request: Request) -> tuple[int, str, str] | None:
    """Return why a request may not change anything.

    A form of another page cannot send JSON without a preflight request, which is never granted.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        return 415, "UnsupportedMediaType", "Send the header `content-type: application/json`."
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return 403, "Forbidden", "Only the page itself may send this."
    return None


def _body(body: bytes) -> dict[str, Any]:
    try:
        given = json.loads(body)
    except (ValueError, RecursionError):
        given = None
    if not isinstance(given, dict):
        raise AwsError("SerializationException", "The body must be a JSON object.")
    return given


def _json(status: int, value: Any) -> Response:
    return with_protection(Response(status, json.dumps(value).encode()))


def _error(status: int, code: str, message: str) -> Response:
    body = json.dumps({"error": code, "message": message}).encode()
    return with_protection(Response(status, body, note=f"{code}: {message}"))


def _missing(request: Request) -> Response:
    return _error(404, "NotFound", f"{request.path} does not exist. The page is at {PREFIX}")
