"""Paths: how they are spelled, and the conditions that comparing them makes."""

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
total: Any = this.total  # Any, since a type checker refuses much of what is tried here


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (this, "$"),
        (context, "$$"),
        (this.order, "$.order"),
        (this.order.lines, "$.order.lines"),
        (this["order"], "$['order']"),
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
        (context.Execution["Name"], "$$.Execution['Name']"),
        (Path("$.a..b"), "$.a..b"),
        (this["_private"], "$['_private']"),
        (this["exists"], "$['exists']"),
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
def test_a_path_is_spelled_with_its_root(text: str, python: str) -> None:
    assert spelled(text) == python


def test_a_variable_is_compared_as_any_path() -> None:
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
        ("top-level", "is no name of a variable, which has letters, digits and _ and starts with a letter; rename it"),
        ("states", "is the name that Step Functions keeps for itself; choose another"),
        (1, "is no name; write it as text"),
    ],
)
def test_what_no_variable_can_be_called_is_refused(name: Any, fault: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        variables[name]
    assert str(refused.value) == f"variables[{name!r}]: {name!r} {fault}"


anything: Any = variables


@pytest.mark.parametrize(
    "use",
    [lambda: bool(anything), lambda: Pass("P", input_path=anything), lambda: Pass("P", parameters={"a": anything})],
)
def test_variables_are_read_one_by_one(use: Callable[[], object]) -> None:
    with pytest.raises(DefinitionError) as refused:
        use()
    assert str(refused.value) == "variables are read one by one, each by its name, such as variables.total"


def test_variables_are_neither_assigned_nor_walked_through() -> None:
    with pytest.raises(AttributeError) as refused:
        anything.total = 1
    assert str(refused.value) == "a variable is set while the workflow runs; write assign={'total': …} in a state"
    with pytest.raises(AttributeError, match=r"^there is no variable '_x'; a variable's name starts with a letter$"):
        _ = anything._x
    with pytest.raises(TypeError):
        list(anything)


@pytest.mark.parametrize("key", [1.5, None, True, ("a",), slice("a", None), slice(0, 1.5)])
def test_what_names_no_member_is_refused(key: Any) -> None:
    with pytest.raises(DefinitionError) as refused:
        this.lines[key]
    assert str(refused.value) == f"$.lines[{key!r}]: a member is named by text, an item by a whole number"


@pytest.mark.parametrize(
    ("key", "message"),
    [
        (slice(None, None, 2), "[::2]: a slice cannot have a step in Step Functions. Leave the step out."),
        (
            slice(1, -1),
            "[1:-1]: of two indices of a slice none can count from the end in Step Functions. "
            "Use [1:] or [:-1], or States.ArrayGetItem.",
        ),
        (
            slice(-3, 2),
            "[-3:2]: of two indices of a slice none can count from the end in Step Functions. "
            "Use [-3:] or [:2], or States.ArrayGetItem.",
        ),
    ],
)
def test_a_slice_that_means_something_else_on_aws_is_refused(key: slice, message: str) -> None:
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
def test_an_operator_compares_by_the_kind_of_value(operator: str, value: object, kind: str, written: object) -> None:
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
    assert written["Variable"] in ("$.total", "$['red'][3]")


def test_the_value_may_come_first() -> None:
    limit, name = 100, "x"
    assert (limit < total).to_dict() == {"Variable": "$.total", "NumericGreaterThan": 100}
    assert (name == total).to_dict() == {"Variable": "$.total", "StringEquals": "x"}


@pytest.mark.parametrize("value", [True, False])
def test_booleans_are_equal_or_not(value: bool) -> None:
    equal = {"Variable": "$.total", "BooleanEquals": value}
    assert (total == value).to_dict() == equal
    assert (total != value).to_dict() == {"Not": equal}


def test_unequal_is_not_equal() -> None:
    assert (total != "x").to_dict() == {"Not": {"Variable": "$.total", "StringEquals": "x"}}


@pytest.mark.parametrize("operator", ["<", "<=", ">", ">="])
def test_booleans_have_no_order(operator: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        OPERATORS[operator][1](total, True)
    assert str(refused.value) == f"$.total {operator} True: booleans have no order; compare with =="


TAKES = "an operator takes text, a number, a boolean or a datetime"


@pytest.mark.parametrize(
    ("compare", "message"),
    [
        (lambda: total == None, f"$.total == a NoneType: {TAKES}; ask this.total.is_null()"),  # noqa: E711
        (lambda: total != None, f"$.total != a NoneType: {TAKES}; ask this.total.is_null()"),  # noqa: E711
        (
            lambda: total == context.State.Name,
            f"$.total == a Path: {TAKES}; say what it is: this.total.string_equals(context.State.Name) or "
            ".numeric_equals(context.State.Name) or .timestamp_equals(context.State.Name) or "
            ".boolean_equals(context.State.Name)",
        ),
        (
            lambda: total <= this.limit,
            f"$.total <= a Path: {TAKES}; say what it is: this.total.string_less_than_equals(this.limit) or "
            ".numeric_less_than_equals(this.limit) or .timestamp_less_than_equals(this.limit)",
        ),
        (
            lambda: total > [1],
            f"$.total > a list: {TAKES}; say what it is: this.total.string_greater_than(…) or "
            ".numeric_greater_than(…) or .timestamp_greater_than(…)",
        ),
        (
            lambda: total == j.variables.x,
            f"$.total == a Expression: {TAKES}; let a state before put {{% $x %}} into a variable with assign, and "
            "compare with that",
        ),
        (
            lambda: total.numeric_equals(j.variables.x),
            "$.total NumericEquals {% $x %}: a path is compared with a value or another path; let a state before put "
            "it into a variable with assign, and compare with that",
        ),
        (lambda: total == math.nan, "$.total == nan: JSON has no such number"),
        (lambda: total < math.inf, "$.total < inf: JSON has no such number"),
        (
            lambda: total < datetime(2030, 1, 2),
            "datetime.datetime(2030, 1, 2, 0, 0) has no time zone; write datetime(…, tzinfo=timezone.utc)",
        ),
        (
            lambda: this.at.timestamp_equals(datetime(2030, 1, 2)),
            "datetime.datetime(2030, 1, 2, 0, 0) has no time zone; write datetime(…, tzinfo=timezone.utc)",
        ),
        (
            lambda: this.at <= NOON.astimezone(timezone(timedelta(minutes=17, seconds=30))),
            "datetime.datetime(2030, 1, 2, 12, 17, 30, tzinfo=datetime.timezone(datetime.timedelta(seconds=1050))) is "
            "0:17:30 from UTC, and RFC 3339 has no seconds there; add .astimezone(timezone.utc)",
        ),
        (lambda: bool(total), "$.total has no value before the workflow runs; ask this.total.is_true() in a Choice"),
        (lambda: not context.a, "$$.a has no value before the workflow runs; ask context.a.is_true() in a Choice"),
    ],
)
def test_what_cannot_be_compared_says_what_to_write(compare: Callable[[], object], message: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        compare()
    assert str(refused.value) == message


def test_a_value_known_at_deployment_is_compared_by_name_alone(leaf: Any) -> None:
    with pytest.raises(DefinitionError, match=r"^\$\.total == a Untouchable: an operator takes text, "):
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
def test_a_named_comparison_takes_a_value_or_a_path(method: str, operator: str) -> None:
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
def test_a_test_asks_by_name(condition: Condition, member: str, value: object) -> None:
    assert condition.to_dict() == {"Variable": "$.a", member: value}


def test_a_path_has_no_attribute_that_starts_with_an_underscore() -> None:
    with pytest.raises(AttributeError) as refused:
        _ = this._secret
    assert str(refused.value) == "a path has no attribute '_secret'; a member of that name is path[\"_secret\"]"


@pytest.mark.parametrize(
    ("write", "message"),
    [
        (
            lambda: f"{this.flavour}!",
            'text around $.flavour would not be evaluated; write intrinsics.format("… {} …", this.flavour) '
            "instead of an f-string",
        ),
        (
            lambda: f"{variables.total:>5}",
            'text around $total would not be evaluated; write intrinsics.format("… {} …", variables.total) '
            "instead of an f-string",
        ),
        (
            lambda: f"Order {context.Execution.Name}",
            "text around $$.Execution.Name would not be evaluated; write "
            'intrinsics.format("… {} …", context.Execution.Name) instead of an f-string',
        ),
        (lambda: f"{variables}", "variables are read one by one, each by its name, such as variables.total"),
    ],
)
def test_a_path_is_no_part_of_other_text(write: Callable[[], str], message: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        write()
    assert str(refused.value) == message


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: anything.x.is_flase(), "$x has no test is_flase(); did you mean 'is_false'?"),
        (lambda: total.is_flase(), "$.total has no test is_flase(); did you mean 'is_false'?"),
        (lambda: total.numeric_equal(5), "$.total has no test numeric_equal(); did you mean 'numeric_equals'?"),
        (
            lambda: total.sum(start=1),
            "$.total has no test sum(); ask .is_true(), .exists(), .string_equals(…) or the like",
        ),
        (
            lambda: total["sum"](),
            "$.total['sum'] is no function; ask .is_true(), .exists(), .string_equals(…) or the like",
        ),
        (lambda: anything.x(), "$x is no function; ask .is_true(), .exists(), .string_equals(…) or the like"),
    ],
)
def test_a_path_has_the_tests_it_has(call: Callable[[], object], message: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        call()
    assert str(refused.value) == message


def test_a_path_cannot_be_assigned() -> None:
    with pytest.raises(AttributeError) as refused:
        total.net = 1
    assert str(refused.value) == "$.total is a path: it says where data is and cannot be assigned"


@pytest.mark.parametrize("use", [list, lambda path: 1 in path, lambda path: [*path]])
def test_a_path_is_no_collection(use: Callable[[Any], object]) -> None:
    with pytest.raises(TypeError):
        use(total)
