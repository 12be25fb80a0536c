"""Gradual rollout: versions of a machine, and an alias that shares executions out among two of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pulumi_aws as aws
from pulumi import Output

from aslant.aws.args import Rollout
from aslant.aws.children import Children
from aslant.aws.errors import ArgsError
from aslant.aws.rules import Rule, check, mapping_of, number, whole

__all__ = ["ALIAS", "check_rollout", "make_alias"]

ALIAS = "live"

_WEIGHT = whole(0, 100, "percent")


def _version(value: Any) -> str | None:
    """The number of a version."""
    if isinstance(value, str) and value.isdigit():
        return None
    return f"must be the number of a version, such as '3', not {value!r}"


RULES: Mapping[str, Rule] = {
    "percent": _WEIGHT,
    "stable": mapping_of(_version, "keys of routes to numbers of versions"),
}


def check_rollout(place: str, value: Any, keys: list[str]) -> dict[str, Any]:
    """What is given; raises ArgsError for weights that AWS would refuse."""
    place = f"{place}: rollout"
    given = check(place, value, Rollout, RULES, frozenset({"stable"}))
    stable = given.get("stable", {})
    for key in stable:
        if key not in keys:
            raise ArgsError(f"{place}: stable has {key!r}, and there is no such route; there are {', '.join(keys)}")
    if "percent" in given and not stable:
        raise ArgsError(f"{place}: percent says how many go to the newest version; say in stable where the others go")
    return given


def make_alias(
    children: Children, name: str, key: str, given: Mapping[str, Any], state_machine: aws.sfn.StateMachine
) -> aws.sfn.Alias:
    """Register the alias of a machine: the newest version gets its percent, the stable one the rest."""

    def share(parts: list[Any]) -> list[dict[str, Any]]:
        newest, machine, stable, percent = parts
        other = f"{machine}:{stable}"
        # AWS refuses an alias with one version twice: a run that changes nothing makes no new version.
        if stable is None or other == newest or percent == 100:
            return [{"state_machine_version_arn": newest, "weight": 100}]
        if percent == 0:  # the provider leaves a weight of 0 out
            return [{"state_machine_version_arn": other, "weight": 100}]
        return [
            {"state_machine_version_arn": newest, "weight": percent},
            {"state_machine_version_arn": other, "weight": 100 - percent},
        ]

    return children.make(
        "alias",
        aws.sfn.Alias,
        name,
        {
            "name": ALIAS,
            "routing_configurations": Output.all(
                state_machine.state_machine_version_arn,
                state_machine.arn,
                given.get("stable", {}).get(key),
                number(given, "percent", 100),
            ).apply(share),
        },
    )
