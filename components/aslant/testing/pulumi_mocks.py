"""Mocks for unit tests of Pulumi programs: resources get the ids, ARNs and URLs that AWS would give them."""

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
else:  # the other parts of the kit need no pulumi
    Mocks = object

__all__ = ["PulumiMocks"]

PROVIDER = "pulumi:providers:"
STACK_REFERENCE = "pulumi:pulumi:StackReference"


class PulumiMocks(Mocks):
    """Mocks for `pulumi.runtime.set_mocks` that answer as AWS does.

    ```python
    mocks = PulumiMocks(region="eu-west-1")
    pulumi.runtime.set_mocks(mocks)
    ```

    A resource gets its inputs, and in addition what AWS gives a new one: the same in each run. A type that aslant does
    not know gets an id, a name and an ARN. Nothing is checked and nothing is sent anywhere.
    """

    def __init__(
        self,
        *,
        region: str = "us-east-1",
        account_id: str = ACCOUNT_ID,
        outputs: Mapping[str, Mapping[str, Any]] | None = None,
        calls: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> None:
        """Answer for an account in a Region.

        `outputs` adds outputs by type, `{"aws:ecs/service:Service": {"arn": "arn:aws:ecs:{region}:{account}:service/
        {name}"}}`, or replaces those that are known, in the provider's camelCase. `calls` are answers of functions of
        providers, by token: `{"aws:kms/getKey:getKey": {"id": "key-1"}}`.
        """
        self._account = LocalAccount(region=region, api_url="", aws_url="", id=account_id)
        self._outputs = outputs or {}
        self._calls = calls or {}
        self._regions: dict[str, str] = {}
        self._registry = Registry()
        self._lock = threading.Lock()

    @property
    def resources(self) -> list[RegisteredResource]:
        """What was registered so far; of two with one type and name, the later one."""
        return list(self._registry)

    def find(self, type_: str, name: str) -> RegisteredResource:
        """Return a resource by its type (`aws:iam/role:Role` or `Role`) and its name in the program.

        Its `inputs` and `outputs` have the provider's own camelCase keys, secrets unwrapped and archives as they are.
        Raises LookupError where none was registered.
        """
        for resource in self._registry:
            if resource.name == name and type_ in (resource.type, resource.type.rpartition(":")[2]):
                return resource
        near = did_you_mean(f"{type_} {name}", [f"{one.type.rpartition(':')[2]} {one.name}" for one in self._registry])
        raise LookupError(f"no resource {name!r} of the type {type_} was registered{near}")

    def new_resource(self, args: MockResourceArgs) -> tuple[str | None, dict[str, Any]]:
        """Return the id and the outputs of a resource that is made or looked up."""
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
            resource.outputs.update(self._answer(resource))
            self._registry.put(resource)
        # As it came, secrets in their envelopes, unless AWS makes something else of it.
        kept = {key: value for key, value in args.inputs.items() if plain(value) == resource.outputs.get(key)}
        id_ = args.resource_id or (str(resource.outputs["id"]) if resource.custom else None)
        return id_, {**resource.outputs, **kept}

    def call(self, args: MockCallArgs) -> tuple[dict[str, Any], list[tuple[str, str]] | None]:
        """Return the answer of a function of a provider, such as `aws:index/getRegion:getRegion`.

        Raises ArgsError for one that neither aslant nor `calls` knows.
        """
        if args.token in self._calls:
            return dict(self._calls[args.token]), []
        arguments = plain(args.args)
        try:
            return invoke(args.token, arguments, self._home(arguments, args.provider)), []
        except LocalError:
            raise ArgsError(
                f"PulumiMocks does not know what {args.token} answers. Pass it in calls: "
                f'PulumiMocks(calls={{"{args.token}": {{...}}}}).'
            ) from None

    def register_transform(self, transform: Any) -> None:
        """Ignore a transform of the whole stack, as Pulumi's own mocks do."""

    def register_invoke_transform(self, transform: Any) -> None:
        """Ignore a transform of the functions that a program calls, as Pulumi's own mocks do."""

    def _home(self, inputs: Mapping[str, Any], provider: str | None) -> LocalAccount:
        """Return the account in the Region of a resource or call: its own, that of its provider, or that of all."""
        return self._account.within(inputs.get("region") or self._regions.get((provider or "").rpartition("::")[2]))

    def _answer(self, resource: RegisteredResource) -> dict[str, Any]:
        if not resource.custom:
            return {}
        if resource.type.startswith(PROVIDER):
            self._regions[resource.name] = str(resource.inputs.get("region") or self._account.region)
            return {"id": resource.name}
        home = self._home(resource.inputs, resource.provider)
        region = {"region": home.region} if resource.type.startswith("aws:") else {}
        try:
            known = outputs_of(resource, home, self._registry)
        except LocalError:  # what it refers to is not mocked, or nobody knows its type
            known = _usual(resource, home)
        row = self._outputs.get(resource.type, {})
        given = fill(row, resource, home, f"PulumiMocks: outputs of {resource.type}")
        return {**region, **resource.inputs, **known, **{key: given[key] for key in row}}


def _usual(resource: RegisteredResource, home: LocalAccount) -> dict[str, Any]:
    """Return the outputs of a type of which nothing is known."""
    name = name_of(resource)
    package, _, rest = resource.type.partition(":")
    if package != "aws":
        return {"id": name}
    service, _, kind = rest.partition(":")[0].partition("/")
    return {"id": name, "name": name, "arn": home.arn(service, f"{kind.lower()}/{name}")}
