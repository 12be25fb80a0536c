"""The shapes of JSON values."""

from __future__ import annotations

from typing import Any

import pytest

from aslant.asl.shapes.text import shape_text
from aslant.asl.shapes.values import shape_of_value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("a", '"a"'),
        (1, "1"),
        (True, "true"),
        (None, "null"),
        ({"a": [1, "x"]}, '{a: [1, "x"]}'),
        ([], "[]"),
        ([*range(17)], "(0 | 1 | 10 | 11 | 12 | 13 | 14 | 15 | 16 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9)[]"),
        ([{"a": 1}] * 2_000, "unknown[]"),
        ({"a": "${Name}", "b": object(), "c": {"Ref": "Body"}}, "{a: unknown, b: unknown, c: unknown}"),
    ],
)
def test_a_value_has_a_shape(value: Any, text: str) -> None:
    assert shape_text(shape_of_value(value)) == text


def test_a_deep_value_is_known_up_to_a_depth() -> None:
    deep: Any = 1
    for _ in range(50_000):
        deep = [deep]
    assert shape_text(shape_of_value(deep), 100) == f"{'[' * 12}unknown{']' * 12}"
