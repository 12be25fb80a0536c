"""ServiceCall: a Task's call of a service, with lookups for the members that name resources."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from aslant.errors import PermissionsError
from aslant.iam.arn import is_arn
from aslant.iam.name_patterns import pattern

__all__ = ["Account", "RunTimeNeed", "ServiceCall", "UnknownNeed", "is_symbol", "is_unresolved", "resolve_symbol"]

_SYMBOL = re.compile(r"\$\{([^{}]+)\}")
_URL_MEMBERS = frozenset(["ApiEndpoint", "CopySource"])  # members in which `?` begins the query
_OWN_ARN = re.compile(r"\$\$\.StateMachine\.Id|\{%\s*\$states\.context\.StateMachine\.Id\s*%\}")


@dataclass(frozen=True)
class Account:
    """The account and Region of a machine, which complete the names in a definition to ARNs.

    The defaults are CloudFormation's pseudo parameters, which make a printed policy readable.
    """

    partition: str = "${AWS::Partition}"
    region: str = "${AWS::Region}"
    account: str = "${AWS::AccountId}"

    def arn(self, service: str, resource: str) -> str:
        """Return the ARN of a resource in this account and Region: `arn("sqs", "orders")`."""
        return f"arn:{self.partition}:{service}:{self.region}:{self.account}:{resource}"


class UnknownNeed(PermissionsError):
    """A need of a state that its definition does not contain; the message has the statement to add."""

    def __init__(self, state: str, what: str, actions: tuple[str, ...]) -> None:
        """Create the error for a state, with the reason `what` and the IAM actions whose resources are unknown."""
        names = ", ".join(f'"{action}"' for action in actions)
        super().__init__(
            f"state {state!r}: {what}, so the permissions for it are unknown. Add a statement to the component's "
            f"policy_statements: "
            f'{{"actions": [{names}], "resources": [<the ARNs>], "states": ["{state}"]}}'
        )
        self.state = state
        self.what = what
        self.actions = actions


class RunTimeNeed(UnknownNeed):
    """A need of a state whose resource is chosen at run time."""


@dataclass(frozen=True)
class ServiceCall:
    """A Task's call of a service: `arn:aws:states:::<service>:<action>.<pattern>` and its arguments.

    `pattern` is empty, `sync`, `sync:2` or `waitForTaskToken`. `arguments` is the Task's `Parameters` or `Arguments`;
    it is an expression if all of them are chosen at run time. `symbols` has the known values of `${symbol}`s. `own_arn`
    is the ARN of the machine itself, which a call may read from the context object.
    """

    state: str
    service: str
    action: str
    pattern: str
    arguments: Mapping[str, Any] | str
    account: Account
    symbols: Mapping[str, Any]
    own_arn: Any = None

    def known(self, member: str, actions: tuple[str, ...], within: Mapping[str, Any] | None = None) -> Any:
        """Return a member that names a resource: a string or an unresolved value.

        `within` replaces `arguments` as the object to search. Raises UnknownNeed if the member is missing or chosen at
        run time. For a string that is assembled at run time, returns its constant parts, with `*` for the rest.
        """
        arguments = self.arguments if within is None else within
        name = _find(arguments, member) if isinstance(arguments, Mapping) else None
        if name and isinstance(arguments, Mapping) and type(arguments[name]) in (dict, list):
            self.unknown(f"{member} must be a string, not {arguments[name]!r}", actions)
        found = self.each(member, actions, within)
        if not found:
            self.unknown(f"{member} is missing", actions)
        return found[0]

    def each(self, path: str, actions: tuple[str, ...], within: Any = None) -> list[Any]:
        """Return the values at a path such as `Target.RoleArn`; empty if there are none.

        Lists on the path are searched item by item, and `_` in the path matches every member. Names are matched in any
        case, as in Step Functions. Raises as `known` does.
        """
        return self._reach(self.arguments if within is None else within, path.split("."), path, actions)

    def has(self, path: str, *, certain: bool = False) -> bool:
        """Return whether a path such as `Tags` may have a value other than false.

        With `certain`, an object that is chosen at run time does not count.
        """
        return _holds(self.arguments, path.split("."), certain)

    def _reach(self, value: Any, parts: list[str], path: str, actions: tuple[str, ...]) -> list[Any]:
        if type(value) is list:
            return [found for item in value for found in self._reach(item, parts, path, actions)]
        if parts[:1] == ["_"] and type(value) is dict:
            return [found for item in value.values() for found in self._reach(item, parts[1:], path, actions)]
        if not parts:
            return [self._text(value, path, actions)]
        if is_unresolved(value):
            return [value]
        if not isinstance(value, Mapping):
            self._chosen(path, value, actions)
        name = _find(value, parts[0])
        if name is None:
            return []
        if name.endswith(".$"):
            return [self._pattern(value[name], path, actions)]
        return self._reach(value[name], parts[1:], path, actions)

    def _text(self, given: Any, path: str, actions: tuple[str, ...]) -> Any:
        value = resolve_symbol(given, self.symbols)
        if is_unresolved(value):
            return value
        if type(value) is not str or not value:
            self.unknown(f"{path} must be a string, not {value!r}", actions)
        if value.startswith("{%"):
            return self._pattern(value, path, actions)
        if path not in _URL_MEMBERS and re.search(r"[*?]", value):
            self.unknown(f"{path} {value!r} would match more than one resource in a policy", actions)
        return value

    def _pattern(self, value: Any, path: str, actions: tuple[str, ...]) -> Any:
        if type(value) is str and _OWN_ARN.fullmatch(value):
            if self.own_arn is None:
                self.unknown(f"{path} is the ARN of the machine itself, which is not given", actions)
            return self.own_arn
        found = pattern(value) if type(value) is str else None
        if found is None:
            self._chosen(path, value, actions)
        return found

    def _chosen(self, path: str, value: Any, actions: tuple[str, ...]) -> NoReturn:
        what = f"{self.service}:{self.action}: {path} is chosen at run time by {value!r}"
        raise RunTimeNeed(self.state, what, actions)

    def whole(self, value: Any, actions: tuple[str, ...]) -> Any:
        """Return a value that is a resource: an ARN with its service, a `${symbol}` or an unresolved value.

        Raises UnknownNeed for other values.
        """
        if not (is_unresolved(value) or is_symbol(value) or is_arn(value)):
            self.unknown(f"{value!r} is not an ARN that names its service", actions)
        return value

    def unknown(self, what: str, actions: tuple[str, ...]) -> NoReturn:
        """Raise an UnknownNeed for the resource of `actions`."""
        raise UnknownNeed(self.state, f"{self.service}:{self.action}: {what}", actions)


def _holds(value: Any, parts: list[str], certain: bool) -> bool:
    if not parts:
        return value is not False
    if type(value) is list:
        return any(_holds(item, parts, certain) for item in value)
    if not isinstance(value, Mapping):
        return not certain
    name = _find(value, parts[0])
    if name is None or not name.endswith(".$"):
        return name is not None and _holds(value[name], parts[1:], certain)
    return not (certain and parts[1:])


def _find(within: Mapping[str, Any], member: str) -> str | None:
    """Return the key of a member: the name itself, with `.$`, or in another case."""
    if member in within:
        return member
    if f"{member}.$" in within:
        return f"{member}.$"
    return next((key for key in within if key.removesuffix(".$").lower() == member.lower()), None)


def is_unresolved(value: Any) -> bool:
    """Return whether a leaf is not JSON, by exact type: a value known only at deployment."""
    return value is not None and type(value) not in (str, int, float, bool, list, dict)


def resolve_symbol(value: Any, symbols: Mapping[str, Any]) -> Any:
    """Return the value of a string that is one known `${symbol}`; other values are returned as they are."""
    found = _SYMBOL.fullmatch(value) if type(value) is str else None
    return symbols.get(found[1], value) if found else value


def is_symbol(text: str) -> bool:
    """Return whether the whole string is one `${symbol}`."""
    return _SYMBOL.fullmatch(text) is not None
