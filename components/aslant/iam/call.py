"""What one Task calls, as the table of services reads it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from aslant.errors import PermissionsError

__all__ = ["Account", "Call", "deferred", "needs_unknown", "stands_for", "symbolic"]

_SYMBOL = re.compile(r"\$\{([^{}]+)\}")


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


@dataclass(frozen=True)
class Call:
    """A Task's call of a service: `arn:aws:states:::<service>:<action>.<pattern>` and its arguments.

    `pattern` is empty, `sync`, `sync:2` or `waitForTaskToken`; `arguments` is the Task's `Parameters` or
    `Arguments`; `symbols` says what a `${symbol}` stands for, where that is known.
    """

    state: str
    service: str
    action: str
    pattern: str
    arguments: Mapping[str, Any]
    account: Account
    symbols: Mapping[str, Any]

    def known(self, member: str, actions: tuple[str, ...], within: Mapping[str, Any] | None = None) -> Any:
        """A member that names a resource: its text, or the deferred value that stands there.

        `within` is where to look when it is not in `arguments` themselves. Raises PermissionsError where the
        member is absent or chosen while the machine runs.
        """
        arguments = self.arguments if within is None else within
        if f"{member}.$" in arguments:
            self.unknown(f"{member} is chosen at run time by {arguments[f'{member}.$']!r}", actions)
        if member not in arguments:
            self.unknown(f"{member} is missing", actions)
        value = stands_for(arguments[member], self.symbols)
        if deferred(value):
            return value
        if type(value) is not str or not value:
            self.unknown(f"{member} must be a text, not {value!r}", actions)
        if value.startswith("{%"):
            self.unknown(f"{member} is chosen at run time by {value!r}", actions)
        return value

    def unknown(self, what: str, actions: tuple[str, ...]) -> NoReturn:
        """Say that the resource of `actions` cannot be told, and what to add."""
        raise needs_unknown(self.state, f"{self.service}:{self.action}: {what}", actions)


def needs_unknown(state: str, what: str, actions: tuple[str, ...]) -> PermissionsError:
    """The error for a need that cannot be told from the definition."""
    names = ", ".join(f'"{action}"' for action in actions)
    return PermissionsError(
        f"state {state!r}: {what}, so what its role needs is not known; add a statement of your own, in the "
        f"component's policy_statements: "
        f'{{"actions": [{names}], "resources": [<the ARNs>], "states": ["{state}"]}}'
    )


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
