"""The table of services: what it has, that it is up to date, and that it stays small and fast."""

from __future__ import annotations

import time
from typing import Any

import pytest

from aslant.asl.services.model import Operation, Type
from aslant.asl.services.naming import action_name, member_name, service_name
from aslant.asl.services.table import RETIRED, operation, service, services, version


def found(call: str) -> Operation:
    action = operation(call)
    assert action is not None
    return action


def test_an_action_has_the_types_of_its_arguments_and_its_result() -> None:
    action = found("dynamodb:getItem")
    assert action.name == "GetItem"
    assert not action.streams
    assert {name for name, member in action.arguments.members.items() if member.required} == {"TableName", "Key"}
    assert action.arguments.members["Key"].type.kind == "map"
    assert action.arguments.members["ConsistentRead"].type.kind == "boolean"
    assert action.arguments.members["ReturnConsumedCapacity"].type.values == ("INDEXES", "TOTAL", "NONE")
    assert action.result.members["Item"].type.item.members["S"].type.kind == "string"


def test_a_type_can_contain_itself() -> None:
    value = found("dynamodb:putItem").arguments.members["Item"].type.item
    assert value.members["M"].type.item is value
    assert value.members["L"].type.item is value


def test_a_number_has_its_range() -> None:
    assert found("lambda:updateFunctionConfiguration").arguments.members["MemorySize"].type.range[0] == 128


def test_members_go_by_their_names_in_step_functions() -> None:
    member = found("rds:createDBInstance").arguments.members["DbInstanceIdentifier"]
    assert (member.api_name, member.required) == ("DBInstanceIdentifier", True)


def test_a_generated_token_is_not_required() -> None:
    assert not found("ecs:runTask").arguments.members["ClientToken"].required


@pytest.mark.parametrize(
    "call", ["kinesis:subscribeToShard", "s3:selectObjectContent", "lambda:invokeWithResponseStream"]
)
def test_an_action_with_a_stream_of_events_is_marked(call: str) -> None:
    assert found(call).streams


@pytest.mark.parametrize("call", ["dynamodb:getItm", "dynamodbb:getItem", "dynamodb:GetItem", "dynamodb", ""])
def test_an_unknown_action_is_not_found(call: str) -> None:
    assert operation(call) is None


def test_a_service_lists_its_actions() -> None:
    model = service("sfn")
    assert model is not None
    assert {"startExecution", "sendTaskSuccess"} <= set(model.actions)


def test_a_retired_service_is_not_in_the_table() -> None:
    assert not RETIRED & services().keys()


def test_the_table_is_small() -> None:
    from aslant.asl.services.table import _FILE

    assert len(_FILE.read_bytes()) < 1_000_000


def test_a_service_is_read_in_a_few_milliseconds() -> None:
    from aslant.asl.services.table import _block

    times = []
    for _ in range(3):
        _block.cache_clear()
        service.cache_clear()
        start = time.perf_counter()
        operation("ec2:runInstances")
        times.append(time.perf_counter() - start)
    assert min(times) < 0.05  # 6 ms here; the limit allows for a slow machine


KINDS = {
    "string": "string",
    "character": "string",
    **dict.fromkeys(("integer", "long", "float", "double", "bigdecimal"), "number"),
    "blob": "bytes",
}


@pytest.mark.parametrize("api", ["dynamodb", "s3", "ec2", "ecs", "logs", "rds", "stepfunctions", "cloudfront", "wafv2"])
def test_the_table_is_that_of_the_pinned_botocore(api: str) -> None:
    loaders = pytest.importorskip("botocore.loaders", reason="botocore is not installed")
    botocore = pytest.importorskip("botocore")
    if botocore.__version__ != version():
        pytest.skip(f"the table has the models of botocore {version()}, and {botocore.__version__} is installed")
    model = loaders.Loader().load_service_model(api, "service-2")
    known = service(service_name(model["metadata"]["serviceId"]))
    assert known is not None
    shapes = model["shapes"]
    pairs: list[tuple[Type, str]] = []
    for name, spec in model["operations"].items():
        action = known.operation(action_name(name))
        assert action is not None
        pairs += [(action.arguments, spec["input"]["shape"])] if "input" in spec else []
        pairs += [(action.result, spec["output"]["shape"])] if "output" in spec else []
    seen: set[str] = set()
    while pairs:
        kind, name = pairs.pop()
        if name in seen:
            continue
        seen.add(name)
        shape: dict[str, Any] = shapes[name]
        if shape.get("document"):
            assert kind.kind == "any"
            continue
        assert kind.kind == KINDS.get(shape["type"], shape["type"]), name
        assert list(kind.values) == shape.get("enum", [])
        if kind.kind == "structure":
            assert {member.api_name for member in kind.members.values()} == set(shape["members"])
            pairs += [(kind.members[member_name(key)].type, item["shape"]) for key, item in shape["members"].items()]
        elif kind.kind == "list":
            pairs.append((kind.item, shape["member"]["shape"]))
        elif kind.kind == "map":
            pairs += [(kind.key, shape["key"]["shape"]), (kind.item, shape["value"]["shape"])]
