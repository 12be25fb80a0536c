"""A monitor that records what a program registers: inputs, parents, dependencies, and no URN twice.

Pulumi's own mocks show type, name and inputs alone. Here resources get the outputs that AWS would give
them; in a preview they get none, as from the engine, so that every one of them is unknown.
"""

import asyncio
import logging
import os
import threading
import zipfile
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import pulumi
from google.protobuf import empty_pb2
from pulumi.output import Unknown
from pulumi.runtime import rpc, set_all_config, set_mocks, settings
from pulumi.runtime.mocks import MockCallArgs, MockMonitor, MockResourceArgs, Mocks
from pulumi.runtime.proto import resource_pb2
from pulumi.runtime.stack import Stack, run_pulumi_func
from pulumi.runtime.sync_await import _ensure_event_loop, _sync_await

os.environ["PULUMI_ERROR_OUTPUT_STRING"] = "1"  # an Output in an f-string raises, and is not written into a policy

ACCOUNT = "111122223333"
REGION = "eu-west-1"
STACK = "pulumi:pulumi:Stack"
# Nobody observes all tasks of a program that fails; the CLI's language host silences asyncio's complaints as well.
logging.getLogger("asyncio").setLevel(logging.CRITICAL)

UNKNOWN = "<unknown>"
"""The value in recorded inputs and outputs that a preview does not know."""


@dataclass
class Registered:
    """One resource as it was registered. `parent` and `dependencies` are `type name`, `inputs` in
    camelCase."""

    type: str
    name: str
    parent: str
    inputs: dict[str, Any]
    dependencies: set[str]
    custom: bool
    provider: str
    outputs: dict[str, Any] = field(default_factory=dict)
    secrets: set[str] = field(default_factory=set)
    """The names of the inputs that are secret."""


@dataclass
class Export:
    """An exported value, and how much of it is known."""

    value: Any
    known: bool
    secret: bool


class Recording:
    """The resources and exports of one run of a program."""

    def __init__(self) -> None:
        self.by_urn: dict[str, Registered] = {}
        self.exports: dict[str, Export] = {}

    @property
    def all(self) -> dict[str, Registered]:
        """The resources by `type name`, in the order of their names."""
        found = {f"{short(one.type)} {one.name}": one for one in self.by_urn.values()}
        assert len(found) == len(self.by_urn), "two resources are of one type and name; ask by_urn"
        return dict(sorted(found.items()))

    def __getitem__(self, key: str) -> Registered:
        return self.all[key]


def short(type_: str) -> str:
    """`Role` for `aws:iam/role:Role`."""
    return type_.rsplit(":", 1)[-1]


def label(urn: str) -> str:
    """`Role pizza` for a URN."""
    _, _, types, name = urn.split("::")
    return f"{short(types.split('$')[-1])} {name}"


class _Answers(Mocks):
    def call(self, args: MockCallArgs) -> tuple[dict[str, Any], list[tuple[str, str]] | None]:
        region = "us-gov-west-1" if "gov" in args.provider else REGION
        answers = {
            "aws:index/getPartition:getPartition": {"partition": "aws-us-gov" if "gov" in region else "aws"},
            "aws:index/getRegion:getRegion": {"region": region},
            "aws:index/getCallerIdentity:getCallerIdentity": {"accountId": ACCOUNT},
        }
        return answers[args.token], []

    def new_resource(self, args: MockResourceArgs) -> tuple[str | None, dict[str, Any]]:
        raise AssertionError("the monitor answers for resources")


class _Monitor(MockMonitor):
    gives_all_outputs = True

    def __init__(self, recording: Recording, preview: bool) -> None:
        super().__init__(_Answers())
        self._recording = recording
        self._preview = preview
        self._lock = threading.Lock()

    def make_urn(self, parent: str, type_: str, name: str) -> str:
        above = parent.split("::")[2] if parent else STACK
        return f"urn:pulumi:dev::pizza::{type_ if above == STACK else f'{above}${type_}'}::{name}"

    def RegisterResource(self, request: Any) -> Any:  # noqa: N802
        urn = self.make_urn(request.parent, request.type, request.name)
        if request.type == STACK:
            return resource_pb2.RegisterResourceResponse(urn=urn)
        _ensure_event_loop()  # type: ignore[no-untyped-call]
        properties = rpc.deserialize_properties(request.object, keep_unknowns=True)
        inputs = plain(properties)
        registered = Registered(
            type=request.type,
            name=request.name,
            parent=label(request.parent) if request.parent and STACK not in request.parent else "",
            inputs=inputs,
            dependencies={label(one) for one in request.dependencies},
            custom=request.custom,
            provider=request.provider,
            secrets={name for name, value in properties.items() if rpc.is_rpc_secret(value)},
        )
        with self._lock:
            assert urn not in self._recording.by_urn, f"duplicate URN {urn}"
            self._recording.by_urn[urn] = registered
        if not request.custom:
            return resource_pb2.RegisterResourceResponse(urn=urn)
        wire = rpc.deserialize_properties(request.object)
        outputs = {} if self._preview else outputs_of(registered)
        registered.outputs = outputs
        answer = _sync_await(rpc.serialize_properties({**wire, **outputs}, {}))
        id_ = "" if self._preview else outputs["id"]
        return resource_pb2.RegisterResourceResponse(urn=urn, id=id_, object=answer)

    def RegisterResourceOutputs(self, request: Any) -> Any:  # noqa: N802
        _ensure_event_loop()  # type: ignore[no-untyped-call]
        if request.urn in self._recording.by_urn:
            outputs = plain(rpc.deserialize_properties(request.outputs, keep_unknowns=True))
            self._recording.by_urn[request.urn].outputs = outputs
        return empty_pb2.Empty()


def outputs_of(one: Registered) -> dict[str, Any]:
    """What AWS would give: identifiers, ARNs, URLs, and a name as Pulumi makes one up."""
    name = one.inputs.get("name", f"{one.name}-1a2b3c4")
    arns = {
        "Role": f"arn:aws:iam::{ACCOUNT}:role/{name}",
        "LogGroup": f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:{name}",
        "Function": f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{name}",
        "StateMachine": f"arn:aws:states:{REGION}:{ACCOUNT}:stateMachine:{name}",
        "Alias": f"arn:aws:states:{REGION}:{ACCOUNT}:stateMachine:shop-1a2b3c4:{name}",
        "Key": f"arn:aws:kms:{REGION}:{ACCOUNT}:key/{name}",
        "BucketObjectv2": f"arn:aws:s3:::{one.inputs.get('bucket')}/{one.inputs.get('key')}",
        "Queue": f"arn:aws:sqs:{REGION}:{ACCOUNT}:{name}",
        "Table": f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{name}",
    }
    more: dict[str, dict[str, Any]] = {
        "Api": {
            "id": "api123",
            "apiEndpoint": f"https://api123.execute-api.{REGION}.amazonaws.com",
            "executionArn": f"arn:aws:execute-api:{REGION}:{ACCOUNT}:api123",
        },
        "Function": {"qualifiedArn": f"{arns.get('Function')}:1"},
        "Integration": {"id": f"int456{one.name.removeprefix('shop')}"},
        "Authorizer": {"id": "aut789"},
        "Stage": {
            "arn": f"arn:aws:apigateway:{REGION}::/restapis/rest123/stages/live",
            "invokeUrl": f"https://rest123.execute-api.{REGION}.amazonaws.com/live",
        },
        "RestApi": {"id": "rest123", "executionArn": f"arn:aws:execute-api:{REGION}:{ACCOUNT}:rest123"},
        "Deployment": {"id": "dep456"},
        "Certificate": {
            "arn": f"arn:aws:acm:{REGION}:{ACCOUNT}:certificate/c1",
            "domainValidationOptions": [
                {"resourceRecordName": "_a.proof", "resourceRecordType": "CNAME", "resourceRecordValue": "_b.aws"}
            ],
        },
        "CertificateValidation": {"certificateArn": f"arn:aws:acm:{REGION}:{ACCOUNT}:certificate/c1"},
        "DomainName": {
            "id": one.inputs.get("domainName"),
            "domainNameConfiguration": {
                **one.inputs.get("domainNameConfiguration", {}),
                "targetDomainName": "d-1.aws",
                "hostedZoneId": "ZAWS",
            },
        },
        "Record": {"fqdn": f"{one.inputs.get('name')}."},
        "StateMachine": {"stateMachineVersionArn": f"{arns['StateMachine']}:7"},
        "Queue": {"url": f"https://sqs.{REGION}.amazonaws.com/{ACCOUNT}/{name}"},
    }
    kind = short(one.type)
    arn = {"arn": arns[kind]} if kind in arns else {}
    return {"id": name, "name": name, **arn, **more.get(kind, {})}


def plain(value: Any) -> Any:
    """Return a value without its secret envelopes, whole numbers as integers, archives as the contents of their "
    "members."""
    if rpc.is_rpc_secret(value):
        return plain(rpc.unwrap_rpc_secret(value))
    if isinstance(value, Unknown):
        return UNKNOWN
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, pulumi.FileArchive | pulumi.FileAsset):
        with zipfile.ZipFile(value.path) as archive:
            return {name: archive.read(name).decode(errors="replace") for name in archive.namelist()}
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, list) else value


def record(program: Callable[[], Any], *, preview: bool = False, config: Mapping[str, str] | None = None) -> Recording:
    """Run a program, which may export by `pulumi.export`, and say what it registered."""
    recording = Recording()
    loops = [asyncio.new_event_loop()]

    def start_thread() -> None:  # the SDK would make a loop for its thread, and never close it
        loops.append(asyncio.new_event_loop())
        asyncio.set_event_loop(loops[-1])

    loop = loops[0]
    loop.set_default_executor(ThreadPoolExecutor(max_workers=1, initializer=start_thread))
    asyncio.set_event_loop(loop)  # the root stack belongs to the loop that is current when it is made
    settings.reset_options()
    set_mocks(_Answers(), project="pizza", stack="dev", preview=preview, monitor=_Monitor(recording, preview))
    set_all_config(dict(config or {}), [])

    async def main() -> None:
        async def body() -> None:
            program()

        await run_pulumi_func(body)
        stack = settings.get_root_resource()
        assert isinstance(stack, Stack)
        for name, output in stack.outputs.items():
            output = pulumi.Output.from_input(output)
            known = await output.is_known()
            recording.exports[name] = Export(await output.future(), known, await output.is_secret())

    try:
        loop.run_until_complete(main())
    finally:
        loop.run_until_complete(loop.shutdown_default_executor())
        asyncio.set_event_loop(None)
        for each in loops:
            each.close()
    return recording
