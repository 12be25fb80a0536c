"""Tests for the intrinsic functions and their arguments."""

import inspect
import math
import re
from collections.abc import Callable
from typing import Any

import pytest

from aslant.asl import Condition, Fail, Map, Pass, Path, StateMachine, context, intrinsics, this
from aslant.asl import jsonata as j
from aslant.asl.intrinsics import Intrinsic
from aslant.errors import DefinitionError
from aslant.grammar.intrinsics import FUNCTIONS, argument_faults, parse
from aslant.run import run

a, b = this.a, this.b

CALLS: list[tuple[Intrinsic, str]] = [
    (intrinsics.format("Hello {}", a), "States.Format('Hello {}', $.a)"),
    (intrinsics.format("plain"), "States.Format('plain')"),
    (intrinsics.format(a, b, 1), "States.Format($.a, $.b, 1)"),
    (intrinsics.array(), "States.Array()"),
    (
        intrinsics.array("x", 1, -2.5, True, False, None, a, context.State.Name, [1, [b]]),
        "States.Array('x', 1, -2.5, true, false, null, $.a, $$.State.Name, States.Array(1, States.Array($.b)))",
    ),
    (intrinsics.array_partition(a, 4), "States.ArrayPartition($.a, 4)"),
    (intrinsics.array_contains([1, 2], 2), "States.ArrayContains(States.Array(1, 2), 2)"),
    (intrinsics.array_range(1, 9, 2), "States.ArrayRange(1, 9, 2)"),
    (intrinsics.array_range(0, a), "States.ArrayRange(0, $.a, 1)"),
    (intrinsics.array_get_item(a, b), "States.ArrayGetItem($.a, $.b)"),
    (intrinsics.array_length("$.a"), "States.ArrayLength($.a)"),
    (intrinsics.array_unique(a), "States.ArrayUnique($.a)"),
    (intrinsics.base64_encode("text"), "States.Base64Encode('text')"),
    (intrinsics.base64_decode(a), "States.Base64Decode($.a)"),
    (intrinsics.hash(a, "SHA-256"), "States.Hash($.a, 'SHA-256')"),
    (intrinsics.hash("x", b), "States.Hash('x', $.b)"),
    (intrinsics.json_merge(a, b), "States.JsonMerge($.a, $.b, false)"),
    (intrinsics.json_merge("$.a", "$$.Execution.Input"), "States.JsonMerge($.a, $$.Execution.Input, false)"),
    (intrinsics.json_to_string(a), "States.JsonToString($.a)"),
    (intrinsics.string_to_json(a), "States.StringToJson($.a)"),
    (intrinsics.math_add(a, -1), "States.MathAdd($.a, -1)"),
    (intrinsics.math_random(1, 999), "States.MathRandom(1, 999)"),
    (intrinsics.math_random(a, b, 7), "States.MathRandom($.a, $.b, 7)"),
    (intrinsics.string_split(a, "-"), "States.StringSplit($.a, '-')"),
    (intrinsics.uuid(), "States.UUID()"),
    (
        intrinsics.array_get_item(intrinsics.string_split(a, "/"), 0),
        "States.ArrayGetItem(States.StringSplit($.a, '/'), 0)",
    ),
]


@pytest.mark.parametrize(("call", "text"), CALLS, ids=lambda value: str(value)[:40])
def test_a_function_is_written_as_asl_writes_it(call: Intrinsic, text: str) -> None:
    assert str(call) == text
    assert list(argument_faults(text)) == []


def test_every_function_of_the_language_exists() -> None:
    names = [name for name in intrinsics.__all__ if name != "Intrinsic"]
    written = {f"States.{name.title().replace('_', '')}".lower() for name in names}
    assert written == {name.lower() for name in FUNCTIONS}
    assert {parse(text).name for _, text in CALLS} == set(FUNCTIONS)


@pytest.mark.parametrize(
    "text", ["it's", "{}", "a{b}c", "back\\slash", "\\'", "\\{\\}", "$.a", "", "ü\n\t", "''", "{{}}"]
)
def test_text_is_escaped_and_restored(text: str) -> None:
    values = {
        "argument": intrinsics.format("{}", text),
        "item": intrinsics.array(text),
        "template": intrinsics.format(text.replace("{}", "()")),
    }
    execution = run(StateMachine(Pass("P", parameters=values)), {})
    assert execution.output == {"argument": text, "item": [text], "template": text.replace("{}", "()")}


def test_a_format_keeps_braces_that_are_not_placeholders() -> None:
    call = intrinsics.format('{"id": "{}", "in": {}}', this.id, 7)
    assert str(call) == r"""States.Format('\{"id": "{}", "in": {}\}', $.id, 7)"""
    assert run(StateMachine(Pass("P", parameters={"text": call})), {"id": "x"}).output == {
        "text": '{"id": "x", "in": 7}'
    }


def test_a_payload_template_accepts_functions() -> None:
    state = Pass("P", parameters={"id": intrinsics.uuid(), "in": {"n.$": intrinsics.array_length(a)}})
    assert state.parameters == {"id.$": "States.UUID()", "in": {"n.$": "States.ArrayLength($.a)"}}


def test_a_path_field_accepts_a_function_if_it_selects_data() -> None:
    fail = Fail("F", error_path=intrinsics.array_get_item(a, 0), cause_path=intrinsics.format("{}!", b))
    assert (fail.error_path, fail.cause_path) == ("States.ArrayGetItem($.a, 0)", "States.Format('{}!', $.b)")
    assert Fail("F", error_path="States.UUID()").error_path == "States.UUID()"
    items = Map("M", Pass("P"), items_path=intrinsics.array_range(1, 3))
    assert items.items_path == "States.ArrayRange(1, 3, 1)"


def test_an_intrinsic_can_be_made_from_text() -> None:
    raw = Intrinsic("States.MathAdd(1.5, 1.51)")
    assert str(intrinsics.array(raw)) == "States.Array(States.MathAdd(1.5, 1.51))"
    assert repr(raw) == "Intrinsic('States.MathAdd(1.5, 1.51)')"


anything: Any = a  # Any, since a type checker refuses many of these arguments
NOTHING = (
    "cannot be an argument of an intrinsic function, which takes a path, a function, a string, a number, a boolean, "
    "None or a list of them. Put it into the state's input or a variable, and use a path to it."
)
wrong: Any = intrinsics


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: wrong.format("{} and {}", 1),
            "States.Format: '{} and {}' has 2 placeholders {} for 1 values. Pass one value for each placeholder.",
        ),
        (lambda: wrong.format(5), "States.Format takes a string or a path to one, not 5"),
        (lambda: wrong.array({"a": 1}), f"{{'a': 1}} {NOTHING}"),
        (lambda: wrong.array(math.nan), f"nan {NOTHING}"),
        (lambda: wrong.array(j.states.input), f"Expression('$states.input') {NOTHING}"),
        (
            lambda: wrong.array_length("items"),
            "States.ArrayLength takes a path such as this.order or a function, not 'items'",
        ),
        (lambda: wrong.array_partition(a, 0), "States.ArrayPartition: the size must be at least 1, not 0"),
        (lambda: wrong.array_partition(a, 1.5), "States.ArrayPartition takes an integer or a path to one, not 1.5"),
        (
            lambda: wrong.array_partition(a, True),
            "States.ArrayPartition takes an integer or a path to one, not True",
        ),
        (lambda: wrong.array_range(1, 5, 0), "States.ArrayRange: the step cannot be 0. Write 1, or -1 to count down."),
        (
            lambda: wrong.array_range(0, 1000),
            "States.ArrayRange: the range has 1001 numbers, but 1000 are the maximum. Use a Map.",
        ),
        (lambda: wrong.array_get_item(a, -1), "States.ArrayGetItem: an index must be 0 or more, not -1"),
        (lambda: wrong.base64_encode("x" * 10_001), "States.Base64Encode takes at most 10,000 characters, not 10,001"),
        (
            lambda: wrong.hash(a, "SHA256"),
            "States.Hash does not support the algorithm 'SHA256'. Did you mean 'SHA-256'?",
        ),
        (
            lambda: wrong.hash(a, "CRC"),
            "States.Hash does not support the algorithm 'CRC'. Use one of MD5, SHA-1, SHA-256, SHA-384, SHA-512.",
        ),
        (
            lambda: wrong.json_merge(a, b, True),
            "States.JsonMerge: Step Functions does not support a deep merge. Use $merge of JSONata for the inner "
            "objects.",
        ),
        (lambda: wrong.json_merge(a, {}), "States.JsonMerge takes a path such as this.order or a function, not {}"),
        (lambda: wrong.json_to_string({}), "States.JsonToString takes a path such as this.order or a function, not {}"),
        (lambda: wrong.math_add(a, "1"), "States.MathAdd takes an integer or a path to one, not '1'"),
        (
            lambda: wrong.math_random(5, 5),
            "States.MathRandom: the end must be larger than the start, but 5 is not larger than 5",
        ),
        (lambda: wrong.string_split(a, 1), "States.StringSplit takes a string or a path to one, not 1"),
    ],
)
def test_an_invalid_argument_is_refused(call: Callable[[], object], message: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        call()
    assert str(refused.value) == message


@pytest.mark.parametrize("size", [a, intrinsics.math_add(1, 1)])
def test_a_computed_number_is_not_checked(size: Any) -> None:
    assert str(intrinsics.array_partition(a, size)) == f"States.ArrayPartition($.a, {size!s})"


uuid: Any = intrinsics.uuid()
ASKED = (
    "States.UUID() has no value before the workflow runs, and a Choice can only compare paths. Assign the value to a "
    "variable in an earlier state, and compare the variable."
)


@pytest.mark.parametrize(
    "ask",
    [
        lambda: uuid == "x",
        lambda: uuid != uuid,
        lambda: uuid < 1,
        lambda: uuid <= 1,
        lambda: uuid > 1,
        lambda: uuid >= 1,
        lambda: bool(uuid),
        lambda: not uuid,
    ],
)
def test_a_function_cannot_be_compared(ask: Callable[[], object]) -> None:
    with pytest.raises(DefinitionError, match=f"^{re.escape(ASKED)}$"):
        ask()


COMPARED = "to a variable in an earlier state, and compare with the variable"


@pytest.mark.parametrize("compare", [lambda: anything == uuid, lambda: a.string_equals(uuid), lambda: anything > uuid])
def test_a_path_is_not_compared_with_a_function(compare: Callable[[], Condition]) -> None:
    with pytest.raises(DefinitionError, match=COMPARED):
        compare()


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (
            lambda: Pass("P", parameters={"ids": [uuid]}),
            "parameters has the intrinsic function States.UUID() inside a list, where Step Functions does not "
            'evaluate it. Make the list a member such as "names.$": "States.Array(States.UUID())".',
        ),
        (
            lambda: Pass("P", parameters=uuid),
            'parameters must be an object whose members may be intrinsic functions, such as {"name": '
            "intrinsics.uuid()}, not a single intrinsic function",
        ),
        (
            lambda: Pass("P", result={"id": uuid}),
            "result holds plain values, so the intrinsic function States.UUID() would not be evaluated. Use "
            "parameters.",
        ),
        (
            lambda: Pass("P", output={"id": uuid}),
            "output must be JSONata, and States.UUID() is an intrinsic function of JSONPath. Write a function of "
            "jsonata.fn.",
        ),
        (
            lambda: Pass("P", result_path=uuid),
            "result_path must be a path, and States.UUID() is an intrinsic function. Put its value into the data in "
            "an earlier state, and use a path to it.",
        ),
        (
            lambda: Fail("P", error=uuid),
            "error must be a plain value, and States.UUID() is an intrinsic function. Use error_path instead.",
        ),
    ],
)
def test_a_function_in_the_wrong_field_is_refused_with_the_right_one(build: Callable[[], object], message: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        build()
    assert str(refused.value) == f"state 'P': {message}"


def test_a_function_cannot_be_part_of_other_text() -> None:
    with pytest.raises(DefinitionError) as refused:
        f"{uuid}.json"
    assert str(refused.value) == (
        'text around States.UUID() would not be evaluated. Write intrinsics.format("… {} …", …) instead of an f-string.'
    )


def test_a_path_made_from_text_is_an_argument() -> None:
    assert str(intrinsics.format("{}", Path("$.a..b"))) == "States.Format('{}', $.a..b)"


def test_the_example_in_the_docstring_is_correct() -> None:
    space: dict[str, Any] = {}
    exec(inspect.getdoc(intrinsics).split("```")[1].removeprefix("python\n"), space)  # type: ignore[union-attr]  # noqa: S102
    assert space["greet"].parameters == {
        "id.$": "States.UUID()",
        "text.$": "States.Format('Hello {}, you are number {}', $.name, States.ArrayLength($.guests))",
    }
