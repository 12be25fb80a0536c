"""The note about customer-managed keys."""

from __future__ import annotations

import pytest

from aslant.iam import Statement, customer_key_note


@pytest.mark.parametrize(
    ("actions", "kinds"),
    [
        (["sqs:SendMessage"], "queues"),
        (["sns:Publish", "sqs:SendMessage"], "queues or topics"),
        (["s3:GetObject", "dynamodb:PutItem", "sns:Publish"], "topics, tables or buckets"),
        (["ssm:GetParameters"], "parameters"),
        (["secretsmanager:GetSecretValue"], "secrets"),
    ],
)
def test_the_note_names_resources_that_may_be_encrypted(actions: list[str], kinds: str) -> None:
    note = customer_key_note([Statement((action,), ("arn",)) for action in actions])
    assert note == (
        f"A definition does not show which {kinds} are encrypted with a customer-managed KMS key. For those that are, "
        'add the statement {"actions": ["kms:Decrypt", "kms:GenerateDataKey*"], "resources": [<the ARNs of the keys>]}.'
    )


@pytest.mark.parametrize("action", ["lambda:InvokeFunction", "ssm:SendCommand", "states:StartExecution"])
def test_other_rights_have_no_note(action: str) -> None:
    assert customer_key_note([Statement((action,), ("arn",))]) is None
    assert customer_key_note([]) is None
