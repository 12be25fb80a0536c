"""The note about customer-managed KMS keys, which a definition does not show."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from aslant.iam.statement import Statement

__all__ = ["customer_key_note"]

_ENCRYPTED: Final = {
    "queues": re.compile(r"sqs:"),
    "topics": re.compile(r"sns:"),
    "tables": re.compile(r"dynamodb:"),
    "buckets": re.compile(r"s3(express)?:"),
    "parameters": re.compile(r"ssm:\w+Parameter"),
    "secrets": re.compile(r"secretsmanager:"),
}
"""The resources that a customer-managed key may encrypt, with a pattern for their actions."""
_STATEMENT: Final = '{"actions": ["kms:Decrypt", "kms:GenerateDataKey*"], "resources": [<the ARNs of the keys>]}'


def customer_key_note(statements: Iterable[Statement]) -> str | None:
    """Return the note about customer-managed keys for rights on queues, topics, tables and the like; None without any.

    IAM checks the rights on such a key apart from those on the resource, and a definition does not name it.
    """
    actions = {action for statement in statements for action in statement.actions}
    kinds = [kind for kind, pattern in _ENCRYPTED.items() if any(map(pattern.match, actions))]
    if not kinds:
        return None
    listed = " or ".join(filter(None, (", ".join(kinds[:-1]), kinds[-1])))
    return (
        f"A definition does not show which {listed} are encrypted with a customer-managed KMS key. "
        f"For those that are, add the statement {_STATEMENT}."
    )
