"""Applies a mapping template as API Gateway would, offline."""

import json
from collections.abc import Mapping
from typing import Any

from aslant.local.apigateway.rest.velocity import Rendered, render

ARN = "arn:aws:states:eu-west-1:111122223333:stateMachine:pizza"
NASTY = [
    "plain",
    "it's",
    "\\'",
    'quo"te',
    '", "admin": true, "x": "',
    '\\", \\"admin\\": true',
    "}{][,:",
    "back\\slash\\\\",
    "line\nbreak\r\ttab",
    "\u2028\u2029\x00\x1f\x7f",
    "$input.json('$') ${x} $!y $",
    "#set($context.responseOverride.status = 200)#end #if(true) ## #* *#",
    "</script> / \\/",
    "pâté 🍍",
    "null",
    "{}",
    " ",
]
"""Texts that a template might read, or that might end a JSON text."""
CONTEXT: Mapping[str, Any] = {
    "requestId": "c6af9ac6-7b61-11e6-9a41-93e8deadbeef",
    "path": "/live/orders",
    "authorizer": {"claims": {"sub": "ada"}, "principalId": "ada"},
}


def apply(template: str, body: str = "", **params: Mapping[str, str]) -> Rendered:
    """A template applied to a body, with `header`, `path` and `querystring` of the request."""
    return render(template, body=body, params=params, context=CONTEXT, stage_variables={"tier": "gold"})


def request(template: str, body: str = "", **params: Mapping[str, str]) -> Any:
    """The call that a request template makes."""
    return json.loads(apply(template, body, **params).text)


def started(template: str, body: str = "", **params: Mapping[str, str]) -> Any:
    """The input that a request template starts an execution with."""
    return json.loads(request(template, body, **params)["input"])
