"""The shapes that paths, intrinsic functions and payload templates select, and the faults of their paths."""

from __future__ import annotations

from typing import Any

import pytest

from aslant.asl.shapes.environment import Environment
from aslant.asl.shapes.paths import parsed_path, selected
from aslant.asl.shapes.shape import ANY, MISSING, NULL, NUMBER, STRING, UNKNOWN, Shape
from aslant.asl.shapes.templates import member_shape, template_shape
from aslant.asl.shapes.text import shape_text
from aslant.asl.shapes.unions import array_of, object_of, tuple_of, union
from aslant.asl.shapes.visit import Visit
from aslant.errors import suggestion

LINE = object_of({"price": NUMBER, "gift": STRING.optional()})
ORDER = object_of(
    {
        "id": STRING,
        "lines": array_of(LINE),
        "pair": tuple_of([STRING, NUMBER]),
        "note": STRING.optional(),
        "who": union(object_of({"name": STRING}), NULL),
    },
    origin=("the order",),
)
VARIABLES = {"n": NUMBER, "maybe": STRING.optional(), "unset": MISSING}


def seen(text: Any, order: Shape = ORDER) -> tuple[str, list[str]]:
    visit = Visit("A", ("States", "A"), [], suggestion)
    shape = member_shape(text, Environment(order, variables=VARIABLES), visit, ("InputPath",))
    return shape_text(shape), [f"{fault.severity[0]} {fault.message} | {fault.repair}" for fault in visit.faults]


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("$.id", "string"),
        ("$.lines[0].price", "number"),
        ("$.lines[-1].price", "number"),
        ("$.pair[1]", "number"),
        ("$.lines[*].price", "number[]"),
        ("$.lines[*].nothing", "[]"),
        ("$.lines[0:2]", "{price: number, gift?: string}[]"),
        ("$.lines[?(@.price > 3)].price", "number[]"),
        ("$.lines[?(@.nothing)].price", "number[]"),
        ("$['id','note']", "{id: string, note?: string}"),
        ("$..price", "unknown[]"),
        ("$.pair[0,1]", "(string | number)[]"),
        ("$.who", "{name: string} | null"),
        ("$n", "number"),
        ("$other.member", "unknown"),
        ("$$.Execution.nothing", "unknown"),
        ("$.${Field}", "unknown"),
        ("$.a[", "unknown"),
        ("plain", "unknown"),
        (None, "unknown"),
        ("States.Format('{}', $.id)", "string"),
        ("States.ArrayLength($.lines)", "number"),
        ("States.StringSplit($.id, ',')", "string[]"),
        ("States.ArrayContains($.lines, 1)", "boolean"),
        ("States.Array($.id, 1)", "[string, 1]"),
        ("States.ArrayGetItem($.pair, 0)", "string"),
        ("States.ArrayGetItem($.lines, $n)", "{price: number, gift?: string}"),
        ("States.ArrayUnique($.pair)", "(string | number)[]"),
        ("States.ArrayPartition($.lines, 2)", "{price: number, gift?: string}[][]"),
        ("States.ArrayRange(1, $n, 1)", "number[]"),
        ("States.JsonMerge($.lines[0], $.lines[1], false)", "{price: number, gift?: string}"),
        ("States.StringToJson($.id)", "unknown"),
        ("States.Nothing(", "unknown"),
    ],
)
def test_a_path_selects_a_shape(text: Any, shape: str) -> None:
    assert seen(text) == (shape, [])
    assert seen(text, UNKNOWN)[1] == []


MEMBERS = "The members are id, lines, note, pair, who."


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("$.idd", "E The path $.idd does not exist: 'idd' is not a member of the order | Did you mean 'id'?"),
        ("$.zip", f"E The path $.zip does not exist: 'zip' is not a member of the order | {MEMBERS}"),
        (
            "$.id.a",
            "E The path $.id.a does not exist: only an object has a member 'a', and $.id in the order is a string | ",
        ),
        (
            "$.lines.a",
            "E The path $.lines.a does not exist: only an object has a member 'a', and $.lines in the order is an "
            "array | Select an item, such as [0], or all items with [*].",
        ),
        (
            "$.id[0]",
            "E The path $.id[0] does not exist: only an array has an item 0, and $.id in the order is a string | ",
        ),
        (
            "$.pair[2]",
            "E The path $.pair[2] does not exist: $.pair in the order has 2 items, so there is no item 2 | ",
        ),
        (
            "$.lins[*]",
            "E The path $.lins[*] selects nothing: 'lins' is not a member of the order | Did you mean 'lines'?",
        ),
        ("$.id[0:1]", "E The path $.id[0:1] fails: $.id in the order is a string, not an array | "),
        (
            "$.lines[?(@.pric == 1)]",
            "E The filter of $.lines[?(@.pric == 1)] compares @.pric, which does not exist | Did you mean 'price'?",
        ),
        (
            "$.note",
            "W The path $.note may not exist: 'note' is an optional member of the order | "
            "Test it with IsPresent in a Choice first, or make it a required member.",
        ),
        (
            "$.who.name",
            "W The path $.who.name may not exist: $.who in the order may be null | "
            "Test it with IsNull in a Choice first.",
        ),
        (
            "$maybe",
            "W The variable $maybe may not be assigned here | Assign it in every state that leads here, such as in "
            "the other branches of a Choice.",
        ),
        ("$unset", "E The variable $unset is never assigned before this state | Assign it in an earlier state."),
        (
            "States.Array(States.Array($.zip))",
            f"E The path $.zip does not exist: 'zip' is not a member of the order | {MEMBERS}",
        ),
        ("States.MathAdd($.id, 1)", "E Argument 1 of States.MathAdd, $.id, must be a number, not a string | "),
        (
            "States.JsonMerge($.who, $.who, false)",
            "W Argument 1 of States.JsonMerge, $.who, must be an object, and may be null | "
            "Test it with IsNull in a Choice first.",
        ),
    ],
)
def test_a_path_that_does_not_exist_is_reported(text: str, fault: str) -> None:
    assert seen(text)[1][0] == fault


@pytest.mark.parametrize(
    ("given", "shape"),
    [
        ({}, "{}"),
        (
            {"id.$": "$.id", "n": 1, "in": {"t.$": "States.UUID()"}, "all.$": "$.lines[*].price"},
            "{id: string, n: 1, in: {t: string}, all: number[]}",
        ),
        ([{"a.$": "$.id"}], "[{a: string}]"),
        ("text", '"text"'),
        ("${Text}", "unknown"),
        ({"Ref": "Body"}, "unknown"),
        ({"a": object()}, "{a: unknown}"),
        (None, "null"),
    ],
)
def test_a_payload_template_makes_a_shape(given: Any, shape: str) -> None:
    visit = Visit("A", (), [], suggestion)
    assert shape_text(template_shape(given, Environment(ORDER), visit, ())) == shape


def test_a_template_is_checked_to_a_maximum_depth() -> None:
    visit = Visit("A", (), [], suggestion)
    template_shape({"a": [{"b.$": "$.zip"}]}, Environment(ORDER), visit, ("Parameters",))
    assert [fault.place for fault in visit.faults] == [("Parameters", "a", 0, "b.$")]
    deep: Any = {"b.$": "$.zip"}
    for _ in range(5_000):
        deep = [deep]
    template_shape(deep, Environment(ORDER), visit, ())
    assert len(visit.faults) == 1


def test_only_a_path_is_parsed() -> None:
    assert parsed_path("$.a.b") is not None
    for text in ("a", "$.${a}", "$.a[", None, 5, ["$"]):
        assert parsed_path(text) is None
    visit = Visit("A", (), [], suggestion)
    assert selected("$.a[", Environment(ORDER), visit, ()) is ANY
