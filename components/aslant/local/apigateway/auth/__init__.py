"""Who may call a route of an HTTP API: JSON Web Tokens, AWS signatures, functions that decide.

A guard gives the caller, or the answer that refuses the request. It may block.
"""

from __future__ import annotations

from collections.abc import Callable

from aslant.local.apigateway.request_context import Caller, Exchange
from aslant.local.http import Answer

__all__ = ["Guard", "Verdict"]

Verdict = Caller | Answer
"""Who sent a request, or what a request that is refused is answered with."""

Guard = Callable[[Exchange], Verdict]
"""Decides on a request for one route."""
