"""The readable form of shapes."""

from __future__ import annotations

import pytest

from aslant.asl.shapes.shape import (
    ANY,
    ARRAY,
    BOOLEAN,
    MISSING,
    NEVER,
    NULL,
    NUMBER,
    OBJECT,
    STRING,
    TRUE,
    UNKNOWN,
    Shape,
    literal,
)
from aslant.asl.shapes.text import kind_text, shape_text
from aslant.asl.shapes.unions import array_of, object_of, tuple_of, union

SIZE = union(literal("small"), literal("large"))


@pytest.mark.parametrize(
    ("shape", "text"),
    [
        (object_of({"flavour": STRING, "size": SIZE.optional()}), '{flavour: string, size?: "large" | "small"}'),
        (union(STRING, NULL), "string | null"),
        (union(NUMBER, BOOLEAN, STRING), "string | number | boolean"),
        (TRUE, "true"),
        (literal(1.5), "1.5"),
        (literal("a\nb"), r'"a\nb"'),
        (literal("x" * 60), f'"{"x" * 39}…'),
        (array_of(STRING), "string[]"),
        (array_of(union(STRING, NULL)), "(string | null)[]"),
        (array_of(NEVER), "[]"),
        (tuple_of([STRING, NUMBER]), "[string, number]"),
        (ARRAY, "unknown[]"),
        (OBJECT, "{…}"),
        (object_of({"a": ANY}, UNKNOWN), "{a: unknown, …}"),
        (object_of({}, NUMBER), "{[name]: number}"),
        (object_of({}), "{}"),
        (object_of({"a": array_of(object_of({"b": object_of({"c": OBJECT, "d": STRING})}))}), "{a: {b: {…}}[]}"),
        (object_of({f"m{n}": NULL for n in range(30)}), f"{{{', '.join(f'm{n}: null' for n in range(24))}, …}}"),
        (UNKNOWN, "unknown"),
        (ANY, "unknown"),
        (MISSING, "missing"),
        (NEVER, "never"),
    ],
)
def test_a_shape_is_readable(shape: Shape, text: str) -> None:
    assert shape_text(shape) == text


@pytest.mark.parametrize(
    ("shape", "text"),
    [
        (STRING, "a string"),
        (union(STRING, NULL), "a string or null"),
        (union(ARRAY, OBJECT, NUMBER), "an object, an array or a number"),
        (UNKNOWN, "any value"),
        (NEVER, "nothing"),
    ],
)
def test_the_types_of_a_shape_are_named(shape: Shape, text: str) -> None:
    assert kind_text(shape) == text


def test_a_shape_in_a_debugger_names_its_types() -> None:
    assert repr(union(STRING, MISSING)) == "<Shape string | missing>"
