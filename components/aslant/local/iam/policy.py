"""Evaluates IAM policies: may a principal do an action on a resource?

The rules are those of the IAM User Guide, "Policy evaluation logic" and "IAM JSON policy elements": an explicit
Deny wins, then an Allow, and without either the answer is no. Actions are compared without case; `*` and `?` match
in actions, resources and the Like operators.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from aslant.errors import LocalError
from aslant.local.iam.conditions import conditions_hold, like, resolve_variables

__all__ = ["effect", "is_allowed", "read_policy", "trusts"]

Statement = Mapping[str, Any]
Context = Mapping[str, Any]


def read_policy(document: Any, place: str) -> tuple[Statement, ...]:
    """The statements of a policy (JSON text or an object), checked for the form that IAM insists on.

    A `LocalError` begins with `place`, which names the resource and input that hold the policy.
    """
    if isinstance(document, str):
        try:
            document = json.loads(document)
        except ValueError as error:
            raise LocalError(f"{place} is not JSON: {error}") from None
    if not isinstance(document, dict) or "Statement" not in document:
        raise LocalError(f"{place} is no policy document; it needs `Version` and a list `Statement`")
    statements = _list(document["Statement"])
    if not statements:
        raise LocalError(f"{place} has an empty Statement, which IAM refuses; write one or leave the policy out")
    for index, statement in enumerate(statements):
        _check_statement(statement, f"{place}, statement {index + 1}")
    return tuple(statements)


def _check_statement(statement: Any, place: str) -> None:
    if not isinstance(statement, dict):
        raise LocalError(f"{place} must be an object, not {statement!r}")
    if statement.get("Effect") not in ("Allow", "Deny"):
        raise LocalError(f"{place} has Effect {statement.get('Effect')!r}; write 'Allow' or 'Deny'")
    if ("Action" in statement) == ("NotAction" in statement):
        raise LocalError(f"{place} needs either Action or NotAction")
    unknown = set(statement) - KEYS
    if unknown:
        raise LocalError(f"{place} has {', '.join(sorted(unknown))}, which IAM does not know")


def is_allowed(statements: Iterable[Statement], action: str, resource: str, context: Context | None = None) -> bool:
    """Whether identity-based statements allow an action, such as `states:StartSyncExecution`, on an ARN."""
    return effect(statements, action, resource, context) == "Allow"


def effect(statements: Iterable[Statement], action: str, resource: str, context: Context | None = None) -> str | None:
    """What identity-based statements say of an action on an ARN: `Allow` or `Deny`; None where they say nothing."""
    allowed = False
    for statement in statements:
        applies = (
            _matches_action(statement, action)
            and _matches_resource(statement, resource, context or {})
            and conditions_hold(statement.get("Condition"), context or {})
        )
        if applies and statement["Effect"] == "Deny":
            return "Deny"
        allowed = allowed or applies
    return "Allow" if allowed else None


def trusts(statements: Iterable[Statement], service: str, context: Context | None = None) -> bool:
    """Whether a role's trust policy lets a service, such as `states.amazonaws.com`, assume the role."""
    allowed = False
    for statement in statements:
        applies = (
            _matches_action(statement, "sts:AssumeRole")
            and _matches_principal(statement, service)
            and conditions_hold(statement.get("Condition"), context or {})
        )
        if applies and statement["Effect"] == "Deny":
            return False
        allowed = allowed or applies
    return allowed


def _matches_action(statement: Statement, action: str) -> bool:
    if "NotAction" in statement:
        return not _any(statement["NotAction"], action, ignore_case=True)
    return _any(statement["Action"], action, ignore_case=True)


def _matches_resource(statement: Statement, resource: str, context: Context) -> bool:
    """A statement without either element is about everything, as in a trust policy."""
    if "NotResource" in statement:
        return not _any(_resolved(statement["NotResource"], context), resource)
    return _any(_resolved(statement.get("Resource", "*"), context), resource)


def _resolved(patterns: Any, context: Context) -> list[str]:
    return [resolve_variables(pattern, context) for pattern in _list(patterns)]


def _matches_principal(statement: Statement, service: str) -> bool:
    if "NotPrincipal" in statement:
        return not _names_service(statement["NotPrincipal"], service)
    return _names_service(statement.get("Principal"), service)


def _names_service(principal: Any, service: str) -> bool:
    """`Service` names services; a bare `*` is everyone, while `{"AWS": "*"}` is every account, no service."""
    if isinstance(principal, dict):
        return service in _list(principal.get("Service", []))
    return bool(principal == "*")


def _any(patterns: Any, value: str, *, ignore_case: bool = False) -> bool:
    if ignore_case:
        return any(like(value.lower(), pattern.lower()) for pattern in _list(patterns))
    return any(like(value, pattern) for pattern in _list(patterns))


def _list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]


KEYS = frozenset(
    {"Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"}
)
