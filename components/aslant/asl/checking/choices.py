"""Choice rules (ASL specification, "Choice State")."""

from __future__ import annotations

import re
from typing import Any

from aslant.asl.checking.expressions import compared_path, expression, jsonata_template
from aslant.asl.checking.objects import Members, members, unsupported
from aslant.asl.checking.site import Site, opaque
from aslant.asl.checking.values import (
    MOMENT_REPAIR,
    NO_MOMENT,
    Test,
    boolean,
    exclusive,
    is_moment,
    one_needed,
    required,
    text,
    wrong_kind,
)
from aslant.asl.checking.variables import assign
from aslant.asl.values import JSON

__all__ = ["choices"]


def _number(site: Site, value: JSON, *steps: str | int) -> None:
    if type(value) is not int and type(value) is not float:
        wrong_kind(site, value, "NUMBER", steps, "a number")


def _moment(site: Site, value: JSON, *steps: str | int) -> None:
    if type(value) is not str:
        wrong_kind(site, value, "STRING", steps, "a moment such as '2026-03-14T01:59:00Z'")
    elif not opaque(value) and not is_moment(value):
        site.error(NO_MOMENT, *steps, repair=MOMENT_REPAIR)


def _compared_with(comparison: str) -> Test:
    """What a data-test expression compares with."""
    if comparison.endswith("Path"):
        return compared_path
    if comparison.startswith(("Is", "Boolean")):
        return boolean
    return text if comparison.startswith("String") else _number if comparison.startswith("Numeric") else _moment


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
_JOINS = ("And", "Or", "Not")
_KINDS = ("And", "Or", "Not", "Variable", "Condition")
_AROUND: Members = {"Next": None, "Comment": text, "Assign": assign}
_OF_JSONPATH: Members = {**_AROUND, **COMPARISONS, "Variable": compared_path, "And": None, "Or": None, "Not": None}
_INSIDE: Members = {key: test for key, test in _OF_JSONPATH.items() if key not in ("Next", "Assign")}
_ESCAPE = re.compile(r"\\[^*\\]")


def _condition(site: Site, value: JSON, *steps: str | int) -> None:
    if type(value) is not bool:
        expression(site, value, *steps, only=True)


_OF_JSONATA: Members = {**_AROUND, "Condition": _condition, "Output": jsonata_template}


def choices(site: Site, value: JSON, *steps: str | int) -> None:
    """`Choices`: a list of rules, each with what follows."""
    if type(value) is not list:
        wrong_kind(site, value, "ARRAY", steps, "a list of rules")
        return
    if not value:
        site.error("Value cannot be empty", *steps, repair="write at least one rule")
    for index, rule in enumerate(value):
        if type(rule) is not dict or opaque(rule):
            wrong_kind(site, rule, "OBJECT", (*steps, index), "an object with a condition and Next")
        elif site.jsonata:
            _of_jsonata(site, rule, (*steps, index))
        else:
            _of_jsonpath(site, rule, (*steps, index))


def _of_jsonata(site: Site, rule: dict[str, Any], steps: tuple[str | int, ...]) -> None:
    required(site, rule, ("Next",), *steps)
    if "Condition" not in rule and not rule.keys() & _OF_JSONPATH.keys() - _AROUND.keys():
        _one_kind(site, (), steps)
    for name, value in rule.items():
        if name in _OF_JSONATA:
            test = _OF_JSONATA[name]
            if test is not None:
                test(site, value, *steps, name)
        elif name in _OF_JSONPATH:
            site.error(
                f"The QueryLanguage is set to 'JSONata', but field '{name}' is only supported for the 'JSONPath' "
                "QueryLanguage",
                *steps,
                repair="write the question in Condition, such as '{% $states.input.total > 100 %}'",
            )
        else:
            unsupported(site, name, _OF_JSONATA, *steps)


def _of_jsonpath(site: Site, rule: dict[str, Any], steps: tuple[str | int, ...]) -> None:
    if "Condition" in rule:
        site.error(
            "The QueryLanguage is set to 'JSONPath', but field 'Condition' is only supported for the 'JSONata' "
            "QueryLanguage",
            *steps,
            repair="write Variable with a comparison, or QueryLanguage 'JSONata'",
        )
        return
    if "Next" not in rule:
        required(site, rule, ("Next",), *steps)
    stack: list[tuple[dict[str, Any], tuple[str | int, ...], Members]] = [(rule, steps, _OF_JSONPATH)]
    while stack:
        test, here, table = stack.pop()
        members(site, test, table, (), *here)
        _one_question(site, test, here)
        for join in _JOINS:
            if join not in test:
                continue
            inner = test[join]
            if join == "Not":
                parts = [(inner, (*here, join))]
            elif type(inner) is list:
                parts = [(part, (*here, join, index)) for index, part in enumerate(inner)]
                if not inner:
                    site.error("Value cannot be empty", *here, join, repair="write at least one test")
            else:
                wrong_kind(site, inner, "ARRAY", (*here, join), "a list of tests")
                continue
            for part, place in parts:
                if type(part) is dict and not opaque(part):
                    stack.append((part, place, _INSIDE))
                else:
                    wrong_kind(site, part, "OBJECT", place, "a test")


def _one_question(site: Site, test: dict[str, Any], here: tuple[str | int, ...]) -> None:
    """A test is a Variable with one comparison, or one of And, Or and Not."""
    kinds = tuple(name for name in _KINDS if name in test)
    if len(kinds) != 1:
        _one_kind(site, kinds, here)
    if "Variable" not in test:
        return
    compared = tuple(name for name in test if name in COMPARISONS)
    if not compared:
        one_needed(site, tuple(COMPARISONS), *here, repair="write one such as 'StringEquals' or 'IsPresent'")
    elif len(compared) > 1:
        exclusive(site, test, tuple(COMPARISONS), *here)
    elif compared[0] == "StringMatches" and type(test["StringMatches"]) is str:
        bad = _ESCAPE.search(test["StringMatches"])
        if bad and not opaque(test["StringMatches"]):
            site.error(
                f"A backslash in a pattern stands before * or \\, and here before {bad[0][1]!r}",
                *here,
                "StringMatches",
                repair=r"write \\ for a backslash",
            )


def _one_kind(site: Site, kinds: tuple[str, ...], here: tuple[str | int, ...]) -> None:
    """Report a test that asks nothing, or several things."""
    repair = "write a Variable with a comparison"
    if kinds:
        repair = f"keep one of {', '.join(kinds)}"
    elif site.jsonata:
        repair = "write a Condition, such as '{% $states.input.total > 100 %}'"
    site.error(f"The object must have only one of the following fields, [{', '.join(_KINDS)}]", *here, repair=repair)
