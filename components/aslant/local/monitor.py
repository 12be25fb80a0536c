"""The monitor with which a program registers its resources, in place of Pulumi's engine.

The SDK's mock monitor lacks several features of the engine that a program can observe. This one adds them: the engine's
URNs, an error for duplicate URNs, transforms, the Region of a resource's provider, and the outputs that AWS would give.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from pulumi.runtime import rpc
from pulumi.runtime._callbacks import _CallbackServicer
from pulumi.runtime.mocks import MockCallArgs, MockMonitor, MockResourceArgs, Mocks
from pulumi.runtime.proto import resource_pb2
from pulumi.runtime.sync_await import _ensure_event_loop, _sync_await

from aslant.errors import LocalError
from aslant.local.configured_outputs import ConfiguredOutputs
from aslant.local.project import Project
from aslant.local.stack_references import stack_reference
from aslant.provider.account import LocalAccount, check_region, digest
from aslant.provider.invokes import invoke
from aslant.provider.registry import RegisteredResource, Registry
from aslant.provider.resources import outputs_of
from aslant.provider.wire import plain

__all__ = ["Monitor"]

STACK = "pulumi:pulumi:Stack"
PROVIDER = "pulumi:providers:"


class ProviderFunctions(Mocks):
    """The provider functions that a program can call. The monitor itself handles resources."""

    def __init__(self, account: LocalAccount, registry: Registry, configured: ConfiguredOutputs) -> None:
        """Use an account, the Regions of the registry's explicit providers, and the results that a stack configures."""
        self._account = account
        self._registry = registry
        self._configured = configured

    def call(self, args: MockCallArgs) -> tuple[dict[str, Any], list[tuple[str, str]] | None]:
        """Return the result of a provider function such as `aws:index/getRegion:getRegion`."""
        if args.token in self._configured.invokes:
            return dict(self._configured.invokes[args.token]), []
        arguments = plain(args.args)
        region = arguments.get("region") or provider_region(self._registry, args.provider)
        check_region(region, f"{args.token}: region")
        return invoke(args.token, arguments, self._account.within(region)), []

    def new_resource(self, args: MockResourceArgs) -> tuple[str | None, dict[str, Any]]:
        """Raise an error: `Monitor` handles resources, since this method gets neither URN nor parent."""
        raise LocalError(f"{args.typ} {args.name!r} did not reach the monitor. This is a bug in aslant.")


class Monitor(MockMonitor):
    """A monitor that records every registration in a `Registry`. The SDK's executor threads call it."""

    gives_all_outputs = True
    """Whether resources have all outputs that AWS gives, unlike those of a unit test's mocks."""

    def __init__(self, project: Project, account: LocalAccount, registry: Registry) -> None:
        self._configured = ConfiguredOutputs.of(project)
        super().__init__(ProviderFunctions(account, registry, self._configured))
        self._project = project
        self._account = account
        self._registry = registry
        self._transforms: dict[str, list[str]] = {}
        self._stack_callbacks: list[str] = []

    def make_urn(self, parent: str, type_: str, name: str) -> str:
        """Return the URN in the engine's form: the types of all parents except the stack, then the resource's type."""
        qualified = parent.split("::")[2] if parent else STACK
        type_ = type_ if qualified == STACK else f"{qualified}${type_}"
        return f"urn:pulumi:{self._project.stack}::{self._project.name}::{type_}::{name}"

    def RegisterResource(self, request: Any) -> Any:  # noqa: N802
        """Record a resource, and return its ID and outputs."""
        urn = self.make_urn(request.parent, request.type, request.name)
        if request.type == STACK:
            return resource_pb2.RegisterResourceResponse(urn=urn)
        _ensure_event_loop()  # type: ignore[no-untyped-call]
        self._transforms[urn] = [callback.token for callback in request.transforms]
        wire = rpc.deserialize_properties(self._transformed(urn, request))
        resource = self._resource(urn, request, wire)
        self._registry.add(resource)
        if not request.custom:
            return resource_pb2.RegisterResourceResponse(urn=urn)
        resource.outputs.update(self._outputs(resource))
        self.resources[urn] = MockMonitor.ResourceRegistration(urn, resource.id, resource.outputs)
        # An input that AWS returns unchanged keeps its wire form, in which secrets are marked.
        kept = {key: value for key, value in wire.items() if plain(value) == resource.outputs.get(key)}
        answer = _sync_await(rpc.serialize_properties({**resource.outputs, **kept}, {}))
        return resource_pb2.RegisterResourceResponse(urn=urn, id=resource.id, object=answer)

    def ReadResource(self, request: Any) -> Any:  # noqa: N802
        """Return the outputs of a resource that the program does not create: `X.get` or a `StackReference`."""
        _ensure_event_loop()  # type: ignore[no-untyped-call]
        urn = self.make_urn(request.parent, request.type, request.name)
        state = plain(rpc.deserialize_properties(request.properties))
        if request.type == "pulumi:pulumi:StackReference":
            outputs = stack_reference(state.get("name") or request.id, self._project)
        else:
            resource = RegisteredResource(
                urn, request.type, request.name, {**state, "name": request.id}, provider=request.provider
            )
            outputs = {**state, **self._outputs(resource)}
        read = RegisteredResource(urn, request.type, request.name, state, {**outputs, "id": request.id}, read=True)
        self._registry.add(read)
        self.resources[urn] = MockMonitor.ResourceRegistration(urn, request.id, outputs)
        answer = _sync_await(rpc.serialize_properties(outputs, {}))
        return resource_pb2.ReadResourceResponse(urn=urn, properties=answer)

    def RegisterResourceOutputs(self, request: Any) -> Any:  # noqa: N802
        """Record a component's outputs. Those of the stack are its exports."""
        _ensure_event_loop()  # type: ignore[no-untyped-call]
        wire = rpc.deserialize_properties(request.outputs)
        resource = self._registry.get(request.urn)
        if resource is not None:
            resource.outputs.update(plain(wire))
        elif request.urn.split("::")[2] == STACK:
            self._registry.exports.update(plain(wire))
            self._registry.secret_exports.update(key for key, value in wire.items() if _holds_secret(value))
        return super().RegisterResourceOutputs(request)  # type: ignore[no-untyped-call]

    def RegisterStackTransform(self, request: Any) -> Any:  # noqa: N802
        """Record a transform of all later resources."""
        self._stack_callbacks.append(request.token)
        return super().RegisterStackTransform(request)  # type: ignore[no-untyped-call]

    def _resource(self, urn: str, request: Any, wire: Mapping[str, Any]) -> RegisteredResource:
        return RegisteredResource(
            urn=urn,
            type=request.type,
            name=request.name,
            inputs=plain(wire),
            parent=request.parent,
            dependencies=tuple(request.dependencies),
            property_dependencies={key: tuple(item.urns) for key, item in request.propertyDependencies.items()},
            provider=request.provider,
            custom=request.custom,
            position=self._position(request.sourcePosition),
        )

    def _outputs(self, resource: RegisteredResource) -> dict[str, Any]:
        """Return the inputs and the outputs that AWS would give."""
        check_region(resource.inputs.get("region") or None, f"{resource.label}: region")
        if resource.type.startswith(PROVIDER):
            return {"id": digest(resource.urn, 8)}
        region = resource.inputs.get("region") or provider_region(self._registry, resource.provider)
        account = self._account.within(region)
        return {
            "region": account.region,
            **resource.inputs,
            **outputs_of(resource, account, self._registry, self._configured.outputs(resource, account)),
        }

    def _position(self, position: Any) -> str:
        """Return a source position such as `__main__.py:10`, relative to the project if the file is in it."""
        if not position.uri:
            return ""
        path = Path(unquote(urlsplit(position.uri).path))
        if path.is_relative_to(self._project.directory):
            path = path.relative_to(self._project.directory)
        return f"{path}:{position.line}"

    def _transformed(self, urn: str, request: Any) -> Any:
        """Return the inputs after the transforms of the resource, its parents and the stack, in the engine's order."""
        properties = request.object
        for token in [*self._inherited(urn, request.parent), *self._stack_callbacks]:
            properties = self._transform(token, request, properties)
        return properties

    def _inherited(self, urn: str, parent: str) -> Iterable[str]:
        yield from self._transforms[urn]
        while parent:
            yield from self._transforms.get(parent, ())
            above = self._registry.get(parent)
            parent = above.parent if above else ""

    @staticmethod
    def _transform(token: str, request: Any, properties: Any) -> Any:
        """Run a transform in the program's event loop, as the engine would."""
        servicer = next((item for item in _CallbackServicer._servicers if token in item._callbacks), None)
        if servicer is None:
            return properties
        message = resource_pb2.TransformRequest(
            type=request.type,
            name=request.name,
            custom=request.custom,
            parent=request.parent,
            properties=properties,
        )
        call = servicer._callbacks[token](message.SerializeToString())
        future = asyncio.run_coroutine_threadsafe(_awaited(call), servicer._loop)
        return future.result().properties


def _holds_secret(value: Any) -> bool:
    if isinstance(value, dict):
        return bool(rpc.is_rpc_secret(value)) or any(_holds_secret(item) for item in value.values())
    return isinstance(value, list) and any(_holds_secret(item) for item in value)


async def _awaited(call: Any) -> Any:
    return await call


def provider_region(registry: Registry, reference: str) -> str | None:
    """Return the Region of an explicit provider from its reference `urn::id`; None for the default provider."""
    provider = registry.get(reference.rpartition("::")[0])
    region = provider.inputs.get("region") if provider else None
    return str(region) if region else None
