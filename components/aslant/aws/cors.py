"""Which web pages may call an API."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from aslant.aws.args import Cors
from aslant.aws.rules import Rule, check, flag, texts, whole
from aslant.errors import ArgsError

__all__ = ["check_cors", "cors_of"]

RULES: Mapping[str, Rule] = {
    "allow_origins": texts,
    "allow_methods": texts,
    "allow_headers": texts,
    "expose_headers": texts,
    "max_age": whole(0, 86_400, "seconds"),
    "allow_credentials": flag,
}

ALL = ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")
"""Every method by name: together with credentials a browser takes `*` for a method of that name."""

_ORIGIN = re.compile(r"https?://[^/\s]+|\*")


def check_cors(place: str, value: Any) -> None:
    """Refuse what a browser or API Gateway would; raises ArgsError."""
    given = check(f"{place}: cors", value, Cors, RULES, frozenset(RULES))
    for origin in given["allow_origins"]:
        if not _ORIGIN.fullmatch(origin):
            raise ArgsError(
                f"{place}: cors: allow_origins has {origin!r}; an origin is a scheme and a host without a path, "
                "such as 'https://shop.example', or '*'"
            )
    if given.get("allow_credentials") and "*" in given["allow_origins"]:
        raise ArgsError(
            f"{place}: cors: allow_credentials and the origin '*' do not go together in a browser; name the origins"
        )


def cors_of(given: Mapping[str, Any], methods: Sequence[str], authorized: bool, status_header: bool) -> dict[str, Any]:
    """The whole of it, what was left out included."""
    headers = ["content-type", *(["authorization"] if authorized else [])]
    whole = {
        "allow_origins": list(given["allow_origins"]),
        "allow_methods": list(given.get("allow_methods") or (ALL if "ANY" in methods else sorted(set(methods)))),
        "allow_headers": list(given.get("allow_headers") or headers),
        "expose_headers": list(given.get("expose_headers") or (["x-execution-status"] if status_header else [])),
        "max_age": given.get("max_age", 300),
        "allow_credentials": given.get("allow_credentials", False),
    }
    return {key: value for key, value in whole.items() if value != []}
