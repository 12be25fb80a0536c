"""Functions: their roles, their runtimes and who may call them."""

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

__all__ = ["check_call", "check_function", "function_notes"]

API_GATEWAY = "apigateway.amazonaws.com"
INVOKE = "lambda:InvokeFunction"


def check_function(function: RegisteredResource, registry: Registry, account: LocalAccount) -> None:
    """A function: its role, and whether its runtime and its handler are ones that run here."""
    if function.read:
        return
    role = find_role(function.inputs.get("role"), registry, function.label, "role")
    arn = function.output("arn")
    role.require_trust("lambda.amazonaws.com", {"aws:SourceAccount": account.id, "aws:SourceArn": arn}, function.label)
    runtime = function.inputs.get("runtime")
    if not str(runtime).startswith("python3."):
        raise LocalError(f"{function.label}: the runtime {runtime!r} does not run here; Python's do (python3.13)")
    if not function.inputs.get("handler"):
        raise LocalError(f"{function.label}: handler is missing; write module.function, such as handler.main")


def function_notes(function: RegisteredResource, registry: Registry) -> Iterator[str]:
    """Layers that the program does not register, so that nothing of them is here."""
    for arn, layer in layers_of(function, registry).items():
        if layer is None:
            yield (
                f"{function.label}: the layer {arn} is not here; what the function imports from it is taken from the "
                "packages installed beside aslant"
            )


def check_call(
    user: str, uri: tuple[str, Any], role: tuple[str, Any], source: str, registry: Registry, account: LocalAccount
) -> None:
    """Insist that API Gateway may call a function for `user`, which names it: `uri` is the input's name and its value.

    It does so with a role where one is given, else by a Permission of the function for `source`, the ARN of what is
    asked for; without either AWS answers every request with 500.
    """
    arn = function_arn(uri[1])
    parts = FUNCTION_ARN.fullmatch(arn or "")
    if arn is None or parts is None:
        raise LocalError(f"{user}: {uri[0]} {uri[1]!r} is no function; pass the `invokeArn` of one")
    qualifier = parts[2]
    plain = arn.removesuffix(f":{qualifier}") if qualifier else arn
    function = registry.find(FUNCTION, "arn", plain)
    if function is None:
        raise LocalError(f"{user}: {uri[0]} names the function {plain!r}, which does not exist; register it")
    if role[1]:
        given = find_role(role[1], registry, user, role[0])
        given.require_trust(API_GATEWAY, {}, user)
        given.require(INVOKE, arn, user, "it needs")
        return
    permissions = [item for item in registry.of(PERMISSION) if _is_for(item, function, qualifier)]
    if any(_allows(item, source, account) for item in permissions):
        return
    others = "".join(f"; {item.label} does not" for item in permissions)
    raise LocalError(
        f"{user}: {function.label} does not let API Gateway call it{others}; add a Permission with the action "
        f"{INVOKE}, the principal {API_GATEWAY} and a sourceArn that matches {source}"
    )


def _is_for(permission: RegisteredResource, function: RegisteredResource, qualifier: str | None) -> bool:
    named = str(permission.inputs.get("function") or "")
    plain = {function.output("name"), function.output("arn")}
    if permission.inputs.get("qualifier"):
        return named in plain and permission.inputs["qualifier"] == qualifier
    return named in ({f"{item}:{qualifier}" for item in plain} if qualifier else plain)


def _allows(permission: RegisteredResource, source: str, account: LocalAccount) -> bool:
    inputs = permission.inputs
    wanted: dict[str, Any] = {}
    if inputs.get("sourceArn"):
        wanted["ArnLike"] = {"aws:SourceArn": inputs["sourceArn"]}
    if inputs.get("sourceAccount"):
        wanted["StringEquals"] = {"aws:SourceAccount": inputs["sourceAccount"]}
    context = {"aws:SourceArn": source, "aws:SourceAccount": account.id}
    return (
        like(INVOKE.lower(), str(inputs.get("action")).lower())
        and inputs.get("principal") == API_GATEWAY
        and conditions_hold(wanted, context)
    )
