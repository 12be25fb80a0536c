"""`aslant permissions`: the policy on standard output, the states on standard error, and unknown needs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Aslant, write


def task(resource: str, **more: Any) -> dict[str, Any]:
    return {"Type": "Task", "Resource": resource, **more}


SHOP = {
    "StartAt": "Check",
    "States": {
        "Check": task("${check}", Next="Pay"),
        "Pay": task("${check}", Next="Store"),
        "Store": task("arn:aws:states:::dynamodb:putItem", Parameters={"TableName": "orders", "Item": {}}, End=True),
    },
}
CHOSEN = {
    "StartAt": "Get",
    "States": {
        "Get": task("arn:aws:states:::aws-sdk:s3:getObject", Parameters={"Bucket.$": "$.b", "Key": "k"}, Next="Send"),
        "Send": task(
            "arn:aws:states:::sqs:sendMessage", Parameters={"QueueUrl.$": "$.q", "MessageBody": "x"}, End=True
        ),
    },
}
MAP = {
    "StartAt": "Each",
    "States": {
        "Each": {
            "Type": "Map",
            "Label": "Each",
            "ItemProcessor": {
                "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
                "StartAt": "Go",
                "States": {"Go": {"Type": "Succeed"}},
            },
            "End": True,
        }
    },
}
ADD = (
    'For those that are, add the statement {"actions": ["kms:Decrypt", "kms:GenerateDataKey*"], "resources": '
    "[<the ARNs of the keys>]}. Add it to the FILE of --given, and to the component's policy_statements."
)


def note(kinds: str) -> str:
    """Return the note about customer-managed keys."""
    return f"A definition does not show which {kinds} are encrypted with a customer-managed KMS key. {ADD}"


TABLE = "dynamodb:${AWS::Region}:${AWS::AccountId}:table/orders"


@pytest.fixture(autouse=True)
def _definitions(folder: Path) -> None:
    for name, definition in (("shop", SHOP), ("chosen", CHOSEN), ("map", MAP)):
        write(folder / f"{name}.json", definition)
    (folder / "broken.json").write_text("broken")


def test_the_policy_goes_to_standard_output_and_the_states_to_standard_error(aslant: Aslant) -> None:
    code, out, err = aslant("permissions", "shop.json")
    assert code == 0
    assert json.loads(out) == {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Action": ["dynamodb:PutItem"], "Resource": ["arn:${AWS::Partition}:" + TABLE]},
            {"Effect": "Allow", "Action": ["lambda:InvokeFunction"], "Resource": ["${check}", "${check}:*"]},
        ],
    }
    assert err == f"1. dynamodb:PutItem: Store\n2. lambda:InvokeFunction: Check, Pay\nnote: {note('tables')}\n"


def test_json_has_the_states_with_their_statements(aslant: Aslant) -> None:
    code, out, err = aslant("permissions", "--json", "shop.json")
    assert (code, err) == (0, "")
    assert json.loads(out) == {
        "statements": [
            {"actions": ["dynamodb:PutItem"], "resources": ["arn:${AWS::Partition}:" + TABLE], "states": ["Store"]},
            {
                "actions": ["lambda:InvokeFunction"],
                "resources": ["${check}", "${check}:*"],
                "states": ["Check", "Pay"],
            },
        ],
        "unknown": [],
        "notes": [note("tables")],
    }


def test_a_workflow_in_python_has_its_policy(aslant: Aslant) -> None:
    assert json.loads(aslant("permissions", "shop.py:shop").out)["Statement"] == [
        {"Effect": "Allow", "Action": ["lambda:InvokeFunction"], "Resource": ["${f}", "${f}:*"]}
    ]


@pytest.mark.parametrize(
    ("options", "arn"),
    [
        ([], "arn:${AWS::Partition}:" + TABLE),
        (["--account", "111122223333"], "arn:${AWS::Partition}:dynamodb:${AWS::Region}:111122223333:table/orders"),
        (
            ["--account", "111122223333", "--region", "eu-west-1"],
            "arn:aws:dynamodb:eu-west-1:111122223333:table/orders",
        ),
        (["--region", "cn-north-1"], "arn:aws-cn:dynamodb:cn-north-1:${AWS::AccountId}:table/orders"),
        (["--region", "us-gov-west-1"], "arn:aws-us-gov:dynamodb:us-gov-west-1:${AWS::AccountId}:table/orders"),
        (["--region", "us-iso-east-1"], "arn:aws-iso:dynamodb:us-iso-east-1:${AWS::AccountId}:table/orders"),
        (["--region", "us-isob-east-1"], "arn:aws-iso-b:dynamodb:us-isob-east-1:${AWS::AccountId}:table/orders"),
        (["--region", "eusc-de-east-1"], "arn:aws-eusc:dynamodb:eusc-de-east-1:${AWS::AccountId}:table/orders"),
        (["--partition", "aws-iso"], "arn:aws-iso:" + TABLE),
    ],
)
def test_options_set_the_partition_region_and_account(aslant: Aslant, options: list[str], arn: str) -> None:
    assert json.loads(aslant("permissions", *options, "shop.json").out)["Statement"][0]["Resource"] == [arn]


def test_a_distributed_map_needs_the_machine_by_its_name(aslant: Aslant) -> None:
    def resources(*options: str) -> list[str]:
        document = json.loads(aslant("permissions", "--account", "111122223333", *options, "map.json").out)
        return [resource for statement in document["Statement"] for resource in statement["Resource"]]

    assert "stateMachine:${StateMachineName}" in " ".join(resources())
    assert resources("--region", "eu-west-1", "--name", "shop") == [
        "arn:aws:states:eu-west-1:111122223333:execution:shop:*",
        "arn:aws:states:eu-west-1:111122223333:execution:shop/Each:*",
        "arn:aws:states:eu-west-1:111122223333:stateMachine:shop",
    ]


def test_every_unknown_need_is_listed_and_no_policy_is_written(aslant: Aslant) -> None:
    code, out, err = aslant("permissions", "chosen.json")
    assert (code, out) == (1, "")
    assert err.splitlines() == [
        "error: chosen.json: state 'Get': s3:getObject: Bucket is chosen at run time by '$.b', so the permissions for "
        "it are unknown. Add a statement to the component's policy_statements: "
        '{"actions": ["s3:GetObject"], "resources": [<the ARNs>], "states": ["Get"]}',
        "error: chosen.json: state 'Send': sqs:sendMessage: QueueUrl is chosen at run time by '$.q', so the "
        "permissions for it are unknown. Add a statement to the component's policy_statements: "
        '{"actions": ["sqs:SendMessage"], "resources": [<the ARNs>], "states": ["Send"]}',
    ]
    code, out, _ = aslant("permissions", "--json", "chosen.json")
    assert code == 1
    assert json.loads(out)["unknown"][1] == {
        "state": "Send",
        "actions": ["sqs:SendMessage"],
        "reason": "sqs:sendMessage: QueueUrl is chosen at run time by '$.q'",
    }


def test_given_statements_cover_unknown_needs(aslant: Aslant, folder: Path) -> None:
    condition = {"Bool": {"aws:SecureTransport": "true"}}
    rows = [
        {"actions": ["s3:GetObject"], "resources": ["arn:aws:s3:::menus/*"], "states": ["Get"], "condition": condition},
        {"actions": ["sqs:SendMessage"], "resources": ["arn:aws:sqs:eu-west-1:111122223333:q"], "states": ["Send"]},
        {"actions": ["sns:Publish"], "resources": ["arn:aws:sns:eu-west-1:111122223333:t"]},
    ]
    (folder / "given.json").write_text(json.dumps(rows))
    code, out, err = aslant("permissions", "--given", "given.json", "chosen.json")
    assert code == 0
    assert [statement["Action"] for statement in json.loads(out)["Statement"]] == [
        ["s3:GetObject"],
        ["sns:Publish"],
        ["sqs:SendMessage"],
    ]
    assert json.loads(out)["Statement"][0]["Condition"] == condition
    assert err == (
        "1. s3:GetObject: Get\n2. sns:Publish: given\n3. sqs:SendMessage: Send\n"
        f"note: {note('queues, topics or buckets')}\n"
    )


def test_the_note_is_left_out_if_nothing_can_be_encrypted_or_keys_are_given(aslant: Aslant, folder: Path) -> None:
    assert "note:" not in aslant("permissions", "map.json")[2]
    rows = [{"actions": ["kms:Decrypt"], "resources": ["arn:aws:kms:eu-west-1:111122223333:key/k"]}]
    (folder / "keys.json").write_text(json.dumps(rows))
    assert "note:" not in aslant("permissions", "--given", "keys.json", "shop.json")[2]


def test_the_placeholder_of_a_queue_url_is_never_a_resource(aslant: Aslant, folder: Path) -> None:
    send = task("arn:aws:states:::sqs:sendMessage", Parameters={"QueueUrl": "${Orders}", "MessageBody": "x"}, End=True)
    write(folder / "queue.json", {"StartAt": "Send", "States": {"Send": send}})
    code, out, err = aslant("permissions", "--account", "111122223333", "--region", "eu-west-1", "queue.json")
    assert (code, out) == (1, "")
    assert "the resource is the queue's ARN, arn:aws:sqs:eu-west-1:111122223333:<the queue's name>" in err
    code, out, _ = aslant("permissions", "--json", "queue.json")
    found = json.loads(out)
    assert (code, found["statements"], found["unknown"][0]["actions"]) == (1, [], ["sqs:SendMessage"])
    rows = [{"actions": ["sqs:SendMessage"], "resources": ["arn:aws:sqs:eu-west-1:111122223333:q"], "states": ["Send"]}]
    (folder / "given.json").write_text(json.dumps(rows))
    assert aslant("permissions", "--given", "given.json", "queue.json")[0] == 0
    assert (
        json.loads(aslant("permissions", "--json", "--given", "given.json", "chosen.json").out)["statements"][0]
        == rows[0]
    )


@pytest.mark.parametrize(
    ("arguments", "given", "message"),
    [
        (["--account", "7", "shop.json"], None, "--account must be the 12 digits of an account, not '7'"),
        (
            ["--region", "Ireland", "shop.json"],
            None,
            "--region must be the name of a region, such as eu-west-1, not 'Ireland'",
        ),
        (["--partition", "aws-ch", "shop.json"], None, "--partition must be one of aws, aws-cn, "),
        (["broken.json"], None, "broken.json:1:1: "),
        (["--name", "*", "map.json"], None, "--name must be the name of a state machine, not '*'"),
        (["nowhere.json"], None, "nowhere.json: no such file or directory"),
        (["--given", "nowhere.json", "shop.json"], None, "nowhere.json: no such file or directory"),
        (["--given", "given.json", "shop.json"], "{", "given.json: this is not valid JSON"),
        (["--given", "given.json", "shop.json"], "{}", "given.json: this must be a list of statements"),
        (["--given", "given.json", "shop.json"], "[{}]", "given.json: statement 1 must have actions and resources"),
        (
            ["--given", "given.json", "shop.json"],
            '[{"actions": ["a:B"], "resources": "*"}]',
            "given.json: statement 1: resources must be a list of strings, not '*'",
        ),
        (
            ["--given", "given.json", "shop.json"],
            '[{"actions": ["a:B"], "resources": [], "condition": {}}]',
            "given.json: statement 1: resources must not be empty",
        ),
        (
            ["--given", "given.json", "shop.json"],
            '[{"actions": ["a:B"], "resources": ["*"], "states": ["Stroe"]}]',
            "given.json: statement 1: state 'Stroe' does not exist. Did you mean 'Store'?",
        ),
        (
            ["--given", "given.json", "shop.json"],
            '[{"actions": ["a:B"], "resources": ["*"], "condition": 5}]',
            "given.json: statement 1: condition must be an IAM Condition block, not 5",
        ),
        (
            ["--given", "given.json", "shop.json"],
            '[{"actions": [], "resources": [], "state": "x"}]',
            "given.json: statement 1 must have",
        ),
    ],
)
def test_bad_usage_is_2(aslant: Aslant, folder: Path, arguments: list[str], given: str | None, message: str) -> None:
    if given is not None:
        (folder / "given.json").write_text(given)
    code, out, err = aslant("permissions", *arguments)
    assert (code, out) == (2, "")
    assert message in err
