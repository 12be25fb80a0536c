"""Serves HTTP APIs as they were registered: stage, route, integration.

What AWS's guides leave open is decided so. An empty body is an empty text, so that `Input: $request.body` is refused
by Step Functions as no JSON; a body that is no UTF-8 (one that is compressed, for example) is refused likewise,
since an input is text. An answer of Step Functions that refuses the request is passed on with its status.
"""

from __future__ import annotations

import dataclasses
import functools
import secrets
import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from aslant.local.account import Account
from aslant.local.answers import AwsError
from aslant.local.checks import SUBTYPES
from aslant.local.executions import Executions
from aslant.local.http import Answer, Request, message
from aslant.local.mapping import Value, View, compile_value
from aslant.local.registry import Registry, Resource
from aslant.local.resources.apis import API, INTEGRATION, ROUTE, STAGE
from aslant.local.routes import Route, match, parse_route
from aslant.local.threads import Threads

__all__ = ["Api", "Gateway"]

MAX_BODY = 10 * 1024 * 1024
"""Bytes: the quota for a request of an HTTP API."""

Start = Callable[[Mapping[str, Any], str | None], tuple[bytes, str]]


@dataclasses.dataclass(frozen=True, slots=True)
class Integration:
    """What a route leads to: how its parameters are made and what is done with them."""

    values: Mapping[str, Value]
    start: Start
    timeout: float
    """Seconds."""

    def perform(self, view: View) -> Answer:
        """Start the execution; blocks until Step Functions answers."""
        try:
            given = {key: value(view) for key, value in self.values.items()}
            parameters = {PARAMETERS[key]: text for key, text in given.items() if text is not None}
            body, note = self.start(parameters, view.request.headers.get("x-amzn-trace-id"))
        except UnicodeDecodeError as error:
            refused = AwsError("InvalidExecutionInput", f"Invalid State Machine Execution Input: '{error}'")
            return Answer(refused.status, refused.body, note=refused.code)
        except AwsError as error:
            return Answer(error.status, error.body, note=error.code)
        return Answer(200, body, note=note)


PARAMETERS = {
    "StateMachineArn": "stateMachineArn",
    "Name": "name",
    "Input": "input",
    "TraceHeader": "traceHeader",
    "Region": "region",
}


@dataclasses.dataclass(frozen=True, slots=True)
class Api:
    """One API: its routes, and its stages' variables by the stage's name."""

    id: str
    name: str
    url: str
    routes: tuple[Route, ...]
    integrations: Mapping[str, Integration]
    stages: Mapping[str, Mapping[str, str]]

    def stage_of(self, path: str) -> tuple[str, str] | None:
        """The stage that a path is in and the rest of the path; None when no stage has it."""
        name, slash, rest = path[1:].partition("/")
        if name in self.stages:
            return name, slash + rest or "/"
        return ("$default", path) if "$default" in self.stages else None


class Gateway:
    """Answers requests for all APIs of a program."""

    def __init__(
        self, registry: Registry, account: Account, executions: Executions, start: Start, threads: Threads
    ) -> None:
        """Serve what was registered; `start` begins an asynchronous execution."""
        self._account = account
        self._threads = threads
        self._starts: dict[str, Start] = {
            "states:StartSyncExecution": executions.start_sync,
            "states:StartExecution": start,
        }
        self.apis = [self._api(resource, registry) for resource in registry.of(API)]
        self._by_host = {str(urlsplit(api.url).hostname): api for api in self.apis}

    async def answer(self, request: Request) -> Answer:
        """The answer to a request; the integration runs in a thread."""
        host = request.headers.get("host", "").rpartition(":")[0]
        api = self._by_host.get(host) or (self.apis[0] if self.apis else None)
        located = api.stage_of(request.path) if api else None
        if api is None or located is None:
            return message(404, "Not Found")
        stage, path = located
        found = match(api.routes, request.method, path)
        if found is None:
            return message(404, "Not Found")
        route, variables = found
        integration = api.integrations[route.integration]
        request_id = secrets.token_hex(16)
        context = functools.partial(self._context, request, request_id, api, stage, route)
        view = View(request, variables, context, api.stages[stage])
        try:  # the execution goes on after a timeout, as it does on AWS
            answer = await self._threads.call(integration.timeout, functools.partial(integration.perform, view))
        except TimeoutError:
            return message(504, "Endpoint request timed out")
        headers = (*answer.headers, (b"apigw-requestid", request_id.encode()))
        return Answer(answer.status, answer.body, headers, answer.note)

    def _context(self, request: Request, id: str, api: Api, stage: str, route: Route) -> dict[str, Any]:
        """The `$context` variables for mappings."""
        now = time.time()
        host = request.headers.get("host", "")
        return {
            "accountId": self._account.id,
            "apiId": api.id,
            "domainName": host.rpartition(":")[0] or host,
            "httpMethod": request.method,
            "identity": {"sourceIp": request.client, "userAgent": request.headers.get("user-agent", "")},
            "path": request.path,
            "protocol": "HTTP/1.1",
            "requestId": id,
            "requestTime": time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime(now)),
            "requestTimeEpoch": int(now * 1000),
            "routeKey": route.key,
            "stage": stage,
        }

    def _api(self, resource: Resource, registry: Registry) -> Api:
        def own(type: str) -> list[Resource]:
            return [item for item in registry.of(type) if item.inputs.get("apiId") == resource.id]

        routes = tuple(
            parse_route(
                str(route.inputs["routeKey"]), route.inputs["target"].removeprefix("integrations/"), route.label
            )
            for route in own(ROUTE)
        )
        return Api(
            id=resource.id,
            name=resource.output("name"),
            url=resource.output("apiEndpoint"),
            routes=routes,
            integrations={item.id: self._integration(item) for item in own(INTEGRATION)},
            stages={item.output("name"): item.inputs.get("stageVariables") or {} for item in own(STAGE)},
        )

    def _integration(self, resource: Resource) -> Integration:
        action, _ = SUBTYPES[resource.inputs["integrationSubtype"]]
        values = {
            key: compile_value(str(value), f"{resource.label}: requestParameters {key}")
            for key, value in resource.inputs["requestParameters"].items()
        }
        return Integration(values, self._starts[action], resource.outputs["timeoutMilliseconds"] / 1000)
