"""Statement: a statement of an IAM policy; `merge` combines several into fewer."""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["Statement", "identity", "merge"]


@dataclass(frozen=True)
class Statement:
    """A statement that allows actions on resources, with the states that need it.

    `actions` are IAM's names (`lambda:InvokeFunction`). `resources` are ARNs: strings, which may contain `${symbol}`s
    of the definition, or unresolved values. `condition` is IAM's `Condition` block. `states` has the names of the
    states that need the statement.
    """

    actions: tuple[str, ...]
    resources: tuple[Any, ...]
    condition: Mapping[str, Any] | None = None
    states: tuple[str, ...] = ()

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Statement:
        """Return the statement for a dict with its members: `{"actions": [...], "resources": [...]}`."""
        states = tuple(given.get("states", ()))
        return cls(tuple(given["actions"]), tuple(given["resources"]), given.get("condition"), states)

    def to_dict(self) -> dict[str, Any]:
        """Return the statement in the format of a policy document: `{"Effect": "Allow", "Action": [...], ...}`."""
        document: dict[str, Any] = {
            "Effect": "Allow",
            "Action": list(self.actions),
            "Resource": list(self.resources),
        }
        if self.condition is not None:
            document["Condition"] = dict(self.condition)
        return document


def merge(statements: Iterable[Statement]) -> list[Statement]:
    """Return the same rights in fewer statements, in an order that only depends on the rights.

    Statements with equal actions are combined first, followed by statements with equal resources. Statements with
    different conditions are never combined.
    """
    by_actions: dict[Hashable, Statement] = {}
    for statement in statements:
        _add(by_actions, (_names(statement.actions), _condition(statement)), statement)
    by_resources: dict[Hashable, Statement] = {}
    for statement in by_actions.values():
        _add(by_resources, (_identities(statement.resources), _condition(statement)), statement)
    return sorted(by_resources.values(), key=lambda statement: (statement.actions, _condition(statement)))


def identity(statement: Statement) -> Hashable:
    """Return a key that is equal for statements with equal rights, whatever their states."""
    return _names(statement.actions), _identities(statement.resources), _condition(statement)


def _add(merged: dict[Hashable, Statement], key: Hashable, statement: Statement) -> None:
    other = merged.get(key)
    parts = [other, statement] if other else [statement]
    merged[key] = Statement(
        actions=_names(action for part in parts for action in part.actions),
        resources=tuple(_resources(resource for part in parts for resource in part.resources)),
        condition=statement.condition,
        states=tuple(dict.fromkeys(name for part in parts for name in part.states)),
    )


def _names(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(names)))


def _resources(resources: Iterable[Any]) -> Iterator[Any]:
    """Yield each resource once: sorted strings, then unresolved values in their order, compared by identity."""
    each = {_identity(resource): resource for resource in resources}
    yield from sorted(resource for resource in each.values() if type(resource) is str)
    yield from (resource for resource in each.values() if type(resource) is not str)


def _identities(resources: Iterable[Any]) -> tuple[Hashable, ...]:
    return tuple(_identity(resource) for resource in resources)


def _identity(resource: Any) -> Hashable:
    return resource if type(resource) is str else id(resource)


def _condition(statement: Statement) -> str:
    return json.dumps(statement.condition, sort_keys=True, default=id)
