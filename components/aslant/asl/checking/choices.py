"""Choice rules (ASL specification, "Choice State")."""

from __future__ import annotations

import re
from typing import Any

from aslant.asl.checking.expressions import expression, jsonata_template
from aslant.asl.checking.objects import Members, members, unsupported
from aslant.asl.checking.paths import compared_path
from aslant.asl.checking.rule_context import RuleContext, is_unresolved
from aslant.asl.checking.values import (
    NOT_A_TIMESTAMP,
    TIMESTAMP_REPAIR,
    Test,
    boolean,
    exclusive,
    is_timestamp,
    misspelled,
    of_other_language,
    one_required,
    required,
    string,
    wrong_type,
)
from aslant.asl.checking.variables import assign
from aslant.json_value import Json

__all__ = ["COMPARISONS", "check_default", "choices"]


def _number(ctx: RuleContext, value: Json, *steps: str | int) -> None:
    if type(value) is not int and type(value) is not float:
        wrong_type(ctx, value, "NUMBER", steps, "a number")


def _timestamp(ctx: RuleContext, value: Json, *steps: str | int) -> None:
    if type(value) is not str:
        wrong_type(ctx, value, "STRING", steps, "a timestamp such as '2026-03-14T01:59:00Z'")
    elif not is_unresolved(value) and not is_timestamp(value):
        ctx.error(NOT_A_TIMESTAMP, *steps, repair=TIMESTAMP_REPAIR)


def _compared_with(comparison: str) -> Test:
    """Return the test of the value that a data-test expression compares with."""
    if comparison.endswith("Path"):
        return compared_path
    if comparison.startswith(("Is", "Boolean")):
        return boolean
    return string if comparison.startswith("String") else _number if comparison.startswith("Numeric") else _timestamp


# In the order in which AWS names them.
_NAMES = (
    "StringEquals IsBoolean StringLessThan IsNumeric BooleanEquals StringLessThanEqualsPath NumericLessThan "
    "NumericGreaterThan NumericLessThanPath StringMatches TimestampLessThanEqualsPath NumericEquals "
    "TimestampGreaterThan StringGreaterThanEqualsPath TimestampGreaterThanEqualsPath TimestampLessThanEquals "
    "NumericLessThanEqualsPath TimestampEquals BooleanEqualsPath IsTimestamp StringLessThanEquals "
    "NumericLessThanEquals StringLessThanPath TimestampGreaterThanPath StringGreaterThan StringGreaterThanPath "
    "IsString StringEqualsPath TimestampEqualsPath TimestampLessThan StringGreaterThanEquals "
    "NumericGreaterThanPath NumericGreaterThanEquals NumericEqualsPath TimestampLessThanPath IsNull IsPresent "
    "TimestampGreaterThanEquals NumericGreaterThanEqualsPath"
)
COMPARISONS: Members = {name: _compared_with(name) for name in _NAMES.split()}
"""The data-test expressions, each with the test of the value that it compares with."""
_JOINS = ("And", "Or", "Not")
_KINDS = ("And", "Or", "Not", "Variable", "Condition")
_COMMON: Members = {"Next": None, "Comment": string, "Assign": assign}
_OF_JSONPATH: Members = {
    **_COMMON,
    **COMPARISONS,
    "Variable": compared_path,
    **dict.fromkeys(_JOINS),
    "Output": of_other_language("Use the OutputPath of the state instead."),
}
_INSIDE: Members = {key: test for key, test in _OF_JSONPATH.items() if key not in ("Next", "Assign", "Output")}
_ESCAPE = re.compile(r"\\[^*\\]")


def _condition(ctx: RuleContext, value: Json, *steps: str | int) -> None:
    if type(value) is not bool:
        expression(ctx, value, *steps, only=True)


_OF_JSONATA: Members = {**_COMMON, "Condition": _condition, "Output": jsonata_template}
_IN_CONDITION = of_other_language("Write the test in Condition, such as '{% $states.input.total > 100 %}'.")
_IN_VARIABLE = of_other_language("Write Variable with a comparison, or QueryLanguage 'JSONata'.")


def choices(ctx: RuleContext, value: Json, *steps: str | int) -> None:
    """Check `Choices`, a list of rules."""
    if type(value) is not list:
        wrong_type(ctx, value, "ARRAY", steps, "a list of rules")
        return
    if not value:
        ctx.error("Value cannot be empty", *steps, repair="Write at least one rule.")
    for index, rule in enumerate(value):
        if type(rule) is not dict or is_unresolved(rule):
            wrong_type(ctx, rule, "OBJECT", (*steps, index), "an object with a condition and Next")
        elif ctx.jsonata:
            _of_jsonata(ctx, rule, (*steps, index))
        else:
            _of_jsonpath(ctx, rule, (*steps, index))


def _of_jsonata(ctx: RuleContext, rule: dict[str, Any], steps: tuple[str | int, ...]) -> None:
    required(ctx, rule, ("Next",), *steps, table=_OF_JSONATA)
    if "Condition" not in rule and not rule.keys() & _OF_JSONPATH.keys() - _COMMON.keys():
        _report_kinds(ctx, (), steps)
    for name, value in rule.items():
        if name in _OF_JSONATA:
            test = _OF_JSONATA[name]
            if test is not None:
                test(ctx, value, *steps, name)
        elif name in _OF_JSONPATH:
            _IN_CONDITION(ctx, value, *steps, name)
        else:
            unsupported(ctx, name, _OF_JSONATA, *steps)


def _of_jsonpath(ctx: RuleContext, rule: dict[str, Any], steps: tuple[str | int, ...]) -> None:
    if "Condition" in rule:
        _IN_VARIABLE(ctx, rule["Condition"], *steps, "Condition")
        return
    required(ctx, rule, ("Next",), *steps, table=_OF_JSONPATH)
    stack: list[tuple[dict[str, Any], tuple[str | int, ...], Members]] = [(rule, steps, _OF_JSONPATH)]
    while stack:
        test, here, table = stack.pop()
        members(ctx, test, table, (), *here)
        _check_test(ctx, test, here)
        for join in _JOINS:
            if join not in test:
                continue
            inner = test[join]
            if join == "Not":
                parts = [(inner, (*here, join))]
            elif type(inner) is list:
                parts = [(part, (*here, join, index)) for index, part in enumerate(inner)]
                if not inner:
                    ctx.error("Value cannot be empty", *here, join, repair="Write at least one test.")
            else:
                wrong_type(ctx, inner, "ARRAY", (*here, join), "a list of tests")
                continue
            for part, place in parts:
                if type(part) is dict and not is_unresolved(part):
                    stack.append((part, place, _INSIDE))
                else:
                    wrong_type(ctx, part, "OBJECT", place, "a test")


def _check_test(ctx: RuleContext, test: dict[str, Any], here: tuple[str | int, ...]) -> None:
    """Check that a test is either a Variable with one comparison, or one of And, Or and Not."""
    kinds = tuple(name for name in _KINDS if name in test)
    if len(kinds) != 1:
        _report_kinds(ctx, kinds, here)
    if "Variable" not in test:
        return
    compared = tuple(name for name in test if name in COMPARISONS)
    if not compared:
        repair = "Write a comparison such as 'StringEquals' or 'IsPresent'."
        one_required(ctx, test, tuple(COMPARISONS), *here, table=_OF_JSONPATH, repair=repair)
    elif len(compared) > 1:
        exclusive(ctx, test, tuple(COMPARISONS), *here)
    elif compared[0] == "StringMatches" and type(test["StringMatches"]) is str:
        bad = _ESCAPE.search(test["StringMatches"])
        if bad and not is_unresolved(test["StringMatches"]):
            ctx.error(
                f"In a pattern a backslash can only escape * or \\, not {bad[0][1]!r}",
                *here,
                "StringMatches",
                repair=r"Write \\ for a backslash.",
            )


def _report_kinds(ctx: RuleContext, kinds: tuple[str, ...], here: tuple[str | int, ...]) -> None:
    """Report a test that has none of the fields, or more than one."""
    repair = "Write a Variable with a comparison."
    if kinds:
        repair = f"Keep only one of {', '.join(kinds)}."
    elif ctx.jsonata:
        repair = "Write a Condition, such as '{% $states.input.total > 100 %}'."
    ctx.error(f"The object must have only one of the following fields, [{', '.join(_KINDS)}]", *here, repair=repair)


def check_default(ctx: RuleContext, state: dict[str, Any], table: Members) -> None:
    """Warn about a Choice without Default, unless two of its rules are opposites or a rule is an unresolved value."""
    rules = state.get("Choices")
    if "Default" in state or type(rules) is not list or not rules:
        return
    asked: set[tuple[Any, bool]] = set()
    for rule in rules:
        if type(rule) is not dict or is_unresolved(rule):
            return
        question = _question(rule)
        if question is not None:
            what, holds = question
            if what is True or (what, not holds) in asked:
                return
            asked.add(question)
    if not misspelled(ctx, state, ("Default",), table):
        ctx.warning(
            "The state fails with States.NoChoiceMatched if no rule matches",
            code="NO_DEFAULT",
            repair="Write Default with the state to go to in this case.",
        )


def _question(rule: dict[str, Any]) -> tuple[Any, bool] | None:
    """Return what a rule tests, and which result makes it match.

    The test is True if the rule always matches. The result is None if the rule combines several tests.
    """
    condition = rule.get("Condition")
    if condition is True:
        return True, True
    if type(condition) is str:
        string = condition.removeprefix("{%").removesuffix("%}").strip()
        negated = string.startswith("$not(") and string.endswith(")")
        return (string[5:-1], False) if negated else (string == "true" or string, True)
    holds = True
    if type(rule.get("Not")) is dict:
        rule, holds = rule["Not"], False
    variable, compared = rule.get("Variable"), [name for name in rule if name in COMPARISONS]
    if type(variable) is not str or len(compared) != 1:
        return None
    value = rule[compared[0]]
    if type(value) is bool:
        return (variable, compared[0]), holds is value
    return ((variable, compared[0], value), holds) if type(value) in (str, int, float) else None
