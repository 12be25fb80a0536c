"""The transitions of a Choice: the data with which each of its rules, and its default, is followed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from aslant.asl.shapes.conditions import outcome_of
from aslant.asl.shapes.environment import Environment
from aslant.asl.shapes.jsonata import infer, narrow
from aslant.asl.shapes.kinds import expect
from aslant.asl.shapes.templates import expression_of, reads_unknown
from aslant.asl.shapes.visit import Steps, Visit

__all__ = ["transitions"]


def transitions(
    state: dict[str, Any], environment: Environment, visit: Visit, *, jsonata: bool
) -> Iterator[tuple[dict[str, Any], Steps, Environment]]:
    """Yield each rule that can be followed, and the state itself for its Default, with its steps and its data."""
    rest: Environment | None = environment
    rules = state.get("Choices")
    for index, rule in enumerate(rules if type(rules) is list else ()):
        if type(rule) is not dict:
            continue
        if rest is None:
            return
        steps = ("Choices", index)
        true, rest = (_jsonata if jsonata else _jsonpath)(rule, rest, visit, steps)
        if true is not None:
            yield rule, steps, true
    if rest is not None:
        yield state, (), rest


def _jsonpath(
    rule: dict[str, Any], environment: Environment, visit: Visit, steps: Steps
) -> tuple[Environment | None, Environment | None]:
    true, false = outcome_of(rule, environment, visit, steps)
    if true is None or false is None:
        silent = Visit(visit.name, visit.place, [], visit.near)
        soft = outcome_of(rule, environment, silent, steps, soft=True)
        return true or soft.true, false or soft.false
    return true, false


def _jsonata(
    rule: dict[str, Any], environment: Environment, visit: Visit, steps: Steps
) -> tuple[Environment | None, Environment | None]:
    condition = rule.get("Condition")
    if type(condition) is bool:
        return (environment, None) if condition else (None, environment)
    source = expression_of(condition)
    if source is None or "${" in source:
        return environment, environment
    faults = len(visit.faults)
    place = (*steps, "Condition")
    if not reads_unknown(source, environment):
        shape = infer(source, environment, visit.at(place))
        expect(shape.present(), ("boolean",), "The value of Condition", visit, place)
    if len(visit.faults) > faults and any(fault.severity == "ERROR" for fault in visit.faults[faults:]):
        return environment, environment
    return narrow(source, environment, True), narrow(source, environment, False)
