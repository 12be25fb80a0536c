"""The functions that Step Functions adds to JSONata, as others measured them on AWS."""

from __future__ import annotations

import re
from typing import Any

import pytest

from aslant.run.data.jsonata_functions import whole
from tests.run.jsonata import output_of, problem_of

NOTHING = "returned nothing (undefined)."
THREW = "threw an error during evaluation"
TOO_LARGE = f"{THREW}: Expression evaluation memory limit exceeded: Check for excessive memory usage"


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("$partition([1,2,3,4,5], 2)", [[1, 2], [3, 4], [5]]),
        ("$partition([1,2,3])", [[1, 2, 3]]),
        ("$partition([1,2,3,4,5], 2.9)", [[1, 2], [3, 4], [5]]),
        ("$partition([1], 5)", [[1]]),
        ("$partition([null], 5)", [[None]]),
        ("$partition(1, 5)", [[1]]),
        ("$range(0, 10, 2)", [0, 2, 4, 6, 8, 10]),
        ("$range(1, 8, 2)", [1, 3, 5, 7]),
        ("$range(10, 0, -2)", [10, 8, 6, 4, 2, 0]),
        ("$range(1.7, 5, 1)", [1, 2, 3, 4, 5]),
        ("$range(-1.7, 2, 1)", [-1, 0, 1, 2]),
        ("$range(-2.9, 0, 1)", [-2, -1, 0]),
        ("$range(5, 1, -1.5)", [5, 4, 3, 2, 1]),
        ("$range(2.8, -1.2, -1.2)", [2, 1, 0, -1]),
        ("$range(3, 3, 1)", 3),
        ("$append([], $range(7, 7, 1))", [7]),
        ("$append([], $range(3, 1, 1))", []),
        ("$count($range(1, 360145, 1))", 360_145),
        ("$count($range(-9223372036854775808, 9223372036854775807, 9223372036854775807))", 3),
        # Base64 is that of JSONata's reference: a byte for each UTF-16 unit, its low one (docs/language.md).
        ("$base64encode('Hi')", "SGk="),
        ("$base64encode('é')", "6Q=="),
        ("$base64encode('€')", "rA=="),
        ("$base64encode('😀')", "PQA="),
        ("$base64decode('6Q==')", "é"),
        ("$base64decode('w6k=')", "Ã©"),
        ("$hash('Hello', 'MD5')", "8b1a9953c4611296a827abf8c47804d7"),
        ("$hash('Hello', 'SHA-1')", "f7ff9e8b7bb2e09b70935a5d785e0cc5d9d0abf0"),
        ("$hash('Hello', 'SHA-256')", "185f8db32271fe25f561a6fc938b2e264306ec304eda518007d1764826381969"),
        (
            "$hash('Hello', 'SHA-384')",
            "3519fe5ad2c596efe3e276a6f351b8fc0b03db861782490d45f7598ebd0ab5fd5520ed102f38c4a5ec834e98668035fc",
        ),
        (
            "$hash('Hello', 'SHA-512')",
            "3615f80c9d293ed7402687f94b22d58e529b8cc7916f8fac7fddf7fbd5af4cf7"
            "77d3d795a7a00a16bf7e7f3fb9561ee9baae480da9fe7a18769e71886b03f315",
        ),
        ("$hash('ñ', 'MD5')", "94e9342ecbb1458b6043ecd3bfcbc192"),
        ("$random(42)", 0.7275636800328681),
        ("$random(0)", 0.730967787376657),
        ("$random(7)", 0.7306990420600421),
        ("$random(0.9)", 0.730967787376657),
        ('$parse(\'{"b":1,"a":[1.0, 1e2, 1.5, true, null]}\')', {"b": 1, "a": [1, 100, 1.5, True, None]}),
        ("$parse(' [1] ')", [1]),
        ('$parse(\'{"a": {"b": 7}}\').a.b', 7),
        ("$parse('null')", None),
        ("$exists($parse('null'))", True),
        *((f"$parse('{text}')", value) for text, value in (("[]", []), ("[1]", [1]), ("[[1]]", [[1]]), ('"a"', "a"))),
        ("$map(['{\"a\":1}', '{\"a\":2}'], $parse).a", [1, 2]),
    ],
)
def test_a_function_gives_its_value(expression: str, value: Any) -> None:
    assert output_of(expression) == value


@pytest.mark.parametrize(
    ("expression", "problem"),
    [
        ("$partition([], 2)", NOTHING),
        ("$partition([1,2], 0)", NOTHING),
        ("$partition([1,2], -0.5)", NOTHING),
        ("$partition([1,2], -1)", f"{THREW}. D3137: Second argument must be zero or greater"),
        (
            "$partition(null, 2)",
            f'{THREW}. T0410: Argument 1 of function "partition" does not match function signature',
        ),
        ("$partition($missing, 2)", NOTHING),
        ("$range(5, 1, 1)", NOTHING),
        ("$range(1, 5, 0)", NOTHING),
        ("$range(1, 5)", NOTHING),
        ("$range(1)", f'{THREW}. T0410: Argument 2 of function "range" does not match function signature'),
        ("$range('0', 4, 1)", f'{THREW}. T0410: Argument 1 of function "range" does not match function signature'),
        ("$range(0, 4, 1, 2)", f'{THREW}. T0410: Argument 4 of function "range" does not match function signature'),
        ("$range(1, 360146, 1)", TOO_LARGE),
        ("$range(1, 1e18, 1)", TOO_LARGE),
        ("$hash('Hello')", NOTHING),
        ("$hash('Hello', 'md5')", f"{THREW}. D3137: Unsupported hash algorithm: md5"),
        ("$hash(42, 'MD5')", f'{THREW}. T0410: Argument 1 of function "hash" does not match function signature'),
        ("$hash('a', 5)", f'{THREW}. T0410: Argument 2 of function "hash" does not match function signature'),
        ("$uuid('seed')", f'{THREW}. T0410: Argument 1 of function "uuid" does not match function signature'),
        ("$random(1, 2)", f'{THREW}. T0410: Argument 2 of function "random" does not match function signature'),
        ("$parse()", NOTHING),
        ("$parse(null)", f'{THREW}. T0410: Argument 1 of function "parse" does not match function signature'),
        *((f"$parse('{text}')", f"{THREW}. D3137: Invalid JSON") for text in ("", " ", "nope", "1 2", "1e400", "NaN")),
        ('$parse(\'{"a":1,"a":2}\')', f"{THREW}. D3137: Invalid JSON"),
        ("$eval('1+1')", f"{THREW}. T1006: Attempted to invoke a non-function"),
    ],
)
def test_a_function_refuses_or_gives_nothing(expression: str, problem: str) -> None:
    assert problem_of(expression) == problem


def test_a_pair_of_surrogates_in_an_expression_is_one_character() -> None:
    assert output_of("'\ud83d\ude00'") == "😀"


def test_an_id_is_random_yet_the_same_each_time_for_a_seed() -> None:
    first, second = output_of("[$uuid(), $uuid()]")
    assert first != second
    assert re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", first)
    assert output_of("[$uuid(), $uuid()]") == [first, second]
    assert output_of("$uuid()", seed=1) != first


def test_random_numbers_come_from_the_executions_randomness() -> None:
    assert 0 <= output_of("$random()") < 1
    assert output_of("$random()") == output_of("$random()")
    assert output_of("$random() = $random()") is False
    shuffled = output_of("$shuffle([1..20])")
    assert sorted(shuffled) == list(range(1, 21))
    assert output_of("$shuffle([1..20])") == shuffled != output_of("$shuffle([1..20])", seed=1)


def test_whole_numbers_are_exact_while_they_fit_a_long() -> None:
    assert [whole(1.0), whole(1e300), whole(-(2**63)), whole(2**63)] == [1, 1e300, -(2**63), 2.0**63]
    assert [type(whole(number)) for number in (1.0, 1e300, -(2**63), 2**63)] == [int, float, int, float]
