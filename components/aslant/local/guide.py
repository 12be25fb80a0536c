"""What is printed when everything answers: the stack's outputs, lines to try, and what is served.

The bodies to try are those that the stack's configuration lists,

```yaml
config:
  aslant:examples:
    - flavour: pepperoni
```

or, without any, one made from the paths that the first state of the route's machine reads.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from aslant.local.curl import http_lines, rest_lines
from aslant.local.deployment import Deployment
from aslant.local.resources.apis import INTEGRATION

__all__ = ["guide"]

EXAMPLES = "aslant:examples"


def guide(deployment: Deployment, aws_url: str) -> str:
    """All lines, the outputs first and `url` first among them."""
    return "\n".join(
        [
            *_exports(deployment),
            f"aws: {aws_url}",
            "",
            "Try it:",
            *(f"  {line}" for line in _requests(deployment)),
            "",
            "Served:",
            *(f"  {line}" for line in _served(deployment)),
            "",
            "Ctrl-C ends it.",
        ]
    )


def _exports(deployment: Deployment) -> Iterator[str]:
    exports, secret = deployment.registry.exports, deployment.registry.secret_exports
    for name in sorted(exports, key=lambda name: (name != "url", name)):
        value = exports[name]
        text = value if isinstance(value, str) else json.dumps(value, default=str)
        yield f"{name}: {'[secret]' if name in secret else text}"


def _requests(deployment: Deployment) -> Iterator[str]:
    examples = deployment.project.structured(EXAMPLES, list, "be a list of bodies to try")
    for api in deployment.gateway.apis:
        yield from http_lines(deployment, api, examples)
    for rest_api in deployment.rest.apis if deployment.rest else ():
        yield from rest_lines(deployment, rest_api, examples)
    subtypes = [item.inputs.get("integrationSubtype") for item in deployment.registry.of(INTEGRATION)]
    if "StepFunctions-StartExecution" in subtypes:
        yield "NAME of an execution is what follows the last colon of the executionArn that its start is answered with"


def _served(deployment: Deployment) -> Iterator[str]:
    for api in deployment.gateway.apis:
        for route in api.routes:
            yield f"HTTP API {api.name}: {route.key}"
    for rest_api in deployment.rest.apis if deployment.rest else ():
        for method, path in rest_api.routes:
            yield f"REST API {rest_api.name}: {method} {path}"
    for machine in deployment.machines.values():
        yield f"{machine.type} state machine {machine.arn}"
    for workers in deployment.functions.values():
        yield f"function {workers.function.name}"
