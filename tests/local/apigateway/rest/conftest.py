from __future__ import annotations

import asyncio
import dataclasses
import json
from collections.abc import Callable, Iterator

import pytest

from aslant.local.apigateway.rest import RestApis
from aslant.local.deployment import Deployment, deploy
from aslant.local.http import Request, Response
from aslant.local.program import load
from aslant.local.project import read_project
from aslant.provider.account import LocalAccount
from aslant.provider.registry import RegisteredResource, Registry
from aslant.provider.resources import outputs_of
from tests.local.apigateway.rest.shop import BODY, HANDLER, PROGRAM, Operation


@dataclasses.dataclass(frozen=True)
class Served:
    """REST APIs without a server."""

    apis: RestApis
    lines: list[tuple[str, str]]
    """The lines of access logs, each with its group."""
    deployment: Deployment

    def send(self, method: str, path: str, body: str | bytes = b"", **headers: str) -> Response:
        path, _, query = path.partition("?")
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        content = body.encode() if isinstance(body, str) else body
        request = Request(method, path, query, {"host": "127.0.0.1:8000", **named}, content)
        return asyncio.run(self.apis.answer(request))


Register = Callable[..., Registry]


@pytest.fixture(scope="session")
def register() -> Register:
    """Return a factory of registries. A resource is a type, a name and inputs; a name as an input becomes an ID."""

    def make(*resources: tuple[str, str, Operation]) -> Registry:
        registry = Registry()
        for type, name, given in resources:
            known = {item.name: item.id for item in registry}
            inputs = {key: known.get(str(value), value) for key, value in given.items()}
            resource = RegisteredResource(f"urn:{type}::{name}", type, name, inputs)
            resource.outputs.update({**inputs, **outputs_of(resource, LocalAccount(), registry)})
            registry.add(resource)
        return registry

    return make


@pytest.fixture(scope="session")
def rest(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Return the served API of `shop`."""
    directory = tmp_path_factory.mktemp("rest")
    (directory / "Pulumi.yaml").write_text("name: shop\nruntime: python\n")
    (directory / "__main__.py").write_text(PROGRAM)
    (directory / "handler.py").write_text(HANDLER)
    (directory / "body.json").write_text(json.dumps(BODY))
    project, account = read_project(directory, "dev"), LocalAccount()
    lines: list[tuple[str, str]] = []
    registry = load(project, account)
    deployment = deploy(project, registry, account, lambda name, line: lines.append((name, line)), lambda _: None)
    assert deployment.rest is not None
    yield Served(deployment.rest, lines, deployment)
    deployment.end()
