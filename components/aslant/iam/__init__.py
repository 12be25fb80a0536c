"""Which permissions a definition needs: a fold over its states. Standard library only.

`permissions(machine)` answers with `Statement`s, each of which knows the states that need it. A need that no
known permission covers raises `aslant.errors.PermissionsError` and says what to add: never a `*` instead.
"""

from aslant.iam.call import Account
from aslant.iam.permissions import permissions
from aslant.iam.services import ACTIVITY_ARN, FUNCTION_ARN
from aslant.iam.statement import Statement
from aslant.iam.walk import states_of

__all__ = ["ACTIVITY_ARN", "FUNCTION_ARN", "Account", "Statement", "permissions", "states_of"]
