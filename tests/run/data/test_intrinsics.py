"""Intrinsic functions: how they are written, and what each does."""

from __future__ import annotations

from typing import Any

import pytest

from aslant.errors import DefinitionError
from aslant.grammar import intrinsics
from aslant.run import run
from aslant.run.data.intrinsic_functions import FUNCTIONS
from aslant.run.data.intrinsics import compile_intrinsic
from tests.run.machines import only

INPUT: dict[str, Any] = {
    "name": "Ada",
    "list": [1, 2, 3, 4, 5],
    "twice": [1, 1.0, "1", {"a": 1}, {"a": 1}, None, None, True],
    "object": {"Arg1": 1, "Arg2": []},
    "b": {"c": 3},
    "text": '{"a":[1]}',
    "index": 1,
    "template": "{} \\{\\} {}",
    "long": "x" * 10_001,
}


def value(call: str) -> Any:
    execution = run(only(Parameters={"value.$": call}), INPUT)
    assert execution.status == "SUCCEEDED", execution.cause
    return execution.output["value"]


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("States.Format('Hello {}!', $.name)", "Hello Ada!"),
        ("States.Format('{} {} {} {}', 1, 2.5, true, null)", "1 2.5 true null"),
        ("States.Format('{}', $.object)", "{Arg1=1, Arg2=[]}"),
        ("States.Format('{}', $.list)", "[1, 2, 3, 4, 5]"),
        (r"States.Format('it\'s \{{}\} \\', $.name)", "it's {Ada} \\"),
        ("States.Format($.template, 1, 2)", "1 {} 2"),
        ("States.Format('no place')", "no place"),
        ("States.StringToJson($.text)", {"a": [1]}),
        ("States.StringToJson('')", None),
        ("States.StringToJson('  ')", None),
        ("States.JsonToString($.object)", '{"Arg1":1,"Arg2":[]}'),
        ("States.Array()", []),
        ("States.Array(1, 'a', null, $.b)", [1, "a", None, {"c": 3}]),
        ("States.ArrayPartition($.list, 2)", [[1, 2], [3, 4], [5]]),
        ("States.ArrayContains($.list, 3)", True),
        ("States.ArrayContains($.list, '3')", False),
        ("States.ArrayContains($.twice, $.twice[3])", True),
        ("States.ArrayRange(1, 9, 2)", [1, 3, 5, 7, 9]),
        ("States.ArrayRange(5, 1, -2)", [5, 3, 1]),
        ("States.ArrayRange(1, 0, 1)", []),
        ("States.ArrayGetItem($.list, $.index)", 2),
        ("States.ArrayLength($.list)", 5),
        ("States.ArrayUnique($.twice)", [1, "1", {"a": 1}, None, True]),
        ("States.Base64Encode('Data to encode')", "RGF0YSB0byBlbmNvZGU="),
        ("States.Base64Decode('RGF0YSB0byBlbmNvZGU=')", "Data to encode"),
        ("States.Hash('input data', 'MD5')", "812f45842bc6d66ee14572ce20db8e86"),
        ("States.Hash('input data', 'SHA-1')", "aaff4a450a104cd177d28d18d74485e8cae074b7"),
        ("States.JsonMerge($.object, $.b, false)", {"Arg1": 1, "Arg2": [], "c": 3}),
        ("States.MathAdd(1.5, 1.51)", 4),
        ("States.MathAdd(-1.5, 0)", -1),
        ("States.MathRandom(1, 2)", 1),
        ("States.StringSplit('1,2+3,,4', ',+')", ["1", "2", "3", "4"]),
        ("States.StringSplit('a.b', '')", ["a.b"]),
        ("States.StringSplit('Hello\nWorld', '\n')", ["Hello", "World"]),
        ("  States.ArrayGetItem( States.StringSplit( 'a b' , ' ' ) , 1 )  ", "b"),
        ("States.ArrayLength($.list[?(@ > 2)])", 3),
        ("States.Format('{}', $$.Execution.RoleArn)", "arn:aws:iam::123456789012:role/machine"),
    ],
)
def test_a_function_gives_its_value(call: str, expected: Any) -> None:
    assert value(call) == expected


def test_every_function_of_the_grammar_runs_and_no_other() -> None:
    assert FUNCTIONS.keys() == intrinsics.FUNCTIONS.keys()


def test_random_values_are_the_same_for_the_same_seed_and_no_others() -> None:
    calls = {"a.$": "States.UUID()", "b.$": "States.MathRandom(0, 1000000)", "c.$": "States.MathRandom(0, 1000, 7)"}
    first, again, other = (run(only(Parameters=calls), seed=seed).output for seed in (1, 1, 2))
    assert first == again
    assert (first["a"], first["b"]) != (other["a"], other["b"])
    assert first["c"] == other["c"]
    assert len(first["a"]) == 36
    assert first["a"][14] == "4"


@pytest.mark.parametrize(
    ("call", "why"),
    [
        ("States.ArrayGetItem($.list, 5)", "outside"),
        ("States.ArrayLength($.name)", "an array is needed, not string"),
        ("States.ArrayPartition($.list, 0)", "1 or more"),
        ("States.ArrayRange(1, 2000, 1)", "more than 1000"),
        ("States.ArrayRange(1, 2, 0)", "cannot be 0"),
        ("States.Base64Decode('%')", "not Base64"),
        ("States.Base64Encode($.long)", "longer than 10000"),
        ("States.Base64Encode($.list)", "a string is needed, not array"),
        ("States.Format($.template, 1)", "2 places {} for 1 arguments"),
        ("States.Hash('a', 'SHA-3')", "must be one of"),
        ("States.JsonMerge($.list, $.b, false)", "only objects"),
        ("States.JsonMerge($.object, $.b, true)", "must be false"),
        ("States.MathAdd('1', 2)", "a number is needed, not string"),
        ("States.MathRandom(2, 2)", "greater than the start"),
        ("States.StringToJson('{')", "not valid JSON"),
    ],
)
def test_an_error_of_a_function_is_an_intrinsic_failure(call: str, why: str) -> None:
    execution = run(only(Parameters={"value.$": call}), INPUT)
    assert execution.error == "States.IntrinsicFailure"
    assert execution.cause is not None
    assert f"The function '{call}' had the following error: " in execution.cause
    assert why in execution.cause


def test_a_path_that_finds_nothing_is_a_runtime_error() -> None:
    execution = run(only(Parameters={"value.$": "States.Array($.nothing)"}), {})
    assert (execution.error, execution.cause) == (
        "States.Runtime",
        "An error occurred while executing the state 'Only' (entered at the event id #2). The function "
        "'States.Array($.nothing)' had the following error: The JsonPath argument for the field '$.nothing' could "
        "not be found in the input '{}'",
    )


@pytest.mark.parametrize(
    ("call", "rule"),
    [
        ("States.Formt('a')", "Did you mean 'States.Format'?"),
        ("States.Format", "must be written as States.Name("),
        ("States.Format('a' 'b')", "or a closing parenthesis"),
        ("States.Format('a", "the closing quote is missing"),
        (r"States.Format('\n')", "a backslash can only escape"),
        ("States.Format('{}')", "1 placeholders {} for 0 arguments"),
        ("States.ArrayLength()", "takes 1 arguments, not 0"),
        ("States.MathRandom(1)", "takes 2 to 3 arguments, not 1"),
        ("States.Format()", "takes 1 or more arguments, not 0"),
        ("States.Array(abc)", "an argument must be"),
        ("States.UUID() x", "nothing may follow"),
        ("States.Array($.a[)", "the path '$.a[)' is wrong"),
        ("States.Array(" * 200 + ")" * 200, "nested at most 100 deep"),
    ],
)
def test_a_string_that_is_not_a_call_is_refused(call: str, rule: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        compile_intrinsic(call)
    assert rule in str(refused.value)
