"""What no definition shows: that a resource is encrypted with a KMS key of the customer's own."""

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
"""Resources that a customer's key may encrypt, by the actions on them."""
_STATEMENT: Final = '{"actions": ["kms:Decrypt", "kms:GenerateDataKey*"], "resources": [<the ARNs of the keys>]}'


def customer_key_note(statements: Iterable[Statement]) -> str | None:
    """Return the note about customer-managed keys for rights on queues, topics, tables and the like; None without any.

    IAM checks the rights on such a key apart from those on the resource, and a definition does not name it.
    """
    actions = {action for one in statements for action in one.actions}
    kinds = [kind for kind, pattern in _ENCRYPTED.items() if any(map(pattern.match, actions))]
    if not kinds:
        return None
    named = " or ".join(filter(None, (", ".join(kinds[:-1]), kinds[-1])))
    return (
        f"A definition does not show which {named} are encrypted with a customer-managed KMS key. "
        f"For those that are, add the statement {_STATEMENT}."
    )
