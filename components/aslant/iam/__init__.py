"""The permissions that a definition needs, derived from its states.

The package uses only the standard library, `aslant.errors` and `aslant.walk`, so that every other package may
import it.

`permissions(machine)` returns `Statement`s, each with the states that need it. A need that cannot be derived raises
`aslant.errors.PermissionsError` with the statement to add, and never becomes a `*`. `needs` returns both the
statements and the unknown needs.

A definition does not show that a queue, topic, table, bucket, parameter or secret is encrypted with a customer-managed
KMS key, so the statements contain no rights on such a key. Add them yourself, as `customer_key_note` describes.
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
