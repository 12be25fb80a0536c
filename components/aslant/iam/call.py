"""What one Task calls, as the tables of needs read it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from aslant.errors import PermissionsError
from aslant.iam.arn import is_arn
from aslant.iam.name_patterns import pattern

__all__ = ["Account", "ChosenNeed", "ServiceCall", "UnknownNeed", "deferred", "stands_for", "symbolic"]

_SYMBOL = re.compile(r"\$\{([^{}]+)\}")
_OF_URLS = frozenset(["ApiEndpoint", "CopySource"])  # in which a `?` stands before the query
_OWN_ARN = re.compile(r"\$\$\.StateMachine\.Id|\{%\s*\$states\.context\.StateMachine\.Id\s*%\}")


@dataclass(frozen=True)
class Account:
    """Where a machine runs: what an ARN needs when a definition holds a bare name.

    Each defaults to CloudFormation's pseudo parameter, which reads well in a printed policy.
    """

    partition: str = "${AWS::Partition}"
    region: str = "${AWS::Region}"
    account: str = "${AWS::AccountId}"

    def arn(self, service: str, resource: str) -> str:
        """The ARN of a resource here: `arn("sqs", "orders")`."""
        return f"arn:{self.partition}:{service}:{self.region}:{self.account}:{resource}"


class UnknownNeed(PermissionsError):
    """What a state needs and its definition does not tell; the message says which statement to add."""

    def __init__(self, state: str, what: str, actions: tuple[str, ...]) -> None:
        """Say what is not known about a state, and for which of IAM's actions."""
        names = ", ".join(f'"{action}"' for action in actions)
        super().__init__(
            f"state {state!r}: {what}, so what its role needs is not known; add a statement of your own, in the "
            f"component's policy_statements: "
            f'{{"actions": [{names}], "resources": [<the ARNs>], "states": ["{state}"]}}'
        )
        self.state = state
        self.what = what
        self.actions = actions


class ChosenNeed(UnknownNeed):
    """What a state needs and chooses while the machine runs."""


@dataclass(frozen=True)
class ServiceCall:
    """A Task's call of a service: `arn:aws:states:::<service>:<action>.<pattern>` and its arguments.

    `pattern` is empty, `sync`, `sync:2` or `waitForTaskToken`; `arguments` is the Task's `Parameters` or
    `Arguments`, an expression where all of them are chosen at run time; `symbols` says what a `${symbol}` stands
    for, where that is known; `own_arn` is the machine's own, which a call may name by the context object.
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
        """A member that names a resource: its text, or the deferred value that stands there.

        `within` is where to look when it is not in `arguments` themselves. Raises UnknownNeed where the member is
        absent or chosen while the machine runs; of a text that is put together then, what is fixed is kept, with
        `*` for the rest.
        """
        arguments = self.arguments if within is None else within
        name = _find(arguments, member) if isinstance(arguments, Mapping) else None
        if name and isinstance(arguments, Mapping) and type(arguments[name]) in (dict, list):
            self.unknown(f"{member} must be a text, not {arguments[name]!r}", actions)
        found = self.each(member, actions, within)
        if not found:
            self.unknown(f"{member} is missing", actions)
        return found[0]

    def each(self, path: str, actions: tuple[str, ...], within: Any = None) -> list[Any]:
        """What stands at a path such as `Target.RoleArn`; empty where nothing does.

        A list on the way stands for each of its items, and `_` in the path for each member. Names are found in any
        case, as Step Functions takes them. Raises as `known` does.
        """
        return self._reach(self.arguments if within is None else within, path.split("."), path, actions)

    def has(self, path: str, *, surely: bool = False) -> bool:
        """Whether something stands at a path such as `Tags`, and not false; what holds it may be chosen at run time,
        unless it is to be there `surely`."""
        return _holds(self.arguments, path.split("."), surely)

    def _reach(self, value: Any, parts: list[str], path: str, actions: tuple[str, ...]) -> list[Any]:
        if type(value) is list:
            return [one for item in value for one in self._reach(item, parts, path, actions)]
        if parts[:1] == ["_"] and type(value) is dict:
            return [one for item in value.values() for one in self._reach(item, parts[1:], path, actions)]
        if not parts:
            return [self._text(value, path, actions)]
        if deferred(value):
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
        value = stands_for(given, self.symbols)
        if deferred(value):
            return value
        if type(value) is not str or not value:
            self.unknown(f"{path} must be a text, not {value!r}", actions)
        if value.startswith("{%"):
            return self._pattern(value, path, actions)
        if path not in _OF_URLS and re.search(r"[*?]", value):
            self.unknown(f"{path} {value!r} would stand for more than one resource in a policy", actions)
        return value

    def _pattern(self, value: Any, path: str, actions: tuple[str, ...]) -> Any:
        if type(value) is str and _OWN_ARN.fullmatch(value):
            if self.own_arn is None:
                self.unknown(f"{path} is the machine's own ARN, which is not given", actions)
            return self.own_arn
        found = pattern(value) if type(value) is str else None
        if found is None:
            self._chosen(path, value, actions)
        return found

    def _chosen(self, path: str, value: Any, actions: tuple[str, ...]) -> NoReturn:
        what = f"{self.service}:{self.action}: {path} is chosen at run time by {value!r}"
        raise ChosenNeed(self.state, what, actions)

    def whole(self, value: Any, actions: tuple[str, ...]) -> Any:
        """A value that is a resource itself: an ARN that says its service, a `${symbol}` or a deferred value. Raises
        UnknownNeed for any other."""
        if not (deferred(value) or symbolic(value) or is_arn(value)):
            self.unknown(f"{value!r} is no ARN that says its service", actions)
        return value

    def unknown(self, what: str, actions: tuple[str, ...]) -> NoReturn:
        """Say that the resource of `actions` cannot be told, and what to add."""
        raise UnknownNeed(self.state, f"{self.service}:{self.action}: {what}", actions)


def _holds(value: Any, parts: list[str], surely: bool) -> bool:
    if not parts:
        return value is not False
    if type(value) is list:
        return any(_holds(item, parts, surely) for item in value)
    if not isinstance(value, Mapping):
        return not surely
    name = _find(value, parts[0])
    if name is None or not name.endswith(".$"):
        return name is not None and _holds(value[name], parts[1:], surely)
    return not (surely and parts[1:])


def _find(within: Mapping[str, Any], member: str) -> str | None:
    """The key of a member: as it is, chosen at run time, or in another case."""
    if member in within:
        return member
    if f"{member}.$" in within:
        return f"{member}.$"
    return next((key for key in within if key.removesuffix(".$").lower() == member.lower()), None)


def deferred(value: Any) -> bool:
    """Whether a leaf is no JSON, by exact type: a value that is known only at deployment."""
    return value is not None and type(value) not in (str, int, float, bool, list, dict)


def stands_for(value: Any, symbols: Mapping[str, Any]) -> Any:
    """What a text that is one `${symbol}` stands for; any other value, and an unknown symbol, as it is."""
    found = _SYMBOL.fullmatch(value) if type(value) is str else None
    return symbols.get(found[1], value) if found else value


def symbolic(text: str) -> bool:
    """Whether the whole text is one `${symbol}`."""
    return _SYMBOL.fullmatch(text) is not None
