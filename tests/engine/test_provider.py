"""The stand-in provider, called as the engine calls it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import grpc
import pytest
from google.protobuf import json_format, struct_pb2
from pulumi.runtime.proto import provider_pb2

from tests.engine.cloud import Cloud
from tests.engine.provider import StandIn

ROLE = "aws:iam/role:Role"
POLICY = "aws:iam/rolePolicy:RolePolicy"
LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"
FUNCTION = "aws:lambda/function:Function"
MACHINE = "aws:sfn/stateMachine:StateMachine"
UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"


class Refused(Exception):
    """An error that the provider returns."""


class Call:
    """The context of a call."""

    def abort(self, code: grpc.StatusCode, details: str) -> None:
        raise Refused(details)


def urn(type_: str, name: str = "shop") -> str:
    return f"urn:pulumi:dev::pizza::aslant:index:StateMachineApi${type_}::{name}"


def wire(value: dict[str, Any]) -> struct_pb2.Struct:
    return json_format.ParseDict(value, struct_pb2.Struct())


def archive(path: str, content: str) -> dict[str, Any]:
    archive_, asset = "0def7320c3a5731c473e5ecbe6d01bc7", "c44067f5952c0a294b673a41bacd8c17"
    signature = "4dabf18193072939515e22adb298388d"
    file = {signature: asset, "hash": content, "path": path}
    return {signature: archive_, "hash": content, "assets": {"handler.py": file}}


@pytest.fixture
def provider(tmp_path: Path) -> StandIn:
    return StandIn(Cloud(tmp_path / "cloud"))


def check(provider: StandIn, type_: str, news: dict[str, Any], olds: dict[str, Any], seed: bytes) -> dict[str, Any]:
    request = provider_pb2.CheckRequest(urn=urn(type_), news=wire(news), olds=wire(olds), randomSeed=seed)
    inputs: dict[str, Any] = json_format.MessageToDict(provider.Check(request, Call()).inputs)
    return inputs


def diff(provider: StandIn, type_: str, old: dict[str, Any], new: dict[str, Any]) -> Any:
    request = provider_pb2.DiffRequest(urn=urn(type_), id="x", old_inputs=wire(old), news=wire(new))
    return provider.Diff(request, Call())


def create(provider: StandIn, type_: str, inputs: dict[str, Any], name: str = "shop") -> Any:
    return provider.Create(provider_pb2.CreateRequest(urn=urn(type_, name), properties=wire(inputs)), Call())


def delete(provider: StandIn, type_: str, id_: str) -> None:
    provider.Delete(provider_pb2.DeleteRequest(urn=urn(type_), id=id_), Call())


def test_a_name_is_generated_once_and_kept(provider: StandIn) -> None:
    first = check(provider, ROLE, {"assumeRolePolicy": "{}"}, {}, b"1")
    assert first["name"].startswith("shop-")
    assert len(first["name"]) == len("shop-1a2b3c4")
    assert check(provider, ROLE, {"assumeRolePolicy": "{}"}, first, b"2")["name"] == first["name"]
    assert check(provider, ROLE, {"assumeRolePolicy": "{}"}, {}, b"2")["name"] != first["name"]


@pytest.mark.parametrize(
    ("type_", "old", "new", "diffs", "replaces", "first_deleted"),
    [
        (LOG_GROUP, {"name": "a"}, {"name": "a"}, [], [], False),
        (LOG_GROUP, {"name": "a"}, {"name": "a", "retentionInDays": 7}, ["retentionInDays"], [], False),
        (LOG_GROUP, {"name": "a"}, {"name": "b"}, ["name"], ["name"], True),
        (LOG_GROUP, {"name": "a"}, {"name": UNKNOWN}, ["name"], ["name"], True),
        (LOG_GROUP, {"name": "a"}, {"name": "a", "region": "eu-west-1"}, ["region"], ["region"], True),
        (MACHINE, {"type": "EXPRESS"}, {"type": "STANDARD", "__autonamed": "name"}, ["type"], ["type"], False),
        (FUNCTION, {"code": archive("/a", "1")}, {"code": archive("/b", "1")}, [], [], False),
        (FUNCTION, {"code": archive("/a", "1")}, {"code": archive("/a", "2")}, ["code"], [], False),
    ],
)
def test_a_difference_is_reported_with_its_replacement(
    provider: StandIn,
    type_: str,
    old: dict[str, Any],
    new: dict[str, Any],
    diffs: list[str],
    replaces: list[str],
    first_deleted: bool,
) -> None:
    answer = diff(provider, type_, old, new)
    assert list(answer.diffs) == diffs
    assert list(answer.replaces) == replaces
    assert answer.deleteBeforeReplace is first_deleted


def test_a_preview_knows_the_inputs_alone(provider: StandIn) -> None:
    request = provider_pb2.CreateRequest(urn=urn(ROLE), properties=wire({"name": "cook"}), preview=True)
    assert json_format.MessageToDict(provider.Create(request, Call()).properties) == {"name": "cook"}


def test_a_role_stays_while_it_has_a_policy(provider: StandIn) -> None:
    role = create(provider, ROLE, {"name": "cook"})
    policy = create(provider, POLICY, {"role": role.id, "name": "bake", "policy": "{}"})
    with pytest.raises(Refused, match="'cook' is in use by aws:iam/rolePolicy:RolePolicy 'cook:bake'"):
        delete(provider, ROLE, role.id)
    delete(provider, POLICY, policy.id)
    delete(provider, ROLE, role.id)
    assert not provider.Read(provider_pb2.ReadRequest(urn=urn(ROLE), id=role.id), Call()).id


def test_a_name_is_there_once(provider: StandIn) -> None:
    create(provider, ROLE, {"name": "cook"})
    with pytest.raises(Refused, match=r"aws:iam/role:Role \('cook',\) exists already"):
        create(provider, ROLE, {"name": "cook"}, "other")


def test_a_machine_waits_for_the_rights_of_its_role(provider: StandIn) -> None:
    role = create(provider, ROLE, {"name": "cook"})
    group = create(provider, LOG_GROUP, {"name": "log"})
    machine = {
        "name": "oven",
        "roleArn": json_format.MessageToDict(role.properties)["arn"],
        "loggingConfiguration": {"logDestination": json_format.MessageToDict(group.properties)["arn"] + ":*"},
    }
    with pytest.raises(Refused, match="not authorized to access the log destination"):
        create(provider, MACHINE, machine)
    create(provider, POLICY, {"role": "cook", "name": "log", "policy": "logs:CreateLogDelivery"})
    assert create(provider, MACHINE, machine).id.endswith("stateMachine:oven")


def test_a_published_function_has_a_new_version_with_each_change(provider: StandIn) -> None:
    inputs = {"name": "check", "role": "r", "publish": True, "handler": "a.b"}
    made = json_format.MessageToDict(create(provider, FUNCTION, inputs).properties)
    assert made["qualifiedArn"].endswith(":function:check:1")
    for change, preview, version in (
        ({"handler": "a.c"}, True, UNKNOWN),
        ({"handler": "a.c"}, False, "2"),
        ({"tags": {"a": "b"}, "handler": "a.c"}, False, "2"),
        ({"memorySize": 256, "handler": "a.c"}, False, "3"),
    ):
        new = {**inputs, **change}
        request = provider_pb2.UpdateRequest(
            urn=urn(FUNCTION), id="check", olds=wire(made), old_inputs=wire(inputs), news=wire(new), preview=preview
        )
        updated = json_format.MessageToDict(provider.Update(request, Call()).properties)
        assert updated["version"] == version
        assert updated["arn"] == made["arn"]


def test_two_processes_see_one_account(tmp_path: Path) -> None:
    one, other = StandIn(Cloud(tmp_path / "cloud")), StandIn(Cloud(tmp_path / "cloud"))
    role = create(one, ROLE, {"name": "cook"})
    delete(other, ROLE, role.id)
    assert Cloud(tmp_path / "cloud").all() == []
