"""The mistakes that are found in JSONata expressions, and sound expressions in which nothing is found."""

from __future__ import annotations

from typing import NotRequired, TypedDict

import pytest

from aslant.asl import Choice, Map, Pass, StateMachine, Succeed, check, when
from aslant.asl.shapes.environment import Environment
from aslant.asl.shapes.jsonata import infer
from aslant.asl.shapes.shape import BOOLEAN, MISSING, NULL, NUMBER, STRING, UNKNOWN, Shape, literal
from aslant.asl.shapes.text import shape_text
from aslant.asl.shapes.unions import array_of, object_of, tuple_of, union

LINE = object_of({"sku": STRING, "price": NUMBER, "count": NUMBER, "note": STRING.optional()})
ORDER = object_of(
    {
        "id": STRING,
        "size": union(literal("S"), literal("M"), literal("L")),
        "kind": union(literal(1), literal(2)),
        "count": NUMBER,
        "paid": BOOLEAN,
        "lines": array_of(LINE),
        "tags": array_of(STRING),
        "pair": tuple_of([STRING, NUMBER]),
        "customer": object_of({"name": STRING, "vip": BOOLEAN.optional(), "age": union(NUMBER, NULL)}),
        "reference": union(STRING, NULL),
        "unit": union(STRING, NUMBER),
        "units": array_of(union(STRING, NUMBER)),
        "tip": NUMBER.optional(),
        "address": object_of({"city": STRING}).optional(),
        "extra": UNKNOWN,
    },
    origin=("the machine's input",),
)
PAYMENT = object_of({"Payload": object_of({"ok": BOOLEAN, "code": STRING})}, origin=("the result of state 'Pay'",))
ERROR = object_of({"Error": STRING, "Cause": STRING})
ENVIRONMENT = Environment(
    ORDER,
    PAYMENT,
    ERROR,
    variables={"rate": NUMBER, "maybe": NUMBER.optional(), "never": MISSING, "lines": array_of(LINE, nonempty=True)},
)


def found(expression: str) -> tuple[Shape, list[tuple[str, str, str]]]:
    """Return the shape of an expression, and what is reported."""
    reports: list[tuple[str, str, str]] = []
    shape = infer(expression, ENVIRONMENT, lambda *report: reports.append(report))
    return shape, reports


E, W = "ERROR", "WARNING"


@pytest.mark.parametrize(
    ("expression", "severity", "message", "repair"),
    [
        # Values that may have another type.
        ("$states.input.unit * 2", W, "needs numbers, and $states.input.unit may be a string", "with $type first"),
        ("-$states.input.unit", W, "needs numbers, and $states.input.unit may be a string", "with $type first"),
        ("$length($states.input.unit)", W, "needs a string, and $states.input.unit may be a number", "with $type"),
        ("$sum($states.input.units)", W, "may have a string in it", "Select its items with $filter."),
        ("[1..$states.input.unit]", W, "`..` needs numbers, and $states.input.unit may be a string", "$type"),
        ("[1..$states.input.id]", E, "`..` needs numbers, and $states.input.id is a string", ""),
        # Calls that need the context item, where there is none.
        ("$power($states.input.count)", E, "$power always fails: it needs 2 arguments, not 1", "first argument"),
        ("$uppercase()", E, "$uppercase always fails: it needs 1 argument, not 0", "first argument"),
        # Paths that never exist.
        ("$states.input.siz", E, "'siz' is not a member of the machine's input", "Did you mean 'size'?"),
        ("$states.input.lines.prise", E, "'prise' is not a member of lines in", "Did you mean 'price'?"),
        (
            "$states.input.lines[0].prise",
            "ERROR",
            "The path $states.input.lines[0].prise does not exist",
            "Did you mean",
        ),
        ("$states.input.customer.nam & '!'", E, "not a member of customer in the machine's input", "'name'"),
        ("{'a': {'b': $states.input.zzz}}", E, "'zzz' is not a member of", "The members are address, count,"),
        ("[$states.input.zzz]", E, "'zzz' is not a member of", ""),
        ("$count($states.input.zzz)", E, "'zzz' is not a member of", ""),
        ("$states.input.zzz = 'x'", E, "'zzz' is not a member of", ""),
        (
            "$states.input.count.x",
            "ERROR",
            "only an object has a member 'x', and count in the machine's input is a",
            "",
        ),
        (
            "$states.result.Payload.status",
            "ERROR",
            "'status' is not a member of Payload in the result of state 'Pay'",
            "",
        ),
        ("$states.result.payload.ok", E, "'payload' is not a member of the result of state 'Pay'", "'Payload'"),
        ("$states.errorOutput.Reason", E, "'Reason' is not a member of", "The members are Cause, Error."),
        ("$states.input.lines[prise > 1]", E, "The path prise does not exist", "Did you mean 'price'?"),
        ("$states.input.lines^(prise)", E, "The path prise does not exist", "Did you mean 'price'?"),
        ("$states.input.lines.{'p': prise}", E, "The path prise does not exist", "Did you mean 'price'?"),
        (
            "$map($states.input.lines, function($l) { $l.prise })",
            "ERROR",
            "The path $l.prise does not exist",
            "'price'",
        ),
        ("$filter($lines, function($l) { $l.prise > 1 })", E, "The path $l.prise does not exist", "'price'"),
        (
            "$sort($lines, function($a, $b) { $a.prise > $b.price })",
            "ERROR",
            "The path $a.prise does not exist",
            "'price'",
        ),
        (
            "$reduce($lines, function($t, $l) { $t + $l.prise }, 0)",
            "ERROR",
            "The path $l.prise does not exist",
            "'price'",
        ),
        ("($o := $states.input; $o.siz)", E, "The path $o.siz does not exist", "Did you mean 'size'?"),
        ("($f := function($o) { $o.siz }; $f($states.input))", E, "The path $o.siz does not exist", "'size'"),
        (
            "$states.input.lines ~> $map(function($l) { $l.prise })",
            "ERROR",
            "The path $l.prise does not exist",
            "'price'",
        ),
        ("$states.input.paid ? $states.input.siz : 'M'", E, "'siz' is not a member of", "Did you mean 'size'?"),
        ("$states.input.pair[2]", E, "there is no item 2", "The array has 2 items, and the first one is 0."),
        ("$states.input.id[1]", E, "there is no item 1", "The value is a string, which has only the item 0."),
        (
            "$lookup($states.input, 'siz')",
            "ERROR",
            "$lookup never finds 'siz' in $states.input",
            "Did you mean 'size'?",
        ),
        ("$merge([$states.input, {'new': 1}]).nw", E, "'nw' is not a member of", "Did you mean 'new'?"),
        ("{'total': 1}.totl", E, "'totl' is not a member of", "Did you mean 'total'?"),
        (
            "$never",
            "ERROR",
            "The variable $never is never assigned before this state",
            "Assign it in an earlier state.",
        ),
        # Operations that never work.
        (
            "$states.input.id + 1",
            "ERROR",
            "`+` needs numbers, and $states.input.id is a string",
            "Join strings with `&`",
        ),
        ("1 - $states.input.paid", E, "`-` needs numbers, and $states.input.paid is a boolean", ""),
        ("-$states.input.id", E, "`-` needs numbers, and $states.input.id is a string", ""),
        ("'Hello ' + $states.input.customer.name", E, "`+` needs numbers, and 'Hello ' is a string", "`&`"),
        ("$states.input.tags * 2", E, "`*` needs numbers, and $states.input.tags is an array", ""),
        ("$states.input.customer > 3", E, "`>` needs numbers or strings, and $states.input.customer is an", ""),
        (
            "$states.input.count > '3'",
            "ERROR",
            "$states.input.count is a number, and '3' is a string",
            "$number or $string",
        ),
        ("$states.input.lines[sku > 3]", E, "always fails: sku is a string, and 3 is a number", ""),
        (
            "$sum($states.input.tags)",
            "ERROR",
            "$sum always fails: it needs an array of numbers, and $states.input.tags",
            "",
        ),
        ("$sum($states.input.lines)", E, "$sum always fails", ""),
        ("$max($states.input.lines.sku)", E, "$max always fails", ""),
        (
            "$uppercase($states.input.count)",
            "ERROR",
            "$uppercase always fails: it needs a string",
            "Convert it with $string",
        ),
        ("$length($states.input.tags)", E, "$length always fails: it needs a string", ""),
        ("$round($states.input.id)", E, "$round always fails: it needs a number", "Convert it with $number"),
        (
            "$substring($states.input.id, '1')",
            "ERROR",
            "$substring always fails: it needs a number, and '1' is a string",
            "",
        ),
        ("$join($states.input.lines.price, ',')", E, "$join always fails: it needs an array of strings", ""),
        ("$split($states.input.count, ',')", E, "$split always fails: it needs a string", ""),
        ("$contains($states.input.tags, 'a')", E, "$contains always fails: it needs a string", ""),
        ("$merge($states.input.tags)", E, "$merge always fails: it needs an array of objects", ""),
        ("$states.input.count ~> $uppercase()", E, "$uppercase always fails: it needs a string", ""),
        ("$states.input.count ~> $uppercase", E, "$uppercase always fails: it needs a string", ""),
        ("$number($states.input.customer)", E, "$number always fails: it needs a number, string or boolean", ""),
        ("$each($states.input.id, function($v) { $v })", E, "$each always fails: it needs an object", ""),
        ("$fromMillis('2024')", E, "$fromMillis always fails: it needs a number", ""),
        # Comparisons that are never true.
        ("$states.input.size = 'XL'", "ERROR", 'is never true: $states.input.size is "L" | "M" | "S"', ""),
        ("'Small' = $states.input.size", E, "is never true", ""),
        ("$states.input.kind = 3", E, "is never true: $states.input.kind is 1 | 2", ""),
        ("$states.input.count = '1'", E, "is never true: $states.input.count is number", ""),
        ("$states.input.paid = 'true'", E, "is never true: $states.input.paid is boolean", ""),
        ("$states.input.size in ['XS', 'XL']", E, "is never true", ""),
        ("$states.input.count in ['1', '2']", E, "is never true", ""),
        ("$states.input.lines[sku = 1]", E, "`sku = 1` is never true: sku is string", ""),
        (
            "$states.input.tip = null",
            "ERROR",
            "is never true",
            "A member that is missing is not null. Test it with $exists.",
        ),
        (
            "$states.input.count = $states.input.id",
            "ERROR",
            "$states.input.count is number, and $states.input.id is",
            "",
        ),
        ("$type($states.input.count) = 'sting'", E, "is never true", ""),
        ("$states.input.count != '1'", W, "is always true, unless one of them is missing", ""),
        # Values that may be missing.
        (
            "$states.input.tip",
            "WARNING",
            "The path $states.input.tip may not exist: 'tip' is an optional member of",
            "$exists",
        ),
        ("$states.input.tip * 2", W, "The path $states.input.tip may not exist", "Test it with $exists first"),
        ("{'total': $states.input.tip + 1}", W, "The path $states.input.tip may not exist", ""),
        ("$states.input.address.city", W, "The path $states.input.address may not exist", ""),
        ("$uppercase($states.input.address.city)", W, "The path $states.input.address may not exist", ""),
        ("$states.input.tip > 3", W, "The path $states.input.tip may not exist", ""),
        ("$not($states.input.customer.vip)", W, "'vip' is an optional member of customer in the machine's", ""),
        ("$lines[0].note", W, "'note' is an optional member of $lines", ""),
        (
            "$maybe",
            "WARNING",
            "The variable $maybe may not be assigned here",
            "Assign it in every state that leads here",
        ),
        ("$maybe + 1", W, "The variable $maybe may not be assigned here", ""),
        (
            "$states.input.paid ? 'yes'",
            "WARNING",
            "has no value if its condition is false",
            "Add a value after a colon",
        ),
        # Values that may be null.
        (
            "$states.input.customer.age + 1",
            "WARNING",
            "$states.input.customer.age may be null",
            "Compare it with null first.",
        ),
        ("$uppercase($states.input.reference)", W, "$uppercase may fail: it needs a string", ""),
        ("$states.input.reference < 'M'", W, "$states.input.reference may be null", ""),
    ],
)
def test_a_mistake_is_reported(expression: str, severity: str, message: str, repair: str) -> None:
    _, reports = found(expression)
    assert len(reports) == 1, reports
    assert reports[0][0] == severity
    assert message in reports[0][1]
    assert repair in reports[0][2]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("$states.input.size", '"L" | "M" | "S"'),
        ("$type($states.input.unit) = 'number' ? $states.input.unit * 2 : $length($states.input.unit)", "number"),
        ("$sum($states.input.units[$type($) = 'number'])", "number"),
        ("$sum($filter($states.input.units, function($c) { $type($c) = 'number' }))", "number"),
        ("($i := 1; $states.input.pair[$i] + 1)", "number"),
        ("[1..$count($states.input.tags)]", "number[]"),
        ("$states.input.count ~> $power(2)", "number"),
        ("($square := $power(?, 2); $square($states.input.count))", "unknown"),
        ("$states.input.id.$length()", "unknown"),
        ("$states.input.extra.anything.below", "unknown"),
        ("$states.input.lines.price", "number[] | number"),
        ("$sum($states.input.lines.(price * count)) * $rate", "number"),
        ("$exists($states.input.zzz)", "boolean"),
        ("$exists($states.input.tip) ? $states.input.tip : 0", "number"),
        ("$exists($states.input.tip) and $states.input.tip > 3", "boolean"),
        ("$not($exists($states.input.tip)) ? 0 : $states.input.tip * 2", "number"),
        ("$type($states.input.tip) = 'number' ? $states.input.tip + 1 : 0", "number"),
        ("$states.input.tip ? $states.input.tip : 0", "number"),
        ("$states.input.tip != 0 ? $states.input.tip * 2 : 1", "number"),
        ("$states.input.customer.age != null ? $states.input.customer.age + 1 : 0", "number"),
        ("$states.input.reference = null ? 'none' : $uppercase($states.input.reference)", "string"),
        ("$type($states.input.reference) = 'string' ? $length($states.input.reference) : 0", "number"),
        ("$exists($states.input.address.city) ? $states.input.address.city : '?'", "string"),
        ("$exists($states.input.address) ? $states.input.address.city : '?'", "string"),
        ("$states.input.zzz ? 1 : 2", "2"),
        ("$states.input.zzz and true", "boolean"),
        ("$states.input.zzz or $states.input.paid", "boolean"),
        ("'Tip: ' & $states.input.tip", "string"),
        ("{'tip': $states.input.tip}", "{tip?: number}"),
        ("[$states.input.tip, 1]", "number[]"),
        ("$states.input.tip = 3", "boolean"),
        ("$states.input.customer.vip = true", "boolean"),
        ("$count($states.input.lines[price > 10])", "number"),
        ("$states.input.lines[$exists(note)].($uppercase(note))", "string[] | string"),
        ("$filter($lines, function($l) { $exists($l.note) }).($uppercase(note))", "string[] | string"),
        ("$states.input.lines[note = 'x'].price", "number[] | number"),
        ("$map($states.input.lines, function($l, $i) { $l.sku & $i })", "string[] | string"),
        ("$map($states.input.lines, function($l) { $merge([$l, {'x': 1}]) }).x", "1[] | 1"),
        ("$reduce($states.input.lines, function($t, $l) { $t + $l.price }, 0)", "number"),
        ("$join($states.input.tags, ', ')", "string"),
        ("$states.input.tags[0] & '!'", "string"),
        ("$states.input.pair[1] + 1", "number"),
        ("$states.input.pair[-1] + 1", "number"),
        ("$string($states.input.count) & $states.input.id", "string"),
        ("$number($states.input.id) + 1", "number"),
        ("$merge([$states.input.customer, {'name': 1}]).name", "1"),
        ("$states.input.size in ['S', 'XL']", "boolean"),
        ("'a' in $states.input.tags", "boolean"),
        ("($x := $states.input.count; $y := $x * 2; {'x': $x, 'y': $y})", "{x: number, y: number}"),
        ("($f := function($n) { $n < 1 ? 0 : $f($n - 1) }; $f(3))", "unknown"),
        ("$states.input.size = 'S' ? 1 : $states.input.size = 'M' ? 2 : 3", "1 | 2 | 3"),
        ("$states.input.lines^(>price)[0].sku", "string"),
        ("$states.input.lines#$i.{'n': $i}", "unknown"),
        ("$states.input.lines{sku: price}", "{…}"),
        ("$keys($states.input.customer)", "string[] | string"),
        ("[1..3]", "number[]"),
        ("$zip([1], ['a'])", '[1, "a"][]'),
        ("$states.result.Payload.ok ? $states.result.Payload.code : 'none'", "string"),
        ("$lookup($states.input, 'size')", '"L" | "M" | "S"'),
        ("$states.input.tip ~> $exists()", "boolean"),
        ("$append($states.input.tags, 'x')[0]", "string"),
        ("$error('x')", "never"),
        ("$unknownFunction(1)", "unknown"),
        ("$parse($states.input.id).anything", "unknown"),
        ("$states.input.paid ? 'yes' : $error('no')", '"yes"'),
        ("'\\u0041\\n'", '"A\\n"'),
        ("$states.input.'size'", '"L" | "M" | "S"'),
        (" & ".join(["$states.input.id"] * 400), "string"),
    ],
)
def test_a_sound_expression_has_a_shape_and_no_report(expression: str, expected: str) -> None:
    shape, reports = found(expression)
    assert reports == []
    assert shape_text(shape) == expected


@pytest.mark.parametrize("expression", ["$states.input.(", "$states.input.${name}", "$x := ", ""])
def test_an_expression_that_cannot_be_read_is_unknown(expression: str) -> None:
    assert found(expression) == (UNKNOWN, [])


@pytest.mark.parametrize(
    "expression",
    [
        "$states.context.Execution.Name",
        "$states.context.Nothing.x",
        "$other.x",
        "$states.input",
        "$sum($states.input.x) + $states.result.y",
    ],
)
def test_unknown_data_is_never_reported(expression: str) -> None:
    reports: list[tuple[str, str, str]] = []
    infer(expression, Environment(UNKNOWN, UNKNOWN, UNKNOWN), lambda *report: reports.append(report))
    assert reports == []


def test_an_expression_that_would_take_long_is_given_up() -> None:
    calls = "".join(f"$f{n} := function($x) {{ $f{n - 1}($x) + $f{n - 1}($x) }}; " for n in range(1, 17))
    _, reports = found(f"($f0 := function($x) {{ $x.nothing }}; {calls} $f16($states.input))")
    assert len(reports) == 1


class Line(TypedDict):
    sku: str
    price: float
    note: NotRequired[str]


class Order(TypedDict):
    id: str
    lines: list[Line]
    tip: NotRequired[float]


@pytest.mark.parametrize(
    ("flow", "severity", "message"),
    [
        (Pass("P", output="{% $states.input.idd %}"), E, "'idd' is not a member of"),
        (Pass("P", output={"a": "{% $sum($states.input.lines.prise) %}"}), E, "'prise' is not a member of lines"),
        (Pass("P", assign={"t": "{% $states.input.tip %}"}), W, "'tip' is an optional member of"),
        (Pass("P", output={"n": 1}) >> Pass("Q", output="{% $states.input.m %}"), E, "the output of state 'P'"),
        (
            Choice("C", when("{% $states.input.id = 1 %}", Succeed("S")), otherwise=Succeed("E")),
            "ERROR",
            "is never true",
        ),
        (Choice("C", when("{% $states.input.tip > 1 %}", Succeed("S")), otherwise=Succeed("E")), W, "optional"),
    ],
)
def test_check_reports_it_in_a_machine(flow: Pass | Choice, severity: str, message: str) -> None:
    findings = check(StateMachine(flow, query_language="JSONata", input_type=Order))
    assert len(findings) == 1, findings
    assert findings[0].severity == severity
    assert message in findings[0].message


@pytest.mark.parametrize(
    "items", ["$states.input.lines", "[$states.input.lines[price > 10]]", "$sort($states.input.lines)"]
)
def test_a_map_goes_over_the_items_of_an_array(items: str) -> None:
    each = Map("Each", Pass("P", output="{% $states.input.prise %}"), items=f"{{% {items} %}}")
    (finding,) = check(StateMachine(each, query_language="JSONata", input_type=Order))
    assert "'prise' is not a member of an item of state 'Each'" in finding.message


def test_the_items_of_a_map_may_be_a_single_value() -> None:
    each = Map("Each", Pass("P", output="{% $states.input.prise %}"), items="{% $states.input.lines[price > 10] %}")
    warning, error = check(StateMachine(each, query_language="JSONata", input_type=Order))
    assert (warning.severity, warning.message) == (
        "WARNING",
        "The value of Items must be an array, and may be an object",
    )
    assert "Write {% [ … ] %} around it to always get an array." in warning.repair
    assert "'prise' is not a member of an item of state 'Each'" in error.message


def test_a_choice_narrows_the_data_of_its_branches() -> None:
    has_tip = Pass("Tip", output="{% $states.input.tip + 1 %}")
    choice = Choice("Tip?", when("{% $exists($states.input.tip) %}", has_tip), otherwise=Succeed("None"))
    assert check(StateMachine(choice, query_language="JSONata", input_type=Order)) == []
