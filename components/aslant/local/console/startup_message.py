"""The startup message: the stack's outputs, sample commands, and the served APIs, machines and functions.

The sample bodies are those in the stack's configuration,

```yaml
config:
  aslant:examples:
    - flavour: pepperoni
```

or else one that is derived from what the first states of the route's machine read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from aslant.local.apigateway.http_api import Api
from aslant.local.console.curl import EXECUTION, http_commands, rest_commands
from aslant.local.deployment import Deployment
from aslant.local.page.address import PREFIX, page_url
from aslant.provider.resources.apis import API, REST_API

if TYPE_CHECKING:
    from aslant.local.apigateway.rest import ServedRestApi

__all__ = ["startup_message"]

EXAMPLES = "aslant:examples"


def startup_message(deployment: Deployment, aws_url: str) -> str:
    """Return the whole message. It begins with the outputs, of which `url` is first."""
    return "\n".join(
        [
            *_exports(deployment),
            f"aws: {aws_url}",
            f"page: {page_url(aws_url)}",
            "",
            *_section("Try it:", _requests(deployment)),
            *_section("Fire a schedule now:", _schedules(deployment, aws_url)),
            *_section("Served:", _served(deployment)),
            "Press Ctrl-C to stop.",
        ]
    )


def _section(title: str, lines: Iterator[str]) -> list[str]:
    """Return a title and indented lines, or an empty list if `lines` is empty."""
    indented = [f"  {line}" for line in lines]
    return [title, *indented, ""] if indented else []


def _exports(deployment: Deployment) -> Iterator[str]:
    exports, secret = deployment.registry.exports, deployment.registry.secret_exports
    for name in sorted(exports, key=lambda name: (name != "url", name)):
        value = exports[name]
        text = value if isinstance(value, str) else json.dumps(value, default=str)
        yield f"{name}: {'[secret]' if name in secret else text}"


def _requests(deployment: Deployment) -> Iterator[str]:
    examples = deployment.project.structured(EXAMPLES, list, "be a list of sample bodies")
    named = False
    for api in _apis(deployment):
        if isinstance(api, Api):
            commands = http_commands(deployment, api, examples)
        else:
            commands = rest_commands(deployment, api, examples)
        for command in commands:
            named = named or re.search(rf"/executions/{EXECUTION}\b", command) is not None
            yield command
        if api.url != deployment.api_url and api.routes:
            host = urlsplit(api.url).netloc
            reason = "for clients that cannot resolve its host"
            yield f"{deployment.api_url} with -H 'Host: {host}' is the same API, {reason}"
    if named:
        yield (
            f"{EXECUTION} is the name of an execution, which follows the last colon of the executionArn in the "
            "response to its start"
        )


def _schedules(deployment: Deployment, aws_url: str) -> Iterator[str]:
    for schedule in deployment.deliveries.described():
        body = json.dumps({"name": schedule["name"]})
        when = f"{schedule['expression']}, next {schedule['next']}" if schedule["next"] else schedule["expression"]
        yield f"curl -H content-type:application/json {aws_url}{PREFIX}api/fire-schedule -d '{body}'  # {when}"


def _apis(deployment: Deployment) -> list[Api | ServedRestApi]:
    """Return the API at the local address, then the others in the order of their registration."""
    apis = [*deployment.gateway.apis, *(deployment.rest.apis if deployment.rest else ())]
    order = [resource.id for resource in deployment.registry.of(API, REST_API)]
    return sorted(apis, key=lambda api: (api.url != deployment.api_url, order.index(api.id)))


def _served(deployment: Deployment) -> Iterator[str]:
    for api in _apis(deployment):
        if isinstance(api, Api):
            yield from (f"HTTP API {api.name}: {route.key}" for route in api.routes)
        else:
            yield from (f"REST API {api.name}: {method} {path}" for method, path in api.routes)
    for machine in deployment.machines:
        yield f"{machine.type} state machine {machine.arn}"
    for workers in deployment.functions.values():
        yield f"function {workers.function.name}"
