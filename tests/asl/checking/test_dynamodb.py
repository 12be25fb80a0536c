"""Tests for the check of the placeholders in DynamoDB's expressions."""

from __future__ import annotations

from typing import Any

import pytest

from aslant.asl import check

UPDATE = {
    "TableName": "orders",
    "Key": {"id": {"S.$": "$.id"}},
    "UpdateExpression": "SET #status = :new, total = :total",
    "ConditionExpression": "#status <> :new",
    "ExpressionAttributeNames": {"#status": "status"},
    "ExpressionAttributeValues": {":new": {"S": "done"}, ":total": {"N.$": "$.total"}},
}


def machine(
    arguments: dict[str, Any], resource: str = "dynamodb:updateItem", *, jsonata: bool = False
) -> dict[str, Any]:
    field = "Arguments" if jsonata else "Parameters"
    state = {"Type": "Task", "Resource": f"arn:aws:states:::{resource}", field: arguments, "End": True}
    return {**({"QueryLanguage": "JSONata"} if jsonata else {}), "StartAt": "A", "States": {"A": state}}


def without(*names: str, **changes: Any) -> dict[str, Any]:
    return {**{key: value for key, value in UPDATE.items() if key not in names}, **changes}


def found(definition: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [
        (finding.location, finding.message, finding.repair)
        for finding in check(definition)
        if finding.code == "UNDEFINED_PLACEHOLDER" and finding.severity == "WARNING"
    ]


UNDEFINED = "The placeholder '{}' in {} is not defined, so DynamoDB refuses the request"
UNUSED = "The placeholder '{}' is not used in an expression, so DynamoDB refuses the request"
HERE = "/States/A/Parameters/"

FAULTS = [
    (
        without("ExpressionAttributeNames"),
        [
            (f"{HERE}UpdateExpression", UNDEFINED.format("#status", "UpdateExpression")),
            (f"{HERE}ConditionExpression", UNDEFINED.format("#status", "ConditionExpression")),
        ],
    ),
    (
        without(UpdateExpression="SET #status = :nwe, total = :total"),
        [(f"{HERE}UpdateExpression", UNDEFINED.format(":nwe", "UpdateExpression"))],
    ),
    (
        without(UpdateExpression="SET #status = :new"),
        [(f"{HERE}ExpressionAttributeValues", UNUSED.format(":total"))],
    ),
    (
        {
            "TransactItems": [
                {"Put": {"Item": {}}},
                {"Update": without("ExpressionAttributeValues", "ConditionExpression")},
            ]
        },
        [
            (f"{HERE}TransactItems[1]/Update/UpdateExpression", UNDEFINED.format(":new", "UpdateExpression")),
            (f"{HERE}TransactItems[1]/Update/UpdateExpression", UNDEFINED.format(":total", "UpdateExpression")),
        ],
    ),
]


@pytest.mark.parametrize(("arguments", "findings"), FAULTS)
@pytest.mark.parametrize("resource", ["dynamodb:updateItem", "aws-sdk:dynamodb:updateItem"])
def test_an_undefined_or_unused_placeholder_is_a_warning(
    arguments: dict[str, Any], findings: list[tuple[str, str]], resource: str
) -> None:
    assert [fault[:2] for fault in found(machine(arguments, resource))] == findings


def test_the_repair_names_a_similar_placeholder() -> None:
    (fault,) = found(machine(without(UpdateExpression="SET #status = :nwe, total = :total")))
    assert fault[2] == "Did you mean ':new'?"
    assert found(machine(without("ExpressionAttributeNames")))[0][2] == 'Add "#status" to ExpressionAttributeNames.'


@pytest.mark.parametrize(
    "arguments",
    [
        UPDATE,
        {"TableName": "orders", "Key": {}},
        without("ExpressionAttributeNames", **{"ExpressionAttributeNames.$": "$.names"}),
        without("UpdateExpression", **{"UpdateExpression.$": "$.update"}),
        without(ExpressionAttributeValues={":new.$": "$.new", ":total.$": "$.total"}),
        without(UpdateExpression="${Update}"),
        without("ExpressionAttributeNames", ExpressionAttributeNames={"Ref": "Names"}),
    ],
)
def test_sound_and_unknown_expressions_are_accepted(arguments: dict[str, Any]) -> None:
    assert found(machine(arguments)) == []


def test_an_expression_of_jsonata_is_not_read() -> None:
    arguments = without(UpdateExpression="{% 'SET ' & $states.input.update %}")
    assert found(machine(arguments, jsonata=True)) == []
    assert len(found(machine(without("ExpressionAttributeNames"), jsonata=True))) == 2


def test_another_service_is_not_read() -> None:
    assert found(machine({"FilterExpression": "#a = :b"}, "aws-sdk:athena:getDatabase")) == []
