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
from typing import Any
from urllib.parse import unquote

from aslant.local.exchange import Exchange
from aslant.local.http import Answer, Request
from aslant.local.lambda_answer import MalformedAnswerError, read_answer
from aslant.local.lambda_event import EVENTS
from aslant.local.later import then
from aslant.local.rest.integration import Integration, Response
from aslant.local.rest.java import text
from aslant.local.rest.parameters import Parts
from aslant.local.rest.responses import Refusal
from aslant.local.rest.velocity import BodyFault, TemplateFault, render
from aslant.local.stepfunctions import TARGET, StepFunctions
from aslant.local.tasks import find_function
from aslant.local.workers import Workers

__all__ = ["Backends", "content_type"]

JSON = "application/json"
STATUS = re.compile(r"[\"']?statusCode[\"']?\s*:\s*[\"']?(\d+)")


def content_type(request: Request) -> str:
    """The type of a request's body without its parameters; JSON where none is given."""
    return request.headers.get("content-type", JSON).partition(";")[0].strip().lower() or JSON


@dataclasses.dataclass(frozen=True, slots=True)
class Outcome:
    """What a backend answered."""

    kind: str
    """What the patterns of integration responses are about: a status, or a function's error message."""
    body: str
    headers: Mapping[str, str] = dataclasses.field(default_factory=dict)
    note: str = ""


class Backends:
    """What integrations reach: Step Functions, Lambda functions and nothing at all (`mock`)."""

    def __init__(self, stepfunctions: StepFunctions, functions: Mapping[str, Workers]) -> None:
        """Reach the deployed machines and functions, these by name."""
        self._stepfunctions = stepfunctions
        self._functions = functions

    def call(self, integration: Integration, exchange: Exchange, parts: Parts) -> Answer | Future[Answer]:
        """The answer to a request; blocks as long as the backend takes, and comes later where an execution waits.

        `Refusal` where API Gateway answers itself.
        """
        if integration.type == "aws_proxy":
            return self._proxy(integration, exchange)
        try:
            template = integration.template(content_type(exchange.request))
        except LookupError:
            raise Refusal("UNSUPPORTED_MEDIA_TYPE", "Unsupported Media Type") from None
        body, overrides = parts.body, {}
        if template is not None:
            try:
                rendered = _render(template, parts)
            except BodyFault as fault:
                raise Refusal("BAD_REQUEST_BODY", str(fault)) from None
            except TemplateFault as fault:
                raise Refusal.misconfigured(fault) from None
            body, overrides = rendered.text, dict(rendered.overrides)
        given = {name: value for name, mapped in integration.headers.items() if (value := mapped(parts)) is not None}
        override = overrides.get("requestOverride", {}).get("header", {})
        headers = {**given, **{name.lower(): text(value) for name, value in override.items()}}
        seen = dataclasses.replace(parts, context={**parts.context, **overrides})
        outcome = self._perform(integration, body, headers, exchange)
        return then(outcome, lambda outcome: _respond(integration, outcome, seen))

    def _perform(
        self, integration: Integration, body: str, headers: Mapping[str, str], exchange: Exchange
    ) -> Outcome | Future[Outcome]:
        if integration.action is not None:
            target = {"x-amz-target": f"{TARGET}{integration.action}"}
            sent = Request("POST", "/", "", {**headers, **target}, body.encode("utf-8", "replace"))
            return then(self._stepfunctions.answer(sent), lambda answer: _outcome(answer, exchange))
        if integration.function is not None:
            payload, failed = self._invoke(integration.function, body.encode("utf-8", "replace"), exchange)
            error = json.loads(payload).get("errorMessage", "") if failed else "200"
            return Outcome(str(error), payload.decode("utf-8", "replace"), note="Invoke failed" if failed else "Invoke")
        status = STATUS.search(body)
        if status is None:
            raise Refusal.misconfigured("the request's template of a mock integration must give a statusCode")
        return Outcome(status[1], "")

    def _proxy(self, integration: Integration, exchange: Exchange) -> Answer:
        """A function that takes the whole request and gives the whole answer."""
        event = {**EVENTS["1.0"](exchange), "path": unquote(exchange.path)}
        del event["version"]
        payload, failed = self._invoke(str(integration.function), json.dumps(event).encode(), exchange)
        try:
            if failed:
                raise MalformedAnswerError("the function failed")
            return dataclasses.replace(read_answer(payload, "1.0"), note="Invoke")
        except MalformedAnswerError as error:
            headers = ((b"content-type", b"application/json"),)
            return Answer(502, b'{"message": "Internal server error"}', headers, note=f"Invoke: {error}")

    def _invoke(self, arn: str, event: bytes, exchange: Exchange) -> tuple[bytes, bool]:
        workers = find_function(self._functions, arn)
        if workers is None:
            raise Refusal.misconfigured(f"there is no function {arn}")
        invocation = workers.invoke(event, exchange.id)
        exchange.integration["status"] = 200
        return invocation.payload, invocation.failed


def _outcome(answer: Answer, exchange: Exchange) -> Outcome:
    """Return the answer of Step Functions as an integration sees it."""
    exchange.integration["status"] = answer.status
    received = {name.decode(): value.decode("latin-1") for name, value in answer.headers}
    return Outcome(str(answer.status), answer.body.decode("utf-8", "replace"), received, answer.note)


def _respond(integration: Integration, outcome: Outcome, parts: Parts) -> Answer:
    """Return the answer that the integration response for an outcome makes."""
    response = integration.response(outcome.kind)
    if response is None:
        raise Refusal.misconfigured(f"no integration response is for {outcome.kind!r}, and none is the default")
    return _answer(response, outcome, parts)


def _answer(response: Response, outcome: Outcome, parts: Parts) -> Answer:
    """What the client gets of what a backend answered."""
    kind = JSON if JSON in response.templates else next(iter(response.templates), JSON)
    mapped = dataclasses.replace(parts, body=outcome.body, params={**parts.params, "header": outcome.headers})
    headers = {"content-type": kind}
    for name, value in response.headers.items():
        found = value(mapped)
        if found is not None:
            headers[name.lower()] = found
    template = response.templates.get(kind)
    status, body = response.status, outcome.body
    if template is not None:
        try:
            rendered = _render(template, dataclasses.replace(parts, body=outcome.body))
        except TemplateFault as fault:
            raise Refusal.misconfigured(fault) from None
        headers |= {name.lower(): value for name, value in rendered.headers.items()}
        status, body = rendered.status or status, rendered.text
    return Answer(status, body.encode("utf-8", "replace"), (), outcome.note).with_headers(*headers.items())


def _render(template: str, parts: Parts) -> Any:
    return render(
        template,
        body=parts.body,
        params=parts.params,
        context=parts.context,
        stage_variables=parts.stage_variables,
    )
