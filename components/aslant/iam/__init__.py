"""Which permissions a definition needs: a fold over its states. Standard library only.

`permissions(machine)` answers with `Statement`s, each of which knows the states that need it. A need that no
known permission covers raises `aslant.errors.PermissionsError` and says what to add: never a `*` instead; `needs`
answers with both, the statements and what cannot be told.

A definition does not show that a queue, topic, table, bucket, parameter or secret is encrypted with a customer-managed
KMS key, so no right on such a key is in the answer: give it yourself, as `customer_key_note` says.
"""

from aslant.iam.arn import ACTIVITY_ARN, FUNCTION_ARN
from aslant.iam.call import Account, UnknownNeed
from aslant.iam.customer_keys import customer_key_note
from aslant.iam.distributed import LATER
from aslant.iam.permissions import needs, own_permissions, permissions
from aslant.iam.statement import Statement

__all__ = [
    "ACTIVITY_ARN",
    "FUNCTION_ARN",
    "LATER",
    "Account",
    "Statement",
    "UnknownNeed",
    "customer_key_note",
    "needs",
    "own_permissions",
    "permissions",
]
