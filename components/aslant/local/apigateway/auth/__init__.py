"""Authorizers of HTTP and REST APIs: JSON Web Tokens, AWS signatures and Lambda functions.

Only the API modules of `apigateway` and the sample commands of `console` use this package.
"""

from __future__ import annotations

from collections.abc import Callable

from aslant.local.apigateway.request_context import Caller, RequestContext
from aslant.local.http import Response

__all__ = ["Guard", "Verdict"]

Verdict = Caller | Response
"""The caller of a request, or the response that refuses it."""

Guard = Callable[[RequestContext], Verdict]
"""A function that decides whether a request may use one route. It may block."""
