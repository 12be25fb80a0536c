"""Who may call a route of an HTTP API: JSON Web Tokens, AWS signatures, functions that decide.

A guard gives the caller, or the answer that refuses the request. It may block.
"""

from __future__ import annotations

from collections.abc import Callable

from aslant.local.apigateway.request_context import Caller, RequestContext
from aslant.local.http import Response

__all__ = ["Guard", "Verdict"]

Verdict = Caller | Response
"""Who sent a request, or what a request that is refused is answered with."""

Guard = Callable[[RequestContext], Verdict]
"""Decides on a request for one route."""
