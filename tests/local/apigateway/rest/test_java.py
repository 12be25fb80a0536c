from __future__ import annotations

from typing import Any

import pytest

from aslant.local.apigateway.rest.java import METHODS, escape, from_json, to_json, to_string


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (None, "null"),
        (True, "true"),
        (7, "7"),
        (2.5, "2.5"),
        (0.0, "0.0"),
        (-0.001, "-0.001"),
        (9999999.5, "9999999.5"),
        (1e7, "1.0E7"),
        (1629880767.853, "1.629880767853E9"),
        (-0.00025, "-2.5E-4"),
        (1e300, "1.0E300"),
        ("a'b", "a'b"),
        ([1, "a", [None]], "[1, a, [null]]"),
        ({"a": {"b": "c"}, "d": [1]}, "{a={b=c}, d=[1]}"),
        (from_json({"a": 1, "b": [{"c": "d"}, 1e7]}), '{a=1, b=[{"c":"d"},1.0E7]}'),
        (from_json(["é/"]), '["é/"]'),
    ],
)
def test_a_value_is_printed_as_java_prints_it(value: Any, printed: str) -> None:
    assert to_string(value) == printed


def test_json_is_compact_and_has_javas_numbers() -> None:
    assert to_json({"a": [1, 2.0, None, True, "\u2028\n"], "b": {"c": 1e10}}) == (
        '{"a":[1,2.0,null,true,"\u2028\\n"],"b":{"c":1.0E10}}'
    )


@pytest.mark.parametrize(
    ("value", "escaped"),
    [
        ("plain ~", "plain ~"),
        ("'\"\\/", "\\'\\\"\\\\\\/"),
        ("\b\n\t\f\r", r"\b\n\t\f\r"),
        ("\x00\x1f\x7f", "\\u0000\\u001F\x7f"),
        ("é\u2028", r"\u00E9\u2028"),
        ("\U0001f600", r"\uD83D\uDE00"),
        ("\ud83d", r"\uD83D"),
    ],
)
def test_javascript_is_escaped_for_quotes_of_either_kind(value: str, escaped: str) -> None:
    assert escape(value) == escaped


CALLS: list[tuple[Any, str, list[Any], Any]] = [
    ("Ada", "charAt", [1], "d"),
    ("Ada", "concat", ["!"], "Ada!"),
    ("Ada", "contains", ["da"], True),
    ("Ada", "endsWith", ["da"], True),
    ("Ada", "equals", ["Ada"], True),
    ("1", "equals", [1], False),
    ("Ada", "equalsIgnoreCase", ["aDA"], True),
    ("Ada", "indexOf", ["x"], -1),
    ("Ada", "isEmpty", [], False),
    ("aba", "lastIndexOf", ["a"], 2),
    ("Ada", "length", [], 3),
    ("123", "matches", ["[0-9]*"], True),
    ("d123", "matches", ["[0-9]*"], False),
    ("a.b.a", "replace", [".", "-"], "a-b-a"),
    ("foobar123bab", "replaceAll", ["ba.", "foo"], "foofoo123foo"),
    ("a-b", "replaceAll", ["(\\w)-(\\w)", "$2\\$$1"], "b$a"),
    ("it\\'s", "replaceAll", ["\\\\'", "'"], "it's"),
    ("aaa", "replaceFirst", ["a", "b"], "baa"),
    ("a,b,,", "split", [","], ["a", "b"]),
    ("Ada", "startsWith", ["A"], True),
    ("something", "substring", [3, 6], "eth"),
    ("something", "substring", [4], "thing"),
    ("Ada", "toLowerCase", [], "ada"),
    ("Ada", "toUpperCase", [], "ADA"),
    (" a ", "trim", [], "a"),
    ([1, 2], "addAll", [[3]], True),
    ([1, 2], "contains", [2], True),
    ([1, 2], "count", [], 2),
    ([1, 2], "get", [1], 2),
    ([1, 2], "indexOf", [3], -1),
    ([1, 2], "isEmpty", [], False),
    ([1, 2], "remove", [0], 1),
    ([1, 2], "set", [0, 3], 1),
    ([1, 2], "size", [], 2),
    ([1, 2, 3], "subList", [0, 2], [1, 2]),
    ({"a": 1}, "containsKey", ["a"], True),
    ({"a": 1}, "containsValue", [2], False),
    ({"a": 1}, "entrySet", [], [{"key": "a", "value": 1}]),
    ({"a": 1}, "get", ["b"], None),
    ({"a": 1}, "getOrDefault", ["b", 2], 2),
    ({"a": 1}, "isEmpty", [], False),
    ({"a": 1}, "keySet", [], ["a"]),
    ({"a": 1}, "put", ["a", 2], 1),
    ({"a": 1}, "putAll", [{"b": 2}], None),
    ({"a": 1}, "remove", ["a"], 1),
    ({"a": 1}, "size", [], 1),
    ({"a": 1}, "toString", [], "{a=1}"),
    ({"a": 1}, "values", [], [1]),
    (2.5, "intValue", [], 2),
    (2, "doubleValue", [], 2.0),
]


@pytest.mark.parametrize(("value", "method", "arguments", "result"), CALLS)
def test_a_value_has_the_methods_of_java(value: Any, method: str, arguments: list[Any], result: Any) -> None:
    assert METHODS[type(value)][method](value, *arguments) == result
