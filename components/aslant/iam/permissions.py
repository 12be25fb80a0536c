"""The least that a role needs to run a definition."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Protocol

from aslant.errors import PermissionsError
from aslant.iam.call import Account, Call, deferred, needs_unknown, stands_for, symbolic
from aslant.iam.services import ACTIVITY_ARN, FUNCTION_ARN, SERVICES, function_resources
from aslant.iam.statement import Statement, merge
from aslant.iam.walk import states_of

__all__ = ["HasToDict", "permissions"]

_INTEGRATION = re.compile(
    r"arn:[^:]+:states:[^:]*:[^:]*:"
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
) -> list[Statement]:
    """The least that a role needs to run `machine`, a StateMachine or a definition as a dict.

    `given` are statements of your own: they join the answer, and a state that one of them names may need what
    is unknown here. `symbols` says what a `${symbol}` of the definition stands for, a text or a deferred
    value; others stay as they are. `account` is where the machine runs, for names without an ARN.

    A resource known only at deployment stands in the answer as the deferred value itself: ask again with the
    resolved definition for ARNs that follow from it, as `aslant.aws` does. Activities need nothing. Raises
    PermissionsError, with the state and the statement to add, for a need that cannot be told.
    """
    definition = machine if isinstance(machine, Mapping) else machine.to_dict()
    given = list(given)
    settled = {name for statement in given for name in statement.states}
    where = account or Account()
    found: list[Statement] = []
    for name, state in states_of(definition):
        try:
            found += [replace(one, states=(name,)) for one in _needs(name, state, where, symbols or {})]
        except PermissionsError:
            if name not in settled:
                raise
    return merge([*found, *given])


def _needs(name: str, state: Mapping[str, Any], account: Account, symbols: Mapping[str, Any]) -> Iterator[Statement]:
    if state.get("Type") == "Map" and _distributed(state):
        what = "a distributed Map starts executions and reads or writes S3"
        raise needs_unknown(name, what, ("states:StartExecution", "states:DescribeExecution"))
    if state.get("Type") != "Task":
        return
    if "Credentials" in state:
        yield _credentials(name, state["Credentials"], symbols)
        return
    resource = stands_for(state.get("Resource"), symbols)
    if deferred(resource):
        yield Statement(("lambda:InvokeFunction",), (resource,))
    elif type(resource) is not str:
        raise needs_unknown(name, f"Resource must be a text, not {resource!r}", ("<service:Action>",))
    elif symbolic(resource) or FUNCTION_ARN.fullmatch(resource):
        yield Statement(("lambda:InvokeFunction",), function_resources(resource, account))
    elif not ACTIVITY_ARN.fullmatch(resource):
        yield from _integration(name, resource, state, account, symbols)


def _integration(
    name: str, resource: str, state: Mapping[str, Any], account: Account, symbols: Mapping[str, Any]
) -> Iterator[Statement]:
    parts = _INTEGRATION.fullmatch(resource)
    service = SERVICES.get(f"{parts['service']}:{parts['action']}") if parts else None
    if parts is None or service is None:
        raise needs_unknown(name, f"aslant has no table entry for {resource!r}", ("<service:Action>",))
    arguments = state.get("Arguments", state.get("Parameters"))
    call = Call(
        state=name,
        service=parts["service"],
        action=parts["action"],
        pattern=parts["pattern"] or "",
        arguments=arguments if isinstance(arguments, Mapping) else {},
        account=account,
        symbols=symbols,
    )
    return service(call)


def _distributed(state: Mapping[str, Any]) -> bool:
    config = state.get("ItemProcessor", {}).get("ProcessorConfig", {})
    return config.get("Mode") == "DISTRIBUTED" or "ItemReader" in state or "ResultWriter" in state


def _credentials(name: str, credentials: Any, symbols: Mapping[str, Any]) -> Statement:
    """A Task under another role needs to take that role; what it calls is that role's business."""
    role = stands_for(credentials.get("RoleArn"), symbols) if isinstance(credentials, Mapping) else None
    if not deferred(role) and (type(role) is not str or role.startswith("{%")):
        raise needs_unknown(name, "Credentials choose the role at run time", ("sts:AssumeRole",))
    return Statement(("sts:AssumeRole",), (role,))
