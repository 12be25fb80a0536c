"""CORS: the web pages that may call an API."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from aslant.aws.args import Cors
from aslant.aws.errors import ArgsError
from aslant.aws.route_plan import RoutePlan
from aslant.aws.rules import Rule, check, flag, known_texts, whole

__all__ = ["check_cors", "cors_of"]

RULES: Mapping[str, Rule] = {
    "allow_origins": known_texts,
    "allow_methods": known_texts,
    "allow_headers": known_texts,
    "expose_headers": known_texts,
    "max_age": whole(0, 86_400, "seconds"),
    "allow_credentials": flag,
}

ALL = ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")
"""Every method by name, since browsers read `*` as the name of a method in requests with credentials."""

_TOKEN = re.compile(r"[A-Za-z0-9!#$%&*+.^_`|~-]+")
_ORIGIN = re.compile(r"https?://[^/\s'*?#]+|\*")
_EVERY = ("https://*", "http://*")
"""The patterns that an HTTP API supports (API Gateway Developer Guide, "Configure CORS for HTTP APIs")."""


def check_cors(place: str, value: Any, api_type: str) -> dict[str, Any]:
    """Return the arguments that are set; raise ArgsError for values that a browser or API Gateway would refuse."""
    given = check(f"{place}: cors", value, Cors, RULES, frozenset(RULES))
    for origin in given["allow_origins"]:
        if not _ORIGIN.fullmatch(origin) and (api_type == "REST" or origin not in _EVERY):
            raise ArgsError(
                f"{place}: cors: allow_origins has {origin!r}, which is not an origin. Write a scheme and a host "
                "without a path, such as 'https://shop.example', or '*'."
            )
    for member in ("allow_headers", "expose_headers"):
        for header in given.get(member, ()):
            if not _TOKEN.fullmatch(header):
                raise ArgsError(
                    f"{place}: cors: {member} has {header!r}, which is neither the name of a header nor '*'"
                )
    for method in given.get("allow_methods", ()):
        if method not in (*ALL, "*"):
            raise ArgsError(f"{place}: cors: allow_methods has {method!r}. The methods are {', '.join(ALL)} and '*'.")
    if given.get("allow_credentials") and "*" in given["allow_origins"]:
        raise ArgsError(f"{place}: cors: browsers refuse allow_credentials with the origin '*'. List the origins.")
    return given


def cors_of(given: Mapping[str, Any], plans: Sequence[RoutePlan], *, status_header: bool) -> dict[str, Any] | None:
    """Return the complete CORS settings with their defaults, or None if the component has none."""
    cors = given.get("cors")
    if cors is None:
        return None
    methods = [key.method for plan in plans for key in plan.keys]
    headers = ["content-type", *(["authorization"] if "authorizer" in given else [])]
    whole = {
        "allow_origins": list(cors["allow_origins"]),
        "allow_methods": list(cors.get("allow_methods") or (ALL if "ANY" in methods else sorted(set(methods)))),
        "allow_headers": list(cors.get("allow_headers") or headers),
        "expose_headers": list(cors.get("expose_headers") or (["x-execution-status"] if status_header else [])),
        "max_age": cors.get("max_age", 300),
        "allow_credentials": cors.get("allow_credentials", False),
    }
    return {key: value for key, value in whole.items() if value != []}
