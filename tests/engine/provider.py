"""A stand-in for the provider plugin of AWS: what the engine asks of it, answered from an account in a file.

It is run as `pulumi-resource-aws`, an executable on PATH: it prints the port that it listens on, and then answers the
engine's calls. Values are plain JSON in here, with the wire's own signatures where a value is unknown or an archive.
"""

from __future__ import annotations

import hashlib
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path
from typing import Any

import grpc
from google.protobuf import empty_pb2, json_format, struct_pb2
from pulumi.runtime.proto import plugin_pb2, provider_pb2, provider_pb2_grpc
from pulumi.runtime.rpc import UNKNOWN, _special_archive_sig, _special_sig_key

from aslant.provider.account import LocalAccount
from aslant.provider.invokes import invoke
from tests.engine.cloud import Cloud, CloudError, new_version
from tests.engine.inputs import faults
from tests.engine.replaces import NAMED, replaces

__all__ = ["CLOUD", "StandIn", "main"]

CLOUD = "STAND_IN_CLOUD"
"""The environment variable with the path of the account's file."""


AUTONAMED = "__autonamed"
"""The input that says which other one was filled in here."""


class StandIn(provider_pb2_grpc.ResourceProviderServicer):
    """The provider. Other methods return UNIMPLEMENTED, which the engine accepts."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud
        self._account = LocalAccount()

    def GetPluginInfo(self, request: Any, context: Any) -> Any:  # noqa: N802
        return plugin_pb2.PluginInfo(version=version("pulumi-aws"))

    def CheckConfig(self, request: Any, context: Any) -> Any:  # noqa: N802
        return provider_pb2.CheckResponse(inputs=request.news)

    def DiffConfig(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Another Region is another provider, and everything below it is replaced."""
        olds, news = _plain(request.olds), _plain(request.news)
        moved = olds.get("region") != news.get("region")
        return provider_pb2.DiffResponse(replaces=["region"] if moved else [])

    def Configure(self, request: Any, context: Any) -> Any:  # noqa: N802
        self._account = LocalAccount(region=_plain(request.args).get("region", self._account.region))
        return provider_pb2.ConfigureResponse(supportsPreview=True)

    def Cancel(self, request: Any, context: Any) -> Any:  # noqa: N802
        return empty_pb2.Empty()

    def Invoke(self, request: Any, context: Any) -> Any:  # noqa: N802
        """A provider function, answered by the embedded AWS."""
        arguments = _plain(request.args)
        answer = invoke(request.tok, arguments, self._region_of(arguments))
        return provider_pb2.InvokeResponse(**{"return": _wire(answer)})

    def Check(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Refuse unknown and deprecated inputs, and give a name where the program gives none."""
        type_ = _type(request.urn)
        olds, news = _plain(request.olds), _plain(request.news)
        failures = [
            provider_pb2.CheckFailure(property=path, reason=reason) for path, reason in sorted(faults(type_, news))
        ]
        key = NAMED.get(type_)
        if key is not None and key not in news and f"{key}Prefix" not in news:
            suffix = hashlib.sha256(request.randomSeed).hexdigest()[:7]
            news[key] = olds.get(key, f"{_name(request.urn)}-{suffix}")
            news[AUTONAMED] = key
        return provider_pb2.CheckResponse(inputs=_wire(news), failures=failures)

    def Diff(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Which inputs changed, and whether AWS can change them in place."""
        type_ = _type(request.urn)
        olds, news = _plain(request.old_inputs), _plain(request.news)
        keys = sorted({*olds, *news} - {AUTONAMED})
        changed = [key for key in keys if _content(olds.get(key)) != _content(news.get(key))]
        forcing = [key for key in changed if key in replaces(type_)]
        key = NAMED.get(type_)
        return provider_pb2.DiffResponse(
            changes=provider_pb2.DiffResponse.DIFF_SOME if changed else provider_pb2.DiffResponse.DIFF_NONE,
            diffs=changed,
            replaces=forcing,
            # Two resources cannot have one name, so the old one goes first unless the name was made up.
            deleteBeforeReplace=bool(forcing) and key is not None and AUTONAMED not in news,
        )

    def Create(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Make a resource; in a preview its inputs are all that is known of it."""
        inputs = _plain(request.properties)
        if request.preview:
            return provider_pb2.CreateResponse(properties=_wire(inputs))
        try:
            made = self._cloud.create(
                request.urn, _type(request.urn), _name(request.urn), inputs, self._region_of(inputs)
            )
        except CloudError as why:
            context.abort(grpc.StatusCode.INVALID_ARGUMENT, str(why))
        return provider_pb2.CreateResponse(id=made.id, properties=_wire(made.outputs))

    def Read(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Read a resource of the account, if it exists."""
        found = self._cloud.read(request.urn, request.id)
        if found is None:
            return provider_pb2.ReadResponse()
        return provider_pb2.ReadResponse(id=found.id, properties=_wire(found.outputs), inputs=_wire(found.inputs))

    def Update(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Change a resource in place."""
        inputs = _plain(request.news)
        if request.preview:
            later = dict.fromkeys(new_version(_type(request.urn), _plain(request.old_inputs), inputs), UNKNOWN)
            return provider_pb2.UpdateResponse(properties=_wire({**_plain(request.olds), **inputs, **later}))
        updated = self._cloud.update(request.urn, request.id, inputs, self._region_of(inputs))
        return provider_pb2.UpdateResponse(properties=_wire(updated.outputs))

    def Delete(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Remove a resource."""
        try:
            self._cloud.delete(request.urn, request.id)
        except CloudError as why:
            context.abort(grpc.StatusCode.FAILED_PRECONDITION, str(why))
        return empty_pb2.Empty()

    def _region_of(self, inputs: dict[str, Any]) -> LocalAccount:
        return self._account.within(inputs.get("region"))


def _plain(struct: struct_pb2.Struct) -> dict[str, Any]:
    """A wire value as JSON, whole numbers as integers."""
    found: dict[str, Any] = _whole(json_format.MessageToDict(struct))
    return found


def _whole(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {key: _whole(item) for key, item in value.items()}
    return [_whole(item) for item in value] if isinstance(value, list) else value


def _content(value: Any) -> Any:
    """Return the part of a value that the provider compares: the hash of an archive, not its path."""
    archive = isinstance(value, dict) and value.get(_special_sig_key) == _special_archive_sig
    return value["hash"] if archive else value


def _wire(value: dict[str, Any]) -> struct_pb2.Struct:
    return json_format.ParseDict(value, struct_pb2.Struct())


def _type(urn: str) -> str:
    return urn.split("::")[2].rpartition("$")[2]


def _name(urn: str) -> str:
    return urn.split("::", 3)[3]


def main() -> None:
    """Serve until the engine ends the process."""
    server = grpc.server(ThreadPoolExecutor(max_workers=1))
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(StandIn(Cloud(Path(os.environ[CLOUD]))), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    server.wait_for_termination()


if __name__ == "__main__":
    main()
