"""Shapes that paths, intrinsic functions and payload templates select."""

from __future__ import annotations

from typing import Any

import pytest

from aslant.asl.checking.report import Report
from aslant.asl.checking.rule_context import RuleContext
from aslant.asl.checking.selecting import plain_path, selected_shape, template_shape
from aslant.asl.checking.shapes import ANY, Shape, array_shape, object_shape
from tests.asl.checking.machines import finding_line

TEXT, NUMBER = Shape("string"), Shape("number")
ORDER = object_shape({"id": TEXT, "lines": array_shape(object_shape({"price": NUMBER}, closed=True))}, closed=True)


def seen(text: Any) -> tuple[Shape, list[str]]:
    ctx = RuleContext(Report(), ("States", "A"), "A", jsonata=False, express=False)
    return selected_shape(text, ORDER, ctx, "InputPath"), [finding_line(finding) for finding in ctx.report.findings]


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("$", ORDER),
        ("$.id", TEXT),
        ("$.lines[0].price", NUMBER),
        ("$.lines[-1].price", NUMBER),
        ("$.lines[*].nothing", ANY),
        ("$..nothing", ANY),
        ("$$.Execution.nothing", ANY),
        ("$variable.nothing", ANY),
        ("$.${Field}", ANY),
        ("$.a[", ANY),
        ("plain", ANY),
        (None, ANY),
        ("States.Format('{}', $.id)", TEXT),
        ("States.ArrayLength($.lines)", NUMBER),
        ("States.StringSplit($.id, ',')", Shape("array")),
        ("States.ArrayContains($.lines, 1)", Shape("boolean")),
        ("States.JsonMerge($, $, false)", Shape("object")),
        ("States.StringToJson($.id)", ANY),
        ("States.Nothing(", ANY),
    ],
)
def test_what_a_text_selects_has_a_shape(text: Any, shape: Shape) -> None:
    assert seen(text) == (shape, [])


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("$.idd", "The path $.idd does not exist: 'idd' is not a member of its object | Did you mean 'id'?"),
        ("$.zip", "The path $.zip does not exist: 'zip' is not a member of its object | The members are id, lines."),
        ("$.id.a", "The path $.id.a does not exist: only an object has a member 'a', not a string"),
        ("$.lines.a", "The path $.lines.a does not exist: only an object has a member 'a', not an array"),
        ("$.id[0]", "The path $.id[0] does not exist: only an array has an item 0, not a string"),
        (
            "States.Array(States.Array($.zip))",
            "The path $.zip does not exist: 'zip' is not a member of its object | The members are id, lines.",
        ),
    ],
)
def test_a_path_that_does_not_exist_is_reported_once(text: str, why: str) -> None:
    shape, findings = seen(text)
    assert findings == [f"TYPE_MISMATCH /States/A/InputPath: {why}"]
    assert shape == (Shape("array") if text.startswith("States.") else ANY)
    assert selected_shape(text, ORDER, None) == shape


@pytest.mark.parametrize(
    ("given", "shape"),
    [
        ({}, object_shape({}, closed=True)),
        (
            {"id.$": "$.id", "n": 1, "in": {"t.$": "States.UUID()"}},
            object_shape(
                {"id": TEXT, "n": NUMBER, "in": object_shape({"t": TEXT}, ["t"], closed=True)},
                ["id", "n", "in"],
                closed=True,
            ),
        ),
        ([{"a.$": "$.id"}], Shape("array")),
        ("text", TEXT),
        ("${Text}", ANY),
        ({"Ref": "Body"}, ANY),
        ({"a": object()}, object_shape({"a": ANY}, ["a"], closed=True)),
        (None, Shape("null")),
    ],
)
def test_a_payload_template_makes_a_shape(given: Any, shape: Shape) -> None:
    assert template_shape(given, ORDER, None) == shape


def test_a_template_is_checked_to_a_maximum_depth() -> None:
    ctx = RuleContext(Report(), (), None, jsonata=False, express=False)
    template_shape({"a": [{"b.$": "$.zip"}]}, ORDER, ctx, "Parameters")
    assert [finding.pointer for finding in ctx.report.findings] == ["/Parameters/a/0/b.$"]
    deep: Any = {"b.$": "$.zip"}
    for _ in range(5_000):
        deep = [deep]
    template_shape(deep, ORDER, ctx)
    assert len(ctx.report.findings) == 1


@pytest.mark.parametrize("text", ["$.a[*]", "$$.a", "$x", "a", "$.${a}", "$.a[", None])
def test_only_a_definite_path_into_the_data_names_a_place(text: Any) -> None:
    assert plain_path(text) is None
    path = plain_path("$.a.b")
    assert path is not None
    assert path.steps == ("a", "b")
