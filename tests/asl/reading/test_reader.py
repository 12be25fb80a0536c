"""Reading definitions: what is kept, and what is refused with its place."""

from typing import Any

import pytest

from aslant.asl import UNSET, Choice, Condition, Map, StateMachine, Task, from_dict, loads
from aslant.errors import DefinitionError

KINDS = "Task, Pass, Choice, Wait, Parallel, Map, Succeed, Fail"


def machine(**state: Any) -> dict[str, Any]:
    return {"StartAt": "A", "States": {"A": state}}


def test_what_asl_does_not_know_is_kept_in_extra() -> None:
    document = {
        "StartAt": "A",
        "Odd": {"a": 1},
        "States": {
            "A": {
                "Type": "Task",
                "Resource": "arn",
                "Strange": [1],
                "Next": "B",
                "Retry": [{"ErrorEquals": ["E"], "Wild": 2}],
                "Catch": [{"ErrorEquals": ["E"], "Next": "B", "Rare": True}],
            },
            "B": {"Type": "Choice", "Seldom": None, "Choices": [{"Variable": "$.a", "IsNull": True, "Next": "A"}]},
        },
    }
    read = from_dict(document)
    task, choice = read.states["A"], read.states["B"]
    assert isinstance(task, Task)
    assert isinstance(choice, Choice)
    assert (read.extra, task.extra, choice.extra) == ({"Odd": {"a": 1}}, {"Strange": [1]}, {"Seldom": None})
    assert isinstance(task.retry, tuple)
    assert (task.retry[0].extra, task.catch[0].extra) == ({"Wild": 2}, {"Rare": True})
    assert choice.choices[0].condition == Condition({"Variable": "$.a", "IsNull": True})
    assert read.to_dict() == document


def test_states_that_were_read_say_what_follows() -> None:
    read = from_dict(
        {
            "StartAt": "A",
            "States": {
                "A": {"Type": "Task", "Resource": "arn", "Next": "B", "Catch": [{"ErrorEquals": ["E"], "Next": "C"}]},
                "B": {"Type": "Pass", "End": True},
            },
        }
    )
    states: Any = read.states
    assert (states["A"].next, states["A"].catch[0].next, states["B"].next) == ("B", "C", UNSET)


def test_the_older_name_of_an_item_processor_is_read() -> None:
    inner = machine(Type="Succeed")
    read = from_dict(machine(Type="Map", Iterator=inner, End=True))
    state = read.states["A"]
    assert isinstance(state, Map)
    assert state.item_processor == from_dict(inner)
    assert state.extra == {}
    assert read.to_dict() == machine(Type="Map", Iterator=inner, End=True)


@pytest.mark.parametrize(
    "text", ['{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}', b'{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}']
)
def test_text_and_bytes_are_read(text: str | bytes) -> None:
    assert loads(text) == from_dict(machine(Type="Succeed"))


def test_yaml_is_read_where_the_text_is_no_json_or_the_format_says_so() -> None:
    expected = from_dict(machine(Type="Succeed"))
    assert loads("StartAt: A\nStates:\n  A: {Type: Succeed}\n") == expected
    assert loads("{StartAt: A, States: {A: {Type: Succeed}}}", format="yaml") == expected
    with pytest.raises(DefinitionError, match="this is no JSON"):
        loads("StartAt: A", format="json")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "line 1, column 2: this is no JSON: Expecting property name enclosed in double quotes"),
        ('{"StartAt":\n  oops}', "line 2, column 3: this is no JSON: Expecting value"),
        (b"\xff\xfe\xff", "byte 2: this is no UTF-8, the encoding of JSON"),
        ('{"StartAt": NaN}', "NaN is no JSON number"),
        ('{"StartAt": -Infinity}', "-Infinity is no JSON number"),
        ("[" * 100_000, "this JSON is nested deeper than Python reads; no workflow needs that"),
        ("[]", "the definition: a machine is an object with StartAt and States, and here is []"),
    ],
)
def test_text_that_is_no_definition_says_where(text: str | bytes, message: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        loads(text)
    assert str(refused.value) == message


@pytest.mark.parametrize(
    ("document", "message"),
    [
        (None, "the definition: a machine is an object with StartAt and States, and here is None"),
        ({}, "the definition: a machine has StartAt, the name of a state, and here is an object with nothing"),
        (
            {"StartAt": "A"},
            "the definition: a machine has States, an object of states by name, and here is an object with StartAt",
        ),
        ({"StartAt": 1, "States": {}}, "/StartAt: StartAt is the name of a state, and here is 1"),
        ({"StartAt": "A", "States": []}, "/States: States is an object of states by name, and here is []"),
        ({"StartAt": "A", "States": {1: {}}}, "/States: states are named by text, and here is 1"),
        ({"StartAt": "A", "States": {"a/b": 3}}, "/States/a~1b: a state is an object with a Type, and here is 3"),
        (machine(), f"/States/A: a state has a Type, one of {KINDS}, and here is an object with nothing"),
        (machine(Type="pass"), f"/States/A/Type: a Type is one of {KINDS}, and here is 'pass'; did you mean 'Pass'?"),
        (machine(Type=["Pass"]), f"/States/A/Type: a Type is one of {KINDS}, and here is ['Pass']"),
        (
            machine(Type="Choice", Choices={}),
            "/States/A/Choices: Choices is a list of objects, and here is an object with nothing",
        ),
        (machine(Type="Task", Retry=[3]), "/States/A/Retry/0: Retry is a list of objects, and here is 3"),
        (machine(Type="Task", Catch=[{}, None]), "/States/A/Catch/1: Catch is a list of objects, and here is None"),
        (
            machine(Type="Parallel"),
            "/States/A: a Parallel has Branches, a list of machines, and here is an object with Type",
        ),
        (
            machine(Type="Parallel", Branches={}),
            "/States/A/Branches: Branches is a list of machines, and here is an object with nothing",
        ),
        (
            machine(Type="Parallel", Branches=[1]),
            "/States/A/Branches/0: a machine is an object with StartAt and States, and here is 1",
        ),
        (
            machine(Type="Map"),
            "/States/A: a Map has an ItemProcessor, the machine for each item, and here is an object with Type",
        ),
        (
            machine(Type="Map", ItemProcessor=machine(Type="Parallel", Branches=[machine(Type="Odd")])),
            f"/States/A/ItemProcessor/States/A/Branches/0/States/A/Type: a Type is one of {KINDS}, and here is 'Odd'",
        ),
    ],
)
def test_what_the_model_cannot_hold_is_refused_with_its_place(document: Any, message: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        from_dict(document)
    assert str(refused.value) == message


def test_what_was_found_is_shown_short() -> None:
    with pytest.raises(DefinitionError) as refused:
        from_dict(machine(Type="x" * 10_000))
    assert len(str(refused.value)) < 400


def test_a_value_known_at_deployment_is_never_touched(leaf: Any) -> None:
    for document in (leaf, {"StartAt": leaf, "States": {}}, machine(Type=leaf), machine(Type="Task", Retry=leaf)):
        with pytest.raises(DefinitionError):
            from_dict(document)
    kept = from_dict(machine(Type="Task", Resource=leaf))
    assert isinstance(kept, StateMachine)
    assert kept.to_dict()["States"]["A"]["Resource"] is leaf
