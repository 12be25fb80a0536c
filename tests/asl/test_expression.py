"""Tests for JSONata expressions: operators, brackets and Python values."""

import math
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from aslant.asl import intrinsics, this
from aslant.asl import jsonata as j
from aslant.errors import DefinitionError
from aslant.grammar import jsonata as grammar

a: Any = j.variables.a  # Any, since a type checker refuses some of these arguments
b, c = j.variables.b, j.variables.c
order = j.states.input.order


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        (order.total * 1.2 > 100, "$states.input.order.total * 1.2 > 100"),
        (order["line items"][0].price, "$states.input.order.`line items`[0].price"),
        (order["größe"], "$states.input.order.`größe`"),
        (order["or"]["true"]["2nd"], "$states.input.order.`or`.`true`.`2nd`"),
        (order["a`b"].c, "$lookup($states.input.order, 'a`b').c"),
        (order["_secret"], "$states.input.order._secret"),
        (order.lines[-1], "$states.input.order.lines[-1]"),
        (order.lines[1:3], "$states.input.order.lines[[1..2]]"),
        (order.lines[:2], "$states.input.order.lines[[0..1]]"),
        (order.lines[j.item.price > 10].name, "$states.input.order.lines[$.price > 10].name"),
        (order.lines[b], "$states.input.order.lines[$b]"),
        ((a + b)[0], "($a + $b)[0]"),
        ((a & b).c, "($a and $b).c"),
        # Parentheses appear only where JSONata would parse the text differently without them.
        (a + b * c, "$a + $b * $c"),
        ((a + b) * c, "($a + $b) * $c"),
        (a - b - c, "$a - $b - $c"),
        (a - (b - c), "$a - ($b - $c)"),
        (a / (b * c), "$a / ($b * $c)"),
        (a % b, "$a % $b"),
        (-a, "-$a"),
        (-(a + b), "-($a + $b)"),
        (-a.b * c, "-$a.b * $c"),
        (1 + a, "1 + $a"),
        (1 - a, "1 - $a"),
        (2 * a, "2 * $a"),
        (1 / a, "1 / $a"),
        (7 % a, "7 % $a"),
        (a - -1, "$a - -1"),
        (a + -1.5, "$a + -1.5"),
        (100 < a, "$a > 100"),  # noqa: SIM300
        (a == "x", "$a = 'x'"),
        (a == None, "$a = null"),  # noqa: E711
        (a != True, "$a != true"),  # noqa: E712
        (a <= b, "$a <= $b"),
        (a >= [1, 2], "$a >= [1, 2]"),
        ((a > 1) == (b > 1), "$a > 1 = ($b > 1)"),
        ((a > 1) & (b < 2) | ~c, "$a > 1 and $b < 2 or $not($c)"),
        ((a | b) & c, "($a or $b) and $c"),
        (a & (b & c), "$a and ($b and $c)"),
        (~(a | b), "$not($a or $b)"),
        (True & a, "true and $a"),
        (False | a, "false or $a"),
    ],
)
def test_python_is_written_as_jsonata(expression: Any, text: str) -> None:
    assert str(expression) == f"{{% {text} %}}"
    assert repr(expression) == f"Expression({text!r})"
    grammar.parse(text)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("x", "'x'"),
        ("", "''"),
        ('say "x"', "'say \"x\"'"),
        ("it's", '"it\'s"'),
        ('it\'s "x"', '"it\'s \\"x\\""'),
        ("back\\slash", "'back\\\\slash'"),
        ("line\nend\t", "'line\\nend\\t'"),
        ("\x01", "'\\u0001'"),
        ("größe ☃", "'größe ☃'"),
        (5, "5"),
        (-5, "-5"),
        (1.5, "1.5"),
        (1e-07, "1e-07"),
        (True, "true"),
        (None, "null"),
        ([], "[]"),
        ({}, "{}"),
        ((1, ["x", [a]]), "[1, ['x', [$a]]]"),
        ({"a b": {"c": [1, a + 1]}, "it's": None}, "{'a b': {'c': [1, $a + 1]}, \"it's\": null}"),
        (lambda x, y: x + y * a, "function($x, $y) { $x + $y * $a }"),
        ([lambda: 1], "[function() { 1 }]"),
    ],
)
def test_a_python_value_is_a_literal(value: object, text: str) -> None:
    assert repr(j.literal(value)) == f"Expression({text!r})"
    grammar.parse(text)


def test_a_long_sum_and_a_deep_list_take_no_recursion() -> None:
    total = a
    for number in range(3_000):
        total = total + number
    assert repr(total).endswith("2998 + 2999')")
    deep: Any = a
    for _ in range(3_000):
        deep = [deep]
    assert str(j.literal(deep)) == f"{{% {'[' * 3_000}$a{']' * 3_000} %}}"


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda: a + this.x,
            "$.x is a path of JSONPath and cannot be part of a JSONata expression. Write jsonata.states.input, "
            ".context or jsonata.variables.",
        ),
        (
            lambda: [intrinsics.uuid()] == a,
            "States.UUID() is an intrinsic function of JSONPath and cannot be part of a JSONata expression. Write "
            "jsonata.states.input, .context or jsonata.variables.",
        ),
        (
            lambda: a & (this.x > 1),
            "a JSONPath condition cannot be part of a JSONata expression. Compare jsonata.states.input.… instead.",
        ),
        (
            lambda: (this.x > 1) & a,
            "{% $a %} is JSONata and cannot be joined with JSONPath conditions. Use only one of them.",
        ),
        (
            lambda: a < datetime(2030, 1, 2, tzinfo=UTC),
            "datetime.datetime(2030, 1, 2, 0, 0, tzinfo=datetime.timezone.utc) cannot be part of a JSONata "
            "expression, which supports strings, numbers, booleans, None, lists, dicts and expressions. Assign a "
            "value known only at deployment to a variable.",
        ),
        (
            lambda: a * math.inf,
            "inf cannot be part of a JSONata expression, which supports strings, numbers, booleans, None, lists, "
            "dicts and expressions. Assign a value known only at deployment to a variable.",
        ),
        (
            lambda: j.literal({1: a}),
            "an object of JSONata cannot have a member 1: names of JSON members must be strings",
        ),
        (
            lambda: bool(a > 1),
            "{% $a > 1 %} has no value before the workflow runs. Join conditions with & | ~ and parentheses instead "
            "of and, or, not or a < b < c, and choose with jsonata.if_(condition, yes, no).",
        ),
        (
            lambda: 1 in a,
            "Python evaluates `in` before the workflow runs, when {% $a %} has no value. Write "
            "jsonata.in_(item, items).",
        ),
        (
            lambda: f"Hello {a}",
            "text around {% $a %} would not be evaluated. Write jsonata.concat('…', …) instead of an f-string.",
        ),
        (lambda: a + "!", "{% $a %} + '!': + adds numbers. Join strings with jsonata.concat(…, …)."),
        (lambda: "Hello " + a, "{% $a %} + 'Hello ': + adds numbers. Join strings with jsonata.concat(…, …)."),
        (lambda: a & "!", "{% $a %} & '!': & tests whether both hold. Join strings with jsonata.concat(…, …)."),
        (lambda: "!" & a, "{% $a %} & '!': & tests whether both hold. Join strings with jsonata.concat(…, …)."),
        (
            lambda: j.literal(lambda *lines: lines[0]),
            "a JSONata function has only positional parameters, and <lambda> has others. Name each, such as lambda "
            "line, index: ….",
        ),
        (
            lambda: j.fn.map(a, lambda line, *, index: index),
            "a JSONata function has only positional parameters, and <lambda> has others. Name each, such as lambda "
            "line, index: ….",
        ),
        (lambda: a.name(), "{% $a.name %} is not a function. Call a function of JSONata as jsonata.fn.name(…)."),
    ],
)
def test_values_that_jsonata_cannot_express_are_refused(make: Callable[[], object], message: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        make()
    assert str(refused.value) == message


@pytest.mark.parametrize("key", [1.5, None, True, slice(None), slice(1, None), slice(0, 5, 2), slice(-2, 3)])
def test_a_key_that_jsonata_brackets_cannot_hold_is_refused(key: Any) -> None:
    message = (
        f"{{% $a %}} [{key!r}]: use a string for a member, an integer for an item, and a slice such as [0:3] or a "
        "condition such as [jsonata.item.price > 10] for several items"
    )
    with pytest.raises(DefinitionError, match=f"^{re.escape(message)}$"):
        a[key]


def test_a_value_known_at_deployment_cannot_be_part_of_an_expression(leaf: Any) -> None:
    with pytest.raises(DefinitionError, match="Assign a value known only at deployment to a variable"):
        a + leaf


def test_an_expression_has_no_attribute_that_starts_with_an_underscore() -> None:
    with pytest.raises(AttributeError) as refused:
        _ = a._secret
    assert str(refused.value) == (
        "an expression has no attribute '_secret'. Write expression[\"_secret\"] for a member of that name."
    )


def test_an_expression_cannot_be_assigned() -> None:
    with pytest.raises(AttributeError) as refused:
        a.total = 1
    assert str(refused.value) == "{% $a %} is an expression and cannot be assigned"


def test_an_expression_is_not_a_collection() -> None:
    with pytest.raises(TypeError):
        list(a)


SAME = "the condition does not read the item, so it holds for all items or for none. Write jsonata.item for the item"
TIGHT = "binds tighter than a comparison in Python. Put each comparison into parentheses:"


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: a.lines[a.lines.price > 10], f"{{% $a.lines %}} [{{% $a.lines.price > 10 %}}]: {SAME}"),
        (lambda: a.lines[j.fn.exists(a.lines.note)], SAME),
        (lambda: a.lines[~a.lines.sold], SAME),
        (lambda: a.lines[(a.x == 1) & a.y], SAME),
        (lambda: a.lines[j.in_("x", a.lines.tags)], SAME),
        (lambda: a.lines["price > 10"], "a string in brackets is the name of a member. Write a condition such as"),
        (lambda: a.lines[j.item.price > 10 & j.item.sold], f"{{% $.sold %}} & 10: & {TIGHT} (a > 1) & (b == 2)."),
        (lambda: a.lines[j.item.sold & 1 == j.item.price], f"{{% $.sold %}} & 1: & {TIGHT}"),
        (lambda: a.lines[j.item.price == 10 | j.item.sold], f"{{% $.sold %}} | 10: | {TIGHT} (a > 1) | (b == 2)."),
        (lambda: a.x & None, TIGHT),
        (
            lambda: a.lines[(j.item.price > 1) & j.item.sku == "x"],
            "is compared as a whole, because & and | bind tighter than ==",
        ),
        (
            lambda: a.x & a.y > 2,
            "{% $a.x and $a.y %} is compared as a whole, because & and | bind tighter than > in Python.",
        ),
        (lambda: a.x == a.y | a.z, "{% $a.y or $a.z %} is compared as a whole"),
        (lambda: a.lines[lambda line: line.price > 10], "a condition such as [jsonata.item.price > 10]"),
    ],
)
def test_a_filter_that_means_something_else_is_refused(make: Callable[[], object], message: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        make()
    assert message in str(refused.value)


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        (a.lines[j.item.price > a.limit], "$a.lines[$.price > $a.limit]"),
        (a.lines[j.item.lines[j.item.sold].price > 1], "$a.lines[$.lines[$.sold].price > 1]"),
        (a.lines[a.index], "$a.lines[$a.index]"),
        (a.lines[j.fn.count(a.lines) - 1], "$a.lines[$count($a.lines) - 1]"),
        (a.lines[j.item == "x"], "$a.lines[$ = 'x']"),
        (a.lines[j.item.sold], "$a.lines[$.sold]"),
        (a.lines[j.expression("price > 10")], "$a.lines[price > 10]"),
        (a.lines["order id"], "$a.lines.`order id`"),
        ((a.x & a.y) == True, "($a.x and $a.y) = true"),  # noqa: E712
        (a.x & True, "$a.x and true"),
    ],
)
def test_a_filter_that_reads_the_item_is_accepted(expression: Any, text: str) -> None:
    assert str(expression) == f"{{% {text} %}}"
