"""Gradual rollout: versions of a machine, and an alias that splits executions between two of them."""

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
    """Check the number of a version."""
    if isinstance(value, str) and value.isdigit():
        return None
    return f"must be the number of a version, such as '3', not {value!r}"


RULES: Mapping[str, Rule] = {
    "percent": _WEIGHT,
    "stable": mapping_of(_version, "route keys to version numbers"),
}


def check_rollout(place: str, value: Any, keys: list[str]) -> dict[str, Any]:
    """Return the arguments that are set; raise ArgsError for weights that AWS would refuse."""
    place = f"{place}: rollout"
    given = check(place, value, Rollout, RULES, frozenset({"stable"}))
    stable = given.get("stable", {})
    for key in stable:
        if key not in keys:
            raise ArgsError(f"{place}: stable has {key!r}, which is not a route. The routes are {', '.join(keys)}.")
    if "percent" in given and not stable:
        raise ArgsError(
            f"{place}: percent is the share of the newest version. Set stable to the version that runs the rest."
        )
    return given


def make_alias(
    children: Children, name: str, key: str, given: Mapping[str, Any], state_machine: aws.sfn.StateMachine
) -> aws.sfn.Alias:
    """Register the alias of a machine: `percent` of the executions run the newest version, the rest the stable one."""

    def share(parts: list[Any]) -> list[dict[str, Any]]:
        newest, machine, stable, percent = parts
        other = f"{machine}:{stable}"
        # A deployment without changes publishes no version, and AWS refuses an alias with the same version twice.
        if stable is None or other == newest or percent == 100:
            return [{"state_machine_version_arn": newest, "weight": 100}]
        if percent == 0:  # the provider omits a weight of 0
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
