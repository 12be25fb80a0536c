"""The fields of each kind of state with their tests, in both query languages.

The model (`Field`) is the only place that defines which fields a kind of state has, and in which query language.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from aslant.asl.checking.choices import choices
from aslant.asl.checking.expressions import expression, jsonata_template
from aslant.asl.checking.limits import LONGEST_TIMEOUT
from aslant.asl.checking.maps import item_batcher, item_reader, items, label, result_writer
from aslant.asl.checking.objects import Members
from aslant.asl.checking.paths import (
    items_path,
    output_path,
    path,
    path_or_intrinsic,
    path_or_null,
    payload,
    reference_or_null,
)
from aslant.asl.checking.resources import resource
from aslant.asl.checking.retries import catchers, retriers
from aslant.asl.checking.rule_context import RuleContext, is_unresolved
from aslant.asl.checking.unevaluated_strings import static, warn_path
from aslant.asl.checking.values import Test, boolean, integer, number, of_other_language, string, timestamp, wrong_type
from aslant.asl.checking.variables import assign
from aslant.asl.field import JSONATA, JSONPATH
from aslant.asl.states import KINDS
from aslant.json_value import Json

__all__ = ["EXCLUSIVE", "REQUIRED", "TABLES"]


def _written(ctx: RuleContext, value: Json, *steps: str | int) -> None:
    """Check a string, which in a JSONata state may be an expression."""
    if type(value) is not str:
        wrong_type(ctx, value, "STRING", steps, "a string")
    elif ctx.jsonata:
        expression(ctx, value, *steps)
    else:
        warn_path(ctx, value, *steps)


def _object(ctx: RuleContext, value: Json, *steps: str | int) -> None:
    """Check a payload template that must be an object."""
    if type(value) is dict:
        payload(ctx, value, *steps)
    else:
        wrong_type(ctx, value, "OBJECT", steps, "an object")


def _arguments(ctx: RuleContext, value: Json, *steps: str | int) -> None:
    """Check `Arguments`: an object, or JSONata that evaluates to one."""
    if type(value) is str:
        expression(ctx, value, *steps, only=True)
    elif type(value) is dict:
        jsonata_template(ctx, value, *steps)
    else:
        wrong_type(ctx, value, "OBJECT", steps, "an object or an expression that evaluates to one")


def _credentials(ctx: RuleContext, value: Json, *steps: str | int) -> None:
    """Check `Credentials`, a role in another account (developer guide, "Accessing resources in other AWS accounts")."""
    if type(value) is not dict or is_unresolved(value):
        wrong_type(ctx, value, "OBJECT", steps, "an object with RoleArn")
        return
    if "RoleArn" not in value and (ctx.jsonata or "RoleArn.$" not in value):
        ctx.error("The field 'RoleArn' is required but was missing", *steps)
    for name in value:
        if name not in ("RoleArn", "RoleArn.$"):
            ctx.error(f"Field '{name}' is not supported", *steps, repair="The only member is RoleArn.", member=name)
    (jsonata_template if ctx.jsonata else payload)(ctx, value, *steps)


_ANY = 2**63 - 1
_SECONDS = integer(1, LONGEST_TIMEOUT)
_TESTS: Final[dict[str, Test]] = {
    "Comment": string,
    "InputPath": path_or_null,
    "OutputPath": output_path,
    "ResultPath": reference_or_null,
    "Parameters": payload,
    "ResultSelector": _object,
    "Arguments": _arguments,
    "Output": jsonata_template,
    "Assign": assign,
    "Retry": retriers,
    "Next": string,
    "Default": string,
    "Resource": resource,
    "Result": static,
    "TimeoutSeconds": _SECONDS,
    "TimeoutSecondsPath": path,
    "HeartbeatSeconds": _SECONDS,
    "HeartbeatSecondsPath": path,
    "Credentials": _credentials,
    "Error": _written,
    "Cause": _written,
    "ErrorPath": path_or_intrinsic,
    "CausePath": path_or_intrinsic,
    "Seconds": integer(0, LONGEST_TIMEOUT),
    "SecondsPath": path,
    "Timestamp": timestamp,
    "TimestampPath": path,
    "ItemsPath": items_path,
    "Items": items,
    "ItemSelector": payload,
    "MaxConcurrency": integer(0, _ANY),
    "MaxConcurrencyPath": path,
    "Label": label,
    "ItemReader": item_reader,
    "ItemBatcher": item_batcher,
    "ResultWriter": result_writer,
    "ToleratedFailurePercentage": number(0, 100),
    "ToleratedFailurePercentagePath": path,
    "ToleratedFailureCount": integer(0, _ANY),
    "ToleratedFailureCountPath": path,
}
_OF_JSONATA: Final[dict[str, Test]] = {"ItemSelector": jsonata_template, "Parameters": jsonata_template}
_STRUCTURE: Final[dict[str, Members]] = {
    "Task": {"Catch": catchers, "End": boolean},
    "Pass": {"End": boolean},
    "Wait": {"End": boolean},
    "Parallel": {"Catch": catchers, "End": boolean, "Branches": None},
    "Map": {"Catch": catchers, "End": boolean, "ItemProcessor": None, "Iterator": None},
    "Choice": {"Choices": choices},
}


def _instead(kind: str, key: str, own: Collection[str]) -> str:
    """Return the repair for a field of the other query language; `own` are the fields of this one."""
    if key not in _REPLACEMENTS and key.removesuffix("Path") in own:
        return f"Use an expression in {key.removesuffix('Path')} instead."
    wanted = [*_REPLACEMENTS[key]] if key in _REPLACEMENTS else []
    if kind == "Choice" and key == "InputPath":
        wanted.insert(0, "Condition")
    there = [name for name in wanted if name in own or name == "Condition"]
    if key == "Parameters":
        del there[1:]  # the first one that exists is the best
    if not there:
        return ""
    words = ", ".join(there[:-1]) + " or " * (len(there) > 1) + there[-1]
    if key in _EXPRESSION_STARTS:
        words = f"'{{% {_EXPRESSION_STARTS[key]}… %}}' in {words}"
    return f"Use {words} instead."


_REPLACEMENTS: Final = {
    "InputPath": ("Arguments", "Items", "Output"),
    "OutputPath": ("Output",),
    "ResultPath": ("Output", "Assign"),
    "ResultSelector": ("Output",),
    "Parameters": ("Arguments", "ItemSelector", "Output"),
    "ItemsPath": ("Items",),
    "Result": ("Output",),
    "Arguments": ("Parameters",),
    "Items": ("ItemsPath",),
    "Output": ("ResultSelector", "Parameters", "ResultPath", "OutputPath"),
}
"""The fields of the other query language, each with the fields that replace it in this one."""

_EXPRESSION_STARTS: Final = {"InputPath": "$states.input", "ResultSelector": "$states.result"}


def _table(kind: str, language: int) -> Members:
    table: dict[str, Test | None] = {"Type": None, **_STRUCTURE.get(kind, {})}
    fields = KINDS[kind].FIELDS.values()
    own = {field.key for field in fields if field.languages & language}
    for field in fields:
        if field.key not in own:
            table[field.key] = of_other_language(_instead(kind, field.key, own))
        elif language == JSONATA and field.key in _OF_JSONATA:
            table[field.key] = _OF_JSONATA[field.key]
        else:
            table[field.key] = _TESTS.get(field.key)
    return table


TABLES: Final[dict[bool, dict[str, Members]]] = {
    False: {kind: _table(kind, JSONPATH) for kind in KINDS},
    True: {kind: _table(kind, JSONATA) for kind in KINDS},
}
"""The fields of each kind of state with their tests, by whether the state uses JSONata."""

REQUIRED: Final[dict[str, tuple[str, ...]]] = {
    "Task": ("Resource",),
    "Choice": ("Choices",),
    "Parallel": ("Branches",),
}
"""The fields that each kind of state must have, apart from Next or End."""

EXCLUSIVE: Final[dict[str, tuple[tuple[str, ...], ...]]] = {
    "Task": (("TimeoutSeconds", "TimeoutSecondsPath"), ("HeartbeatSeconds", "HeartbeatSecondsPath")),
    "Wait": (("SecondsPath", "Seconds", "TimestampPath", "Timestamp"),),
    "Fail": (("Error", "ErrorPath"), ("Cause", "CausePath")),
    "Map": (
        ("ItemProcessor", "Iterator"),
        ("MaxConcurrency", "MaxConcurrencyPath"),
        ("ToleratedFailureCount", "ToleratedFailureCountPath"),
        ("ToleratedFailurePercentage", "ToleratedFailurePercentagePath"),
        ("ItemSelector", "Parameters"),
    ),
}
"""The groups of fields of which a state may have only one, in AWS's order."""
