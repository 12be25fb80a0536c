"""REST APIs (API Gateway, version 1) of the embedded AWS."""

from __future__ import annotations

from aslant.local.apigateway.rest.apis import RestApis, ServedRestApi

__all__ = ["RestApis", "ServedRestApi"]
