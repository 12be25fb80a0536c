"""REST APIs (version 1 of API Gateway) in the local AWS: definitions, guards, integrations, mapping templates.

`local.deployment`, `apigateway.dispatch` and `console` use the names that are exported here.
"""

from __future__ import annotations

from aslant.local.apigateway.rest.apis import RestApis, ServedRestApi

__all__ = ["RestApis", "ServedRestApi"]
