"""Intrinsic functions as Python."""

import pytest

from aslant.asl import intrinsics, this
from aslant.asl.source.calls import computed


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("$.name", "this.name"),
        ("States.UUID()", "intrinsics.uuid()"),
        ("States.Format('Hello {}!', $.name)", 'intrinsics.format("Hello {}!", this.name)'),
        (r"States.Format('it\'s \{{}\}', $.a)", 'intrinsics.format("it\'s {{}}", this.a)'),
        (
            "States.Array(1, -2.5, 'x', true, null, $.a['b, c'], $$.Execution.Id)",
            'intrinsics.array(1, -2.5, "x", True, None, this.a["b, c"], context.Execution.Id)',
        ),
        (
            "States.ArrayContains($.a[?(@.b == 'c')], States.Base64Encode('x'))",
            'intrinsics.array_contains(Path("$.a[?(@.b == \'c\')]"), intrinsics.base64_encode("x"))',
        ),
        ("States.JsonMerge($.a, $.b, false)", "intrinsics.json_merge(this.a, this.b)"),
        ("States.MathRandom(0, 10)", "intrinsics.math_random(0, 10)"),
    ],
)
def test_a_function_is_written_in_python(text: str, source: str) -> None:
    found = computed(text)
    assert found is not None
    value, node = found
    assert (str(value), node.flat) == (text, source)


@pytest.mark.parametrize(
    "text",
    [
        "States.Format('a',$.b)",
        "States.Format('{}')",
        "States.Unknown($.a)",
        "States.UUID() ",
        "States.UUID(",
        "States.MathAdd($.a, 1.5)",
        "States.JsonMerge($.a, $.b, true)",
        "States.Array(1, , 2)",
        "States.Array(007)",
        "text",
        "States.Array(" * 20 + ")" * 20,
    ],
)
def test_what_the_builder_would_write_in_another_way_stays_text(text: str) -> None:
    assert computed(text) is None


def test_every_function_of_the_builder_is_written() -> None:
    made = [
        intrinsics.format("{}", this.a),
        intrinsics.array(1),
        intrinsics.array_partition(this.a, 2),
        intrinsics.array_contains(this.a, 1),
        intrinsics.array_range(1, 9, 2),
        intrinsics.array_get_item(this.a, 0),
        intrinsics.array_length(this.a),
        intrinsics.array_unique(this.a),
        intrinsics.base64_encode(this.a),
        intrinsics.base64_decode(this.a),
        intrinsics.hash(this.a, "MD5"),
        intrinsics.json_merge(this.a, this.b),
        intrinsics.json_to_string(this.a),
        intrinsics.string_to_json(this.a),
        intrinsics.math_add(this.a, 1),
        intrinsics.math_random(1, 5, 7),
        intrinsics.string_split(this.a, ","),
        intrinsics.uuid(),
    ]
    functions = [name for name in intrinsics.__all__ if name.islower()]
    written = [computed(str(each)) for each in made]
    assert sorted(each[1].flat.partition("(")[0] for each in written if each) == sorted(
        f"intrinsics.{name}" for name in functions
    )
