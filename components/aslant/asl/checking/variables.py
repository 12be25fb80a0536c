"""Rules for `Assign` and variable names (developer guide, "Passing data between states with variables")."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from aslant.asl.checking.expressions import jsonata_template
from aslant.asl.checking.paths import payload
from aslant.asl.checking.rule_context import RuleContext, is_unresolved
from aslant.asl.checking.values import wrong_type
from aslant.asl.variable import variable_fault
from aslant.errors import sentence
from aslant.json_value import Json

__all__ = ["assign", "assigned_by", "assigned_by_transition"]

INVALID = "INVALID_VARIABLE_NAME"
RESERVED = "RESERVED_VARIABLE_NAME"


def assign(ctx: RuleContext, value: Json, *steps: str | int) -> None:
    """Check `Assign`, an object of variables by name."""
    if type(value) is not dict or is_unresolved(value):
        wrong_type(ctx, value, "OBJECT", steps, "an object of variables by name")
        return
    for key in value:
        name = key.removesuffix(".$") if type(key) is str and not ctx.jsonata else key
        if type(name) is not str or "${" in name:
            continue
        fault = variable_fault(name)
        if not fault:
            continue
        repair = sentence(f"'{name}' {fault}")
        message = f"Invalid variable name '{name}': the variable name contains invalid characters."
        if name == "states":
            ctx.error("Cannot assign to reserved variable '$states'.", *steps, key, code=RESERVED, repair=repair)
        elif not variable_fault(name.replace("-", "_")):
            # Published workflows use hyphens, although no path can read such a variable.
            ctx.warning(message, *steps, key, code=INVALID, repair=repair)
        else:
            ctx.error(message, *steps, key, code=INVALID, repair=repair)
    (jsonata_template if ctx.jsonata else payload)(ctx, value, *steps)


def assigned_by(state: dict[str, Any], jsonata: bool) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    """Yield every variable that a state may assign, with the steps to its `Assign`."""
    for key in _names(state, jsonata):
        yield key, ("Assign",)
    for field in ("Choices", "Catch"):
        records = state.get(field)
        if type(records) is list:
            for index, record in enumerate(records):
                if type(record) is dict:
                    for key in _names(record, jsonata):
                        yield key, (field, index, "Assign")


def assigned_by_transition(state: dict[str, Any], jsonata: bool) -> Iterator[tuple[str, set[str]]]:
    """Yield each state that follows a state, with the variables that this transition assigns."""
    own = _names(state, jsonata)
    for key in ("Next", "Default"):
        if type(state.get(key)) is str:
            yield state[key], own
    for field in ("Choices", "Catch"):
        records = state.get(field)
        if type(records) is list:
            for record in records:
                if type(record) is dict and type(record.get("Next")) is str:
                    yield record["Next"], _names(record, jsonata)


def _names(record: dict[str, Any], jsonata: bool) -> set[str]:
    given = record.get("Assign")
    if type(given) is not dict:
        return set()
    return {key if jsonata else key.removesuffix(".$") for key in given if type(key) is str}
