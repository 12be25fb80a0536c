"""Asynchronous invocations of functions: retried as on Lambda, then passed to a destination or a dead-letter queue.

Lambda developer guide, "Invoking a Lambda function asynchronously": a function that fails is invoked again after one
minute and after two more. Destinations get the result with the request, a dead-letter queue gets the event.
"""

from __future__ import annotations

import dataclasses
import json
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from aslant.local.functions.function_names import plain_name
from aslant.local.functions.workers import Invocation, Workers
from aslant.provider.registry import RegisteredResource, Registry
from aslant.provider.resources.functions import FUNCTION, INVOKE_CONFIG

if TYPE_CHECKING:
    from aslant.local.threads import Threads
    from aslant.run.hub import Hub

__all__ = ["LATEST", "Invocations", "timestamp"]

RETRY_SECONDS = (60.0, 120.0)
"""The delays before the first and the second retry."""

MAX_AGE_SECONDS = 21_600.0
"""The time after which an event is not tried again: six hours, the default of Lambda."""

LATEST = "$LATEST"

MAX_ERROR_MESSAGE = 1024
"""The size in bytes of the error message in a dead letter."""

Sender = Callable[[str, str, Mapping[str, Mapping[str, str]], str], None]
"""A function that sends a body to an ARN, with message attributes; the last argument says why, for the log."""


@dataclasses.dataclass(slots=True)
class _Event:
    """An event that waits for its function."""

    workers: Workers
    body: bytes
    request_id: str
    qualifier: str
    why: str
    born: float = dataclasses.field(default_factory=time.time)
    attempts: int = 0


class Invocations:
    """The asynchronous invocations of one program's functions. Safe to use from several threads."""

    def __init__(
        self,
        hub: Hub,
        threads: Threads,
        log: Callable[[str], None],
        delays: Sequence[float] = RETRY_SECONDS,
    ) -> None:
        """Invoke functions in threads. The hub times the retries, and failures are logged."""
        self._configurations: dict[tuple[str, str], RegisteredResource] = {}
        self._resources: dict[str, RegisteredResource] = {}
        self._functions: Mapping[str, Workers] = {}
        self._hub = hub
        self._threads = threads
        self._log = log
        self._delays = delays
        self._send: Sender | None = None

    def adopt(self, registry: Registry, functions: Mapping[str, Workers], send: Sender) -> None:
        """Use the functions of a program, or of its latest version. `send` sends results to destinations."""
        self._configurations = {_configured(item): item for item in registry.of(INVOKE_CONFIG)}
        self._resources = {item.output("name"): item for item in registry.of(FUNCTION)}
        self._functions = functions
        self._send = send

    def invoke(
        self, workers: Workers, body: bytes, request_id: str | None = None, qualifier: str | None = None, why: str = ""
    ) -> str:
        """Invoke a function later, and return the ID of the request. `why` names the reason in the log."""
        event = _Event(workers, body, request_id or str(uuid.uuid4()), qualifier or LATEST, why)
        self._threads.submit(self._attempt, event)
        return event.request_id

    def _attempt(self, event: _Event) -> None:
        event.attempts += 1
        name = event.workers.function.name
        workers = event.workers if event.attempts == 1 else self._functions.get(name, event.workers)
        invocation = workers.invoke(event.body, event.request_id)
        settings = self._settings(event)
        try:
            if not invocation.failed:
                self._conclude(event, invocation, settings, "Success")
                return
            retries = settings.get("maximumRetryAttempts")
            most = len(self._delays) if retries is None else min(int(retries), len(self._delays))
            if event.attempts > most:
                self._conclude(event, invocation, settings, "RetriesExhausted")
                return
            delay = self._delays[event.attempts - 1]
            if time.time() + delay > event.born + float(settings.get("maximumEventAgeInSeconds") or MAX_AGE_SECONDS):
                self._conclude(event, invocation, settings, "EventAgeExceeded")
                return
            self._log(f"{_subject(event)} failed, and is invoked again in {delay:g} s (retry {event.attempts})")
            self._hub.at(time.time() + delay, lambda: void(self._threads.submit(self._attempt, event)))
        except Exception as error:  # a destination that does not exist: nothing else may fail with it
            self._log(f"{_subject(event)}: {type(error).__name__}: {error}")

    def _settings(self, event: _Event) -> Mapping[str, Any]:
        """Return the inputs of the function's FunctionEventInvokeConfig, of which there is one per qualifier."""
        name = event.workers.function.name
        found = self._configurations.get((name, event.qualifier)) or self._configurations.get((name, LATEST))
        return {} if found is None else found.inputs

    def _conclude(self, event: _Event, invocation: Invocation, settings: Mapping[str, Any], condition: str) -> None:
        failed = condition != "Success"
        kind = "onFailure" if failed else "onSuccess"
        destination = ((settings.get("destinationConfig") or {}).get(kind) or {}).get("destination")
        if failed:
            self._log(f"{_subject(event)} failed {event.attempts} times ({condition})")
        if destination and self._send is not None:
            record = _record(event, invocation, condition)
            self._send(str(destination), json.dumps(record), {}, f"{_subject(event)}, {kind}")
        queue = self._dead_letter_queue(event) if failed else None
        if queue and self._send is not None:
            self._send(queue, event.body.decode(), _dead_letter(event, invocation), f"{_subject(event)}, dead letter")

    def _dead_letter_queue(self, event: _Event) -> str | None:
        function = self._resources.get(event.workers.function.name)
        settings = None if function is None else function.inputs.get("deadLetterConfig")
        return str(settings["targetArn"]) if settings and settings.get("targetArn") else None


def void(_: object) -> None:
    """Ignore a value."""


def timestamp(instant: float | None = None) -> str:
    """Return an instant, by default the current one, as Lambda writes it: `2026-01-01T00:00:00.000Z`."""
    moment = datetime.fromtimestamp(time.time() if instant is None else instant, UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _configured(resource: RegisteredResource) -> tuple[str, str]:
    return plain_name(str(resource.inputs.get("functionName"))), str(resource.inputs.get("qualifier") or LATEST)


def _subject(event: _Event) -> str:
    name = event.workers.function.name
    return f"function {name!r}" + (f", invoked by {event.why}," if event.why else "")


def _record(event: _Event, invocation: Invocation, condition: str) -> dict[str, Any]:
    """Return the record that a destination gets (Lambda developer guide)."""
    response: dict[str, Any] = {"statusCode": 200, "executedVersion": LATEST}
    if invocation.failed:
        response["functionError"] = "Unhandled"
    return {
        "version": "1.0",
        "timestamp": timestamp(),
        "requestContext": {
            "requestId": event.request_id,
            "functionArn": f"{event.workers.function.arn}:{event.qualifier}",
            "condition": condition,
            "approximateInvokeCount": event.attempts,
        },
        "requestPayload": json.loads(event.body),
        "responseContext": response,
        "responsePayload": json.loads(invocation.payload),
    }


def _dead_letter(event: _Event, invocation: Invocation) -> dict[str, dict[str, str]]:
    """Return the attributes of the message in a dead-letter queue (Lambda developer guide)."""
    message = str(json.loads(invocation.payload).get("errorMessage") or "")
    short = message.encode()[:MAX_ERROR_MESSAGE].decode("utf-8", "ignore")
    attributes = {
        "RequestID": {"DataType": "String", "StringValue": event.request_id},
        "ErrorCode": {"DataType": "Number", "StringValue": "200"},
    }
    return attributes | ({"ErrorMessage": {"DataType": "String", "StringValue": short}} if short else {})
