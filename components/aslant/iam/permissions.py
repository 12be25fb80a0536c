"""The least that a role needs to run a definition."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final, Protocol

from aslant.errors import PermissionsError
from aslant.iam.arn import ACTIVITY_ARN, FUNCTION_ARN, FUNCTION_SYMBOL, PART, is_arn
from aslant.iam.call import Account, ServiceCall, UnknownNeed, deferred, stands_for, symbolic
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
    """What can write itself as a definition, as `aslant.asl.StateMachine` does."""

    def to_dict(self) -> dict[str, Any]:
        """The definition with ASL's own key names."""


def permissions(
    machine: HasToDict | Mapping[str, Any],
    *,
    given: Iterable[Statement] = (),
    symbols: Mapping[str, Any] | None = None,
    account: Account | None = None,
    own_arn: Any = None,
) -> list[Statement]:
    """The least that a role needs to run `machine`, a StateMachine or a definition as a dict.

    `given` are statements of your own: they join the answer, and a state that one of them names may need what
    is unknown here. `symbols` says what a `${symbol}` of the definition stands for, a text or a deferred
    value; others stay as they are. `account` is where the machine runs, for names without an ARN. `own_arn` is the
    machine's own, which its distributed Maps need: a text, in which the name may be a pattern, a deferred value, or
    `LATER` to leave those statements out, as `own_permissions` gives them once the machine is there.

    A resource known only at deployment stands in the answer as the deferred value itself: ask again with the
    resolved definition for ARNs that follow from it, as `aslant.aws` does. Activities need nothing. Rights on
    customer-managed KMS keys are not in the answer, see `customer_key_note`. Raises
    PermissionsError, with every state and the statement to add, for needs that cannot be told.
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
    """What `permissions` answers with, and beside it what cannot be told, in the order of the states."""
    given = list(given)
    settled = {name for statement in given for name in statement.states}
    found: list[Statement] = []
    unknown: list[UnknownNeed] = []
    for need in _all_needs(machine, symbols or {}, account or Account(), own_arn):
        if isinstance(need, UnknownNeed):
            unknown += [need] if need.state not in settled else []
        elif not _of_later(need):
            found.append(need)
    return merge([*found, *given]), unknown


def own_permissions(
    machine: HasToDict | Mapping[str, Any],
    own_arn: Any,
    *,
    symbols: Mapping[str, Any] | None = None,
    account: Account | None = None,
) -> list[Statement]:
    """What `permissions` leaves out with `own_arn=LATER`, for a second policy that is made once the machine is there;
    empty where a machine needs nothing of itself. `own_arn` is its ARN, a text or a deferred value. Raises
    PermissionsError where a text is no ARN of a machine."""
    where = account or Account()
    first = list(_all_needs(machine, symbols or {}, where, LATER))
    elsewhere = {identity(one) for one in first if isinstance(one, Statement) and not _of_later(one)}
    untold = {str(one) for one in first if isinstance(one, UnknownNeed)}
    found: list[Statement] = []
    for need in _all_needs(machine, symbols or {}, where, own_arn):
        if isinstance(need, Statement):
            found += [need] if identity(need) not in elsewhere else []
        elif str(need) not in untold:
            raise need
    return merge(found)


def _of_later(statement: Statement) -> bool:
    return any(resource is LATER for resource in statement.resources)


def _all_needs(
    machine: HasToDict | Mapping[str, Any], symbols: Mapping[str, Any], account: Account, own_arn: Any
) -> Iterator[Statement | UnknownNeed]:
    """What each state needs, with its name."""
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
            yield from _told(need.statements(call))
    if state.get("Type") != "Task":
        return
    if "Credentials" in state:
        yield from _told(_credentials(name, state["Credentials"], symbols))
        return
    resource = stands_for(state.get("Resource"), symbols)
    if deferred(resource):
        yield Statement(("lambda:InvokeFunction",), (resource,))
    elif type(resource) is not str:
        yield UnknownNeed(name, f"Resource must be a text, not {resource!r}", ("<service:Action>",))
    elif re.search(r"[*?]", resource):
        what = f"Resource {resource!r} would stand for more than one in a policy"
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
            yield from _told(SERVICES[f"aws-sdk:{key}"](call))
        for need in sdk_needs(call):
            yield from _told(need.statements(call))
        return
    key = SAME_AS[key] if parts["sdk"] else key
    if key not in SERVICES and key not in OPTIMIZED:
        yield UnknownNeed(name, f"aslant has no table entry for {resource!r}", ("<service:Action>",))
        return
    if key in SERVICES:
        yield from _told(SERVICES[key](call))
    waiting = WAITING.get(key, ()) if waits.startswith("sync") else ()
    for need in (*OPTIMIZED.get(key, ()), *waiting):
        yield from _told(need.statements(call))


def _credentials(name: str, credentials: Any, symbols: Mapping[str, Any]) -> Iterator[Statement]:
    """A Task under another role needs to take that role; what it calls is that role's business."""
    actions = ("sts:AssumeRole",)
    given = credentials if isinstance(credentials, Mapping) else {}
    role = stands_for(given.get("RoleArn"), symbols)
    if not deferred(role) and (type(role) is not str or role.startswith("{%")):
        role = pattern(str(given.get("RoleArn.$", role)))
        if role is None:
            raise UnknownNeed(name, "Credentials choose the role at run time", actions)
    elif type(role) is str and re.search(r"[*?]", role):
        raise UnknownNeed(name, f"RoleArn {role!r} would stand for more than one role in a policy", actions)
    if not (deferred(role) or symbolic(role) or is_arn(role)):
        raise UnknownNeed(name, f"{role!r} is no ARN of a role", actions)
    yield Statement(actions, (role,))


def _told(statements: Iterator[Statement]) -> Iterator[Statement | UnknownNeed]:
    """The statements, and at their end what they cannot tell."""
    try:
        yield from statements
    except UnknownNeed as unknown:
        yield unknown
