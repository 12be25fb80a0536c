"""Values, payload templates and conditions as Python."""

import json
from typing import Any

import pytest

import aslant.asl
from aslant.asl import Condition, Path, all_of, any_of, context, this
from aslant.asl.source.expressions import DEEPEST, Expressions
from aslant.asl.source.layout import PlainExpression, PythonExpression
from aslant.asl.trampoline import run
from aslant.asl.values import same

NAMES = {"Condition": Condition, "Path": Path, "all_of": all_of, "any_of": any_of, "context": context, "this": this}


class Kept:
    """The expressions that became variables."""

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}
        self.write = Expressions(self.keep)

    def keep(self, word: str, node: PythonExpression) -> PlainExpression:
        name = f"{word}_{len(self.values)}"
        self.values[name] = self.evaluate(node)
        return PlainExpression(name)

    def evaluate(self, node: PythonExpression) -> Any:
        return eval(node.flat, vars(aslant.asl) | NAMES | self.values)  # noqa: S307


def number(path: str, least: int) -> dict[str, Any]:
    return {"Variable": path, "NumericGreaterThanEquals": least}


IS_NULL = {"Variable": "$.a", "IsNull": True}


@pytest.mark.parametrize(
    ("rule", "source"),
    [
        ({"Variable": "$.total", "NumericGreaterThan": 100}, "this.total > 100"),
        ({"Variable": "$.name", "StringLessThanEquals": "m"}, 'this.name <= "m"'),
        ({"Variable": "$.name", "StringEquals": "x"}, 'this.name == "x"'),
        ({"Not": {"Variable": "$.name", "StringEquals": "x"}}, 'this.name != "x"'),
        ({"Not": number("$.a", 1)}, "~(this.a >= 1)"),
        ({"Variable": "$.ok", "BooleanEquals": True}, "this.ok.is_true()"),
        ({"Variable": "$.ok", "BooleanEquals": False}, "this.ok.is_false()"),
        ({"Not": {"Variable": "$.ok", "BooleanEquals": True}}, "~this.ok.is_true()"),
        ({"Variable": "$.a", "IsPresent": True}, "this.a.exists()"),
        ({"Variable": "$.a", "IsPresent": False}, "this.a.exists(False)"),
        ({"Variable": "$.a", "IsTimestamp": True}, "this.a.is_timestamp()"),
        ({"Variable": "$.a", "StringMatches": "log-*"}, 'this.a.matches("log-*")'),
        (
            {"Variable": "$.a", "TimestampLessThan": "2030-01-01T00:00:00Z"},
            'this.a.timestamp_less_than("2030-01-01T00:00:00Z")',
        ),
        ({"Variable": "$.a", "StringEqualsPath": "$.b"}, "this.a.string_equals(this.b)"),
        ({"Variable": "$.a", "BooleanEqualsPath": "$.b"}, "this.a.boolean_equals(this.b)"),
        (
            {"Variable": "$$.Execution.Name", "NumericLessThanPath": "$.[0]"},
            'context.Execution.Name.numeric_less_than(Path("$.[0]"))',
        ),
        ({"Variable": "$.[0]", "IsNull": True}, 'Path("$.[0]").is_null()'),
        ({"And": [IS_NULL, number("$.b", 1)]}, "this.a.is_null() & (this.b >= 1)"),
        ({"Or": [IS_NULL, {"And": [IS_NULL, IS_NULL]}]}, "this.a.is_null() | (this.a.is_null() & this.a.is_null())"),
        ({"And": [{"And": [IS_NULL, IS_NULL]}, IS_NULL]}, "this.a.is_null() & this.a.is_null() & this.a.is_null()"),
        ({"And": [IS_NULL, {"And": [IS_NULL, IS_NULL]}]}, "this.a.is_null() & (this.a.is_null() & this.a.is_null())"),
        ({"And": [IS_NULL] * 3}, "all_of(this.a.is_null(), this.a.is_null(), this.a.is_null())"),
        ({"Or": [number("$.a", 1)]}, "any_of(this.a >= 1)"),
        ({"Not": {"Or": [IS_NULL, IS_NULL]}}, "~(this.a.is_null() | this.a.is_null())"),
        ({"Not": {"Not": IS_NULL}}, "~~this.a.is_null()"),
    ],
)
def test_a_condition_is_written_with_operators_and_tests(rule: dict[str, Any], source: str) -> None:
    kept = Kept()
    node = run(kept.write.condition(rule))
    assert node.flat == source
    assert kept.evaluate(node).to_dict() == rule


@pytest.mark.parametrize(
    "rule",
    [
        {},
        {"And": []},
        {"Not": []},
        {"Variable": "$.a"},
        {"Variable": 5, "IsNull": True},
        {"Variable": "$.a", "IsNull": "yes"},
        {"Variable": "$.a", "NumericEquals": "5"},
        {"Variable": "$.a", "NumericEquals": True},
        {"Variable": "$.a", "StringMatchesPath": "$.b"},
        {"Variable": "$.a", "IsNull": True, "IsString": True},
        {"And": [IS_NULL, IS_NULL], "Comment": "both"},
        {"Condition": 5},
    ],
)
def test_an_unknown_comparison_is_written_as_it_is(rule: dict[str, Any]) -> None:
    kept = Kept()
    node = run(kept.write.condition(rule))
    assert node.flat.startswith("Condition({")
    assert kept.evaluate(node).to_dict() == rule


@pytest.mark.parametrize(
    ("value", "source"),
    [
        ({"a.$": "$.b", "b.$": "$$.Task.Token"}, '{"a": this.b, "b": context.Task.Token}'),
        ({"a.$": "$.b", "a": 1}, '{"a.$": "$.b", "a": 1}'),
        ({"a.$.$": "$.b"}, '{"a.$.$": "$.b"}'),
        ({"a.$": "$..b", "b.$": 5}, '{"a.$": "$..b", "b.$": 5}'),
        ({"id.$": "States.UUID()"}, '{"id": intrinsics.uuid()}'),
        ([{"a.$": "$"}, None, True, -1.5], '[{"a": this}, None, True, -1.5]'),
        ("$.a", '"$.a"'),
    ],
)
def test_a_payload_template_holds_paths(value: Any, source: str) -> None:
    _, node = run(Kept().write.data(value, template=True))
    assert node.flat == source


@pytest.mark.parametrize(
    "value", [None, True, 0, -1, 2.5, 1e16, 1e-7, 10**30, "x", [], {}, {"a.$": "$.b"}, [[1], {"b": []}]]
)
def test_plain_json_is_a_literal(value: Any) -> None:
    kept = Kept()
    same, node = run(kept.write.data(value))
    assert same == value
    assert kept.evaluate(node) == value


def test_what_nests_deep_is_written_in_pieces() -> None:
    rule: dict[str, Any] = IS_NULL
    value: Any = 1
    for level in range(200):
        rule = {"Not": rule} if level % 2 else {"Or": [number("$.b", level), rule]}
        value = {"a": value} if level % 2 else [value]
    kept = Kept()
    question = run(kept.write.condition(rule))
    _, data = run(kept.write.data(value))
    assert max(question.height, data.height) <= DEEPEST
    assert json.dumps(kept.evaluate(question).to_dict()) == json.dumps(rule)
    assert json.dumps(kept.evaluate(data)) == json.dumps(value)


def test_a_condition_of_thousands_is_written_in_pieces() -> None:
    rule: dict[str, Any] = IS_NULL
    for level in range(2_000):
        rule = {"Or": [rule, number("$.b", level)]}
    kept = Kept()
    assert same(kept.evaluate(run(kept.write.condition(rule))).to_dict(), rule)
