"""Integrations of methods: an action of Step Functions, a Lambda function or API Gateway itself (`mock`).

API Gateway developer guide, "x-amazon-apigateway-integration object".
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from typing import Any

from aslant.errors import LocalError, did_you_mean
from aslant.local.apigateway.rest.parameters import Value, compile_value
from aslant.local.apigateway.rest.regular_expressions import PatternError, check, matches
from aslant.local.apigateway.rest.velocity import TemplateFault, compile_template

__all__ = ["ACTIONS", "LAMBDA", "TIMEOUT", "IntegrationResponse", "MethodIntegration", "read_integration"]

ACTIONS = ("DescribeExecution", "StartExecution", "StartSyncExecution", "StopExecution")
"""The actions of Step Functions that are served."""

PASSTHROUGH = ("when_no_match", "when_no_templates", "never")
TYPES = ("aws", "aws_proxy", "mock")

STATES = re.compile(r"arn:[^:]+:apigateway:[^:]+:states:action/(\w+)")
LAMBDA = re.compile(r"arn:[^:]+:apigateway:[^:]+:lambda:path/2015-03-31/functions/(.+)/invocations")

MIN_TIMEOUT, MAX_TIMEOUT = 50, 300_000
"""The limits of an integration's timeout in milliseconds; the maximum needs a raised quota."""
TIMEOUT = 29_000
"""The default timeout of an integration and the timeout of an authorizer, in milliseconds."""


@dataclasses.dataclass(frozen=True, slots=True)
class IntegrationResponse:
    """An integration response, which converts the result of a backend."""

    pattern: str | None
    """The regular expression for a status or a function's error message; None for the default response."""
    status: int
    templates: Mapping[str, str]
    """The response templates by content type."""
    headers: Mapping[str, Value]


@dataclasses.dataclass(frozen=True, slots=True)
class MethodIntegration:
    """The integration of one method."""

    type: str
    action: str | None
    """The action of Step Functions."""
    function: str | None
    """The ARN of the Lambda function."""
    credentials: str | None
    """The ARN of the role that API Gateway assumes."""
    templates: Mapping[str, str]
    """The request templates by content type."""
    headers: Mapping[str, Value]
    """The headers of the integration request, by lower-case name."""
    passthrough: str
    timeout: float
    """The timeout in seconds."""
    responses: tuple[IntegrationResponse, ...]

    def template(self, content_type: str) -> str | None:
        """Return the template for a body, or None to pass it on. A body that is refused raises a `LookupError`."""
        template = self.templates.get(content_type)
        if template is None and (
            self.passthrough == "never" or (self.passthrough == "when_no_templates" and self.templates)
        ):
            raise LookupError(content_type)
        return template

    def response(self, outcome: str | None) -> IntegrationResponse | None:
        """Return the first response whose pattern matches a status or an error message, else the default response.

        None, for a function that succeeded, matches no pattern.
        """
        for item in self.responses:
            if item.pattern is not None and outcome is not None and matches(item.pattern, outcome):
                return item
        return next((item for item in self.responses if item.pattern is None), None)


def read_integration(
    given: Mapping[str, Any], responses: Mapping[str, frozenset[str]], place: str
) -> MethodIntegration:
    """Read an integration, given the headers of each method response. A `LocalError` begins with `place`."""
    type = str(given.get("type")).lower()
    if type not in TYPES:
        raise LocalError(
            f"{place}: the integration's type must be {', '.join(TYPES[:-1])} or {TYPES[-1]}, "
            f"not {given.get('type')!r}{did_you_mean(type, TYPES)}"
        )
    timeout = given.get("timeoutInMillis", TIMEOUT)
    if not isinstance(timeout, int) or not MIN_TIMEOUT <= timeout <= MAX_TIMEOUT:
        raise LocalError(
            f"{place}: timeoutInMillis must be a whole number from {MIN_TIMEOUT} to {MAX_TIMEOUT} milliseconds, "
            f"not {timeout!r}"
        )
    passthrough = str(given.get("passthroughBehavior", "when_no_match")).lower()
    if passthrough not in PASSTHROUGH:
        raise LocalError(f"{place}: passthroughBehavior must be one of {', '.join(PASSTHROUGH)}, not {passthrough!r}")
    action, function = (None, None) if type == "mock" else _target(given, type, place)
    return MethodIntegration(
        type=type,
        action=action,
        function=function,
        credentials=given.get("credentials"),
        templates=_templates(given.get("requestTemplates"), f"{place}: requestTemplates"),
        headers=_request_headers(given.get("requestParameters") or {}, place),
        passthrough=passthrough,
        timeout=timeout / 1000,
        responses=tuple(
            _response(str(pattern), response, responses, f"{place}: the integration response {pattern!r}")
            for pattern, response in (given.get("responses") or {}).items()
        ),
    )


def _target(given: Mapping[str, Any], type: str, place: str) -> tuple[str | None, str | None]:
    """Return the action or the function of a uri."""
    uri = str(given.get("uri"))
    states, function = STATES.fullmatch(uri), LAMBDA.fullmatch(uri)
    if function is None and (states is None or type != "aws" or states[1] not in ACTIONS):
        near = did_you_mean(states[1], ACTIONS) if states else ""
        raise LocalError(
            f"{place}: the uri must be the `invoke_arn` of a function or, for the type aws, "
            f"arn:aws:apigateway:REGION:states:action/ACTION with one of {', '.join(ACTIONS)}, not {uri!r}{near}"
        )
    if str(given.get("httpMethod")).upper() != "POST":
        raise LocalError(f"{place}: the integration's httpMethod must be POST, not {given.get('httpMethod')!r}")
    return (states[1], None) if states else (None, function[1] if function else None)


def _response(
    pattern: str, given: Mapping[str, Any], responses: Mapping[str, frozenset[str]], place: str
) -> IntegrationResponse:
    status = str(given.get("statusCode"))
    if status not in responses:
        raise LocalError(
            f"{place}: the method must declare a response with statusCode {status!r}. Add it to the method's responses."
        )
    headers = {}
    for target, value in (given.get("responseParameters") or {}).items():
        name = target.removeprefix("method.response.header.")
        if name == target or name.lower() not in responses[status]:
            raise LocalError(
                f"{place}: {target!r} must be method.response.header.NAME, with a header that the method's response "
                f"{status} declares. Declare it there."
            )
        headers[name] = compile_value(str(value), "integration.response", f"{place}: {target}")
    try:
        check(pattern)
    except PatternError as error:
        raise LocalError(f"{place}: {error}. Write one such as 4\\d{{2}}.") from None
    templates = _templates(given.get("responseTemplates"), f"{place}: responseTemplates")
    return IntegrationResponse(None if pattern == "default" else pattern, int(status), templates, headers)


def _request_headers(given: Mapping[str, Any], place: str) -> dict[str, Value]:
    headers = {}
    for target, value in given.items():
        name = target.removeprefix("integration.request.header.")
        if name == target:
            raise LocalError(
                f"{place}: requestParameters must have keys such as integration.request.header.NAME, "
                f"not {target!r}, which is not supported here"
            )
        headers[name.lower()] = compile_value(str(value), "method.request", f"{place}: {target}")
    return headers


def _templates(given: Any, place: str) -> dict[str, str]:
    templates = {str(kind): str(template) for kind, template in (given or {}).items()}
    for kind, template in templates.items():
        try:
            compile_template(template)
        except TemplateFault as fault:
            raise LocalError(f"{place}: the template for {kind} is not valid: {fault}") from None
    return templates
