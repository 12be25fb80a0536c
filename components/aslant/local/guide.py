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
import re
from collections.abc import Iterator, Mapping
from typing import Any

from aslant.local.deployment import Deployment
from aslant.local.gateway import Api
from aslant.local.resources.apis import INTEGRATION
from aslant.local.routes import Route

__all__ = ["guide", "sample_body"]

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
        for route in api.routes:
            yield from _curl(deployment, api, route, examples)


def _curl(deployment: Deployment, api: Api, route: Route, examples: list[Any]) -> Iterator[str]:
    stage = "" if "$default" in api.stages else "/" + next(iter(api.stages), "")
    path = "/" if route.segments is None else "/" + "/".join(map(_filled, route.segments))
    url = f"{api.url}{stage}{path}"
    method = "POST" if route.method == "ANY" else route.method
    if method in ("GET", "HEAD", "DELETE", "OPTIONS"):
        yield f"curl -sS -X {method} {url}" if method != "GET" else f"curl -sS {url}"
        return
    option = "" if method == "POST" else f"-X {method} "
    for body in examples or [sample_body(_definition(deployment, route))]:
        yield f"curl -sS {option}{url} -d {_quoted(json.dumps(body, ensure_ascii=False))}"


def _filled(segment: str) -> str:
    return re.sub(r"[{}+]", "", segment)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


def _definition(deployment: Deployment, route: Route) -> Mapping[str, Any]:
    integration = deployment.registry.find(INTEGRATION, "id", route.integration)
    arn = integration.inputs["requestParameters"]["StateMachineArn"] if integration else ""
    machine = deployment.machines.get(arn)
    return machine.document if machine else {}


def sample_body(definition: Mapping[str, Any]) -> dict[str, Any]:
    """A body with the members that the first state which reads any takes from the input, each as `"..."`."""
    states = definition.get("States", {})
    name, seen = definition.get("StartAt"), set()
    while name in states and name not in seen:
        seen.add(name)
        state = {key: value for key, value in states[name].items() if key not in ("ResultPath", "OutputPath")}
        text = json.dumps(state, default=str)
        found = re.findall(r"\$(?:states\.input)?\.([A-Za-z_]\w*)", text.replace("$$.", ""))
        members = dict.fromkeys(member for member in found if member != "states")
        if members:
            return dict.fromkeys(members, "...")
        name = state.get("Next")
    return {}


def _served(deployment: Deployment) -> Iterator[str]:
    for api in deployment.gateway.apis:
        for route in api.routes:
            yield f"HTTP API {api.name}: {route.key}"
    for machine in deployment.machines.values():
        yield f"{machine.type} state machine {machine.arn}"
    for workers in deployment.functions.values():
        yield f"function {workers.function.name}"
