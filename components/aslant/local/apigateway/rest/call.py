"""Calls of methods, from the integration request to the integration response.

API Gateway developer guide, "Data transformations for REST APIs" and "Integrations for REST APIs". The guide does not
say which template of a response is used. Here it is the one for `application/json`, or else the first.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Mapping
from concurrent.futures import Future

from aslant.local.apigateway.lambda_response import MalformedResponseError
from aslant.local.apigateway.rest.event import proxy_event
from aslant.local.apigateway.rest.integration import IntegrationResponse, MethodIntegration
from aslant.local.apigateway.rest.java import to_string
from aslant.local.apigateway.rest.media_types import JSON, content_type, is_binary
from aslant.local.apigateway.rest.parameters import Parts
from aslant.local.apigateway.rest.proxy_response import read_proxy_response
from aslant.local.apigateway.rest.request_context import RestRequestContext
from aslant.local.apigateway.rest.responses import Refusal
from aslant.local.apigateway.rest.velocity import BodyFault, Rendered, TemplateFault, render
from aslant.local.functions.function_names import find_function
from aslant.local.functions.workers import Workers
from aslant.local.http import Request, Response
from aslant.local.later import then
from aslant.local.stepfunctions.api import TARGET, StepFunctions

__all__ = ["Backends"]

STATUS = re.compile(r"[\"']?statusCode[\"']?\s*:\s*[\"']?(\d+)")


@dataclasses.dataclass(frozen=True, slots=True)
class BackendResult:
    """The result of a backend."""

    kind: str | None
    """The string that the patterns of integration responses match: a status, or the error message of a function.

    None for a function that succeeded, which always gets the default response.
    """
    body: str
    headers: Mapping[str, str] = dataclasses.field(default_factory=dict)
    note: str = ""


class Backends:
    """The backends of integrations: Step Functions, Lambda functions, and none for `mock`."""

    def __init__(self, stepfunctions: StepFunctions, functions: Mapping[str, Workers]) -> None:
        """Call Step Functions and `functions`, which are by name."""
        self._stepfunctions = stepfunctions
        self._functions = functions

    def call(
        self, integration: MethodIntegration, request_context: RestRequestContext, parts: Parts
    ) -> Response | Future[Response]:
        """Return the response to a request. Blocks until it is ready, or returns a future if an execution waits.

        Raises:
            Refusal: API Gateway responds without the backend, or cannot convert the result.
        """
        if integration.type == "aws_proxy":
            return self._proxy(integration, request_context)
        try:
            template = integration.template(content_type(request_context.request))
        except LookupError:
            raise Refusal("UNSUPPORTED_MEDIA_TYPE", "Unsupported Media Type") from None
        body, rendered = parts.body, Rendered("", {})
        if template is not None:
            try:
                rendered = _render(template, parts)
            except BodyFault as fault:
                raise Refusal("BAD_REQUEST_BODY", str(fault)) from None
            except TemplateFault as fault:
                raise Refusal.misconfigured(fault) from None
            body = rendered.text
        headers = {name: value for name, mapped in integration.headers.items() if (value := mapped(parts)) is not None}
        override = rendered.overrides.get("requestOverride", {}).get("header", {})
        headers |= {name.lower(): to_string(value) for name, value in override.items()}
        outcome = self._perform(integration, body, headers, request_context)
        return then(outcome, lambda outcome: _respond(integration, outcome, parts, rendered))

    def _perform(
        self, integration: MethodIntegration, body: str, headers: Mapping[str, str], request_context: RestRequestContext
    ) -> BackendResult | Future[BackendResult]:
        if integration.action is not None:
            target = {"x-amz-target": f"{TARGET}{integration.action}"}
            sent = Request("POST", "/", "", {**headers, **target}, body.encode("utf-8", "replace"))
            return then(self._stepfunctions.answer(sent), lambda response: _outcome(response, request_context))
        if integration.function is not None:
            payload, failed = self._invoke(integration.function, body.encode("utf-8", "replace"), request_context)
            error = str(json.loads(payload).get("errorMessage", "")) if failed else None
            return BackendResult(
                error, payload.decode("utf-8", "replace"), note="Invoke failed" if failed else "Invoke"
            )
        status = STATUS.search(body)
        if status is None:
            raise Refusal.misconfigured("the request template of a mock integration must return a statusCode")
        return BackendResult(status[1], "")

    def _proxy(self, integration: MethodIntegration, request_context: RestRequestContext) -> Response:
        """Return the response of a function that takes the whole request and returns the whole response."""
        event = json.dumps(proxy_event(request_context)).encode()
        payload, failed = self._invoke(str(integration.function), event, request_context)
        binary = is_binary(request_context.request.headers.get("accept"), request_context.binary_types)
        try:
            if failed:
                raise MalformedResponseError("the function failed")
            return dataclasses.replace(read_proxy_response(payload, binary=binary), note="Invoke")
        except MalformedResponseError as error:
            request_context.integration["error"] = str(error)
            headers = ((b"content-type", b"application/json"),)
            return Response(502, b'{"message": "Internal server error"}', headers, note=f"Invoke: {error}")

    def _invoke(self, arn: str, event: bytes, request_context: RestRequestContext) -> tuple[bytes, bool]:
        workers = find_function(self._functions, arn)
        if workers is None:
            raise Refusal.misconfigured(f"the function {arn} does not exist")
        invocation = workers.invoke(event, request_context.id)
        request_context.integration["status"] = 200
        return invocation.payload, invocation.failed


def _outcome(response: Response, request_context: RestRequestContext) -> BackendResult:
    """Return the response of Step Functions as the result of a backend."""
    request_context.integration["status"] = response.status
    received = {name.decode(): value.decode("latin-1") for name, value in response.headers}
    return BackendResult(str(response.status), response.body.decode("utf-8", "replace"), received, response.note)


def _respond(integration: MethodIntegration, outcome: BackendResult, parts: Parts, request: Rendered) -> Response:
    """Return the response that the integration response for an outcome defines."""
    response = integration.response(outcome.kind)
    if response is None:
        result = "a function that succeeds" if outcome.kind is None else repr(outcome.kind)
        raise Refusal.misconfigured(f"no integration response matches {result}, and the default is missing")
    return _convert(response, outcome, parts, request)


def _convert(response: IntegrationResponse, outcome: BackendResult, parts: Parts, request: Rendered) -> Response:
    """Return the client's response to a backend's result; `request` is the rendered request template."""
    kind = JSON if JSON in response.templates else next(iter(response.templates), JSON)
    mapped = dataclasses.replace(parts, body=outcome.body, params={**parts.params, "header": outcome.headers})
    headers = {"content-type": kind}
    for name, value in response.headers.items():
        found = value(mapped)
        if found is not None:
            headers[name.lower()] = found
    template = response.templates.get(kind)
    rendered = Rendered(outcome.body, request.overrides)
    if template is not None:
        context = {**parts.context, **request.overrides}
        try:
            rendered = _render(template, dataclasses.replace(parts, body=outcome.body, context=context))
        except TemplateFault as fault:
            raise Refusal.misconfigured(fault) from None
    headers |= {name.lower(): value for name, value in rendered.headers.items()}
    return Response(
        rendered.status or response.status, rendered.text.encode("utf-8", "replace"), (), outcome.note
    ).with_headers(*headers.items())


def _render(template: str, parts: Parts) -> Rendered:
    headers = {} if parts.sent_headers is None else {"header": parts.sent_headers}
    return render(
        template,
        body=parts.body,
        params={**parts.params, **headers},
        context=parts.context,
        stage_variables=parts.stage_variables,
    )
