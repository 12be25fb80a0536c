"""The registered resources, created in the store under the names and IDs that the program was given."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from aslant.local.http import Request, Response
from aslant.local.services.clients import Clients
from aslant.provider.account import LocalAccount
from aslant.provider.registry import RegisteredResource, Registry
from aslant.provider.resources import (
    buckets,
    buses,
    connections,
    keys,
    logs,
    parameters,
    queues,
    schedules,
    secrets,
    tables,
    topics,
)
from aslant.provider.resources.kept import Keep, Kept

__all__ = ["KEPT", "Seeds"]

KEPT: Mapping[str, Keep] = {
    **buckets.KEPT,
    **buses.KEPT,
    **connections.KEPT,
    **keys.KEPT,
    **logs.KEPT,
    **parameters.KEPT,
    **queues.KEPT,
    **schedules.KEPT,
    **secrets.KEPT,
    **tables.KEPT,
    **topics.KEPT,
}
"""The API calls that create a resource, by its type."""


class Seeds:
    """The registered resources that have been created in the store so far."""

    def __init__(self, account: LocalAccount, base: Path, answer: Callable[[Request], Response]) -> None:
        """Create resources by requests to the function `answer`. Relative paths start at `base`."""
        self._account = account
        self._base = base
        self._clients = Clients(account.aws_url, answer)
        self._sown: dict[str, list[Kept]] = {}
        """The calls that were made for each resource, by its URN and ID."""

    def sow(self, registry: Registry) -> Iterator[str]:
        """Create the resources that do not exist yet, and change those that a reloaded program registers differently.

        The data of all others is kept, also of those that the program does not register any more. Yield a message for
        each resource that cannot be created or changed.
        """
        from botocore.exceptions import BotoCoreError, ClientError

        for resource in registry:
            if resource.read or resource.type not in KEPT:
                continue
            key = f"{resource.urn} {resource.id}"
            try:
                calls = list(KEPT[resource.type](resource, self._base))
                before, self._sown[key] = self._sown.get(key), calls
                if before is None:
                    self._create(resource, calls)
                else:
                    yield from self._change(resource, [call for call in calls if call not in before])
            except (BotoCoreError, ClientError, OSError, ValueError) as error:
                yield f"{resource.label}: cannot be created in the local AWS: {error}"

    def _create(self, resource: RegisteredResource, calls: Iterable[Kept]) -> None:
        region = self._region(resource)
        for call in calls:
            made = _perform(self._clients, call, region)
            adopt = ADOPT.get(resource.type)
            if adopt is not None:
                adopt(resource, made, self._account.id, region)

    def _change(self, resource: RegisteredResource, calls: Iterable[Kept]) -> Iterator[str]:
        for call in calls:
            if call.operation == "CreateQueue":
                parameters = {"QueueUrl": resource.output("url"), "Attributes": call.parameters["Attributes"]}
                call = Kept("sqs", "SetQueueAttributes", parameters)
            elif call.operation == "PutParameter":
                call = Kept("ssm", call.operation, {**call.parameters, "Overwrite": True})
            elif call.operation.startswith("Create"):
                yield f"{resource.label}: restart the server to apply its change. Until then its data is kept."
                continue
            _perform(self._clients, call, self._region(resource))

    def _region(self, resource: RegisteredResource) -> str:
        return self._account.within(resource.outputs.get("region")).region


def _perform(clients: Clients, call: Kept, region: str) -> dict[str, Any]:
    made: dict[str, Any] = clients.of(call.service, region)._make_api_call(call.operation, dict(call.parameters))
    return made


def _backend(service: Any, account: str, region: str) -> Any:
    from moto.backends import get_backend

    return get_backend(service)[account][region]


def _adopt_key(resource: RegisteredResource, made: Mapping[str, Any], account: str, region: str) -> None:
    backend = _backend("kms", account, region)
    key = backend.keys.pop(made["KeyMetadata"]["KeyId"])
    key.id, key.arn = resource.output("keyId"), resource.output("arn")
    backend.keys[key.id] = key


def _adopt_secret(resource: RegisteredResource, made: Mapping[str, Any], account: str, region: str) -> None:
    _backend("secretsmanager", account, region).secrets[made["Name"]].arn = resource.output("arn")


def _adopt_subscription(resource: RegisteredResource, made: Mapping[str, Any], account: str, region: str) -> None:
    backend = _backend("sns", account, region)
    subscription = backend.subscriptions.pop(made["SubscriptionArn"])
    subscription.arn = resource.output("arn")
    backend.subscriptions[subscription.arn] = subscription


def _adopt_table(resource: RegisteredResource, _: Mapping[str, Any], account: str, region: str) -> None:
    if resource.outputs.get("streamLabel"):
        table = _backend("dynamodb", account, region).get_table(resource.output("name"))
        table.latest_stream_label = resource.output("streamLabel")


def _adopt_connection(resource: RegisteredResource, _: Mapping[str, Any], account: str, region: str) -> None:
    connection = _backend("events", account, region).connections[resource.output("name")]
    for secret in _backend("secretsmanager", account, region).secrets.values():
        if secret.arn == connection.secret_arn:
            secret.arn = resource.output("secretArn")
    connection.arn, connection.secret_arn = resource.output("arn"), resource.output("secretArn")


ADOPT: Mapping[str, Callable[[RegisteredResource, Mapping[str, Any], str, str], None]] = {
    connections.CONNECTION: _adopt_connection,
    keys.KEY: _adopt_key,
    secrets.SECRET: _adopt_secret,
    tables.TABLE: _adopt_table,
    topics.SUBSCRIPTION: _adopt_subscription,
}
"""The functions that give moto's resource the IDs and ARNs that the program was already given, by type."""
