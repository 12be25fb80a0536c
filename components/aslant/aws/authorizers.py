"""Authorizers: the one of an HTTP API's routes, and the permission to call its function."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pulumi_aws as aws
from pulumi import Input, Output

from aslant.aws.args import Authorizer
from aslant.aws.children import Children
from aslant.aws.errors import ArgsError
from aslant.aws.mapping_value import mapping_value
from aslant.aws.rules import Rule, check, known_texts, one_of, text, texts, whole
from aslant.aws.symbols import SymbolTarget, given_function
from aslant.iam import Account

__all__ = ["AUTHORIZATION", "check_authorizer", "identity_sources", "invoke_uri", "let_call", "make_authorizer"]


def _issuer(value: Any) -> str | None:
    """Check the URL of an issuer, under which its keys are published."""
    if isinstance(value, str) and re.fullmatch(r"https://[^\s/?#]+[^\s?#]*", value):
        return None
    return text(value) or f"must be the URL of an issuer, https://…, not {value!r}"


RULES: Mapping[str, Rule] = {
    "type": one_of("JWT", "IAM", "LAMBDA"),
    "issuer": _issuer,
    "audiences": texts,
    "scopes": texts,
    "identity_sources": known_texts,
    "result_ttl_seconds": whole(0, 3_600, "seconds"),
}

_MEMBERS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "JWT": (frozenset({"issuer", "audiences"}), frozenset({"scopes", "identity_sources"})),
    "IAM": (frozenset(), frozenset()),
    "LAMBDA": (frozenset({"function"}), frozenset({"identity_sources", "result_ttl_seconds"})),
}
"""The required and the optional arguments of each type."""

_SOURCES = ("$request.header.", "$request.querystring.", "$context.", "$stageVariables.")
"""The identity sources; a JWT authorizer supports the first two."""

AUTHORIZATION = {"JWT": "JWT", "IAM": "AWS_IAM", "LAMBDA": "CUSTOM"}
"""The `authorization_type` of a route of an HTTP API by type."""


def check_authorizer(place: str, value: Any, api_type: str) -> tuple[dict[str, Any], SymbolTarget | None]:
    """Return the arguments that are set, and the function of a LAMBDA authorizer; raise ArgsError for a mistake."""
    place = f"{place}: authorizer"
    given = check(
        place, value, Authorizer, RULES, frozenset({"type", "scopes", "identity_sources", "result_ttl_seconds"})
    )
    type_ = given["type"]
    if type_ == "JWT" and api_type == "REST":
        raise ArgsError(
            f"{place}: REST APIs do not support JWT authorizers. Set api_type to 'HTTP', or type to 'LAMBDA'."
        )
    needed, optional = _MEMBERS[type_]
    for key in given:
        if key != "type" and key not in needed | optional:
            raise ArgsError(f"{place}: the type {type_} does not support {key}. Leave it out.")
    for key in sorted(needed - given.keys()):
        raise ArgsError(f"{place}: {key} is missing, which the type {type_} requires. Add it.")
    if type_ == "JWT" and len(given.get("identity_sources", ())) > 1:
        raise ArgsError(
            f"{place}: identity_sources has {len(given['identity_sources'])} members, and a JWT authorizer supports "
            "one."
        )
    for source in given.get("identity_sources", ()):
        known = _SOURCES if type_ == "LAMBDA" else _SOURCES[:2]
        if not source.startswith(known) or mapping_value(source):
            names = " or ".join(f"{prefix}x" for prefix in known)
            raise ArgsError(f"{place}: identity_sources has {source!r}, which is not supported. Write {names}.")
    return given, given_function(f"{place}: function", given["function"]) if type_ == "LAMBDA" else None


def identity_sources(given: Mapping[str, Any]) -> list[str]:
    """Return the identity sources with their default."""
    return list(given.get("identity_sources") or ["$request.header.Authorization"])


def make_authorizer(
    children: Children,
    name: str,
    given: Mapping[str, Any],
    api: aws.apigatewayv2.Api,
    function: Input[str] | None,
    account: Output[Account],
) -> aws.apigatewayv2.Authorizer | None:
    """Register the authorizer of an HTTP API, with the ARN of its function; IAM needs none."""
    sources = identity_sources(given)
    if given["type"] == "JWT":
        return children.make(
            "authorizer",
            aws.apigatewayv2.Authorizer,
            name,
            {
                "api_id": api.id,
                "authorizer_type": "JWT",
                "identity_sources": sources,
                "jwt_configuration": {"issuer": given["issuer"], "audiences": given["audiences"]},
            },
        )
    if function is None:
        return None
    authorizer = children.make(
        "authorizer",
        aws.apigatewayv2.Authorizer,
        name,
        {
            "api_id": api.id,
            "authorizer_type": "REQUEST",
            "authorizer_uri": invoke_uri(function, account),
            "authorizer_payload_format_version": "2.0",
            "authorizer_result_ttl_in_seconds": given.get("result_ttl_seconds", 0),
            "enable_simple_responses": True,
            "identity_sources": sources,
        },
    )
    source = Output.concat("/authorizers/", authorizer.id)
    let_call(children, "authorizer_permission", f"{name}-authorizer", function, api.execution_arn, source)
    return authorizer


def invoke_uri(function: Input[str], account: Output[Account]) -> Output[str]:
    """Return the URI by which API Gateway calls a function."""
    return Output.all(function, account).apply(
        lambda parts: (
            f"arn:{parts[1].partition}:apigateway:{parts[1].region}:lambda:path/2015-03-31/functions/{parts[0]}/invocations"
        )
    )


def let_call(
    children: Children, kind: str, name: str, function: Input[str], api: Input[str], source: Input[str]
) -> aws.lambda_.Permission:
    """Let one part of an API call a function: `/authorizers/…`, or `/*/*` for routes."""
    return children.make(
        kind,
        aws.lambda_.Permission,
        name,
        {
            "action": "lambda:InvokeFunction",
            "function": function,
            "principal": "apigateway.amazonaws.com",
            "source_arn": Output.concat(api, source),
        },
    )
