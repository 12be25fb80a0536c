"""Rules for retriers and catchers (ASL specification, "Errors")."""

from __future__ import annotations

import marshal
from typing import Any, Final

from aslant.asl.checking.expressions import jsonata_template
from aslant.asl.checking.objects import Members, members
from aslant.asl.checking.paths import reference_or_null
from aslant.asl.checking.rule_context import RuleContext, is_unresolved
from aslant.asl.checking.values import integer, number, of_other_language, one_of, string, wrong_type
from aslant.asl.checking.variables import assign
from aslant.json_value import Json

__all__ = ["RESERVED", "catchers", "retriers"]

RESERVED = frozenset(
    {
        "States.ALL",
        "States.BranchFailed",
        "States.DataLimitExceeded",
        "States.ExceedToleratedFailureThreshold",
        "States.HeartbeatTimeout",
        "States.Http.Socket",
        "States.IntrinsicFailure",
        "States.ItemReaderFailed",
        "States.NoChoiceMatched",
        "States.ParameterPathFailure",
        "States.Permissions",
        "States.QueryEvaluationError",
        "States.ResultPathMatchFailure",
        "States.ResultWriterFailed",
        "States.Runtime",
        "States.TaskFailed",
        "States.Timeout",
    }
)
"""The reserved error names (developer guide, "Error names"); names with `States.Http.StatusCode.` are reserved, too."""

LONGEST = 99_999_999
"""The largest `MaxAttempts` and `IntervalSeconds` (developer guide, "Retrying after an error")."""

LONGEST_DELAY = 31_622_400
"""The largest `MaxDelaySeconds`, which is 366 days (developer guide, "Retrying after an error")."""

_WITHOUT_REFERENCES: Final = 2
"""The version of marshal in which equal values are written equally."""

_RETRIER: Members = {
    "ErrorEquals": None,
    "IntervalSeconds": integer(0, LONGEST, jsonata=False),
    "MaxAttempts": integer(0, LONGEST, jsonata=False),
    "BackoffRate": number(1.0, float("inf"), jsonata=False),
    "MaxDelaySeconds": integer(1, LONGEST_DELAY, jsonata=False),
    "JitterStrategy": one_of(("NONE", "FULL")),
    "Comment": string,
}
_CATCHER_OF_JSONPATH: Members = {
    "ErrorEquals": None,
    "Next": None,
    "ResultPath": reference_or_null,
    "Output": of_other_language("Use ResultPath instead."),
    "Assign": assign,
    "Comment": string,
}
_CATCHER_OF_JSONATA: Members = {
    "ErrorEquals": None,
    "Next": None,
    "Output": jsonata_template,
    "ResultPath": of_other_language("Use '{% $states.errorOutput… %}' in Output instead."),
    "Assign": assign,
    "Comment": string,
}


def retriers(ctx: RuleContext, value: Json, *steps: str | int) -> None:
    """Check `Retry`, a list of retriers. Many states of a workflow have equal ones, which are checked once."""
    try:
        written = marshal.dumps(value, _WITHOUT_REFERENCES)
    except ValueError:  # a value known only at deployment
        _retriers(ctx, value, *steps)
        return
    if written not in ctx.report.sound:
        faults = len(ctx.report.findings)
        _retriers(ctx, value, *steps)
        if len(ctx.report.findings) == faults:
            ctx.report.sound.add(written)


def _retriers(ctx: RuleContext, value: Json, *steps: str | int) -> None:
    _each(ctx, value, _RETRIER, ("ErrorEquals",), steps)
    if type(value) is list:
        for index, retrier in enumerate(value):
            if type(retrier) is dict and "MaxDelaySeconds" in retrier:
                first, longest = retrier.get("IntervalSeconds", 1), retrier["MaxDelaySeconds"]
                if type(first) is int and type(longest) is int and 0 < longest <= first <= LONGEST:
                    ctx.warning(
                        f"'MaxDelaySeconds' is not greater than 'IntervalSeconds', which is {first}",
                        *steps,
                        index,
                        "MaxDelaySeconds",
                        code="USELESS_DELAY",
                        repair=f"Write more than {first}, or remove it.",
                    )


def catchers(ctx: RuleContext, value: Json, *steps: str | int) -> None:
    """Check `Catch`, a list of catchers."""
    table = _CATCHER_OF_JSONATA if ctx.jsonata else _CATCHER_OF_JSONPATH
    _each(ctx, value, table, ("ErrorEquals", "Next"), steps)


def _each(ctx: RuleContext, value: Json, table: Members, needed: tuple[str, ...], steps: tuple[str | int, ...]) -> None:
    if type(value) is not list:
        wrong_type(ctx, value, "ARRAY", steps, "a list of objects")
        return
    caught: dict[str, int] = {}
    last = len(value) - 1
    for index, record in enumerate(value):
        if type(record) is not dict:
            wrong_type(ctx, record, "OBJECT", (*steps, index), "an object with ErrorEquals")
            continue
        members(ctx, record, table, needed, *steps, index)
        names = record.get("ErrorEquals", _ABSENT)
        if names is not _ABSENT:
            _errors(ctx, names, index, index == last, caught, steps)


_ABSENT = object()


def _errors(
    ctx: RuleContext, names: Any, index: int, last: bool, caught: dict[str, int], steps: tuple[str | int, ...]
) -> None:
    here = (*steps, index, "ErrorEquals")
    if type(names) is not list:
        wrong_type(ctx, names, "ARRAY", here, "a list of names, such as ['States.ALL']")
        return
    if not names:
        ctx.error("Value cannot be empty", *here, repair="Name at least one error, such as 'States.ALL'.")
    for number_of, name in enumerate(names):
        if type(name) is not str:
            wrong_type(ctx, name, "STRING", (*here, number_of), "the name of an error")
        elif is_unresolved(name):
            continue
        elif name == "States.ALL":
            if len(names) > 1 or not last:
                ctx.error(
                    "States.ALL must appear alone and at end of list",
                    *here,
                    number_of,
                    repair="Move States.ALL into a separate entry, the last one.",
                )
        elif _is_unknown(name) and not ctx.report.raises(name):
            ctx.warning(
                f"Step Functions does not have an error '{name}'",
                *here,
                number_of,
                code="UNKNOWN_ERROR_NAME",
                repair=ctx.near(name, RESERVED)
                or "Names that start with 'States.' are reserved, and no Fail state of this workflow raises this one.",
            )
        elif name in caught:
            ctx.warning(
                f"'{name}' is already named by entry {caught[name]}, which comes first",
                *here,
                number_of,
                code="UNREACHABLE_ERROR_NAME",
                repair="Name each error once.",
            )
        else:
            caught[name] = index


def _is_unknown(name: str) -> bool:
    """Return whether a name is reserved by its prefix, but is not an error that Step Functions has."""
    return name.startswith("States.") and name not in RESERVED and not name.startswith("States.Http.StatusCode.")
