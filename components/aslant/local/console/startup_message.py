"""What is printed when everything answers: the stack's outputs, lines to try, and what is served.

The bodies to try are those that the stack's configuration lists,

```yaml
config:
  aslant:examples:
    - flavour: pepperoni
```

or, without any, one made from what the first states of the route's machine read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from aslant.local.apigateway.http_api import Api
from aslant.local.console.curl import EXECUTION, http_lines, rest_lines
from aslant.local.deployment import Deployment
from aslant.provider.resources.apis import API, REST_API

if TYPE_CHECKING:
    from aslant.local.apigateway.rest import ServedRestApi

__all__ = ["guide"]

EXAMPLES = "aslant:examples"


def guide(deployment: Deployment, aws_url: str) -> str:
    """All lines, the outputs first and `url` first among them."""
    return "\n".join(
        [
            *_exports(deployment),
            f"aws: {aws_url}",
            "",
            *_part("Try it:", _requests(deployment)),
            *_part("Served:", _served(deployment)),
            "Ctrl-C ends it.",
        ]
    )


def _part(title: str, lines: Iterator[str]) -> list[str]:
    """Lines below a title, and nothing where there are none."""
    indented = [f"  {line}" for line in lines]
    return [title, *indented, ""] if indented else []


def _exports(deployment: Deployment) -> Iterator[str]:
    exports, secret = deployment.registry.exports, deployment.registry.secret_exports
    for name in sorted(exports, key=lambda name: (name != "url", name)):
        value = exports[name]
        text = value if isinstance(value, str) else json.dumps(value, default=str)
        yield f"{name}: {'[secret]' if name in secret else text}"


def _requests(deployment: Deployment) -> Iterator[str]:
    examples = deployment.project.structured(EXAMPLES, list, "be a list of bodies to try")
    named = False
    for api in _apis(deployment):
        lines = http_lines(deployment, api, examples) if isinstance(api, Api) else rest_lines(deployment, api, examples)
        for line in lines:
            named = named or re.search(rf"/executions/{EXECUTION}\b", line) is not None
            yield line
        if api.url != deployment.api_url and api.routes:
            host = urlsplit(api.url).netloc
            yield f"{deployment.api_url} with -H 'Host: {host}' is the same API, for clients that cannot find its host"
    if named:
        yield (
            f"{EXECUTION} of an execution is what follows the last colon of the executionArn that its start is "
            "answered with"
        )


def _apis(deployment: Deployment) -> list[Api | ServedRestApi]:
    """The one at the local address, then the others in the order of their registration."""
    apis = [*deployment.gateway.apis, *(deployment.rest.apis if deployment.rest else ())]
    order = [resource.id for resource in deployment.registry.of(API, REST_API)]
    return sorted(apis, key=lambda api: (api.url != deployment.api_url, order.index(api.id)))


def _served(deployment: Deployment) -> Iterator[str]:
    for api in _apis(deployment):
        if isinstance(api, Api):
            yield from (f"HTTP API {api.name}: {route.key}" for route in api.routes)
        else:
            yield from (f"REST API {api.name}: {method} {path}" for method, path in api.routes)
    for machine in deployment.machines.values():
        yield f"{machine.type} state machine {machine.arn}"
    for workers in deployment.functions.values():
        yield f"function {workers.function.name}"
