"""Tests for reading definitions: members that are kept, and faults that are refused with their place."""

from typing import Any

import pytest

from aslant.asl import UNSET, Choice, Condition, Map, StateMachine, Task, from_dict, loads
from aslant.errors import DefinitionError

KINDS = "Task, Pass, Choice, Wait, Parallel, Map, Succeed, Fail"


def machine(**state: Any) -> dict[str, Any]:
    return {"StartAt": "A", "States": {"A": state}}


def test_unknown_members_are_kept_in_extra() -> None:
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


def test_states_of_a_definition_have_the_names_of_their_successors() -> None:
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


def test_yaml_is_read_if_the_text_is_not_json_or_the_format_is_yaml() -> None:
    expected = from_dict(machine(Type="Succeed"))
    assert loads("StartAt: A\nStates:\n  A: {Type: Succeed}\n") == expected
    assert loads("{StartAt: A, States: {A: {Type: Succeed}}}", format="yaml") == expected
    with pytest.raises(DefinitionError, match="this is not valid JSON"):
        loads("StartAt: A", format="json")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "line 1, column 2: this is not valid JSON: Expecting property name enclosed in double quotes"),
        ('{"StartAt":\n  oops}', "line 2, column 3: this is not valid JSON: Expecting value"),
        (b"\xff\xfe\xff", "byte 2: this is not valid UTF-8, the encoding of JSON"),
        ('{"StartAt": NaN}', "NaN is not a valid JSON number"),
        ('{"StartAt": -Infinity}', "-Infinity is not a valid JSON number"),
        ("[" * 100_000, "this JSON is nested too deeply to read"),
        ("[]", "the definition: a machine must be an object with StartAt and States, not []"),
    ],
)
def test_an_invalid_definition_is_refused_with_its_position(text: str | bytes, message: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        loads(text)
    assert str(refused.value) == message


@pytest.mark.parametrize(
    ("document", "message"),
    [
        (None, "the definition: a machine must be an object with StartAt and States, not None"),
        ({}, "the definition: a machine needs StartAt, the name of a state, but the object is empty"),
        (
            {"StartAt": "A"},
            "the definition: a machine needs States, an object of states by name, but the object has only StartAt",
        ),
        ({"StartAt": 1, "States": {}}, "/StartAt: StartAt must be the name of a state, not 1"),
        ({"StartAt": "A", "States": []}, "/States: States must be an object of states by name, not []"),
        ({"StartAt": "A", "States": {1: {}}}, "/States: the name of a state must be a string, not 1"),
        ({"StartAt": "A", "States": {"a/b": 3}}, "/States/a~1b: a state must be an object with a Type, not 3"),
        (machine(), f"/States/A: a state needs a Type, one of {KINDS}, but the object is empty"),
        (machine(Type="pass"), f"/States/A/Type: Type must be one of {KINDS}, not 'pass'. Did you mean 'Pass'?"),
        (machine(Type=["Pass"]), f"/States/A/Type: Type must be one of {KINDS}, not ['Pass']"),
        (
            machine(Type="Choice", Choices={}),
            "/States/A/Choices: Choices must be a list of objects, not an object with nothing",
        ),
        (machine(Type="Task", Retry=[3]), "/States/A/Retry/0: Retry must be a list of objects, not 3"),
        (machine(Type="Task", Catch=[{}, None]), "/States/A/Catch/1: Catch must be a list of objects, not None"),
        (
            machine(Type="Parallel"),
            "/States/A: a Parallel needs Branches, a list of machines, but the object has only Type",
        ),
        (
            machine(Type="Parallel", Branches={}),
            "/States/A/Branches: Branches must be a list of machines, not an object with nothing",
        ),
        (
            machine(Type="Parallel", Branches=[1]),
            "/States/A/Branches/0: a machine must be an object with StartAt and States, not 1",
        ),
        (
            machine(Type="Map"),
            "/States/A: a Map needs an ItemProcessor, the machine for each item, but the object has only Type",
        ),
        (
            machine(Type="Map", ItemProcessor=machine(Type="Parallel", Branches=[machine(Type="Odd")])),
            f"/States/A/ItemProcessor/States/A/Branches/0/States/A/Type: Type must be one of {KINDS}, not 'Odd'",
        ),
    ],
)
def test_a_member_of_the_wrong_type_is_refused_with_its_place(document: Any, message: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        from_dict(document)
    assert str(refused.value) == message


def test_a_long_value_is_shortened_in_the_message() -> None:
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
