"""Tests for paths and the conditions that comparisons make."""

import math
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from enum import IntEnum, StrEnum
from typing import Any

import pytest

from aslant.asl import Condition, Pass, Path, context, this
from aslant.asl import jsonata as j
from aslant.asl.path import spelled, variables
from aslant.errors import DefinitionError


class Colour(StrEnum):
    RED = "red"


class Size(IntEnum):
    LARGE = 3


NOON = datetime(2030, 1, 2, 12, tzinfo=UTC)
total: Any = this.total  # Any, since a type checker refuses many of these arguments


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (this, "$"),
        (context, "$$"),
        (this.order, "$.order"),
        (this.order.lines, "$.order.lines"),
        (this["order"], "$.order"),
        (this["line-items"][0].price, "$['line-items'][0].price"),
        (this["it's"], "$['it\\'s']"),
        (this["back\\slash"], "$['back\\\\slash']"),
        (this["größe"], "$['größe']"),
        (this.lines[-1], "$.lines[-1]"),
        (this.lines[:], "$.lines[*]"),
        (this.lines[1:3], "$.lines[1:3]"),
        (this.lines[1:], "$.lines[1:]"),
        (this.lines[:-1], "$.lines[:-1]"),
        (context.Map.Item.Value, "$$.Map.Item.Value"),
        (context.Execution["Name"], "$$.Execution.Name"),
        (Path("$.a..b"), "$.a..b"),
        (this["_private"], "$._private"),
        (this["exists"], "$.exists"),
        (variables.total, "$total"),
        (variables.order.lines[0], "$order.lines[0]"),
        (variables["größe"]["a b"], "$größe['a b']"),
        (variables.exists, "$exists"),
    ],
)
def test_a_path_is_its_text(path: Path, text: str) -> None:
    assert str(path) == text
    assert repr(path) == f"Path({text!r})"


@pytest.mark.parametrize(
    ("text", "python"),
    [
        ("$", "this"),
        ("$.a[0]", "this.a[0]"),
        ("$['a b']", "this['a b']"),
        ("$$", "context"),
        ("$$.Map.Item.Value", "context.Map.Item.Value"),
        ("$total.net", "variables.total.net"),
    ],
)
def test_a_path_is_spelled_in_python_with_its_root(text: str, python: str) -> None:
    assert spelled(text) == python


def test_a_variable_is_compared_like_any_path() -> None:
    condition = (variables.total > 100) & variables.name.string_equals(this.name)
    assert condition.to_dict() == {
        "And": [
            {"Variable": "$total", "NumericGreaterThan": 100},
            {"Variable": "$name", "StringEqualsPath": "$.name"},
        ]
    }


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("top-level", "is not a valid variable name. Start it with a letter, and use only letters, digits and _."),
        ("states", "is reserved by Step Functions. Choose another name."),
        (1, "must be a string"),
    ],
)
def test_an_invalid_variable_name_is_refused(name: Any, fault: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        variables[name]
    assert str(refused.value) == f"variables[{name!r}]: {name!r} {fault}"


anything: Any = variables


@pytest.mark.parametrize(
    "use",
    [lambda: bool(anything), lambda: Pass("P", input_path=anything), lambda: Pass("P", parameters={"a": anything})],
)
def test_variables_cannot_be_used_as_a_whole(use: Callable[[], object]) -> None:
    with pytest.raises(DefinitionError) as refused:
        use()
    assert str(refused.value) == "variables can only be read by name, such as variables.total"


def test_variables_cannot_be_assigned_or_iterated() -> None:
    with pytest.raises(AttributeError) as refused:
        anything.total = 1
    assert str(refused.value) == "a variable is set while the workflow runs. Write assign={'total': …} in a state."
    with pytest.raises(AttributeError, match=r"^'_x' is not a valid variable name\. Start it with a letter\.$"):
        _ = anything._x
    with pytest.raises(TypeError):
        list(anything)


@pytest.mark.parametrize("key", [1.5, None, True, ("a",), slice("a", None), slice(0, 1.5)])
def test_an_invalid_key_is_refused(key: Any) -> None:
    with pytest.raises(DefinitionError) as refused:
        this.lines[key]
    assert str(refused.value) == f"$.lines[{key!r}]: use a string for a member and an integer for an item"


@pytest.mark.parametrize(
    ("key", "message"),
    [
        (slice(None, None, 2), "[::2]: a slice cannot have a step in Step Functions. Leave the step out."),
        (
            slice(1, -1),
            "[1:-1]: a slice with two bounds cannot count from the end in Step Functions. Use [1:] or [:-1], or "
            "States.ArrayGetItem.",
        ),
        (
            slice(-3, 2),
            "[-3:2]: a slice with two bounds cannot count from the end in Step Functions. Use [-3:] or [:2], or "
            "States.ArrayGetItem.",
        ),
    ],
)
def test_a_slice_that_differs_on_aws_is_refused(key: slice, message: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        this.lines[key]
    assert str(refused.value) == f"$.lines{message}"


OPERATORS: dict[str, tuple[str, Callable[[Any, Any], Condition]]] = {
    "==": ("Equals", lambda path, value: path == value),
    "<": ("LessThan", lambda path, value: path < value),
    "<=": ("LessThanEquals", lambda path, value: path <= value),
    ">": ("GreaterThan", lambda path, value: path > value),
    ">=": ("GreaterThanEquals", lambda path, value: path >= value),
}


@pytest.mark.parametrize("operator", OPERATORS)
@pytest.mark.parametrize(
    ("value", "kind", "written"),
    [
        ("x", "String", "x"),
        ("", "String", ""),
        (1, "Numeric", 1),
        (-1.5, "Numeric", -1.5),
        (NOON, "Timestamp", "2030-01-02T12:00:00Z"),
        (NOON.astimezone(timezone(timedelta(hours=2))), "Timestamp", "2030-01-02T14:00:00+02:00"),
    ],
)
def test_the_type_of_the_value_selects_the_comparison(operator: str, value: object, kind: str, written: object) -> None:
    comparison, compare = OPERATORS[operator]
    assert compare(this.a, value).to_dict() == {"Variable": "$.a", f"{kind}{comparison}": written}


@pytest.mark.parametrize(
    ("condition", "value"),
    [
        (total == Colour.RED, "red"),
        (total < Size.LARGE, 3),
        (total.matches(Colour.RED), "red"),
        (total.string_equals(Colour.RED), "red"),
        (this[Colour.RED][Size.LARGE].is_string(), True),
    ],
)
def test_a_member_of_an_enumeration_is_its_value(condition: Condition, value: object) -> None:
    written = condition.to_dict()
    assert repr(written).endswith(f": {value!r}}}")
    assert written["Variable"] in ("$.total", "$.red[3]")


def test_the_value_can_come_first() -> None:
    limit, name = 100, "x"
    assert (limit < total).to_dict() == {"Variable": "$.total", "NumericGreaterThan": 100}
    assert (name == total).to_dict() == {"Variable": "$.total", "StringEquals": "x"}


@pytest.mark.parametrize("value", [True, False])
def test_booleans_can_be_compared_for_equality(value: bool) -> None:
    equal = {"Variable": "$.total", "BooleanEquals": value}
    assert (total == value).to_dict() == equal
    assert (total != value).to_dict() == {"Not": equal}


def test_unequal_is_the_negation_of_equal() -> None:
    assert (total != "x").to_dict() == {"Not": {"Variable": "$.total", "StringEquals": "x"}}


@pytest.mark.parametrize("operator", ["<", "<=", ">", ">="])
def test_booleans_have_no_order(operator: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        OPERATORS[operator][1](total, True)
    assert str(refused.value) == f"$.total {operator} True: booleans have no order. Compare with ==."


@pytest.mark.parametrize(
    ("compare", "message"),
    [
        (lambda: total == None, "cannot compare $.total to None. Use this.total.is_null()."),  # noqa: E711
        (lambda: total != None, "cannot compare $.total to None. Use this.total.is_null()."),  # noqa: E711
        (
            lambda: total == context.State.Name,
            "cannot compare $.total to a path. Choose the type: this.total.string_equals(context.State.Name) or "
            ".numeric_equals(context.State.Name) or .timestamp_equals(context.State.Name) or "
            ".boolean_equals(context.State.Name).",
        ),
        (
            lambda: total <= this.limit,
            "cannot compare $.total to a path. Choose the type: this.total.string_less_than_equals(this.limit) or "
            ".numeric_less_than_equals(this.limit) or .timestamp_less_than_equals(this.limit).",
        ),
        (
            lambda: total > [1],
            "cannot compare $.total to a value of type list. Choose the type: this.total.string_greater_than(…) or "
            ".numeric_greater_than(…) or .timestamp_greater_than(…).",
        ),
        (
            lambda: total == j.variables.x,
            "cannot compare $.total to an expression. Assign {% $x %} to a variable in an earlier state, and compare "
            "with the variable.",
        ),
        (
            lambda: total.numeric_equals(j.variables.x),
            "$.total NumericEquals {% $x %}: a path can be compared only with a value or another path. Assign it to a "
            "variable in an earlier state, and compare with the variable.",
        ),
        (lambda: total == math.nan, "$.total == nan: JSON has no such number"),
        (lambda: total < math.inf, "$.total < inf: JSON has no such number"),
        (
            lambda: total < datetime(2030, 1, 2),
            "datetime.datetime(2030, 1, 2, 0, 0) has no time zone. Write datetime(…, tzinfo=timezone.utc).",
        ),
        (
            lambda: this.at.timestamp_equals(datetime(2030, 1, 2)),
            "datetime.datetime(2030, 1, 2, 0, 0) has no time zone. Write datetime(…, tzinfo=timezone.utc).",
        ),
        (
            lambda: this.at <= NOON.astimezone(timezone(timedelta(minutes=17, seconds=30))),
            "datetime.datetime(2030, 1, 2, 12, 17, 30, tzinfo=datetime.timezone(datetime.timedelta(seconds=1050))) is "
            "0:17:30 from UTC, but RFC 3339 offsets have no seconds. Call .astimezone(timezone.utc).",
        ),
        (lambda: bool(total), "$.total has no value before the workflow runs. Use this.total.is_true() in a Choice."),
        (lambda: not context.a, "$$.a has no value before the workflow runs. Use context.a.is_true() in a Choice."),
    ],
)
def test_a_value_that_cannot_be_compared_is_refused_with_a_repair(compare: Callable[[], object], message: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        compare()
    assert str(refused.value) == message


def test_a_value_known_at_deployment_needs_a_named_comparison(leaf: Any) -> None:
    with pytest.raises(
        DefinitionError, match=r"^cannot compare \$\.total to a value of type Untouchable\. Choose the type: "
    ):
        total == leaf  # noqa: B015
    assert total.numeric_equals(leaf).to_dict()["NumericEquals"] is leaf


WITH_ORDER = ["equals", "less_than", "less_than_equals", "greater_than", "greater_than_equals"]


@pytest.mark.parametrize(
    ("method", "operator"),
    [
        *(
            (f"{kind}_{name}", kind.title() + name.title().replace("_", ""))
            for kind in ("string", "numeric", "timestamp")
            for name in WITH_ORDER
        ),
        ("boolean_equals", "BooleanEquals"),
    ],
)
def test_a_named_comparison_accepts_a_value_or_a_path(method: str, operator: str) -> None:
    compare = getattr(this.a, method)
    assert compare("value").to_dict() == {"Variable": "$.a", operator: "value"}
    assert compare(this.b).to_dict() == {"Variable": "$.a", f"{operator}Path": "$.b"}


@pytest.mark.parametrize(
    ("condition", "member", "value"),
    [
        (this.a.matches("log-*.txt"), "StringMatches", "log-*.txt"),
        (this.a.is_true(), "BooleanEquals", True),
        (this.a.is_false(), "BooleanEquals", False),
        (this.a.exists(), "IsPresent", True),
        (this.a.exists(False), "IsPresent", False),
        (this.a.is_present(), "IsPresent", True),
        (this.a.is_null(), "IsNull", True),
        (this.a.is_null(False), "IsNull", False),
        (this.a.is_string(), "IsString", True),
        (this.a.is_numeric(), "IsNumeric", True),
        (this.a.is_boolean(), "IsBoolean", True),
        (this.a.is_timestamp(), "IsTimestamp", True),
        (this.a.timestamp_less_than(NOON), "TimestampLessThan", "2030-01-02T12:00:00Z"),
    ],
)
def test_a_test_has_a_name(condition: Condition, member: str, value: object) -> None:
    assert condition.to_dict() == {"Variable": "$.a", member: value}


def test_a_path_has_no_attribute_that_starts_with_an_underscore() -> None:
    with pytest.raises(AttributeError) as refused:
        _ = this._secret
    assert str(refused.value) == "a path has no attribute '_secret'. Write path[\"_secret\"] for a member of that name."


@pytest.mark.parametrize(
    ("write", "message"),
    [
        (
            lambda: f"{this.flavour}!",
            'text around $.flavour would not be evaluated. Write intrinsics.format("… {} …", this.flavour) instead of '
            "an f-string.",
        ),
        (
            lambda: f"{variables.total:>5}",
            'text around $total would not be evaluated. Write intrinsics.format("… {} …", variables.total) instead of '
            "an f-string.",
        ),
        (
            lambda: f"Order {context.Execution.Name}",
            'text around $$.Execution.Name would not be evaluated. Write intrinsics.format("… {} …", '
            "context.Execution.Name) instead of an f-string.",
        ),
        (lambda: f"{variables}", "variables can only be read by name, such as variables.total"),
    ],
)
def test_a_path_cannot_be_part_of_other_text(write: Callable[[], str], message: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        write()
    assert str(refused.value) == message


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: anything.x.is_flase(), "$x has no test is_flase(). Did you mean 'is_false'?"),
        (lambda: total.is_flase(), "$.total has no test is_flase(). Did you mean 'is_false'?"),
        (lambda: total.numeric_equal(5), "$.total has no test numeric_equal(). Did you mean 'numeric_equals'?"),
        (
            lambda: total.sum(start=1),
            "$.total has no test sum(). Use .is_true(), .exists(), .string_equals(…) or another test.",
        ),
        (
            lambda: total["a sum"](),
            "$.total['a sum'] is not a function. Use .is_true(), .exists(), .string_equals(…) or another test.",
        ),
        (lambda: anything.x(), "$x is not a function. Use .is_true(), .exists(), .string_equals(…) or another test."),
    ],
)
def test_an_unknown_test_is_refused(call: Callable[[], object], message: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        call()
    assert str(refused.value) == message


def test_a_path_cannot_be_assigned() -> None:
    with pytest.raises(AttributeError) as refused:
        total.net = 1
    assert str(refused.value) == "$.total is a path to data and cannot be assigned"


@pytest.mark.parametrize("use", [list, lambda path: 1 in path, lambda path: [*path]])
def test_a_path_is_not_a_collection(use: Callable[[Any], object]) -> None:
    with pytest.raises(TypeError):
        use(total)
