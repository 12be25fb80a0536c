"""One call of a method: its request goes through the integration, and the answer comes back through its response.

API Gateway developer guide, "Data transformations for REST APIs" and "Integrations for REST APIs". What the guide
leaves open is decided so: the template of a response is the one for `application/json`, else the first.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Mapping
from concurrent.futures import Future

from aslant.local.apigateway.lambda_response import MalformedAnswerError
from aslant.local.apigateway.rest.event import proxy_event
from aslant.local.apigateway.rest.exchange import RestExchange
from aslant.local.apigateway.rest.integration import IntegrationResponse, MethodIntegration
from aslant.local.apigateway.rest.java import text
from aslant.local.apigateway.rest.media_types import JSON, content_type, is_binary
from aslant.local.apigateway.rest.parameters import Parts
from aslant.local.apigateway.rest.proxy_answer import read_proxy_answer
from aslant.local.apigateway.rest.responses import Refusal
from aslant.local.apigateway.rest.velocity import BodyFault, Rendered, TemplateFault, render
from aslant.local.functions.function_names import find_function
from aslant.local.functions.workers import Workers
from aslant.local.http import Request, Response
from aslant.local.later import then
from aslant.local.stepfunctions import TARGET, StepFunctions

__all__ = ["Backends"]

STATUS = re.compile(r"[\"']?statusCode[\"']?\s*:\s*[\"']?(\d+)")


@dataclasses.dataclass(frozen=True, slots=True)
class BackendResult:
    """What a backend answered."""

    kind: str | None
    """What the patterns of integration responses are about: a status, or the error message of a failed function.

    None for a function that has succeeded, which gets the default response whatever the patterns are.
    """
    body: str
    headers: Mapping[str, str] = dataclasses.field(default_factory=dict)
    note: str = ""


class Backends:
    """What integrations reach: Step Functions, Lambda functions and nothing at all (`mock`)."""

    def __init__(self, stepfunctions: StepFunctions, functions: Mapping[str, Workers]) -> None:
        """Reach the deployed machines and functions, these by name."""
        self._stepfunctions = stepfunctions
        self._functions = functions

    def call(self, integration: MethodIntegration, exchange: RestExchange, parts: Parts) -> Response | Future[Response]:
        """The answer to a request; blocks as long as the backend takes, and comes later where an execution waits.

        `Refusal` where API Gateway answers itself.
        """
        if integration.type == "aws_proxy":
            return self._proxy(integration, exchange)
        try:
            template = integration.template(content_type(exchange.request))
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
        given = {name: value for name, mapped in integration.headers.items() if (value := mapped(parts)) is not None}
        override = rendered.overrides.get("requestOverride", {}).get("header", {})
        headers = {**given, **{name.lower(): text(value) for name, value in override.items()}}
        outcome = self._perform(integration, body, headers, exchange)
        return then(outcome, lambda outcome: _respond(integration, outcome, parts, rendered))

    def _perform(
        self, integration: MethodIntegration, body: str, headers: Mapping[str, str], exchange: RestExchange
    ) -> BackendResult | Future[BackendResult]:
        if integration.action is not None:
            target = {"x-amz-target": f"{TARGET}{integration.action}"}
            sent = Request("POST", "/", "", {**headers, **target}, body.encode("utf-8", "replace"))
            return then(self._stepfunctions.answer(sent), lambda answer: _outcome(answer, exchange))
        if integration.function is not None:
            payload, failed = self._invoke(integration.function, body.encode("utf-8", "replace"), exchange)
            error = str(json.loads(payload).get("errorMessage", "")) if failed else None
            return BackendResult(
                error, payload.decode("utf-8", "replace"), note="Invoke failed" if failed else "Invoke"
            )
        status = STATUS.search(body)
        if status is None:
            raise Refusal.misconfigured("the request's template of a mock integration must give a statusCode")
        return BackendResult(status[1], "")

    def _proxy(self, integration: MethodIntegration, exchange: RestExchange) -> Response:
        """A function that takes the whole request and gives the whole answer."""
        event = json.dumps(proxy_event(exchange)).encode()
        payload, failed = self._invoke(str(integration.function), event, exchange)
        binary = is_binary(exchange.request.headers.get("accept"), exchange.binary_types)
        try:
            if failed:
                raise MalformedAnswerError("the function failed")
            return dataclasses.replace(read_proxy_answer(payload, binary=binary), note="Invoke")
        except MalformedAnswerError as error:
            exchange.integration["error"] = str(error)
            headers = ((b"content-type", b"application/json"),)
            return Response(502, b'{"message": "Internal server error"}', headers, note=f"Invoke: {error}")

    def _invoke(self, arn: str, event: bytes, exchange: RestExchange) -> tuple[bytes, bool]:
        workers = find_function(self._functions, arn)
        if workers is None:
            raise Refusal.misconfigured(f"there is no function {arn}")
        invocation = workers.invoke(event, exchange.id)
        exchange.integration["status"] = 200
        return invocation.payload, invocation.failed


def _outcome(answer: Response, exchange: RestExchange) -> BackendResult:
    """Return the answer of Step Functions as an integration sees it."""
    exchange.integration["status"] = answer.status
    received = {name.decode(): value.decode("latin-1") for name, value in answer.headers}
    return BackendResult(str(answer.status), answer.body.decode("utf-8", "replace"), received, answer.note)


def _respond(integration: MethodIntegration, outcome: BackendResult, parts: Parts, request: Rendered) -> Response:
    """Return the answer that the integration response for an outcome makes."""
    response = integration.response(outcome.kind)
    if response is None:
        result = "a function that succeeds" if outcome.kind is None else repr(outcome.kind)
        raise Refusal.misconfigured(f"no integration response is for {result}, and none is the default")
    return _answer(response, outcome, parts, request)


def _answer(response: IntegrationResponse, outcome: BackendResult, parts: Parts, request: Rendered) -> Response:
    """Return what the client gets of what a backend answered; `request` is what the request's template has made."""
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
