"""The registered resources, created in the store under the names and IDs that the program was given."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
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

__all__ = ["KEPT", "sow"]

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


def sow(registry: Registry, account: LocalAccount, base: Path, answer: Callable[[Request], Response]) -> Iterator[str]:
    """Create every registered resource. Yield a message for each one that cannot be created."""
    from botocore.exceptions import BotoCoreError, ClientError

    clients = Clients(account.aws_url, answer)
    for resource in registry:
        if resource.read:
            continue
        region = account.within(resource.outputs.get("region")).region
        try:
            for call in KEPT.get(resource.type, _nothing)(resource, base):
                made = _perform(clients, call, region)
                adopt = ADOPT.get(resource.type)
                if adopt is not None:
                    adopt(resource, made, account.id, region)
        except (BotoCoreError, ClientError, OSError, ValueError) as error:
            yield f"{resource.label}: cannot be created in the local AWS: {error}"


def _nothing(_: RegisteredResource, __: Path) -> tuple[Kept, ...]:
    return ()


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
