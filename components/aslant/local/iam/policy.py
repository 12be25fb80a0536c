"""The evaluation of IAM policies: whether they allow an action on a resource.

IAM User Guide, "Policy evaluation logic" and "IAM JSON policy elements": an explicit Deny overrides an Allow, and
without either the action is denied. Actions are case-insensitive. `*` and `?` are wildcards in actions, resources and
the Like operators.
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
    """Return the statements of a policy, which is a JSON string or an object, after checking their form.

    A `LocalError` begins with `place`, the resource and the input that have the policy.
    """
    if isinstance(document, str):
        try:
            document = json.loads(document)
        except ValueError as error:
            raise LocalError(f"{place} is not valid JSON: {error}") from None
    if not isinstance(document, dict) or "Statement" not in document:
        raise LocalError(f"{place} is not a policy document. Write an object with `Version` and a list `Statement`.")
    statements = _list(document["Statement"])
    if not statements:
        raise LocalError(f"{place}: Statement must not be empty. Add a statement, or leave the policy out.")
    for index, statement in enumerate(statements):
        _check_statement(statement, f"{place}, statement {index + 1}")
    return tuple(statements)


def _check_statement(statement: Any, place: str) -> None:
    if not isinstance(statement, dict):
        raise LocalError(f"{place} must be an object, not {statement!r}")
    if statement.get("Effect") not in ("Allow", "Deny"):
        raise LocalError(f"{place}: Effect must be 'Allow' or 'Deny', not {statement.get('Effect')!r}")
    if ("Action" in statement) == ("NotAction" in statement):
        raise LocalError(f"{place} must have either Action or NotAction")
    unknown = set(statement) - KEYS
    if unknown:
        raise LocalError(f"{place}: IAM does not support the element {', '.join(sorted(unknown))}")


def is_allowed(statements: Iterable[Statement], action: str, resource: str, context: Context | None = None) -> bool:
    """Return whether identity-based statements allow an action, such as `states:StartExecution`, on an ARN."""
    return effect(statements, action, resource, context) == "Allow"


def effect(statements: Iterable[Statement], action: str, resource: str, context: Context | None = None) -> str | None:
    """Return the effect of identity-based statements on an action: `Allow`, `Deny`, or None if none applies."""
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
    """Return whether a role's trust policy lets a service, such as `states.amazonaws.com`, assume the role."""
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
        return not _matches_any(statement["NotAction"], action, ignore_case=True)
    return _matches_any(statement["Action"], action, ignore_case=True)


def _matches_resource(statement: Statement, resource: str, context: Context) -> bool:
    """Return whether a resource matches; a statement without either element, as in a trust policy, matches all."""
    if "NotResource" in statement:
        return not _matches_any(_resolved(statement["NotResource"], context), resource)
    return _matches_any(_resolved(statement.get("Resource", "*"), context), resource)


def _resolved(patterns: Any, context: Context) -> list[str]:
    return [resolve_variables(pattern, context) for pattern in _list(patterns)]


def _matches_principal(statement: Statement, service: str) -> bool:
    if "NotPrincipal" in statement:
        return not _includes_service(statement["NotPrincipal"], service)
    return _includes_service(statement.get("Principal"), service)


def _includes_service(principal: Any, service: str) -> bool:
    """Return whether a principal includes a service. `*` does; `{"AWS": "*"}` does not, because it means accounts."""
    if isinstance(principal, dict):
        return service in _list(principal.get("Service", []))
    return bool(principal == "*")


def _matches_any(patterns: Any, value: str, *, ignore_case: bool = False) -> bool:
    if ignore_case:
        return any(like(value.lower(), pattern.lower()) for pattern in _list(patterns))
    return any(like(value, pattern) for pattern in _list(patterns))


def _list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]


KEYS = frozenset(
    {"Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"}
)
