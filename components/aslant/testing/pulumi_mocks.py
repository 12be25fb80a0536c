"""PulumiMocks: mocks for unit tests of Pulumi programs, with the IDs, ARNs and URLs that AWS would create."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from aslant.errors import ArgsError, LocalError, did_you_mean
from aslant.provider.account import ACCOUNT_ID, LocalAccount
from aslant.provider.invokes import invoke
from aslant.provider.registry import RegisteredResource, Registry
from aslant.provider.resources import outputs_of
from aslant.provider.resources.naming import name_of
from aslant.provider.resources.rows import fill
from aslant.provider.wire import plain

if TYPE_CHECKING:
    from pulumi.runtime.mocks import MockCallArgs, MockResourceArgs, Mocks
elif find_spec("pulumi"):
    from pulumi.runtime import Mocks
else:  # the other modules of this package work without pulumi
    Mocks = object

__all__ = ["PulumiMocks"]

PROVIDER = "pulumi:providers:"
STACK_REFERENCE = "pulumi:pulumi:StackReference"


class PulumiMocks(Mocks):
    """Mocks for `pulumi.runtime.set_mocks` that return the same outputs as AWS.

    ```python
    mocks = PulumiMocks(region="eu-west-1")
    pulumi.runtime.set_mocks(mocks)
    ```

    The outputs of a resource are its inputs and the outputs that AWS adds, which are the same in each run. A resource
    of a type that aslant does not know has an ID, a name and an ARN. The mocks neither check nor send anything.
    """

    def __init__(
        self,
        *,
        region: str = "us-east-1",
        account_id: str = ACCOUNT_ID,
        outputs: Mapping[str, Mapping[str, Any]] | None = None,
        calls: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> None:
        """Create mocks for an account in a Region.

        `outputs` adds or replaces outputs by type, in the provider's camelCase: `{"aws:ecs/service:Service": {"arn":
        "arn:aws:ecs:{region}:{account}:service/{name}"}}`. `calls` has the results of provider functions by token:
        `{"aws:kms/getKey:getKey": {"id": "key-1"}}`.
        """
        self._account = LocalAccount(region=region, api_url="", aws_url="", id=account_id)
        self._outputs = outputs or {}
        self._calls = calls or {}
        self._regions: dict[str, str] = {}
        self._registry = Registry()
        self._lock = threading.Lock()

    @property
    def resources(self) -> list[RegisteredResource]:
        """The resources registered so far; only the latest of several with the same type and name."""
        return list(self._registry)

    def find(self, type_: str, name: str) -> RegisteredResource:
        """Return a resource by its type (`aws:iam/role:Role` or `Role`) and its name in the program.

        Its `inputs` and `outputs` have the provider's camelCase keys; secrets are unwrapped, archives stay as they are.
        Raises LookupError if no such resource was registered.
        """
        for resource in self._registry:
            if resource.name == name and type_ in (resource.type, resource.type.rpartition(":")[2]):
                return resource
        known = [f"{resource.type.rpartition(':')[2]} {resource.name}" for resource in self._registry]
        near = did_you_mean(f"{type_} {name}", known)
        raise LookupError(f"no resource {name!r} of the type {type_} was registered{near}")

    def new_resource(self, args: MockResourceArgs) -> tuple[str | None, dict[str, Any]]:
        """Return the ID and the outputs of a resource that is created or looked up."""
        inputs = plain(args.inputs)
        if args.resource_id:
            inputs = {"name": args.resource_id, **inputs}
        resource = RegisteredResource(
            f"urn:pulumi:stack::project::{args.typ}::{args.name}",
            args.typ,
            args.name,
            inputs,
            provider=args.provider or "",
            custom=args.custom is not False,
            read=bool(args.resource_id),
        )
        with self._lock:
            resource.outputs.update(self._outputs_of(resource))
            self._registry.put(resource)
        # Unchanged inputs are returned as they were passed, so that secrets stay secrets.
        kept = {key: value for key, value in args.inputs.items() if plain(value) == resource.outputs.get(key)}
        id_ = args.resource_id or (str(resource.outputs["id"]) if resource.custom else None)
        return id_, {**resource.outputs, **kept}

    def call(self, args: MockCallArgs) -> tuple[dict[str, Any], list[tuple[str, str]] | None]:
        """Return the result of a provider function, such as `aws:index/getRegion:getRegion`.

        Raises ArgsError for a function that aslant does not support and that is not in `calls`.
        """
        if args.token in self._calls:
            return dict(self._calls[args.token]), []
        arguments = plain(args.args)
        try:
            return invoke(args.token, arguments, self._home(arguments, args.provider)), []
        except LocalError:
            raise ArgsError(
                f"PulumiMocks has no result for {args.token}. Pass it in calls: "
                f'PulumiMocks(calls={{"{args.token}": {{...}}}}).'
            ) from None

    def register_transform(self, transform: Any) -> None:
        """Ignore a transform of the whole stack, as Pulumi's own mocks do."""

    def register_invoke_transform(self, transform: Any) -> None:
        """Ignore a transform of provider functions, as Pulumi's own mocks do."""

    def _home(self, inputs: Mapping[str, Any], provider: str | None) -> LocalAccount:
        """Return the account in the Region of a resource or call: its own, its provider's, or the default one."""
        return self._account.within(inputs.get("region") or self._regions.get((provider or "").rpartition("::")[2]))

    def _outputs_of(self, resource: RegisteredResource) -> dict[str, Any]:
        if not resource.custom:
            return {}
        if resource.type.startswith(PROVIDER):
            self._regions[resource.name] = str(resource.inputs.get("region") or self._account.region)
            return {"id": resource.name}
        home = self._home(resource.inputs, resource.provider)
        region = {"region": home.region} if resource.type.startswith("aws:") else {}
        try:
            known = outputs_of(resource, home, self._registry)
        except LocalError:  # it refers to a resource that is not mocked, or its type is unknown
            known = _default_outputs(resource, home)
        row = self._outputs.get(resource.type, {})
        given = fill(row, resource, home, f"PulumiMocks: outputs of {resource.type}")
        return {**region, **resource.inputs, **known, **{key: given[key] for key in row}}


def _default_outputs(resource: RegisteredResource, home: LocalAccount) -> dict[str, Any]:
    """Return the outputs of a resource of an unknown type."""
    name = name_of(resource)
    package, _, rest = resource.type.partition(":")
    if package != "aws":
        return {"id": name}
    service, _, kind = rest.partition(":")[0].partition("/")
    return {"id": name, "name": name, "arn": home.arn(service, f"{kind.lower()}/{name}")}
