"""The credential scope of a signed request: whose key signed it, for which Region and which service."""

from __future__ import annotations

import dataclasses
import re
from urllib.parse import unquote

from aslant.local.http import Request

__all__ = ["CredentialScope", "scope_of"]

CREDENTIAL = re.compile(r"Credential=([^/,\s&]+)/\d{8}/([^/]+)/([^/]+)/aws4_request")


@dataclasses.dataclass(frozen=True, slots=True)
class CredentialScope:
    """The credential scope of a signature."""

    key: str
    """The access key."""
    region: str
    service: str
    """The service's name in signatures, such as `sqs`."""


def scope_of(request: Request) -> CredentialScope | None:
    """Return the scope that a request is signed for, in its header or its query string; None if it is not signed."""
    found = CREDENTIAL.search(request.headers.get("authorization", "")) or CREDENTIAL.search(unquote(request.query))
    return CredentialScope(found[1], found[2], found[3].lower()) if found else None
