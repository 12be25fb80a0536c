"""Lambda functions and the permissions to call them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aslant.provider.account import LocalAccount
from aslant.provider.registry import RegisteredResource, Registry
from aslant.provider.resources.naming import Outputs, name_of

__all__ = ["FUNCTION", "INVOKE_CONFIG", "PERMISSION", "TYPES"]

FUNCTION = "aws:lambda/function:Function"
INVOKE_CONFIG = "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig"
PERMISSION = "aws:lambda/permission:Permission"


def _function(resource: RegisteredResource, account: LocalAccount, _: Registry) -> dict[str, Any]:
    name = name_of(resource)
    arn = account.arn("lambda", f"function:{name}")
    version = "1" if resource.inputs.get("publish") else "$LATEST"
    return {
        "id": name,
        "name": name,
        "arn": arn,
        "qualifiedArn": f"{arn}:{version}",
        "version": version,
        "invokeArn": _invoke_arn(arn, account),
        "qualifiedInvokeArn": _invoke_arn(f"{arn}:{version}", account),
        "lastModified": "2026-01-01T00:00:00.000+0000",
        "architectures": resource.inputs.get("architectures") or ["x86_64"],
        "memorySize": resource.inputs.get("memorySize") or 128,
        "timeout": resource.inputs.get("timeout") or 3,
        "packageType": resource.inputs.get("packageType") or "Zip",
    }


def _invoke_arn(arn: str, account: LocalAccount) -> str:
    """Return the URI by which API Gateway calls a function."""
    path = f"lambda:path/2015-03-31/functions/{arn}/invocations"
    return f"arn:{account.partition}:apigateway:{account.region}:{path}"


def _permission(resource: RegisteredResource, _: LocalAccount, __: Registry) -> dict[str, Any]:
    statement = name_of(resource, "statementId")
    return {"id": statement, "statementId": statement}


TYPES: Mapping[str, Outputs] = {FUNCTION: _function, PERMISSION: _permission}
