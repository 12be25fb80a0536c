"""Functions: their roles and runtimes, and the permission of API Gateway to call them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from aslant.errors import LocalError
from aslant.local.apigateway.integration import function_arn
from aslant.local.functions.function_names import FUNCTION_ARN
from aslant.local.iam.conditions import conditions_hold, like
from aslant.local.iam.grants import find_role
from aslant.provider.account import LocalAccount
from aslant.provider.registry import RegisteredResource, Registry
from aslant.provider.resources.functions import FUNCTION, PERMISSION
from aslant.provider.resources.layers import layers_of

__all__ = ["check_call", "check_function", "check_permission", "find_registered", "function_notes"]

API_GATEWAY = "apigateway.amazonaws.com"
INVOKE = "lambda:InvokeFunction"


def check_function(function: RegisteredResource, registry: Registry, account: LocalAccount) -> None:
    """Check a function: its role, its runtime and its handler."""
    if function.read:
        return
    role = find_role(function.inputs.get("role"), registry, function.label, "role")
    arn = function.output("arn")
    role.require_trust("lambda.amazonaws.com", {"aws:SourceAccount": account.id, "aws:SourceArn": arn}, function.label)
    runtime = function.inputs.get("runtime")
    if not str(runtime).startswith("python3."):
        raise LocalError(
            f"{function.label}: the runtime {runtime!r} does not run here. Use a Python runtime, such as python3.13."
        )
    if not function.inputs.get("handler"):
        raise LocalError(f"{function.label}: handler is missing. Write module.function, such as handler.main.")


def function_notes(function: RegisteredResource, registry: Registry) -> Iterator[str]:
    """Yield a note for each layer that the program does not register."""
    for arn, layer in layers_of(function, registry).items():
        if layer is None:
            yield (
                f"{function.label}: the layer {arn} is not available here. The function imports packages that are "
                "installed next to aslant instead."
            )


def check_call(
    user: str, uri: tuple[str, Any], role: tuple[str, Any], source: str, registry: Registry, account: LocalAccount
) -> None:
    """Check that API Gateway may call the function that the resource `user` names.

    `uri` and `role` are the names and values of inputs of `user`. The role must allow the call if there is one.
    Otherwise a Permission of the function must allow it for `source`, the ARN of the route or authorizer. On AWS every
    request gets 500 if neither does.
    """
    arn = function_arn(uri[1])
    if arn is None or not FUNCTION_ARN.fullmatch(arn):
        raise LocalError(
            f"{user}: {uri[0]} must be a function's ARN, not {uri[1]!r}. Pass the `invokeArn` of a Function."
        )
    plain = find_registered(arn, registry)
    if plain is None:
        name = arn.removesuffix(f":{FUNCTION_ARN.fullmatch(arn)[2]}")  # type: ignore[index]
        raise LocalError(f"{user}: {uri[0]} names the function {name!r}, which does not exist. Register it.")
    if role[1]:
        given = find_role(role[1], registry, user, role[0])
        given.require_trust(API_GATEWAY, {}, user)
        given.require(INVOKE, arn, user, "it needs")
        return
    check_permission(user, arn, (API_GATEWAY, "API Gateway"), source, registry, account)


def find_registered(arn: str, registry: Registry) -> RegisteredResource | None:
    """Return the function of an ARN with or without a qualifier; None if the program does not register it."""
    parts = FUNCTION_ARN.fullmatch(arn)
    plain = arn.removesuffix(f":{parts[2]}") if parts and parts[2] else arn
    return registry.find(FUNCTION, "arn", plain)


def check_permission(
    user: str, arn: str, service: tuple[str, str], source: str, registry: Registry, account: LocalAccount
) -> None:
    """Check that a Permission allows a service to call a registered function for a source, such as a topic's ARN.

    `service` is the principal and the name of the service in messages.
    """
    function = find_registered(arn, registry)
    if function is None or function.read:
        return
    parts = FUNCTION_ARN.fullmatch(arn)
    qualifier = parts[2] if parts else None
    permissions = [item for item in registry.of(PERMISSION) if _is_for(item, function, qualifier)]
    if any(_allows(item, service[0], source, account) for item in permissions):
        return
    others = "".join(f", nor does {item.label}" for item in permissions)
    raise LocalError(
        f"{user}: {function.label} does not allow {service[1]} to call it{others}. Add a Permission with the "
        f"action {INVOKE}, the principal {service[0]} and a sourceArn that matches {source}."
    )


def _is_for(permission: RegisteredResource, function: RegisteredResource, qualifier: str | None) -> bool:
    named = str(permission.inputs.get("function") or "")
    plain = {function.output("name"), function.output("arn")}
    if permission.inputs.get("qualifier"):
        return named in plain and permission.inputs["qualifier"] == qualifier
    return named in ({f"{item}:{qualifier}" for item in plain} if qualifier else plain)


def _allows(permission: RegisteredResource, principal: str, source: str, account: LocalAccount) -> bool:
    inputs = permission.inputs
    wanted: dict[str, Any] = {}
    if inputs.get("sourceArn"):
        wanted["ArnLike"] = {"aws:SourceArn": inputs["sourceArn"]}
    if inputs.get("sourceAccount"):
        wanted["StringEquals"] = {"aws:SourceAccount": inputs["sourceAccount"]}
    context = {"aws:SourceArn": source, "aws:SourceAccount": account.id}
    return (
        like(INVOKE.lower(), str(inputs.get("action")).lower())
        and inputs.get("principal") == principal
        and conditions_hold(wanted, context)
    )
