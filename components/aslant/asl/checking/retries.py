"""Retriers and catchers (ASL specification, "Errors")."""

from __future__ import annotations

from typing import Any

from aslant.asl.checking.expressions import jsonata_template
from aslant.asl.checking.objects import Members, members
from aslant.asl.checking.paths import reference_or_null
from aslant.asl.checking.rule_context import RuleContext, opaque
from aslant.asl.checking.values import number, of_other_language, one_of, text, whole, wrong_kind
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
"""The names of Step Functions' own errors (developer guide, "Error names"); `States.Http.StatusCode.…` are more."""

LONGEST = 99_999_999
"""The largest `MaxAttempts` and `IntervalSeconds` (developer guide, "Retrying after an error")."""

LONGEST_DELAY = 31_622_400
"""The largest `MaxDelaySeconds`, which is 366 days (developer guide, "Retrying after an error")."""

_RETRIER: Members = {
    "ErrorEquals": None,
    "IntervalSeconds": whole(0, LONGEST, jsonata=False),
    "MaxAttempts": whole(0, LONGEST, jsonata=False),
    "BackoffRate": number(1.0, float("inf"), jsonata=False),
    "MaxDelaySeconds": whole(1, LONGEST_DELAY, jsonata=False),
    "JitterStrategy": one_of(("NONE", "FULL")),
    "Comment": text,
}
_CATCHER_OF_JSONPATH: Members = {
    "ErrorEquals": None,
    "Next": None,
    "ResultPath": reference_or_null,
    "Output": of_other_language("use ResultPath instead"),
    "Assign": assign,
    "Comment": text,
}
_CATCHER_OF_JSONATA: Members = {
    "ErrorEquals": None,
    "Next": None,
    "Output": jsonata_template,
    "ResultPath": of_other_language("use '{% $states.errorOutput… %}' in Output instead"),
    "Assign": assign,
    "Comment": text,
}


def retriers(site: RuleContext, value: Json, *steps: str | int) -> None:
    """`Retry`: a list of retriers."""
    _each(site, value, _RETRIER, ("ErrorEquals",), steps)
    if type(value) is list:
        for index, retrier in enumerate(value):
            if type(retrier) is dict and "MaxDelaySeconds" in retrier:
                first, longest = retrier.get("IntervalSeconds", 1), retrier["MaxDelaySeconds"]
                if type(first) is int and type(longest) is int and 0 < longest <= first <= LONGEST:
                    site.warning(
                        f"'MaxDelaySeconds' is not greater than 'IntervalSeconds', which is {first}",
                        *steps,
                        index,
                        "MaxDelaySeconds",
                        code="USELESS_DELAY",
                        repair=f"write more than {first}, or leave it away",
                    )


def catchers(site: RuleContext, value: Json, *steps: str | int) -> None:
    """`Catch`: a list of catchers."""
    table = _CATCHER_OF_JSONATA if site.jsonata else _CATCHER_OF_JSONPATH
    _each(site, value, table, ("ErrorEquals", "Next"), steps)


def _each(
    site: RuleContext, value: Json, table: Members, needed: tuple[str, ...], steps: tuple[str | int, ...]
) -> None:
    if type(value) is not list:
        wrong_kind(site, value, "ARRAY", steps, "a list of objects")
        return
    caught: dict[str, int] = {}
    last = len(value) - 1
    for index, record in enumerate(value):
        if type(record) is not dict:
            wrong_kind(site, record, "OBJECT", (*steps, index), "an object with ErrorEquals")
            continue
        members(site, record, table, needed, *steps, index)
        names = record.get("ErrorEquals", _NOTHING)
        if names is not _NOTHING:
            _errors(site, names, index, index == last, caught, steps)


_NOTHING = object()


def _errors(
    site: RuleContext, names: Any, index: int, last: bool, caught: dict[str, int], steps: tuple[str | int, ...]
) -> None:
    here = (*steps, index, "ErrorEquals")
    if type(names) is not list:
        wrong_kind(site, names, "ARRAY", here, "a list of names, such as ['States.ALL']")
        return
    if not names:
        site.error("Value cannot be empty", *here, repair="name at least one error, such as 'States.ALL'")
    for number_of, name in enumerate(names):
        if type(name) is not str:
            wrong_kind(site, name, "STRING", (*here, number_of), "the name of an error")
        elif opaque(name):
            continue
        elif name == "States.ALL":
            if len(names) > 1 or not last:
                site.error(
                    "States.ALL must appear alone and at end of list",
                    *here,
                    number_of,
                    repair="give States.ALL an entry of its own, the last one",
                )
        elif _is_unknown(name) and not site.report.raises(name):
            site.warning(
                f"Step Functions has no error called '{name}'",
                *here,
                number_of,
                code="UNKNOWN_ERROR_NAME",
                repair=site.near(name, RESERVED)
                or "names that start with 'States.' are its own, and no Fail state here raises it",
            )
        elif name in caught:
            site.warning(
                f"'{name}' is named already by entry {caught[name]}, which is asked first",
                *here,
                number_of,
                code="UNREACHABLE_ERROR_NAME",
                repair="name each error once",
            )
        else:
            caught[name] = index


def _is_unknown(name: str) -> bool:
    """Whether a name is one of Step Functions' own by its form, and none that it has."""
    return name.startswith("States.") and name not in RESERVED and not name.startswith("States.Http.StatusCode.")
