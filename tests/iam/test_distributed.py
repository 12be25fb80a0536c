"""Distributed Maps: rights on their own machine, and access to S3."""

from __future__ import annotations

from typing import Any

import pytest

from aslant.errors import PermissionsError
from aslant.iam import LATER, Account, needs, own_permissions, permissions

HERE = Account("aws", "eu-west-1", "111122223333")
SHOP = HERE.arn("states", "stateMachine:shop")
EXECUTIONS = HERE.arn("states", "execution:shop")


def machine(**fields: Any) -> dict[str, Any]:
    processor = {"ProcessorConfig": {"Mode": "DISTRIBUTED"}, "StartAt": "A", "States": {"A": {"Type": "Succeed"}}}
    return {"StartAt": "Each", "States": {"Each": {"Type": "Map", "ItemProcessor": processor, "End": True, **fields}}}


def rights(definition: dict[str, Any], own_arn: Any = LATER) -> list[tuple[list[str], list[Any], Any]]:
    found = permissions(definition, account=HERE, own_arn=own_arn)
    return [(list(statement.actions), list(statement.resources), statement.condition) for statement in found]


@pytest.mark.parametrize(("fields", "label"), [({}, "*"), ({"Label": "Each"}, "Each")])
def test_it_starts_watches_and_redrives_executions_of_its_machine(fields: dict[str, Any], label: str) -> None:
    expected = [
        (["states:DescribeExecution", "states:StopExecution"], [f"{EXECUTIONS}:*"], None),
        (["states:RedriveExecution"], [f"{EXECUTIONS}/{label}:*"], None),
        (["states:StartExecution"], [SHOP], None),
    ]
    assert rights(machine(**fields), SHOP) == expected
    own = own_permissions(machine(**fields), SHOP)
    assert [(list(statement.actions), list(statement.resources), statement.condition) for statement in own] == expected
    assert rights(machine(**fields)) == []


def test_the_name_may_be_a_pattern_and_the_arn_unresolved() -> None:
    pattern = HERE.arn("states", "stateMachine:shop-*")
    assert f"{EXECUTIONS}-*:*" in [resource for _, resources, _ in rights(machine(), pattern) for resource in resources]
    later = object()
    [statement] = own_permissions(machine(), later)
    assert [id(resource) for resource in statement.resources] == [id(later)]


def test_an_inline_map_needs_no_rights_on_its_machine() -> None:
    inline = {"Type": "Map", "ItemProcessor": {"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}, "End": True}
    definition = {"StartAt": "Each", "States": {"Each": inline}}
    assert permissions(definition) == own_permissions(definition, SHOP) == []


def test_a_value_that_is_not_a_machine_arn_is_refused() -> None:
    with pytest.raises(PermissionsError, match="'shop' is not the machine's ARN, which names its executions"):
        own_permissions(machine(), "shop")


@pytest.mark.parametrize(
    ("reader", "expected"),
    [
        ({"Resource": "getObject", "Bucket": "menus", "Key": "a.csv"}, [("s3:GetObject", "menus/a.csv", None)]),
        ({"Resource": "getObject", "Bucket": "menus", "Key.$": "$.key"}, [("s3:GetObject", "menus/*", None)]),
        (
            {"Resource": "getObject", "Bucket": "menus", "Key": "a.csv", "VersionId": "7"},
            [("s3:GetObjectVersion", "menus/a.csv", None)],
        ),
        ({"Resource": "listObjectsV2", "Bucket": "menus"}, [("s3:ListBucket", "menus", None)]),
        (
            {"Resource": "listObjectsV2", "Bucket": "menus", "Prefix": "2026/"},
            [("s3:ListBucket", "menus", {"StringLike": {"s3:prefix": "2026/"}})],
        ),
        (
            {"Resource": "listObjectsV2", "Bucket": "menus", "Prefix": "2026/", "Transformation": "LOAD_AND_FLATTEN"},
            [
                ("s3:GetObject", "menus/2026/*", None),
                ("s3:ListBucket", "menus", {"StringLike": {"s3:prefix": "2026/"}}),
            ],
        ),
    ],
)
@pytest.mark.parametrize("field", ["Parameters", "Arguments"])
def test_it_reads_the_objects_of_its_reader(reader: dict[str, str], expected: list[Any], field: str) -> None:
    resource, config = f"arn:aws:states:::s3:{reader['Resource']}", {"Transformation": reader.get("Transformation")}
    arguments = {key: value for key, value in reader.items() if key not in ("Resource", "Transformation")}
    definition = machine(ItemReader={"Resource": resource, "ReaderConfig": config, field: arguments})
    assert rights(definition) == [
        ([action], [f"arn:aws:s3:::{name}"], condition) for action, name, condition in expected
    ]


WRITES = ["s3:AbortMultipartUpload", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:PutObject"]


@pytest.mark.parametrize(
    ("writer", "expected"),
    [
        ({"Bucket": "results", "Prefix": "runs"}, [(WRITES, ["arn:aws:s3:::results/runs/*"], None)]),
        ({"Bucket": "results", "Prefix": "runs/"}, [(WRITES, ["arn:aws:s3:::results/runs/*"], None)]),
        ({"Bucket": "results"}, [(WRITES, ["arn:aws:s3:::results/*"], None)]),
        (None, []),
    ],
)
def test_it_writes_below_the_prefix_of_its_writer(writer: dict[str, str] | None, expected: list[Any]) -> None:
    where = {"Resource": "arn:aws:states:::s3:putObject", "Parameters": writer} if writer else {}
    assert rights(machine(ResultWriter={"WriterConfig": {"OutputType": "JSON"}, **where})) == expected


def test_the_files_in_a_manifest_are_unknown() -> None:
    reader = {
        "Resource": "arn:aws:states:::s3:getObject",
        "ReaderConfig": {"InputType": "MANIFEST"},
        "Parameters": {"Bucket": "menus", "Key": "manifest.json"},
    }
    found, unknown = needs(machine(ItemReader=reader), account=HERE, own_arn=LATER)
    assert [list(statement.resources) for statement in found] == [["arn:aws:s3:::menus/manifest.json"]]
    assert [need.what for need in unknown] == ["s3:getObject: the manifest names the files that are read"]
