"""The least-privilege permissions that a role needs to run a definition."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final, Protocol

from aslant.errors import PermissionsError
from aslant.iam.arn import ACTIVITY_ARN, FUNCTION_ARN, FUNCTION_SYMBOL, PART, is_arn
from aslant.iam.call import Account, ServiceCall, UnknownNeed, is_symbol, is_unresolved, resolve_symbol
from aslant.iam.distributed import LATER, map_needs, own_needs
from aslant.iam.name_patterns import pattern
from aslant.iam.optimized import OPTIMIZED, WAITING
from aslant.iam.sdk import sdk_needs
from aslant.iam.sdk_overrides import SAME_AS
from aslant.iam.services import SERVICES, function_resources
from aslant.iam.statement import Statement, identity, merge
from aslant.walk import is_distributed, states_of

__all__ = ["HasToDict", "needs", "own_permissions", "permissions"]

_INTEGRATION: Final = re.compile(
    rf"arn:{PART}+:states:{PART}*:{PART}*:(?P<sdk>aws-sdk:)?"
    r"(?P<service>[\w-]+):(?P<action>[\w:]+?)(\.(?P<pattern>sync(:2)?|waitForTaskToken))?"
)


class HasToDict(Protocol):
    """An object that converts to a definition, such as `aslant.asl.StateMachine`."""

    def to_dict(self) -> dict[str, Any]:
        """Return the definition with the key names of ASL."""


def permissions(
    machine: HasToDict | Mapping[str, Any],
    *,
    given: Iterable[Statement] = (),
    symbols: Mapping[str, Any] | None = None,
    account: Account | None = None,
    own_arn: Any = None,
) -> list[Statement]:
    """Return the least that a role needs to run `machine`, a StateMachine or a definition as a dict.

    `given` are further statements. They are added to the result, and cover the states that they name, whose needs may
    be unknown. `symbols` has the values of the definition's `${symbol}`s, strings or unresolved values; other symbols
    stay as they are. `account` completes names to ARNs. `own_arn` is the ARN of the machine itself, which its
    distributed Maps need: a string, in which the name may be a pattern, an unresolved value, or `LATER` to leave these
    statements out, because `own_permissions` returns them when the machine exists.

    A resource known only at deployment is an unresolved value in the result. Call this again with the resolved
    definition for ARNs that depend on it, as `aslant.aws` does. Activities need no permissions. Rights on
    customer-managed KMS keys are not in the result, see `customer_key_note`. Raises PermissionsError for unknown needs,
    with every state and the statement to add.
    """
    found, unknown = needs(machine, given=given, symbols=symbols, account=account, own_arn=own_arn)
    if len(unknown) == 1:
        raise unknown[0]
    if unknown:
        raise PermissionsError("\n".join(map(str, unknown)))
    return found


def needs(
    machine: HasToDict | Mapping[str, Any],
    *,
    given: Iterable[Statement] = (),
    symbols: Mapping[str, Any] | None = None,
    account: Account | None = None,
    own_arn: Any = None,
) -> tuple[list[Statement], list[UnknownNeed]]:
    """Return the statements of `permissions` and the unknown needs, in the order of the states."""
    given = list(given)
    covered = {name for statement in given for name in statement.states}
    found: list[Statement] = []
    unknown: list[UnknownNeed] = []
    for need in _all_needs(machine, symbols or {}, account or Account(), own_arn):
        if isinstance(need, UnknownNeed):
            unknown += [need] if need.state not in covered else []
        elif not _is_later(need):
            found.append(need)
    return merge([*found, *given]), unknown


def own_permissions(
    machine: HasToDict | Mapping[str, Any],
    own_arn: Any,
    *,
    symbols: Mapping[str, Any] | None = None,
    account: Account | None = None,
) -> list[Statement]:
    """Return what `permissions` leaves out with `own_arn=LATER`, for a second policy created after the machine.

    The result is empty if a machine needs no rights on itself. `own_arn` is its ARN, a string or an unresolved value.
    Raises PermissionsError if a string is not the ARN of a machine.
    """
    here = account or Account()
    first = list(_all_needs(machine, symbols or {}, here, LATER))
    in_first = {identity(need) for need in first if isinstance(need, Statement) and not _is_later(need)}
    unknown = {str(need) for need in first if isinstance(need, UnknownNeed)}
    found: list[Statement] = []
    for need in _all_needs(machine, symbols or {}, here, own_arn):
        if isinstance(need, Statement):
            found += [need] if identity(need) not in in_first else []
        elif str(need) not in unknown:
            raise need
    return merge(found)


def _is_later(statement: Statement) -> bool:
    return any(resource is LATER for resource in statement.resources)


def _all_needs(
    machine: HasToDict | Mapping[str, Any], symbols: Mapping[str, Any], account: Account, own_arn: Any
) -> Iterator[Statement | UnknownNeed]:
    """Yield the needs of all states, each with the name of its state."""
    definition = machine if isinstance(machine, Mapping) else machine.to_dict()
    for name, state in states_of(definition):
        for need in _needs(name, state, account, symbols, own_arn):
            yield replace(need, states=(name,)) if isinstance(need, Statement) else need


def _needs(
    name: str, state: Mapping[str, Any], account: Account, symbols: Mapping[str, Any], own_arn: Any
) -> Iterator[Statement | UnknownNeed]:
    if is_distributed(state):
        yield from own_needs(name, state, own_arn)
        for need, call in map_needs(name, state, account, symbols):
            yield from _with_unknown(need.statements(call))
    if state.get("Type") != "Task":
        return
    if "Credentials" in state:
        yield from _with_unknown(_credentials(name, state["Credentials"], symbols))
        return
    resource = resolve_symbol(state.get("Resource"), symbols)
    if is_unresolved(resource):
        yield Statement(("lambda:InvokeFunction",), (resource,))
    elif type(resource) is not str:
        yield UnknownNeed(name, f"Resource must be a string, not {resource!r}", ("<service:Action>",))
    elif re.search(r"[*?]", resource):
        what = f"Resource {resource!r} would match more than one resource in a policy"
        yield UnknownNeed(name, what, ("<service:Action>",))
    elif FUNCTION_SYMBOL.fullmatch(resource) or FUNCTION_ARN.fullmatch(resource):
        yield Statement(("lambda:InvokeFunction",), function_resources(resource, account))
    elif not ACTIVITY_ARN.fullmatch(resource):
        yield from _integration(name, resource, state, account, symbols, own_arn)


def _integration(
    name: str, resource: str, state: Mapping[str, Any], account: Account, symbols: Mapping[str, Any], own_arn: Any
) -> Iterator[Statement | UnknownNeed]:
    parts = _INTEGRATION.fullmatch(resource)
    if parts is None:
        yield UnknownNeed(name, f"aslant has no table entry for {resource!r}", ("<service:Action>",))
        return
    arguments = state.get("Arguments", state.get("Parameters", {}))
    waits = parts["pattern"] or ""
    call = ServiceCall(name, parts["service"], parts["action"], waits, arguments, account, symbols, own_arn)
    key = f"{call.service}:{call.action}"
    if parts["sdk"] and key not in SAME_AS:
        if f"aws-sdk:{key}" in SERVICES:
            yield from _with_unknown(SERVICES[f"aws-sdk:{key}"](call))
        for need in sdk_needs(call):
            yield from _with_unknown(need.statements(call))
        return
    key = SAME_AS[key] if parts["sdk"] else key
    if key not in SERVICES and key not in OPTIMIZED:
        yield UnknownNeed(name, f"aslant has no table entry for {resource!r}", ("<service:Action>",))
        return
    if key in SERVICES:
        yield from _with_unknown(SERVICES[key](call))
    waiting = WAITING.get(key, ()) if waits.startswith("sync") else ()
    for need in (*OPTIMIZED.get(key, ()), *waiting):
        yield from _with_unknown(need.statements(call))


def _credentials(name: str, credentials: Any, symbols: Mapping[str, Any]) -> Iterator[Statement]:
    """Yield the right to assume the role of a Task with Credentials, which has the rights for the call."""
    actions = ("sts:AssumeRole",)
    given = credentials if isinstance(credentials, Mapping) else {}
    role = resolve_symbol(given.get("RoleArn"), symbols)
    if not is_unresolved(role) and (type(role) is not str or role.startswith("{%")):
        role = pattern(str(given.get("RoleArn.$", role)))
        if role is None:
            raise UnknownNeed(name, "Credentials choose the role at run time", actions)
    elif type(role) is str and re.search(r"[*?]", role):
        raise UnknownNeed(name, f"RoleArn {role!r} would match more than one role in a policy", actions)
    if not (is_unresolved(role) or is_symbol(role) or is_arn(role)):
        raise UnknownNeed(name, f"{role!r} is not the ARN of a role", actions)
    yield Statement(actions, (role,))


def _with_unknown(statements: Iterator[Statement]) -> Iterator[Statement | UnknownNeed]:
    """Yield statements, followed by the unknown need at which they end, if any."""
    try:
        yield from statements
    except UnknownNeed as unknown:
        yield unknown
