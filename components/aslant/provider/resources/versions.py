"""Aliases of Lambda functions' versions. Locally each version is the function itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aslant.errors import LocalError
from aslant.provider.account import LocalAccount
from aslant.provider.registry import RegisteredResource, Registry
from aslant.provider.resources.functions import FUNCTION
from aslant.provider.resources.naming import Outputs, name_of

__all__ = ["LAMBDA_ALIAS", "TYPES"]

LAMBDA_ALIAS = "aws:lambda/alias:Alias"


def _alias(resource: RegisteredResource, account: LocalAccount, registry: Registry) -> dict[str, Any]:
    given = resource.inputs.get("functionName")
    function = registry.find(FUNCTION, "name", given) or registry.find(FUNCTION, "arn", given)
    if function is None:
        raise LocalError(f"{resource.label}: the function {given!r} does not exist. Pass the `name` of one")
    name = name_of(resource)
    arn = f"{function.output('arn')}:{name}"
    path = f"lambda:path/2015-03-31/functions/{arn}/invocations"
    invoke = f"arn:{account.partition}:apigateway:{account.region}:{path}"
    return {"id": arn, "arn": arn, "name": name, "invokeArn": invoke}


TYPES: Mapping[str, Outputs] = {LAMBDA_ALIAS: _alias}
